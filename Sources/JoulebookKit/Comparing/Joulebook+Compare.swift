public import Accounting
import Bookkeeping
import Quantities
public import Reporting

extension Joulebook {
  /// Sets runs or groups of them side by side.
  /// - Parameters:
  ///   - first: a run, as other commands understand it; a name that several runs have; or a tag, `key=value`.
  ///   - limit: part by which the second may take more energy than the first, for the exit code; never when nil.
  public func compare(
    _ first: String, _ second: String, filter: RunFilter, metric: String?, limit: Double?
  ) throws(Problem) -> ComparisonAnswer {
    if let limit, !(limit >= 0 && limit.isFinite) {
      throw Problem(
        "Cannot take \(limit * 100) % for a limit.",
        why: "It is a part of what A takes, 0 % or more.",
        fix: "Write for example `--fail-above 5%`.", exit: .usage)
    }
    let ledger = try ledger()
    let comparison = Comparison(
      try side(first, filter, ledger), try side(second, filter, ledger), metric: metric)
    if let metric, !comparison.rows.contains(where: { $0.quantity == .metric(metric) }) {
      throw Problem(
        "The metric `\(metric)` cannot be compared.", why: "On one side no run has it.",
        fix: "Set it: `joulebook tag RUN \(MetricSeries.tag)\(metric)=0.91`; see Docs/Marks.md.",
        exit: .usage)
    }
    return ComparisonAnswer(comparison: comparison, limit: limit)
  }

  private func side(
    _ text: String, _ filter: RunFilter, _ ledger: Ledger
  ) throws(Problem) -> Comparison.Side {
    if let sign = text.firstIndex(of: "="), sign > text.startIndex {
      var query = filter.query
      query.tags[String(text[..<sign])] = String(text[text.index(after: sign)...])
      return try side(text, query, ledger)
    }
    var named = filter.query
    named.name = text
    // A name of several runs is a group; anything else is one run.
    if try ledger.entries(named).count > 1 { return try side(text, named, ledger) }
    let entry = try ledger.entry(text)
    return Comparison.Side(name: "\(entry.run.name) \(entry.run.id)", entries: [entry])
  }

  private func side(
    _ name: String, _ query: LedgerQuery, _ ledger: Ledger
  ) throws(Problem) -> Comparison.Side {
    let entries = try ledger.entries(query)
    guard !entries.isEmpty else {
      throw Problem(
        "There are no runs of `\(name)` to compare.", why: "The ledger has none that fit.",
        fix: "Run `joulebook list --all` to see names and tags.", exit: .usage)
    }
    return Comparison.Side(name: name, entries: entries)
  }
}

/// A comparison.
public struct ComparisonAnswer: Answer {
  public let comparison: Comparison
  let limit: Double?

  /// Where one run is another tool's record of the other: that tool's figure beside ours.
  private var reported: ReportedComparison? {
    guard comparison.a.entries.count == 1, comparison.b.entries.count == 1 else { return nil }
    let (a, b) = (comparison.a.entries[0], comparison.b.entries[0])
    switch (a.reported, b.reported) {
    case (nil, _?): return ReportedComparison(ours: a, theirs: b)
    case (_?, nil): return ReportedComparison(ours: b, theirs: a)
    case (nil, nil), (_?, _?): return nil
    }
  }

  /// True when B surely takes more than allowed: the whole interval lies above.
  public var isOver: Bool {
    guard let limit, let difference = comparison.energy?.difference, let low = difference.low
    else { return false }
    return low > limit * abs(difference.a)
  }

  public var exit: ExitStatus { isOver ? .failed : .done }

  public func text(style: TextStyle) -> String {
    let text =
      ComparisonText.text(comparison, style: style)
      + (reported.map { "\n" + ReportedText.text($0, style: style) } ?? "")
    guard let limit else { return text }
    let words = "\((limit * 100).shortText(digits: 3)) %"
    return text
      + (isOver
        ? "Over the limit: B surely takes more than \(words) more.\n"
        : "Not surely over the limit of \(words) more.\n")
  }

  public func encode(to encoder: any Encoder) throws {
    try Message(self).encode(to: encoder)
  }

  private struct Message: Encodable {
    let schema = 1
    let a: Side
    let b: Side
    let rows: [Row]
    let warnings: [String]
    let sentence: String
    let overLimit: Bool?
    let reported: ReportedAnswer.Message?

    enum CodingKeys: String, CodingKey {
      case schema, a, b, rows, warnings, sentence, reported
      case overLimit = "over_limit"
    }

    init(_ answer: ComparisonAnswer) {
      let comparison = answer.comparison
      a = Side(comparison.a)
      b = Side(comparison.b)
      rows = comparison.rows.map(Row.init)
      warnings = comparison.warnings
      sentence = comparison.energy.map { ComparisonText.sentence($0.difference) } ?? ""
      overLimit = answer.limit.map { _ in answer.isOver }
      reported = answer.reported.map(ReportedAnswer.Message.init)
    }

    struct Side: Encodable {
      let name: String
      let runs: [String]
      init(_ side: Comparison.Side) {
        name = side.name
        runs = side.entries.map(\.run.id)
      }
    }

    struct Row: Encodable {
      let quantity: String
      let unit: String
      let a: Double
      let b: Double
      let runsA: Int
      let runsB: Int
      let relative: Double?
      let low95: Double?
      let high95: Double?
      let basis: String
      let verdict: String

      enum CodingKeys: String, CodingKey {
        case quantity, unit, a, b, relative, basis, verdict
        case runsA = "runs_a"
        case runsB = "runs_b"
        case low95 = "difference_low95"
        case high95 = "difference_high95"
      }

      init(_ row: Comparison.Row) {
        switch row.quantity {
        case .energy: (quantity, unit) = ("it_energy", "J")
        case .time: (quantity, unit) = ("time", "s")
        case .power: (quantity, unit) = ("mean_power", "W")
        case .metric(let name): (quantity, unit) = ("metric.\(name)", "1")
        case .energyPerUnit(let name): (quantity, unit) = ("it_energy_per.\(name)", "J")
        }
        let difference = row.difference
        (a, b) = (difference.a, difference.b)
        (runsA, runsB) = row.counts
        relative = difference.relative
        (low95, high95) = (difference.low, difference.high)
        basis = difference.basis.rawValue
        verdict = difference.verdict.rawValue
      }
    }
  }
}
