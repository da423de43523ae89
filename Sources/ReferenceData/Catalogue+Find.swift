import Accounting

extension Catalogue {
  /// The row of a table that `name` means: a key in any case, a driver's or the kernel's name, a place, a cloud's
  /// region, a human name, or the beginning of just one key.
  func row(in table: String, named name: String, schema: Schema) throws(Problem) -> Row {
    let wanted = name.trimmed
    for key in [wanted, wanted.lowercased(), wanted.uppercased()] {
      if let row = find(table, key) { return row }
    }
    if let row = try naturalRow(in: table, named: wanted, schema: schema) { return row }
    let rows = self.rows(table)
    let names = schema.columns.filter { $0.kind == .name }.map(\.name)
    let folded = wanted.folded
    let exact = rows.filter { row in
      row.key.folded == folded || names.contains { row[$0].folded == folded }
    }
    if exact.count == 1 { return exact[0] }
    let begun =
      exact.isEmpty ? rows.filter { $0.key.lowercased().hasPrefix(wanted.lowercased()) } : exact
    if begun.count == 1 { return begun[0] }
    // `gpt-3` is `gpt-3-175b-davinci`, not `gpt-3-5`: a size may follow a name, a number may not.
    let sized = begun.filter { Self.isSize($0.key.dropFirst(wanted.count)) }
    if table == "ai_models", exact.isEmpty, sized.count == 1 { return sized[0] }
    guard begun.isEmpty else {
      let shown = begun.prefix(8).map { "`\($0.key)`" }.joined(separator: ", ")
      throw Problem(
        "`\(wanted)` means more than one row of `\(table)`.",
        why: "It may be \(shown)\(begun.count > 8 ? " and \(begun.count - 8) more" : "").",
        fix: "Give the whole key.", exit: .usage)
    }
    if let place = try? place(named: wanted), let other = otherTable(of: place, besides: table) {
      throw Problem(
        "The table `\(table)` has no row of \(place.text).", why: "It stands in `\(other)`.",
        fix: "Run `joulebook catalog show \(other) \(place.key)`.", exit: .usage)
    }
    let near = search(wanted, in: [table], limit: 4).map { "`\($0.key)`" }
    throw Problem(
      "The table `\(table)` has no row `\(wanted)`.",
      why: "No key and no name is like it, among \(rows.count) rows.",
      fix: near.isEmpty
        ? "Search all tables: `joulebook catalog search \(wanted)`."
        : "Did you mean \(near.joined(separator: ", "))?", exit: .usage)
  }

  /// True of `-175b-davinci` and `-70b`, false of `-5-turbo`.
  private static func isSize(_ rest: Substring) -> Bool {
    guard rest.first == "-" else { return false }
    let word = rest.dropFirst().prefix { $0 != "-" }
    guard let last = word.last, "bmt".contains(last) else { return false }
    return Double(word.dropLast()) != nil
  }

  /// The sister of a table of places or factors that has a place.
  private func otherTable(of place: Place, besides table: String) -> String? {
    let isPlaces = Self.placeTables.contains(table)
    return (isPlaces ? Self.placeTables + ["cloud_regions"] : Self.gridTables).first { other in
      other != table
        && (find(other, place.key) != nil || !rows(other, under: place.key + "/").isEmpty)
    }
  }

  /// Names that some tables know beside their keys.
  private func naturalRow(
    in table: String, named name: String, schema: Schema
  ) throws(Problem) -> Row? {
    switch table {
    case "accelerators": return acceleratorRow(named: name)?.row
    case "cpus":
      let key = Self.cpuKey(name)
      return find(table, key) ?? find("cpu_names", key).flatMap { find(table, $0["cpu"]) }
    case "cloud_regions":
      return try cloudPlace(name, provider: nil).flatMap { find(table, $0.key) }
    default: break
    }
    guard schema.columns.contains(where: { $0.kind == .place }) || Self.placeTables.contains(table)
    else { return nil }
    // `Germany/2020` asks for a year of a place.
    let parts = name.split(separator: "/", maxSplits: 1).map(String.init)
    let isDated = parts.count == 2 && parts[1].first?.isNumber == true
    let place: Place
    do {
      place = try self.place(named: isDated ? parts[0] : name)
    } catch {
      if error.what.contains("more than one") { throw error }
      return nil
    }
    if let row = find(table, place.key) { return row }
    if isDated { return find(table, "\(place.key)/\(parts[1])") }
    return rows(table, under: place.key + "/").max { $0["year"] < $1["year"] }
  }
}
