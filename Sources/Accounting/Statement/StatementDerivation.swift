import Quantities

extension Statement {
  /// A sum that a statement shows.
  public enum Figure: String, CaseIterable, Sendable {
    case energy, facilityEnergy, emissions
  }

  /// How many runs are shown with their trees below a sum; the others are one line.
  public static let explainedRuns = 20
}

extension Derivation {
  /// A statement's emissions, from the total over the runs back to raw counter values.
  public init(of statement: Statement, _ figure: Statement.Figure = .emissions) {
    if statement.runs.count == 1 {
      self.init(figure, of: statement.runs[0].entry)
      return
    }
    let table = statement.runTable(limit: Statement.explainedRuns)
    let parts = statement.parts.count
    self.init(
      figure.sum(statement.total), figure, label: figure.label,
      formula: "sum over \(statement.runs.count) runs",
      note: parts == 0
        ? nil : "Left out because other runs book their energy: \(parts) runs inside those.",
      inputs: table.rows.flatMap { group in
        group.shares.map { share in
          Derivation(figure, of: share.entry).labelled(
            "\(share.entry.run.name) (\(share.entry.run.id))")
        }
      } + [table.remainder].compactMap(\.self).map { .others($0, figure) })
  }

  /// One figure of a run: the tree of its emissions from there down.
  public init(_ figure: Statement.Figure, of entry: Entry) {
    let emissions = Derivation(of: entry)
    let facility = emissions.inputs.first ?? emissions
    switch figure {
    case .emissions: self = emissions
    case .facilityEnergy: self = facility
    case .energy: self = facility.inputs.first ?? facility
    }
  }

  /// One figure of a group: what each run brings in, and the factors that it is worked out with.
  public init(_ figure: Statement.Figure, of group: Statement.Group) {
    let shown = group.shares.prefix(Statement.explainedRuns)
    let rest = group.shares.dropFirst(Statement.explainedRuns).map(\.amounts)
    let inputs = shown.map { share in
      Derivation(
        figure.sum(share.amounts), figure,
        label: "\(share.entry.run.name) (\(share.entry.run.id))", formula: figure.formula,
        note: nil, inputs: figure.inputs(share))
    }
    let others = Statement.Group(
      key: "", name: "\(rest.count) other runs", amounts: rest.reduce(.zero, +), shares: [])
    self.init(
      figure.sum(group.amounts), figure, label: "\(figure.label) of \(group.name)",
      formula: "sum over \(group.shares.count) run\(group.shares.count == 1 ? "" : "s")", note: nil,
      inputs: inputs + (rest.isEmpty ? [] : [.others(others, figure)]))
  }

  private static func others(_ group: Statement.Group, _ figure: Statement.Figure) -> Derivation {
    Derivation(
      figure.sum(group.amounts), figure, label: group.name, formula: nil,
      note: "Each has its own tree: joulebook explain RUN.", inputs: [])
  }

  private init(
    _ sum: (value: Double, low: Double, high: Double), _ figure: Statement.Figure, label: String,
    formula: String?, note: String?, inputs: [Derivation]
  ) {
    self.init(
      label, sum.value, figure.unit, low: sum.low, high: sum.high, formula: formula, note: note,
      inputs: inputs)
  }

  private func labelled(_ label: String) -> Derivation {
    Derivation(
      label, value, unit, low: low, high: high, formula: formula, rangePart: nil,
      evidence: evidence, note: note, citation: citation, inputs: inputs)
  }
}

extension Statement.Figure {
  fileprivate var label: String {
    switch self {
    case .energy: "IT energy"
    case .facilityEnergy: "facility energy"
    case .emissions: "emissions"
    }
  }

  fileprivate var unit: String {
    switch self {
    case .energy, .facilityEnergy: "J"
    case .emissions: "g CO2e"
    }
  }

  fileprivate var formula: String? {
    switch self {
    case .energy: nil
    case .facilityEnergy: "IT energy × PUE"
    case .emissions: "IT energy × PUE × carbon intensity ÷ 3600000 J/kWh"
    }
  }

  fileprivate func sum(_ amounts: Amounts) -> (value: Double, low: Double, high: Double) {
    func ends(_ estimate: Estimate<some Quantity>) -> (Double, Double, Double) {
      (estimate.value.base, estimate.low.base, estimate.high.base)
    }
    return switch self {
    case .energy: ends(amounts.energy)
    case .facilityEnergy: ends(amounts.facilityEnergy)
    case .emissions: ends(amounts.emissions)
    }
  }

  fileprivate func inputs(_ share: Statement.Share) -> [Derivation] {
    let site = share.entry.site
    let energy = Derivation(
      "IT energy", share.amounts.energy, "J",
      evidence: share.amounts.byEvidence.keys.max(),
      note: "The devices and their counters stand with the run.")
    let pue = Derivation("PUE", site.pue.ratio, "", note: site.pue.origin)
    let intensity = Derivation(
      "carbon intensity", site.factor.intensity, "g CO2e/kWh",
      note: "\(site.factor.name) \(site.factor.year), \(site.factor.basis); region: \(site.origin)",
      citation: site.factor.source)
    return switch self {
    case .energy: []
    case .facilityEnergy: [energy, pue]
    case .emissions: [energy, pue, intensity]
    }
  }
}
