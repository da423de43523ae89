import Accounting
import Glibc

/// One file of a user's table: found, read and checked against the schema of the table it is named after.
struct UserTableFile {
  let path: String
  /// The table that the file's name stands for.
  let table: String

  /// More is no table of factors, and would slow every start.
  static let mostBytes = 4 << 20
  static let mostRows = 20_000

  /// Tables that say what tables are cannot be replaced.
  private static let closed: Set<String> = ["schema", "tables", "ranges", "notes"]

  /// A file as the catalogue would keep it.
  struct Checked {
    let name: String
    let text: [UInt8]
    /// Keys that the catalogue has, and keys that it does not have.
    let overriding: Int
    let added: Int
  }

  init(path: String) throws(Problem) {
    self.path = path
    let file = path.split(separator: "/").last.map(String.init) ?? path
    let name = file.split(separator: ".").first.map(String.init) ?? ""
    guard file == "\(name).csv" || file == "\(name).tsv" else {
      throw Problem(
        "Cannot use the table `\(path)`.", why: "A table is a file `TABLE.csv` or `TABLE.tsv`.",
        fix: "Name it after a table of `joulebook catalog list`, such as `grids.csv`.",
        exit: .usage)
    }
    table = name
    guard !Self.closed.contains(name), !Schema(of: name).columns.isEmpty || name == "sources" else {
      let names = Table("tables").rows.map(\.key).filter { !Self.closed.contains($0) }
      let nearest = names.min { distance(name, $0) < distance(name, $1) } ?? ""
      throw Problem(
        "Cannot use the table `\(path)`.", why: "The catalogue has no table `\(name)` to add to.",
        fix: distance(name, nearest) <= max(2, name.count / 3)
          ? "Did you mean `\(nearest)`?" : "Run `joulebook catalog list` to see the tables.",
        exit: .usage)
    }
  }

  /// The files of a folder, sources first; none when there is no such folder.
  static func found(in folder: String) throws(Problem) -> [String] {
    guard let stream = opendir(folder) else {
      if errno == ENOENT { return [] }
      throw Problem(
        "Cannot read the folder of tables `\(folder)`.",
        why: "The system says: \(String(cString: strerror(errno))).",
        fix: "Make it a folder that you can read, or unset `tables`.", exit: .usage)
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) {
        $0.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
      }
      if !name.hasPrefix("."), name.hasSuffix(".csv") || name.hasSuffix(".tsv") {
        names.append(name)
      }
    }
    let order = names.sorted {
      ($0.hasPrefix("sources.") ? 0 : 1, $0) < ($1.hasPrefix("sources.") ? 0 : 1, $1)
    }
    return order.map { "\(folder)/\($0)" }
  }

  /// The file's bytes. Only a regular file is read, however it is named: no pipe, no device.
  func read() throws(Problem) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK)
    guard descriptor >= 0 else { throw unreadable(String(cString: strerror(errno))) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      throw unreadable("It is not a file.")
    }
    guard status.st_size <= Self.mostBytes else {
      throw Problem(
        "Cannot use the table `\(path)`, line 1.",
        why: "It has \(status.st_size) bytes; \(Self.mostBytes) are allowed.",
        fix: "Keep the rows that you need; a table is no measurement series.", exit: .usage)
    }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    var count = 0
    while count < bytes.count {
      let got = bytes.withUnsafeMutableBytes {
        Glibc.read(descriptor, $0.baseAddress?.advanced(by: count), $0.count - count)
      }
      guard got > 0 else { break }
      count += got
    }
    return Array(bytes.prefix(count))
  }

  private func unreadable(_ why: String) -> Problem {
    Problem(
      "Cannot read the table `\(path)`.", why: "The system says: \(why)".asOneSentence,
      fix: "Make it a file that you can read, or take it out of the folder.", exit: .usage)
  }
}

extension String {
  /// With one full stop at its end.
  fileprivate var asOneSentence: String { hasSuffix(".") ? self : self + "." }
}
