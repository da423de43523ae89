public import Accounting
import Auditing
import Bookkeeping
import Forecasting
import Metering
import Quantities
import ReferenceData
public import Reporting

extension Joulebook {
  /// Where emissions lead if factors go on as assumed.
  public func scenario(_ request: ScenarioRequest) throws(Problem) -> ScenarioAnswer {
    let catalogue = try openCatalogue()
    let base = try scenarioBase(request, catalogue)
    guard base.year < request.to, request.to <= base.year + 100 else {
      throw Problem(
        "There is no way from \(base.year) to \(request.to).",
        why:
          "A scenario goes from the year of its first emissions to a later one, at most a hundred years.",
        fix: "Write for example `--to \(base.year + 5)`, or set the first year: `--from`.",
        exit: .usage)
    }
    let place = try catalogue.place(named: request.region ?? "WORLD")
    let defaults = ScenarioDefaults(
      catalogue: catalogue, place: place, from: base.year, to: request.to)
    var paths: [ScenarioFactor: ScenarioPath] = [:]
    var assumptions: [ScenarioReport.Assumption] = []
    for factor in ScenarioFactor.allCases {
      if let text = request.factors[factor] {
        let path = try ScenarioPathText(factor: factor, text: text).path(from: base.year)
        paths[factor] = path
        assumptions.append(
          .init(
            factor: factor, text: Self.text(path, written: text),
            source: "As given by --\(factor.rawValue)"))
      } else if let assumed = defaults.of(factor) {
        paths[factor] = assumed.path
        assumptions.append(.init(factor: factor, text: assumed.text, source: assumed.source))
      } else {
        assumptions.append(
          .init(
            factor: factor, text: "stays as it is",
            source: "Nothing in the catalogue says where it goes; set it by --\(factor.rawValue)"))
      }
    }
    var scenario = Scenario(from: base.year, to: request.to, paths: paths)
    scenario.seed = request.seed
    guard let result = scenario.result else {
      throw Problem(
        "There is no scenario.", why: "It has no years.", fix: "Report this.", exit: .software)
    }
    var notes = [
      "A trend that is drawn on is no forecast: the range holds the scatter of each factor's fit, not whether it goes on."
    ]
    if base.isLab, request.factors[.growth] == nil {
      notes.append(
        "Growth is that of the world's largest models; your own may be another: `--growth 1.5`.")
    }
    return ScenarioAnswer(
      report: ScenarioReport(
        subject: base.subject, base: base.emissions, baseSource: base.source, from: base.year,
        to: request.to, assumptions: assumptions, result: result, notes: notes))
  }

  private static func text(_ path: ScenarioPath, written: String) -> String {
    if case .rate(let rate) = path { return ScenarioDefaults.yearly(rate) }
    return written.printable
  }

  private static func like(_ name: String, _ catalogue: Catalogue) -> String {
    let near = catalogue.publishedTrainings.filter { $0.lowercased().contains(name.lowercased()) }
    return near.isEmpty ? "" : "; near to it are \(near.prefix(5).joined(separator: ", "))"
  }

  private struct ScenarioBase {
    let subject: String
    let emissions: Emissions
    let source: String
    let year: Int
    let isLab: Bool
  }

  private func scenarioBase(
    _ request: ScenarioRequest, _ catalogue: Catalogue
  ) throws(Problem) -> ScenarioBase {
    let given = [request.run != nil, request.isLedger, request.emissions != nil].filter { $0 }
    guard given.count <= 1 else {
      throw Problem(
        "More than one is asked for.",
        why: "A scenario is of a published run, of the ledger, or of an amount.",
        fix: "Give one of --run, --ledger and --emissions.", exit: .usage)
    }
    let now = SystemClock.wall()
    if let text = request.emissions {
      let grams = try FlagAmount.read(text, .mass, "--emissions", example: "1200t")
      guard grams > 0 else {
        throw Problem(
          "Nothing cannot grow.", why: "`--emissions \(text.printable)` is zero.",
          fix: "Write for example `--emissions 1200t`.", exit: .usage)
      }
      return ScenarioBase(
        subject: "this work", emissions: .grams(grams), source: "as given by --emissions",
        year: request.from ?? now.year, isLab: true)
    }
    if request.isLedger {
      let since = Timestamp(nanoseconds: now.nanoseconds - 365 * 86_400 * 1_000_000_000)
      let sum = Gathered(ExperimentSum())
      let ledger = try ledger()
      try ledger.summaries.summaries(LedgerQuery(project: request.project, since: since), by: nil) {
        sum.value.add($0.summary, number: $0.number, site: $0.site, partOf: $0.whole)
      }
      let total = sum.value.total(try ledger.summaries.sites())
      guard total.emissions.value.grams > 0 else {
        throw Problem(
          "The ledger has no emissions of the last twelve months.", why: "\(total.runs) runs fit.",
          fix: "Meter some work, or give `--emissions 1200t`.", exit: .usage)
      }
      return ScenarioBase(
        subject: request.project.map { "project \($0)" } ?? "the work of this ledger",
        emissions: total.emissions.value,
        source: "\(total.runs) runs of the ledger in the twelve months to today",
        year: request.from ?? now.year, isLab: true)
    }
    let name = request.run ?? "GPT-3"
    guard let run = catalogue.publishedTraining(name) else {
      throw Problem(
        "There is no published run `\(name.printable)` with emissions.",
        why: "Names are matched in full\(Self.like(name, catalogue)).",
        fix: "Run `joulebook catalog show training_published`, or give `--emissions 1200t`.",
        exit: .usage)
    }
    return ScenarioBase(
      subject: "a training run like \(run.name)", emissions: run.emissions,
      source: "\(run.name) as published (\(run.source.author) \(run.source.year))",
      year: request.from ?? run.year, isLab: false)
  }
}

/// A scenario.
public struct ScenarioAnswer: Answer {
  public let report: ScenarioReport
  public var chart: any Chart { ScenarioChart(report) }
  public var csv: String { report.csv }
  public func text(style: TextStyle) -> String { ScenarioText.text(report, style: style) }
  public func encode(to encoder: any Encoder) throws { try report.encode(to: encoder) }
}
