package import Accounting

extension Catalogue {
  /// What differs from an earlier version to this one, table by table.
  package func changes(since version: String) throws(Problem) -> [CatalogueChange] {
    let old = try Catalogue(version: version)
    let names = Set(tableNames).union(old.tableNames).subtracting(["tables"]).sorted()
    return names.flatMap { name in
      Self.changes(
        in: name, from: Array(old.table(name).rows), to: Array(Table(name).rows))
    }
  }

  /// What a user's file would change in the table it is named after.
  package func changes(by path: String) throws(Problem) -> [CatalogueChange] {
    let checked = try checkedFile(path)
    let new = Array(Table(name: checked.name, text: checked.text, file: path).rows)
    let old = new.compactMap { table(checked.name).find($0.key) }
    return Self.changes(in: checked.name, from: old, to: new)
  }

  /// Checks a user's file; a `Problem` names file, line and column of the first thing that is wrong.
  package func validate(_ path: String) throws(Problem) -> (
    table: String, added: Int, overriding: Int
  ) {
    let checked = try checkedFile(path)
    return (checked.name, checked.added, checked.overriding)
  }

  /// A file is checked with the sources that stand beside it.
  private func checkedFile(_ path: String) throws(Problem) -> UserTableFile.Checked {
    let file = try UserTableFile(path: path)
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    var sources: Set<String> = []
    for beside in (try? UserTableFile.found(in: folder.isEmpty ? "/" : folder)) ?? []
    where beside.contains("/sources.") {
      let checked = try UserTableFile(path: beside).check(sources: [])
      sources.formUnion(
        Table(name: checked.name, text: checked.text, file: beside).rows.map(\.key))
    }
    return try file.check(sources: sources)
  }

  private static func changes(
    in table: String, from old: [Row], to new: [Row]
  ) -> [CatalogueChange] {
    let before = Dictionary(old.map { ($0.key, $0) }) { first, _ in first }
    let after = Dictionary(new.map { ($0.key, $0) }) { first, _ in first }
    let keys = Set(before.keys).union(after.keys).sorted()
    return keys.flatMap { key -> [CatalogueChange] in
      guard let a = before[key] else {
        return [
          CatalogueChange(table: table, key: key, column: "", old: nil, new: after[key]?.text)
        ]
      }
      guard let b = after[key] else {
        return [CatalogueChange(table: table, key: key, column: "", old: a.text, new: nil)]
      }
      return b.columns.filter { $0 != Row.lineColumn && a[$0] != b[$0] }.map { column in
        CatalogueChange(
          table: table, key: key, column: column, old: a.columns.contains(column) ? a[column] : nil,
          new: b[column])
      }
    }
  }
}

extension Row {
  /// The cells that are not empty, in a line.
  var text: String {
    zip(columns, cells).dropFirst().filter { $0.0 != Row.lineColumn && !$0.1.isEmpty }
      .map { "\($0.0) \($0.1)" }.joined(separator: ", ")
  }
}
