/// What quality is set against.
public enum ReturnsMeasure: String, Hashable, Codable, CaseIterable, Sendable {
  case energy, emissions, cost, compute
}

/// A number as it was printed, and half a unit of its last digit: the truth lies no further off.
public struct PrintedNumber: Hashable, Sendable {
  public let value: Double
  /// Zero for a number that was not rounded.
  public let halfUnit: Double

  public init(_ value: Double, halfUnit: Double = 0) {
    self.value = value
    self.halfUnit = halfUnit
  }

  /// Reads `3.02` as 3.02 ± 0.005, and `100` as 100 ± 0.5; nil where the text is no finite number.
  public init?(printed text: String) {
    guard let value = Double(text), value.isFinite else { return nil }
    self.value = value
    let parts = text.lowercased().split(separator: "e", maxSplits: 1)
    let mantissa = parts.first ?? ""
    let decimals = mantissa.firstIndex(of: ".").map {
      mantissa.distance(from: $0, to: mantissa.endIndex) - 1
    }
    let power = (parts.count > 1 ? Int(parts[1]) ?? 0 : 0) - (decimals ?? 0)
    var unit = 0.5
    for _ in 0..<min(abs(power), 300) { unit = power < 0 ? unit / 10 : unit * 10 }
    halfUnit = unit
  }
}

/// One run, model or checkpoint: what it used and how good it was.
public struct ReturnsPoint: Hashable, Sendable {
  public let name: String
  /// In the unit of the series: kWh, kg, money, or operations.
  public let amounts: [ReturnsMeasure: PrintedNumber]
  public let quality: PrintedNumber
  /// How the quality was found: data set, recipe, resolution. Empty where nobody said.
  public let evaluation: String

  public init(
    name: String, amounts: [ReturnsMeasure: PrintedNumber], quality: PrintedNumber,
    evaluation: String = ""
  ) {
    self.name = name
    self.amounts = amounts
    self.quality = quality
    self.evaluation = evaluation
  }
}

/// What is counted as quality, and which way is better.
public struct ReturnsQuality: Hashable, Sendable, Encodable {
  /// `top-1 accuracy`, `loss`.
  public let name: String
  /// `%`, `nat/token`; empty for a part of one.
  public let unit: String
  public let isHigherBetter: Bool
  /// The best value there can be, against which an error is counted; nil where there is none.
  public let perfect: Double?
  /// The gain whose price is asked for: a point, or 0.01.
  public let step: Double

  enum CodingKeys: String, CodingKey {
    case name, unit, perfect, step
    case isHigherBetter = "higher_is_better"
  }

  public init(
    name: String, unit: String = "", isHigherBetter: Bool, perfect: Double?, step: Double
  ) {
    self.name = name
    self.unit = unit
    self.isHigherBetter = isHigherBetter
    self.perfect = perfect
    self.step = step
  }

  /// How far `quality` is from perfect, in a number that falls as things get better; nil where nothing is perfect.
  public func error(of quality: Double) -> Double? {
    perfect.map { isHigherBetter ? $0 - quality : quality - $0 }
  }

  public func quality(ofError error: Double) -> Double? {
    perfect.map { isHigherBetter ? $0 - error : $0 + error }
  }

  /// `change` as a gain: above zero where things got better.
  public func gain(_ change: Double) -> Double { isHigherBetter ? change : -change }
}
