import Quantities

/// Where a number comes from: the number, how it was worked out, and from which numbers, down to
/// raw readings and cited factors. Text, page and JSON print the same tree.
public struct Derivation: Hashable, Codable, Sendable {
  public let label: String
  /// In words and signs, with the labels of the inputs; nil for a number that was read or given.
  public let formula: String?
  public let value: Double
  public let low: Double
  public let high: Double
  /// `J`, `W`, `s`, `g CO2e`, `g CO2e/kWh`, `counts`, `J/count`; empty for a ratio.
  public let unit: String
  /// Part of the width of the root's range that comes from here, 0…1; nil where nobody asks.
  public let rangePart: Double?
  public let evidence: Evidence?
  /// Where a number was read or who gave it, one sentence.
  public let note: String?
  public let citation: Citation?
  public let inputs: [Derivation]

  enum CodingKeys: String, CodingKey {
    case label, formula, value, low, high, unit, evidence, note, citation, inputs
    case rangePart = "range_part"
  }

  init(
    _ label: String, _ value: Double, _ unit: String, low: Double? = nil, high: Double? = nil,
    formula: String? = nil, rangePart: Double? = nil, evidence: Evidence? = nil,
    note: String? = nil, citation: Citation? = nil, inputs: [Derivation] = []
  ) {
    self.label = label
    self.formula = formula
    self.value = value
    self.low = low ?? value
    self.high = high ?? value
    self.unit = unit
    self.rangePart = rangePart
    self.evidence = evidence
    self.note = note
    self.citation = citation
    self.inputs = inputs
  }

  init(
    _ label: String, _ estimate: Estimate<some Quantity>, _ unit: String, formula: String? = nil,
    rangePart: Double? = nil, evidence: Evidence? = nil, note: String? = nil,
    citation: Citation? = nil, inputs: [Derivation] = []
  ) {
    self.init(
      label, estimate.value.base, unit, low: estimate.low.base, high: estimate.high.base,
      formula: formula, rangePart: rangePart, evidence: evidence, note: note, citation: citation,
      inputs: inputs)
  }
}
