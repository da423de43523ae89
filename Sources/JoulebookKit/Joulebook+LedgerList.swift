public import Accounting
import Bookkeeping
import Quantities
public import Reporting

extension Joulebook {
  /// The newest `limit` runs of those that `filter` lets through, oldest first, and their sums.
  /// - Parameter catalogue: the version whose factors are used; as booked when it is nil.
  public func list(
    _ filter: RunFilter, limit: Int? = nil, catalogue: String? = nil
  ) throws(Problem) -> ListAnswer {
    let restater = try catalogue.map { version throws(Problem) in
      Restater(catalogue: try self.catalogue(version: version))
    }
    var query = filter.query
    query.omitsSpans = true
    query.order = .newestFirst
    query.limit = limit.map { $0 + 1 }
    let ledger = try ledger()
    var records = try ledger.records(query)
    let hasMore = limit.map { records.count > $0 } ?? false
    if hasMore { records.removeLast() }
    records.reverse()
    return ListAnswer(
      list: RunList(
        entries: try completing(records.compactMap(\.entry), in: ledger)
          .map { restater?.restated($0) ?? $0 },
        unreadable: records.filter { $0.entry == nil }.map(\.id), hasMore: hasMore,
        isFiltered: filter != RunFilter()))
  }

  /// Every run that `filter` lets through, as a whole receipt each.
  /// - Parameter catalogue: the version whose factors are used; as booked when it is nil.
  public func export(
    _ filter: RunFilter, catalogue: String? = nil
  ) throws(Problem) -> ExportAnswer {
    let restater = try catalogue.map { version throws(Problem) in
      Restater(catalogue: try self.catalogue(version: version))
    }
    var query = filter.query
    query.omitsSpans = true
    let records = try ledger().records(query)
    for record in records where record.entry == nil {
      throw Problem(
        "Cannot export run \(record.id).", why: "Its entry is damaged: \(record.damage ?? "").",
        fix: "Run `joulebook check`; `joulebook rm \(record.id)` takes it out.")
    }
    let entries = records.compactMap(\.entry).map { restater?.restated($0) ?? $0 }
    return ExportAnswer(runs: entries.map { Receipt($0) })
  }
}

/// A list of runs.
public struct ListAnswer: Answer {
  public let list: RunList

  public func text(style: TextStyle) -> String { list.text(style: style) }

  public func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(1, forKey: .schema)
    try keys.encode(list.entries.map { Receipt($0) }, forKey: .runs)
    if !list.launches.isEmpty {
      try keys.encode(list.launches.map(LaunchMessage.init), forKey: .launches)
    }
    try keys.encode(list.hasMore, forKey: .hasMore)
    try keys.encode(list.unreadable, forKey: .unreadable)
    let total = list.total
    try keys.encode(total.energy.value.joules, forKey: .energy)
    try keys.encode(total.energy.low.joules, forKey: .energyLow)
    try keys.encode(total.energy.high.joules, forKey: .energyHigh)
    try keys.encode(total.emissions.value.grams, forKey: .emissions)
    try keys.encode(total.emissions.low.grams, forKey: .emissionsLow)
    try keys.encode(total.emissions.high.grams, forKey: .emissionsHigh)
  }

  enum CodingKeys: String, CodingKey {
    case schema, runs, launches, unreadable
    case hasMore = "has_more"
    case energy = "energy_joules"
    case energyLow = "energy_low_joules"
    case energyHigh = "energy_high_joules"
    case emissions = "emissions_grams"
    case emissionsLow = "emissions_low_grams"
    case emissionsHigh = "emissions_high_grams"
  }
}

/// Receipts for other programs.
public struct ExportAnswer: Answer {
  public let schema = 1
  public let runs: [Receipt]

  enum CodingKeys: String, CodingKey { case schema, runs }

  /// Comma-separated values, one line per run.
  public func text(style: TextStyle) -> String { ReceiptCSV.text(runs) }
}
