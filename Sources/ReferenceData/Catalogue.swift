package import Accounting
import CReferenceData
import Quantities

/// Reference data inside the binary: grids, devices, models, data centres, each row with its source, its
/// year and its range; and over it the tables that a user brings.
///
/// Nothing is read before it is asked for; one look-up takes some microseconds.
package struct Catalogue: Sendable {
  /// Changes with the tables, and is kept with what was computed from them.
  package static let version = "2026.12"

  /// The version that this one answers as.
  package let version: String
  let userTables: UserTables
  /// Tables whose headings were read.
  private let opened = Memo<String, Table>()
  private let cited = Memo<String, Citation>()
  let placed = Memo<String, Place?>()

  /// The newest version, with what the user adds.
  package init(userTables: UserTables = .none) {
    version = Self.version
    self.userTables = userTables
  }

  /// The catalogue as it was in an earlier version, without a user's tables unless they are given: what
  /// it answers is the same to the byte.
  package init(version: String, userTables: UserTables = .none) throws(Problem) {
    let known = Self.versions
    guard known.contains(version) else {
      throw Problem(
        "There is no catalogue `\(version)`.",
        why: "This program holds \(known.joined(separator: ", ")).",
        fix: "Give one of these, or none for the newest.", exit: .usage)
    }
    self.version = version
    self.userTables = userTables
  }

  /// What is wrong with tables of the user that were left out.
  package var problems: [Problem] { userTables.problems }

  /// All versions that can be answered as, the oldest first.
  package static var versions: [String] {
    let names = (0..<reference_table_count()).map { String(cString: reference_table_name($0)) }
    let old = names.filter { $0.contains("/") }.compactMap { $0.split(separator: "/").first }
    return Set(old.map(String.init)).sorted() + [version]
  }

  /// The table of this version. A table that has not changed since lies at its newest place; one that did
  /// not exist yet is empty.
  func table(_ name: String) -> Table {
    opened.value(name) { open(name) }
  }

  private func open(_ name: String) -> Table {
    guard version != Self.version else { return Table(name) }
    for old in Self.versions where old >= version && old != Self.version {
      let table = Table("\(old)/\(name)")
      if !table.columns.isEmpty { return table }
      if old == version, Table("\(old)/tables").find(name) == nil { return table }
    }
    return Table(name)
  }

  /// The user's table, if there is one, over the catalogue's own.
  func layers(_ name: String) -> [Table] { [userTables[name], table(name)].compactMap(\.self) }

  /// The row with that key, the user's before the catalogue's own.
  func find(_ table: String, _ key: String) -> Row? {
    layers(table).lazy.compactMap { $0.find(key) }.first
  }

  /// Rows in the order of their keys; a user's row stands in place of the catalogue's own.
  func rows(_ table: String, under prefix: String = "") -> [Row] {
    let layers = layers(table)
    guard layers.count > 1 else { return layers.first.map { Array($0.rows(under: prefix)) } ?? [] }
    let own = Array(layers[0].rows(under: prefix))
    let keys = Set(own.map(\.key))
    let rest = layers[1].rows(under: prefix).filter { !keys.contains($0.key) }
    return (own + rest).sorted { Array($0.key.utf8).lexicographicallyPrecedes(Array($1.key.utf8)) }
  }

  /// Names of all tables that hold data, in order.
  package var tableNames: [String] { table("tables").rows.map(\.key) }

  /// The citation that the `source` column of every table points at.
  package func citation(_ id: String) -> Citation { cited.value(id) { readCitation(id) } }

  private func readCitation(_ id: String) -> Citation {
    guard let row = find("sources", id) else {
      // A test holds that every `source` cell has its row, so this is never shown.
      return Citation(id: id, author: id, title: "", year: 0, licence: "", address: "")
    }
    return Citation(
      id: id, author: row["author"], title: row["title"], year: Int(row["year"]) ?? 0,
      licence: row["licence"], address: row["address"])
  }

  /// The main source of a row, marked when the row is the user's.
  func citation(of row: Row) -> Citation {
    let id = row["source"].split(separator: " ").first.map(String.init) ?? ""
    var citation = citation(id)
    citation.userTable = row.place
    return citation
  }

  /// What the models of devices without a sensor need to know.
  package var hardwareFacts: HardwareFacts {
    let memory = find("memory", "installed")
    let curve = find("curves", "cpu")
    return HardwareFacts(
      cpu: { ratedPower(cpu: $0, logicalProcessors: $1) },
      accelerator: { accelerator(named: $0) },
      memoryPerGiB: memory.flatMap {
        estimate($0, "watts_per_gib", low: "low_watts_per_gib", high: "high_watts_per_gib")
      } ?? HardwareFacts.none.memoryPerGiB,
      memorySource: memory.map { "\($0["note"]) (\(citation(of: $0).text))" }
        ?? HardwareFacts.none.memorySource,
      cpuCurve: ["at_0_percent", "at_10_percent", "at_50_percent", "at_100_percent"]
        .compactMap { curve?.number($0) },
      cpuCurveSource: curve.map { citation(of: $0).text }
        ?? HardwareFacts.none.cpuCurveSource)
  }

  /// A range from three cells of a row; nil when the best value is missing.
  func estimate<Value: Quantity>(
    _ row: Row, _ value: String, low: String, high: String
  ) -> Estimate<Value>? {
    guard let best = row.number(value) else { return nil }
    return Estimate(
      Value(base: best), low: Value(base: row.number(low) ?? best),
      high: Value(base: row.number(high) ?? best))
  }
}
