package import Accounting

extension Catalogue {
  /// Rows whose key or names hold all the words, slips of the pen forgiven; the nearest first.
  /// - Parameter names: the tables to look in; nil for all that have names of their own.
  package func search(_ text: String, in names: [String]? = nil, limit: Int) -> [CatalogueHit] {
    let words = text.lowercased().searchWords
    guard !words.isEmpty else { return [] }
    var hits: [CatalogueHit] = []
    for name in names ?? tableNames {
      let schema = Schema(of: name)
      // Years, months and settings of one thing: the thing itself stands in another table.
      if names == nil, schema.columns.contains(where: { $0.name == "month" || $0.name == "scope" })
      {
        continue
      }
      let columns = schema.columns.filter { $0.kind == .name }.map(\.name) + ["aliases"]
      for row in rows(name) {
        let texts = [name, row.key] + columns.map { row[$0] }
        let found = texts.joined(separator: " ").lowercased().searchWords
        guard let distance = Self.distance(of: words, among: found) else { continue }
        let human = columns.lazy.map { row[$0] }.first { !$0.isEmpty } ?? row.key
        // A table of other names leads to the row that is meant.
        let link = name.hasSuffix("_names") ? schema.columns.first { $0.kind == .link } : nil
        let (table, key) = link.map { ($0.choices.first ?? name, row[$0.name]) } ?? (name, row.key)
        hits.append(CatalogueHit(table: table, key: key, name: human, distance: distance))
      }
    }
    hits.sort {
      ($0.distance, $0.key.count, $0.table, $0.key) < ($1.distance, $1.key.count, $1.table, $1.key)
    }
    var seen: Set<String> = []
    return Array(hits.filter { seen.insert("\($0.table) \($0.key)").inserted }.prefix(limit))
  }

  /// Sum over the wanted words of how far the nearest found one is; nil when one is nowhere near.
  private static func distance(of wanted: [String], among found: [String]) -> Int? {
    var total = 0
    for word in wanted {
      var best = Int.max
      for other in found {
        if other == word {
          best = 0
          break
        }
        if other.hasPrefix(word) {
          best = min(best, 1)
        } else if word.count > 2, other.contains(word) {
          best = min(best, 2)
        } else if word.count > 3, best > 2, abs(other.count - word.count) <= word.count / 4 + 1,
          other.contains(where: { !$0.isNumber })
        {
          let slips = Accounting.distance(word, other)
          if slips <= max(1, word.count / 4) { best = min(best, 2 + slips) }
        }
      }
      guard best < Int.max else { return nil }
      total += best
    }
    return total
  }
}

extension String {
  /// Runs of letters and digits.
  fileprivate var searchWords: [String] {
    split { !$0.isLetter && !$0.isNumber }.map(String.init)
  }
}
