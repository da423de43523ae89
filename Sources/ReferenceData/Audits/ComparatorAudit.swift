import Quantities

/// X17: where sources of one comparator differ by more than a fifth, each says so.
struct ComparatorAudit: Audit {
  let check = "X17"

  func findings(in catalogue: Catalogue) -> [Finding] {
    let rows = catalogue.rows("equivalences")
    let groups = Dictionary(grouping: rows) { row in
      "\(row.key.split(separator: "/").first ?? "") \(row["per"])"
    }
    return groups.values.flatMap { rivals -> [Finding] in
      let amounts = rivals.compactMap { $0.number("grams_co2e") }
      guard let least = amounts.min(), let most = amounts.max(), least > 0, most / least > 1.2
      else { return [] }
      return rivals.map { row in
        Finding(
          table: "equivalences", key: row.key,
          text: "sources differ by a factor of \((most / least).text())")
      }
    }
  }
}
