public import Accounting
import Auditing
import Estimating
import Forecasting
import Quantities
public import Reporting

/// What a law of loss was asked for: a budget or a target.
public struct LossLawRequest: Sendable {
  public var law = "besiroglu-2024"
  /// `1e21FLOP`, `40PF-days`, `10MWh`, `2t`.
  public var budget: String?
  public var targetLoss: Double?
  /// Hands on to the training estimator: `device`, `region`, `mfu`, `precision`, `pue`.
  public var hardware: [String: String] = [:]

  public init() {}
}

extension Joulebook {
  /// Best size and data for a budget, or what a loss takes, by a law and its rivals.
  public func lossLaw(_ request: LossLawRequest) throws(Problem) -> LossLawAnswer {
    guard (request.budget == nil) != (request.targetLoss == nil) else {
      throw Problem(
        request.budget == nil
          ? "Neither a budget nor a loss is given." : "A budget and a loss are both given.",
        why: "A law says what a budget reaches, or what a loss takes.",
        fix: "Write `--budget 10MWh --device h100 --region FR`, or `--target-loss 2`.", exit: .usage
      )
    }
    if let loss = request.targetLoss, !(loss > 0 && loss.isFinite) {
      throw Problem(
        "There is no loss of \(loss.shortText()).", why: "A loss is above zero.",
        fix: "Write for example `--target-loss 2`.", exit: .usage)
    }
    let laws = LossLawCatalogue(catalogue: try catalogue())
    let names = [request.law] + LossLawCatalogue.standard.filter { $0 != request.law }
    var found: [LossLawCatalogue.Found] = []
    for name in names { found.append(try laws.law(name)) }
    let conversion = try self.conversion(request)
    let budget = try request.budget.map { text throws(Problem) in
      try LossBudget.flop(text, conversion: conversion)
    }
    let around =
      try request.targetLoss.map { loss throws(Problem) in
        try Self.compute(found[0], for: loss) ?? 1e24
      } ?? budget?.value ?? 1e21
    let asked = LossLawQuestion(budget: budget, target: request.targetLoss, around: around)
    var notes = found.flatMap(\.notes)
    notes.append(
      "Ranges of compute come from energy and hardware; the laws' own errors are told by how far they differ."
    )
    if request.hardware["device"] == nil, !request.hardware.isEmpty {
      notes.append(
        "Without --device nothing is known of the energy, so the other flags change nothing.")
    }
    return LossLawAnswer(
      report: LossLawReport(
        question: request.budget.map(Self.spaced)
          ?? "a loss of \((request.targetLoss ?? 0).shortText())",
        budgetFLOP: budget, laws: found.map { asked.answer($0) }, conversion: conversion,
        target: request.targetLoss, notes: notes))
  }

  /// `10MWh` as it is printed: `10 MWh`.
  private static func spaced(_ amount: String) -> String {
    guard let unit = amount.firstIndex(where: { $0.isLetter && $0 != "e" && $0 != "E" }),
      unit > amount.startIndex, amount[amount.index(before: unit)].isNumber
    else { return amount }
    return "\(amount[..<unit]) \(amount[unit...])"
  }

  private static func compute(
    _ found: LossLawCatalogue.Found, for loss: Double
  ) throws(Problem) -> Double? {
    switch found.law {
    case .chinchilla(let law): law.flop(forLoss: loss)
    case .kaplan(let law): law.amount(forLoss: loss) * PetaflopDay.flop
    }
  }

  /// Energy and emissions of an operation, by the estimator of training runs.
  private func conversion(_ request: LossLawRequest) throws(Problem) -> LossLawReport.Conversion? {
    guard let device = request.hardware["device"] else { return nil }
    var given: [String: Given] = [:]
    for (name, text) in request.hardware { given[name] = Given(text, origin: "--\(name)") }
    // The estimate is proportional to compute.
    let unit = 1e21
    given["flop"] = Given("1e21", origin: "the law of loss")
    let answer = try estimate([EstimateItem(kind: "training", given: given)])
    let results = answer.reports.first?.results ?? []
    func per(_ key: String) throws(Problem) -> ReturnsRange {
      guard let result = results.first(where: { $0.key == key }) else {
        throw Problem(
          "The energy of \(device.printable) is not known.", why: "The estimate has no \(key).",
          fix: "Try it alone: joulebook estimate training --flop 1e21 --device \(device.printable)")
      }
      return ReturnsRange(
        result.value / unit, low: result.low90 / unit, high: result.high90 / unit)
    }
    let place =
      request.hardware["region"].map { "in \($0)" } ?? "by the world's average electricity"
    return LossLawReport.Conversion(
      description: "\(device) \(place)", joulesPerFLOP: try per("facility_energy_joules"),
      gramsPerFLOP: try per("emissions_grams"))
  }
}

/// What laws say of a budget or a target.
public struct LossLawAnswer: Answer {
  public let report: LossLawReport

  public func text(style: TextStyle) -> String { report.text(style: style) }
  public func encode(to encoder: any Encoder) throws { try report.encode(to: encoder) }
}

/// A budget as it was written, in operations.
enum LossBudget {
  static func flop(
    _ text: String, conversion: LossLawReport.Conversion?
  ) throws(Problem) -> ReturnsRange {
    let (number, unit) = AmountText.parts(text)
    guard let value = number, value > 0 else {
      throw refused(text, "It is no amount above zero.")
    }
    let folded = unit.lowercased()
    if ["flop", "flops", "flo"].contains(folded) {
      return ReturnsRange(value, low: value, high: value)
    }
    if ["pf-days", "pf-day", "pfs-days", "petaflop/s-days", "pfd"].contains(folded) {
      let flop = value * PetaflopDay.flop
      return ReturnsRange(flop, low: flop, high: flop)
    }
    guard case .known(let known) = UnitText.read(unit),
      known.dimension == .energy || known.dimension == .mass
    else {
      throw refused(
        text,
        unit.isEmpty
          ? "It has no unit." : "`\(unit.printable)` is no unit of compute, energy or emissions.")
    }
    guard let conversion else {
      throw Problem(
        "How much compute \(text.printable) are depends on the hardware.",
        why: "No device is named.", fix: "Add `--device h100 --region FR`.", exit: .usage)
    }
    let budget = value * known.scale
    let per = known.dimension == .energy ? conversion.joulesPerFLOP : conversion.gramsPerFLOP
    guard per.low > 0 else { throw refused(text, "An operation has no such cost there.") }
    return ReturnsRange(budget / per.value, low: budget / per.high, high: budget / per.low)
  }

  private static func refused(_ text: String, _ why: String) -> Problem {
    Problem(
      "Cannot understand `\(text.printable)` (--budget).", why: why,
      fix:
        "Write for example `--budget 10MWh`, `--budget 2t`, `--budget 1e21FLOP` or `--budget 40PF-days`.",
      exit: .usage)
  }
}
