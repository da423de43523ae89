package import Accounting
package import Foundation

/// A file as it was found.
package struct ImportFile: Sendable {
  package let path: String
  package let bytes: Data

  package init(path: String, bytes: Data) {
    self.path = path
    self.bytes = bytes
  }

  package var name: String { path.split(separator: "/").last.map(String.init) ?? path }

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
        do {
          files.append(
            ImportFile(
              path: name,
              bytes: try Data(contentsOf: URL(fileURLWithPath: name), options: .mappedIfSafe)))
        } catch {
          throw Problem(
            "Cannot read `\(name)`.", why: "\(error.localizedDescription)",
            fix: "Give yourself the right to read it.", exit: .usage)
        }
      }
    }
    return files
  }
}
