package import Accounting
import Quantities

/// Reference data inside the binary: grids, devices, data centres, time zones, each with its source.
///
/// Nothing is read before it is asked for; one look-up takes some microseconds.
package struct Catalogue: Sendable {
  /// Changes with the tables, and is kept with what was computed from them.
  package static let version = "2026.11"

  package init() {}

  /// The citation that the `source` column of every table points at.
  package func citation(_ id: String) -> Citation {
    guard let row = Table("sources").find(id) else {
      // A test holds that every `source` cell has its row, so this is never shown.
      return Citation(id: id, author: id, title: "", year: 0, licence: "", address: "")
    }
    return Citation(
      id: id, author: row["author"], title: row["title"], year: Int(row["year"]) ?? 0,
      licence: row["licence"], address: row["address"])
  }

  /// All sources, in the order of their ids.
  package var citations: [Citation] { Table("sources").rows.map { citation($0["id"]) } }

  /// What the models of devices without a sensor need to know.
  package var hardwareFacts: HardwareFacts {
    let memory = Table("memory").find("installed")
    let curve = Table("curves").find("cpu")
    return HardwareFacts(
      cpu: { ratedPower(cpu: $0, logicalProcessors: $1) },
      accelerator: { accelerator(named: $0) },
      memoryPerGiB: memory.flatMap {
        estimate($0, "watts_per_gib", low: "low_watts_per_gib", high: "high_watts_per_gib")
      } ?? HardwareFacts.none.memoryPerGiB,
      memorySource: memory.map { "\($0["note"]) (\(citation($0["source"]).text))" }
        ?? HardwareFacts.none.memorySource,
      cpuCurve: ["at_0_percent", "at_10_percent", "at_50_percent", "at_100_percent"]
        .compactMap { curve?.number($0) },
      cpuCurveSource: curve.map { citation($0["source"]).text }
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
