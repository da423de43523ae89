import Quantities

/// X34: a figure under a fifth of another of the same item counts less (the die, a bare server), and says so.
struct EmbodiedScopeAudit: Audit {
  let check = "X34"

  func findings(in catalogue: Catalogue) -> [Finding] {
    let rows = catalogue.rows("embodied_devices")
    return rows.compactMap { row in
      guard let own = row.number("kg"), own > 0 else { return nil }
      let rivals = rows.filter { rival in
        Self.item(rival) == Self.item(row)
          || !row["accelerator"].isEmpty && Self.item(rival) == "gpu"
      }
      let most = rivals.compactMap { $0.number("kg") }.max() ?? own
      guard most / own > 5 else { return nil }
      return Finding(
        table: "embodied_devices", key: row.key,
        text: "another figure is \((most / own).text()) times as large")
    }
  }

  /// `h100` of `h100/llmcarbon`.
  private static func item(_ row: Row) -> Substring { row.key.prefix { $0 != "/" } }
}
