public import Accounting
public import Estimating
import Metering
import Quantities
import ReferenceData
import Reporting

/// What `estimate` was asked for beside the parameters.
public struct EstimateOptions: Sendable {
  public var seed: UInt64 = 1
  public var draws = 1024
  /// Shows the way back from this result; nil for none.
  public var explains: String?
  public var showsEquivalences = false

  public init() {}
}

extension Joulebook {
  /// Works out estimates; each stands for itself, and with several their sum follows, shared factors moving together.
  public func estimate(
    _ items: [EstimateItem], options: EstimateOptions = EstimateOptions()
  ) throws(Problem) -> EstimateAnswer {
    let facts = try estimatingFacts()
    var reports: [EstimateReport] = []
    var drafts: [Draft] = []
    for item in items {
      let draft = try Self.draft(item, facts: facts)
      drafts.append(draft)
      reports.append(try report(item, draft, options))
    }
    var total: EstimateReport?
    if drafts.count > 1 {
      let model = Model.total(
        drafts.map(\.model),
        of: [
          "energy_joules", "facility_energy_joules", "emissions_grams", "embodied_grams", "cost",
        ])
      total = EstimateReport(
        title: "all \(drafts.count) together", given: [:],
        results: model.evaluated(seed: options.seed, draws: options.draws).meaningful.evaluation
          .results, rows: [],
        warnings: [], derivation: nil, equivalences: [])
    }
    return EstimateAnswer(reports: reports, total: total)
  }

  /// The items of a file of YAML or JSON; `-` reads standard input.
  public func estimateItems(file path: String) throws(Problem) -> [EstimateItem] {
    try EstimateFile(path: path, standardInput: path == "-").items
  }

  /// Every combination of a grid's values over what else is given, as a table.
  public func estimate(
    _ item: EstimateItem, grid: EstimateGrid, options: EstimateOptions = EstimateOptions()
  ) throws(Problem) -> EstimateGridAnswer {
    let facts = try estimatingFacts()
    guard grid.count <= 1_000_000 else {
      throw Problem(
        "The grid has \(grid.count) scenarios.", why: "A table holds a million.",
        fix: "Take an axis or some values out.", exit: .usage)
    }
    for axis in grid.axes where item.given[axis.name] != nil {
      throw Problem(
        "`\(axis.name)` is given and an axis of the grid.", why: "It has one value or the grid's.",
        fix: "Take one out.", exit: .usage)
    }
    var rows: [EstimateGridAnswer.Row] = []
    rows.reserveCapacity(grid.count)
    for index in 0..<grid.count {
      let values = grid.values(index)
      var scenario = item
      for (axis, value) in zip(grid.axes, values) {
        scenario.given[axis.name] = Given(value, origin: "--grid \(axis.name)")
      }
      let draft = try Self.draft(scenario, facts: facts)
      let evaluation =
        draft.model.evaluatedInClosedForm()
        ?? draft.model.evaluated(
          seed: options.seed, draws: min(options.draws, Self.gridDraws), isQuick: true)
      rows.append(
        EstimateGridAnswer.Row(values: values, results: evaluation.meaningful.evaluation.results))
    }
    return EstimateGridAnswer(axes: grid.axes.map(\.name), rows: rows)
  }

  /// Draws for each scenario of a grid that has no closed form: good to 3 %, and ten thousand are done in seconds.
  private static let gridDraws = 256

  /// What an estimator may be given, for help.
  public static func estimators() -> [any Estimator] { Estimators.all }

  /// The same as fields of a form.
  public static func estimateForms() -> [EstimateForm] { estimators().map(EstimateForm.init) }

  /// What the catalogue, with the user's tables, tells estimators.
  public func estimatingFacts() throws(Problem) -> EstimatingFacts {
    let catalogue = try catalogue()
    for problem in catalogue.problems { notify("\(problem.what) \(problem.why)") }
    return CatalogueFacts(catalogue: catalogue, year: SystemClock.wall().year).facts
  }

  static func draft(
    _ item: EstimateItem, facts: EstimatingFacts
  ) throws(Problem) -> Draft {
    try Estimators.draft(try Estimators.named(item.kind), item.given, facts: facts)
  }

  private func report(
    _ item: EstimateItem, _ draft: Draft, _ options: EstimateOptions
  ) throws(Problem) -> EstimateReport {
    let (evaluation, without) = draft.model
      .evaluated(seed: options.seed, draws: options.draws).meaningful
    var derivation: Derivation?
    if let key = options.explains {
      derivation = draft.model.derivation(of: key, evaluation)
      if derivation == nil {
        throw Problem(
          "There is no result `\(key)` to explain.",
          why: "This estimate has \(evaluation.results.map(\.key).joined(separator: ", ")).",
          fix: "Give one of these.", exit: .usage)
      }
    }
    let grams = evaluation["emissions_grams"]?.value
    var report = EstimateReport(
      title: Self.title(item), given: item.given.mapValues(\.text),
      results: evaluation.results, rows: draft.rows, warnings: draft.warnings,
      scopes: draft.scopes, derivation: derivation,
      equivalences: options.showsEquivalences ? try equivalences(of: grams ?? 0) : [])
    report.rowTitles = draft.rowTitles
    if let key = EstimateText.widest(report)?.key { report.swings = draft.model.swings(of: key) }
    if !without.isEmpty {
      report.warnings.append("Divided by zero, so left out: \(without.joined(separator: ", ")).")
    }
    return report
  }

  /// `training · gpt-3 · strubell2019`.
  static func title(_ item: EstimateItem) -> String {
    guard item.name.isEmpty else { return item.name }
    let words = ["model", "device", "method"].compactMap { item.given[$0]?.text }
    return ([item.kind] + words).joined(separator: " · ")
  }

  /// Emissions set beside things that people know, each with whose figure it is.
  private func equivalences(of grams: Double) throws(Problem) -> [String] {
    try catalogue().entries("equivalences").compactMap { entry in
      guard let amount = entry.cell("grams_co2e")?.value, amount > 0,
        let name = entry.cell("comparator")?.text, let source = entry.sources.first
      else { return nil }
      let count = grams / amount
      guard count >= 0.1, count < 1e6 else { return nil }
      let per = entry.cell("per")?.text ?? ""
      return "\(count.text(significant: 2)) × \(name) (\(per); \(source.author) \(source.year))"
    }
  }
}
