package import Accounting

/// Tables that a user brings: their rows add to the catalogue's or stand in their place, and are shown as
/// the user's everywhere.
package struct UserTables: Sendable {
  /// By table: the text as the catalogue keeps its own, and the file it is from.
  private var texts: [String: (text: [UInt8], file: String)] = [:]
  /// What is wrong with files that were left out; the catalogue's own rows stay in force for them.
  package private(set) var problems: [Problem] = []
  /// The files in force, in the order of their tables.
  package var files: [String] { texts.sorted { $0.key < $1.key }.map(\.value.file) }

  package static let none = UserTables()

  private init() {}

  /// Reads the tables of a folder: every `TABLE.csv` and `TABLE.tsv` in it.
  ///
  /// A file that cannot be used as a whole is left out as a whole, and a problem says why.
  package init(folder: String) {
    do throws(Problem) {
      // Sources first: rows of other tables cite them.
      for file in try UserTableFile.found(in: folder) {
        do throws(Problem) {
          let table = try UserTableFile(path: file).check(sources: sourceIDs)
          if let other = texts[table.name] {
            throw Problem(
              "Cannot use the table `\(file)`.",
              why: "`\(other.file)` holds the table `\(table.name)` as well.",
              fix: "Keep one of the two files.", exit: .usage)
          }
          texts[table.name] = (table.text, file)
        } catch {
          problems.append(error)
        }
      }
    } catch {
      problems.append(error)
    }
  }

  subscript(name: String) -> Table? {
    texts[name].map { Table(name: name, text: $0.text, file: $0.file) }
  }

  /// Ids of the sources that the user names.
  private var sourceIDs: Set<String> { Set(self["sources"].map { $0.rows.map(\.key) } ?? []) }
}
