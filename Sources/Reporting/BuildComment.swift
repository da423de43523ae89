public import Accounting
import Quantities

/// What a build took, set against its base, as a comment in Markdown.
public enum BuildComment {
  /// What was asked of the build, and whether it holds.
  public struct Limit: Hashable, Sendable {
    public let text: String
    public let isOver: Bool

    public init(text: String, isOver: Bool) {
      self.text = text
      self.isOver = isOver
    }
  }

  public static func text(_ comparison: BuildComparison, limits: [Limit]) -> String {
    let head = comparison.head
    let subject = Markdown.escaped(head.subject.cut(to: 60))
    var lines = ["### Energy of \(subject): \(headline(comparison))", ""]
    lines += table(comparison) + [""]
    lines += limits.map { ($0.isOver ? "**Over the limit.** " : "") + $0.text }
    if !limits.isEmpty { lines.append("") }
    let notes = comparison.warnings + [evidence(comparison)]
    lines += notes.map { "- \(Markdown.escaped($0))" }
    return lines.joined(separator: "\n") + "\n"
  }

  /// `1.23 kJ, equal within noise`.
  public static func headline(_ comparison: BuildComparison) -> String {
    let energy = comparison.headEnergy.text()
    guard let difference = comparison.energy else { return "\(energy), no base to compare with" }
    let change = difference.relative.map(change) ?? "no part of nothing"
    switch difference.verdict {
    case .equalWithinNoise: return "\(energy), equal within noise"
    case .more, .less: return "\(energy), \(change)"
    case .unknown: return "\(energy), \(change), which may be noise"
    }
  }

  /// What can be said of the difference, plainly.
  public static func sentence(_ difference: Difference) -> String {
    let change = difference.relative.map(change) ?? "no part of nothing"
    let interval = interval(difference)
    switch (difference.verdict, difference.basis) {
    case (.unknown, _):
      return
        "Whether this takes more energy than its base cannot be told: nothing says how far two runs lie apart."
    case (.equalWithinNoise, .measurement):
      return
        "**Equal within noise**, as far as the meters can tell: \(change) (\(interval)). One run each says nothing of how far runs lie apart."
    case (.equalWithinNoise, _):
      return
        "**Equal within noise**: \(change), and anything from \(interval) fits the runs. A smaller difference would not have been seen."
    case (.more, .measurement), (.less, .measurement):
      return
        "These two runs differ by \(change), more than their meters' errors (\(interval)). Whether the next two would, one run each cannot tell."
    case (.more, _):
      return "This takes **more** energy than its base: \(change) (\(interval))."
    case (.less, _):
      return "This takes **less** energy than its base: \(change) (\(interval))."
    }
  }

  private static func table(_ comparison: BuildComparison) -> [String] {
    let head = comparison.head
    func place(_ figures: BuildFigures, _ usual: String) -> String {
      let runs = figures.runs.count == 1 ? "1 run" : "\(figures.runs.count) runs"
      let place = figures.place.isEmpty ? "" : " (\(figures.place.cut(to: 60)))"
      return Markdown.escaped("\(usual)\(place), \(runs)")
    }
    func time(_ seconds: Double) -> String { Duration.seconds(seconds).text }
    guard let base = comparison.base, let energy = comparison.energy, let span = comparison.time
    else {
      return [
        Markdown.row(["Mean of a run", place(head, "This")]), Markdown.row(["---", "---:"]),
        Markdown.row(["IT energy", comparison.headEnergy.text()]),
        Markdown.row(["Energy at the meter", comparison.headFacilityEnergy.text()]),
        Markdown.row(["Emissions", comparison.headEmissions.text()]),
        Markdown.row([
          "Time",
          time(head.runs.reduce(0) { $0 + $1.seconds } / Double(max(1, head.runs.count))),
        ]),
      ]
    }
    return [
      Markdown.row(["Mean of a run", place(base, "Base"), place(head, "This"), "Change"]),
      Markdown.row(["---", "---:", "---:", "---:"]),
      Markdown.row([
        "IT energy", Energy.joules(energy.a).text(), Energy.joules(energy.b).text(),
        energy.relative.map(change) ?? "",
      ]),
      Markdown.row([
        "Emissions", comparison.baseEmissions?.text() ?? "", comparison.headEmissions.text(), "",
      ]),
      Markdown.row(["Time", time(span.a), time(span.b), span.relative.map(change) ?? ""]),
      "", sentence(energy),
    ]
  }

  private static func evidence(_ comparison: BuildComparison) -> String {
    let runs = comparison.head.runs
    let sum = runs.reduce(0) { $0 + max(0, $1.energyJoules) }
    guard sum > 0 else { return "Nothing was booked: run `joulebook doctor` on this machine." }
    let metered = runs.reduce(0) { $0 + max(0, $1.energyJoules) * $1.meteredPart } / sum
    let ids = runs.map(\.id).suffix(3).joined(separator: ", ")
    return
      "Read from sensors: \((metered * 100).text(decimals: 0)) %; the rest is modelled. Runs: \(ids)."
  }

  private static func change(_ part: Double) -> String {
    (part > 0 ? "+" : part < 0 ? "−" : "") + "\((abs(part) * 100).text(significant: 2)) %"
  }

  private static func interval(_ difference: Difference) -> String {
    guard let low = difference.low, let high = difference.high, difference.a != 0 else { return "" }
    return "\(change(low / abs(difference.a))) to \(change(high / abs(difference.a)))"
  }
}
