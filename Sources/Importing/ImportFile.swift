package import Accounting
package import Foundation
import Glibc

/// A file as it was found.
package struct ImportFile: Sendable {
  package let path: String
  /// What it holds, unpacked where it was packed with gzip, and in UTF-8 where it was in UTF-16.
  package let bytes: Data
  /// True when `bytes` lie in the file itself, so that what was read may leave memory again.
  let isMapped: Bool
  /// What stands in the way of reading it: a packed file that is damaged.
  package let damage: String?

  package init(path: String, bytes: Data) { self.init(path: path, bytes: bytes, isMapped: false) }

  private init(path: String, bytes: Data, isMapped: Bool) {
    self.path = path
    let head = [UInt8](bytes.prefix(4))
    if head.starts(with: [0x1F, 0x8B]) {
      let unpacked = Inflate.gzip(bytes)
      self.bytes = unpacked ?? Data()
      self.isMapped = false
      damage = unpacked == nil ? "it is packed with gzip, and cut or damaged" : nil
    } else if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) {
      let isLittle = head[0] == 0xFF
      let text = String(data: bytes, encoding: isLittle ? .utf16LittleEndian : .utf16BigEndian)
      self.bytes =
        text.map { Data(($0.hasPrefix("\u{FEFF}") ? $0.dropFirst() : $0[...]).utf8) } ?? bytes
      self.isMapped = false
      damage = nil
    } else {
      self.bytes = bytes
      self.isMapped = isMapped
      damage = nil
    }
  }

  /// Without what packing added to it.
  package var name: String {
    let last = path.split(separator: "/").last.map(String.init) ?? path
    return last.hasSuffix(".gz") ? String(last.dropLast(3)) : last
  }

  /// The folder that it lies in, without those above it; empty where none is named.
  package var folder: String {
    path.split(separator: "/").dropLast().last.map(String.init) ?? ""
  }

  /// The first lines, for `recognises`.
  package var beginning: String { String(decoding: bytes.prefix(4096), as: UTF8.self) }

  package var text: String {
    get throws(Problem) {
      guard let text = String(data: bytes, encoding: .utf8) else {
        throw Problem(
          "Cannot read `\(path)`.", why: "It is not text in UTF-8.",
          fix: "Convert it: iconv -t UTF-8.", exit: .usage)
      }
      // A byte order mark is no part of the first heading.
      return text.hasPrefix("\u{FEFF}") ? String(text.dropFirst()) : text
    }
  }

  /// The files of paths; of a folder, everything beneath it, in order of names. Hidden files are left out.
  package static func all(at paths: [String]) throws(Problem) -> [ImportFile] {
    var files: [ImportFile] = []
    for path in paths {
      var isFolder: ObjCBool = false
      guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
        throw Problem(
          "Cannot read `\(path)`.", why: "There is no such file or folder.",
          fix: "Check its name.", exit: .usage)
      }
      let names =
        isFolder.boolValue
        ? (FileManager.default.subpaths(atPath: path) ?? []).sorted().map { "\(path)/\($0)" }
        : [path]
      for name in names
      where !name.split(separator: "/").contains(where: {
        $0.hasPrefix(".") && $0 != "." && $0 != ".."
      }) {
        var isInner: ObjCBool = false
        _ = FileManager.default.fileExists(atPath: name, isDirectory: &isInner)
        if isInner.boolValue { continue }
        files.append(try opened(name))
      }
    }
    return files
  }

  /// The file's bytes where they lie: a file of many gigabytes takes no memory before it is read.
  private static func opened(_ path: String) throws(Problem) -> ImportFile {
    func problem(_ code: Int32) -> Problem {
      Problem(
        "Cannot read `\(path)`.", why: "\(String(cString: strerror(code))).",
        fix: "Give yourself the right to read it.", exit: .usage)
    }
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw problem(errno) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw problem(errno) }
    let isPlain = status.st_mode & S_IFMT == S_IFREG
    guard isPlain, status.st_size > 0 else {
      do {
        return ImportFile(path: path, bytes: try Data(contentsOf: URL(fileURLWithPath: path)))
      } catch {
        throw Problem(
          "Cannot read `\(path)`.", why: "\(error.localizedDescription)",
          fix: "Give yourself the right to read it.", exit: .usage)
      }
    }
    let size = Int(status.st_size)
    guard let base = mmap(nil, size, PROT_READ, MAP_PRIVATE, descriptor, 0), base != MAP_FAILED
    else { throw problem(errno) }
    let bytes = Data(
      bytesNoCopy: base, count: size, deallocator: .custom { start, count in munmap(start, count) })
    return ImportFile(path: path, bytes: bytes, isMapped: true)
  }

  /// Lets the pages of the first `count` bytes leave memory; reading them again brings them back.
  func release(upTo count: Int) {
    guard isMapped, count > 0 else { return }
    bytes.withUnsafeBytes { raw in
      guard let base = raw.baseAddress else { return }
      _ = madvise(UnsafeMutableRawPointer(mutating: base), count & ~0xFFF, MADV_DONTNEED)
    }
  }
}
