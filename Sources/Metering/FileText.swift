import Glibc

/// Small files of `/sys` and `/proc`, read whole. For set-up, never for the sampling loop.
package enum FileText {
  package static func exists(_ path: String) -> Bool { access(path, F_OK) == 0 }

  /// The file's text without the trailing newline; the errno when it cannot be read.
  package static func read(_ path: String) -> Result<String, ReadFailure> {
    let fd = open(path, O_RDONLY | O_CLOEXEC)
    guard fd >= 0 else { return .failure(ReadFailure(errno: errno)) }
    defer { close(fd) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 16_384)
    while true {
      let count = Glibc.read(fd, &chunk, chunk.count)
      guard count >= 0 else { return .failure(ReadFailure(errno: errno)) }
      if count == 0 { break }
      bytes += chunk[..<count]
    }
    while bytes.last == 10 || bytes.last == 0 { bytes.removeLast() }
    return .success(String(decoding: bytes, as: UTF8.self))
  }

  /// Up to `count` bytes from a file's start: a part of a long one that the kernel writes on reading.
  package static func text(_ path: String, upTo count: Int) -> String? {
    let fd = open(path, O_RDONLY | O_CLOEXEC)
    guard fd >= 0 else { return nil }
    defer { close(fd) }
    var chunk = [UInt8](repeating: 0, count: count)
    let length = Glibc.read(fd, &chunk, count)
    return length < 0 ? nil : String(decoding: chunk[..<length], as: UTF8.self)
  }

  /// The text, or nil when there is none to be had.
  package static func text(_ path: String) -> String? { try? read(path).get() }

  /// Names in a folder, sorted; empty when it cannot be listed.
  package static func names(in path: String) -> [String] {
    guard let folder = opendir(path) else { return [] }
    defer { closedir(folder) }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    return names.sorted()
  }
}

extension ReadFailure {
  package init(errno code: Int32) {
    switch code {
    case EACCES, EPERM: self = .denied
    case ENOENT, ENODEV, ENXIO: self = .vanished
    default: self = .failed(code)
    }
  }
}
