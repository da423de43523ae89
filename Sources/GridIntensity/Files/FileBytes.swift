import Accounting
import Glibc

/// Reads whole files; those packed with gzip are unpacked by the system's `gzip`.
enum FileBytes {
  /// More than this is no series of ours.
  static let most = 256 << 20

  static func read(_ path: String) throws(Problem) -> [UInt8] {
    let bytes = try plain(path)
    guard bytes.starts(with: [0x1F, 0x8B]) else { return bytes }
    let result = try Subprocess.run(
      ["gzip", "-dc", "--", path], environment: ["PATH": "/usr/local/bin:/usr/bin:/bin"],
      limit: most, patience: .seconds(60))
    guard result.status == 0 else {
      throw Problem(
        "Cannot unpack \(path).",
        why: "gzip says: \(result.errorLine)", fix: "Get the file again, or unpack it yourself.")
    }
    return result.output
  }

  private static func plain(_ path: String) throws(Problem) -> [UInt8] {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw unreadable(path) }
    defer { close(file) }
    var status = stat()
    guard fstat(file, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw Problem(
        "Cannot read \(path).", why: "It is not a file.", fix: "Name a file.", exit: .usage)
    }
    guard status.st_size <= most else {
      throw Problem(
        "Cannot read \(path).", why: "It has more than 256 MB.", fix: "Split it by year.",
        exit: .usage)
    }
    let size = Int(status.st_size)
    var isBroken = false
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { buffer, count in
      while count < size {
        let more = Glibc.read(file, buffer.baseAddress.map { $0 + count }, size - count)
        if more < 0, errno == EINTR { continue }
        isBroken = more < 0
        guard more > 0 else { break }
        count += more
      }
    }
    guard !isBroken else { throw unreadable(path) }
    return bytes
  }

  private static func unreadable(_ path: String) -> Problem {
    Problem(
      "Cannot read \(path).", why: "The system says: \(String(cString: strerror(errno))).",
      fix: "Check its name and that you may read it.", exit: .usage)
  }
}
