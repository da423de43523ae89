import Accounting
import Bookkeeping
import Quantities
import Reporting

/// Energy per request or token, from what jobs counted in their marks.
struct RequestEnergies {
  enum Count: String, CaseIterable {
    case requests, tokens

    var one: String { String(rawValue.dropLast()) }
  }

  let count: Count

  /// A sample for each stretch between two marks in which the count rose.
  func samples(_ entry: Entry) -> [HistogramChart.Sample] {
    let marks = entry.progress?.marks ?? []
    guard !marks.isEmpty, !entry.run.spans.isEmpty else { return [] }
    let curve = RunCurve(entry)
    var (at, done) = (0.0, 0.0)
    var samples: [HistogramChart.Sample] = []
    for mark in marks {
      guard let sum = count == .requests ? mark.requests : mark.tokens, sum > done else { continue }
      let joules = curve.joules(at: mark.at) - curve.joules(at: at)
      samples.append(HistogramChart.Sample(.joules(joules / (sum - done)), count: sum - done))
      (at, done) = (mark.at, sum)
    }
    return samples
  }
}

extension Joulebook {
  func histogram(_ request: ChartRequest) throws(Problem) -> any Chart {
    guard let count = RequestEnergies.Count(rawValue: request.per ?? "requests") else {
      throw Problem(
        "Cannot divide energy by `\((request.per ?? "").printable)`.",
        why: "Jobs count requests and tokens.", fix: "Write `--per tokens`.", exit: .usage)
    }
    let ledger = try ledger()
    var entries: [Entry] = []
    if request.words.isEmpty {
      entries = try ledger.records(request.filter.query).compactMap(\.entry)
    } else {
      for word in request.words { entries.append(try ledger.entry(word)) }
    }
    guard !entries.isEmpty else { throw Self.nothing }
    let samples = entries.flatMap(RequestEnergies(count: count).samples)
    guard !samples.isEmpty else {
      throw Problem(
        "No energy of a \(count.one) is known.",
        why:
          "In none of \(entries.count == 1 ? "this run" : "these \(entries.count) runs") did the job count \(count.rawValue).",
        fix:
          "Let the job send marks: `{\"\(count.rawValue)\": 32}` to JOULEBOOK_SOCKET, as Docs/Marks.md shows."
      )
    }
    var report = ReportRequest()
    report.runs = request.words
    report.filter = request.filter
    let subject = entries.count == 1 ? "run \(entries[0].run.name)" : report.subject
    return HistogramChart(subject: subject, what: count.one, samples: samples)
  }
}
