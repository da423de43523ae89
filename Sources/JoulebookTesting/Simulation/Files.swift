import Glibc

/// A file of a simulated machine that could not be made.
struct TreeFailure: Error {
  let path: String
  let code: Int32
}

/// Making and removing the small files of a simulated machine.
enum Files {
  static func write(_ text: String, to path: String, mode: mode_t = 0o644) throws(TreeFailure) {
    let file = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, mode)
    guard file >= 0 else { throw TreeFailure(path: path, code: errno) }
    defer { close(file) }
    var text = text
    let done = text.withUTF8 { bytes in Glibc.write(file, bytes.baseAddress, bytes.count) }
    guard done == text.utf8.count else { throw TreeFailure(path: path, code: errno) }
  }

  /// Replaces a file in one step, so that a reader sees the old text or the new one.
  static func replace(_ path: String, with text: String) throws(TreeFailure) {
    try write(text, to: path + ".new")
    guard rename(path + ".new", path) == 0 else { throw TreeFailure(path: path, code: errno) }
  }

  static func makeFolders(_ path: String) throws(TreeFailure) {
    var made = path.hasPrefix("/") ? "" : "."
    for part in path.split(separator: "/") {
      made += "/" + part
      guard mkdir(made, 0o755) == 0 || errno == EEXIST else {
        throw TreeFailure(path: made, code: errno)
      }
    }
  }

  static func copy(_ source: String, to target: String) throws(TreeFailure) {
    let from = open(source, O_RDONLY | O_CLOEXEC)
    guard from >= 0 else { throw TreeFailure(path: source, code: errno) }
    defer { close(from) }
    // A new file, never the old one written over: a library that is in use is mapped from it.
    unlink(target)
    let to = open(target, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o755)
    guard to >= 0 else { throw TreeFailure(path: target, code: errno) }
    defer { close(to) }
    var buffer = [UInt8](repeating: 0, count: 65_536)
    while true {
      let count = read(from, &buffer, buffer.count)
      if count == 0 { return }
      guard count > 0, Glibc.write(to, buffer, count) == count else {
        throw TreeFailure(path: target, code: errno)
      }
    }
  }

  /// Removes a folder that holds files and folders of ours, whatever is left of it.
  static func removeFolder(_ path: String) {
    guard let folder = opendir(path) else { return }
    var names: [String] = []
    while let entry = readdir(folder) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if name != "." && name != ".." { names.append(name) }
    }
    closedir(folder)
    for name in names where unlink("\(path)/\(name)") != 0 { removeFolder("\(path)/\(name)") }
    rmdir(path)
  }
}
