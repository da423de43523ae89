public import Accounting
import Glibc
import Metering

/// A file that is written as a whole or not at all.
public enum OutputFile {
  /// Writes a new file; one that is there is kept unless `replacing`.
  public static func write(
    _ bytes: [UInt8], to path: String, replacing: Bool
  ) throws(Problem) {
    if !replacing, access(path, F_OK) == 0 {
      throw Problem(
        "Cannot write \(path).", why: "The file is there already.",
        fix: "Add `--force` to replace it, or give another name to `--out`.", exit: .usage)
    }
    try put(bytes, at: path, mode: 0o666 & ~currentMask)
  }

  /// Replaces what a file holds; its mode stays, and a link leads where it led.
  public static func rewrite(_ path: String, with bytes: [UInt8]) throws(Problem) {
    var facts = stat()
    guard stat(path, &facts) == 0, let real = realpath(path, nil) else {
      throw Problem(
        "Cannot write \(path).", why: String(cString: strerror(errno)) + ".",
        fix: "See whether it is still there.")
    }
    defer { free(real) }
    try put(bytes, at: String(cString: real), mode: facts.st_mode & 0o7777)
  }

  /// The bytes of a file.
  public static func read(_ path: String) throws(Problem) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      throw Problem(
        "Cannot read \(path).", why: String(cString: strerror(errno)) + ".",
        fix: "Give the path of a file that is there.", exit: .usage)
    }
    defer { close(file) }
    var bytes: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = Glibc.read(file, &buffer, buffer.count)
      if count < 0, errno == EINTR { continue }
      guard count >= 0 else {
        throw Problem(
          "Cannot read \(path).", why: String(cString: strerror(errno)) + ".",
          fix: "Give the path of a file.", exit: .usage)
      }
      if count == 0 { return bytes }
      bytes += buffer[..<count]
    }
  }

  /// Beside the file first, then in its place, so that nobody ever sees half of it.
  private static func put(_ bytes: [UInt8], at path: String, mode: mode_t) throws(Problem) {
    let temporary = "\(path).joulebook-\(getpid())"
    func failed() -> Problem {
      let why = String(cString: strerror(errno)) + "."
      unlink(temporary)
      return Problem(
        "Cannot write \(path).", why: why, fix: "Give a path in a folder that you may write in.")
    }
    let file = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, mode)
    guard file >= 0 else { throw failed() }
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(file, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      guard count > 0 else {
        close(file)
        throw failed()
      }
      rest = rest.dropFirst(count)
    }
    guard fchmod(file, mode) == 0, fsync(file) == 0, close(file) == 0 else { throw failed() }
    guard rename(temporary, path) == 0 else { throw failed() }
  }

  private static var currentMask: mode_t {
    let mask = umask(0o022)
    umask(mask)
    return mask
  }
}
