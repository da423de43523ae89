import Accounting
import Quantities
import Reporting

/// Runs of the ledger that carry a metric: tags such as `metric.accuracy=0.91`, and `protocol=…` for how it was found.
struct ReturnsRuns {
  let entries: [Entry]
  let request: ReturnsRequest

  static let prefix = "metric."

  func input() throws(Problem) -> ReturnsInput {
    let metric = try metric()
    var input = ReturnsInput()
    input.title = "Runs of the ledger"
    input.source = "the ledger, energy at the facility's meter"
    input.metric = metric
    input.isHigherBetter = ReturnsInput.isHigherBetter(metric)
    var without = 0
    let names = Dictionary(entries.map { ($0.run.name, 1) }, uniquingKeysWith: +)
    for entry in entries {
      let run = entry.run
      guard let text = run.tags[Self.prefix + metric] else {
        without += 1
        continue
      }
      guard let quality = PrintedNumber(printed: text) else {
        throw Problem(
          "Run \(run.id) has no number in its tag `\(Self.prefix)\(metric)`.",
          why: "It is `\(text.printable)`.",
          fix: "Write it anew: joulebook tag \(run.id) \(Self.prefix)\(metric)=0.91", exit: .usage)
      }
      let footprint = AccountingMethod().footprint(of: entry)
      input.points.append(
        ReturnsPoint(
          name: (names[run.name] ?? 1) > 1 ? "\(run.name) \(run.id.suffix(6))" : run.name,
          amounts: [
            .energy: PrintedNumber(footprint.facilityEnergy.value.kilowattHours),
            .emissions: PrintedNumber(footprint.emissions.value.grams / 1000),
          ], quality: quality, evaluation: run.tags["protocol"] ?? ""))
    }
    if without > 0 {
      input.notes.append(
        "\(without) \(without == 1 ? "run carries" : "runs carry") no tag `\(Self.prefix)\(metric)` and "
          + "\(without == 1 ? "is" : "are") left out.")
    }
    return input
  }

  private func metric() throws(Problem) -> String {
    if let metric = request.metric { return metric }
    var counts: [String: Int] = [:]
    for key in entries.flatMap(\.run.tags.keys) where key.hasPrefix(Self.prefix) {
      counts[String(key.dropFirst(Self.prefix.count)), default: 0] += 1
    }
    switch counts.count {
    case 1: return counts.keys.first ?? ""
    case 0:
      throw Problem(
        "No run of the ledger carries a metric.",
        why: "Returns set quality against energy, and quality is a tag such as `metric.accuracy`.",
        fix:
          "Set it: joulebook tag last metric.accuracy=0.91. Or try: joulebook trends returns --set checkpoints",
        exit: .usage)
    case _:
      throw Problem(
        "The runs carry \(counts.count) metrics.",
        why: "They are \(counts.keys.sorted().map(\.printable).joined(separator: ", ")).",
        fix: "Choose one: --metric \(counts.keys.sorted().first ?? "")", exit: .usage)
    }
  }
}
