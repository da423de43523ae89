public import Accounting
import Bookkeeping
import Foundation
import Importing
public import Quantities
public import Reporting

/// A log of requests, and the run that answered them.
public struct RequestLogRequest: Sendable {
  public var path: String
  public var run: String
  public var format: String?
  public var pattern: String?
  public var timeZone: String?

  public init(path: String, run: String) {
    self.path = path
    self.run = run
  }
}

extension Joulebook {
  /// Shares a booked run's energy over the requests of a log.
  public func shareOverLog(_ request: RequestLogRequest) throws(Problem) -> RequestLogAnswer {
    let entry = try ledger().entry(request.run)
    guard request.format == nil || request.pattern == nil else {
      throw Problem(
        "`--log-format` and `--log-pattern` exclude each other.",
        why: "A kind of log knows its own lines.", fix: "Leave one of them out.", exit: .usage)
    }
    let bytes = try OutputFile.read(request.path)
    let text = String(decoding: bytes, as: UTF8.self)
    let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
    var options = ImportOptions()
    options.timeZone = request.timeZone
    let times = try LogTimes(options, start: entry.run.started)
    let (log, kind): (RequestLog, String)
    if let pattern = request.pattern {
      (log, kind) = (try PatternLog(pattern).read(lines, times), "pattern")
    } else {
      let found = try RequestLogKinds.kind(named: request.format, of: lines, path: request.path)
      (log, kind) = (found.read(lines, times), found.name)
    }
    guard !entry.run.spans.isEmpty else {
      throw Problem(
        "The energy of run \(entry.run.id) cannot be shared over requests.",
        why: "The ledger holds its sum and not when it was drawn.",
        fix: "Choose a run that was metered.", exit: .usage)
    }
    return try RequestLogAnswer(entry, log, kind: kind, path: request.path)
  }
}

/// A run's energy over the requests of a log.
public struct RequestLogAnswer: Answer {
  public let entry: Entry
  public let path: String
  public let kind: String
  /// Requests that were answered while the run went on.
  public let rows: [Row]
  /// Nil where the log has no durations: then only sums are known.
  public let shares: RequestShares?
  /// Requests of the log before or after the run.
  public let outside: Int
  let leftOut: [String: Int]
  let refused: [ImportBatch.Refusal]
  let notes: [String]
  private let total: Estimate<Energy>
  private let evidence: Evidence

  public struct Row: Sendable {
    public let line: Int
    public let ended: Timestamp
    public let seconds: Double?
    public let inputTokens: Double?
    public let outputTokens: Double?
    /// Nil where the log has no durations.
    public let energy: Energy?
  }

  init(_ entry: Entry, _ log: RequestLog, kind: String, path: String) throws(Problem) {
    self.entry = entry
    self.path = path
    self.kind = kind
    let run = entry.run
    let within = log.requests.filter { request in
      let end = (request.ended - run.started).seconds
      return end > 0 && end - (request.seconds ?? 0) < run.seconds
    }
    guard !within.isEmpty else {
      throw Problem(
        "No request of `\(path)` was answered while run \(run.id) went on.",
        why: log.requests.isEmpty
          ? "The log has none that can be read; of \(log.refused.count) lines: "
            + (log.refused.first.map { "line \($0.line), \($0.reason)." } ?? "no reason.")
          : "Its \(log.requests.count) requests ended from \(log.requests.map(\.ended).min()?.description ?? "") to \(log.requests.map(\.ended).max()?.description ?? ""); the run went from \(run.started) to \(run.ended).",
        fix: "Check --run, and --time-zone where the log's times have no zone.", exit: .usage)
    }
    outside = log.requests.count - within.count
    leftOut = log.leftOut
    refused = log.refused
    notes = log.notes
    let isTimed = within.allSatisfy { $0.seconds != nil }
    let shares: RequestShares? =
      isTimed
      ? RequestShares(
        within.map { request in
          let end = (request.ended - run.started).seconds
          return (start: end - (request.seconds ?? 0), end: end)
        }, entry) : nil
    self.shares = shares
    rows = within.enumerated().map { index, request in
      Row(
        line: request.line, ended: request.ended, seconds: request.seconds,
        inputTokens: request.inputTokens, outputTokens: request.outputTokens,
        energy: shares?.energies[index])
    }
    let footprint = AccountingMethod().footprint(of: entry)
    total = footprint.energy
    evidence = (footprint.evidenceMix.filter { $0.value > 0 }.keys.max() ?? .assumed).whenShared
  }

  private func ranged(_ energy: Energy) -> Estimate<Energy> {
    let value = total.value.joules
    guard value > 0 else { return Estimate(exactly: energy) }
    return Estimate(
      energy, low: energy * (total.low.joules / value), high: energy * (total.high.joules / value))
  }

  /// Sum of tokens where every request tells them.
  private func tokens(_ key: KeyPath<Row, Double?>) -> Double? {
    let values = rows.compactMap { $0[keyPath: key] }
    let sum = values.reduce(0, +)
    return values.count == rows.count && sum > 0 ? sum : nil
  }

  /// Figures for each thing: the energy that was shared over requests, divided.
  private var counts: [ServiceCount] {
    [ServiceCount(.requests, Double(rows.count))]
      + [
        (ServiceCount.Thing.inputTokens, tokens(\.inputTokens)),
        (.outputTokens, tokens(\.outputTokens)),
      ]
      .compactMap { thing, sum in sum.map { ServiceCount(thing, $0) } }
  }

  private var onRequests: Estimate<Energy> { shares.map { ranged($0.shared) } ?? total }

  private var sorted: [Energy] { rows.compactMap(\.energy).sorted() }

  private func quantile(_ part: Double) -> Energy? {
    let sorted = sorted
    guard !sorted.isEmpty else { return nil }
    return sorted[min(sorted.count - 1, Int(part * Double(sorted.count)))]
  }

  public func text(style: TextStyle) -> String {
    let run = entry.run
    var lines = [
      style.bold(
        "\(rows.count) \(rows.count == 1 ? "request" : "requests") of \(path.printable) (\(kind)) in run \(run.name.printable)"
      )
        + "  \(run.id)"
    ]
    var parts = TextTable([.left, .right, .left])
    if let shares {
      let shared = ranged(shares.shared)
      let idle = ranged(shares.idle)
      parts.add(["Shared over requests", shared.text, shared.rangeText])
      parts.add([
        "Idle: no request (\(Duration.seconds(shares.idleSeconds).text))", idle.text,
        idle.rangeText,
      ])
    }
    parts.add(["The run", total.text, total.rangeText])
    lines += parts.lines + [""]
    var table = TextTable([.left, .right, .right, .left])
    table.add(["Energy of each", "Count", "Mean", "Range"])
    for count in counts {
      let each = count.share(of: onRequests)
      table.add([
        count.thing.one, count.value.shortText(digits: 7), each?.text ?? "unknown",
        each?.rangeText ?? "",
      ])
    }
    lines += table.lines
    if let low = quantile(0.1), let middle = quantile(0.5), let high = quantile(0.9) {
      lines.append(
        "Half of the requests took under \(middle.text()), one in ten under \(low.text()), one in ten over \(high.text())."
      )
    }
    lines += sentences.map { $0.wrapped(width: 78, indent: "  ") }
    return lines.joined(separator: "\n") + "\n"
  }

  private var sentences: [String] {
    var sentences = [
      shares == nil
        ? "The log has no durations: the whole run was divided, and no single request or idle time can be told."
        : "At each moment the power was shared equally over the requests that were being answered; evidence: \(evidence.rawValue)."
    ]
    if outside > 0 {
      sentences.append("\(outside) more lie before or after the run and took nothing of it.")
    }
    for (reason, count) in leftOut.sorted(by: { $0.key < $1.key }) {
      sentences.append("Left out: \(count) \(reason).")
    }
    for refusal in refused.prefix(5) {
      sentences.append("Refused: line \(refusal.line), \(refusal.reason.printable).")
    }
    if refused.count > 5 { sentences.append("And \(refused.count - 5) refused lines more.") }
    return sentences + notes
  }

  /// The requests with their joules.
  public var csv: String {
    var text = "line,ended,seconds,input_tokens,output_tokens,energy_joules\n"
    func cell(_ number: Double?) -> String { number.map { "\($0)" } ?? "" }
    for row in rows {
      text +=
        "\(row.line),\(row.ended),\(cell(row.seconds)),\(cell(row.inputTokens)),\(cell(row.outputTokens)),\(cell(row.energy?.joules))\n"
    }
    return text
  }

  public func encode(to encoder: any Encoder) throws { try Message(self).encode(to: encoder) }

  private struct Message: Encodable {
    let schema = 1
    let run: String
    let log: String
    let requests: Int
    let outside: Int
    let refused: Int
    let leftOut: Int
    let energyJoules: Double
    let sharedJoules: Double?
    let idleJoules: Double?
    let evidence: Evidence
    let each: [Each]

    struct Each: Encodable {
      let thing: String
      let count: Double
      let joules: Double
      let low: Double
      let high: Double
    }

    enum CodingKeys: String, CodingKey {
      case schema, run, log, requests, outside, refused, evidence, each
      case leftOut = "left_out"
      case energyJoules = "energy_joules"
      case sharedJoules = "shared_joules"
      case idleJoules = "idle_joules"
    }

    init(_ answer: RequestLogAnswer) {
      run = answer.entry.run.id
      log = answer.kind
      requests = answer.rows.count
      outside = answer.outside
      refused = answer.refused.count
      leftOut = answer.leftOut.values.reduce(0, +)
      energyJoules = answer.total.value.joules
      sharedJoules = answer.shares?.shared.joules
      idleJoules = answer.shares?.idle.joules
      evidence = answer.evidence
      each = answer.counts.compactMap { count in
        count.share(of: answer.onRequests).map {
          Each(
            thing: count.thing.rawValue, count: count.value, joules: $0.value.joules,
            low: $0.low.joules, high: $0.high.joules)
        }
      }
    }
  }
}
