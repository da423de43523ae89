import Accounting

extension ReturnsReport: Encodable {
  enum CodingKeys: String, CodingKey {
    case schema, title, source, finding, quality, measure, unit, verdict, reason, points, steps,
      fits, front
    case statements, warnings
    case lastWorth = "last_worth"
  }

  public func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(1, forKey: .schema)
    try keys.encode(title, forKey: .title)
    try keys.encode(source, forKey: .source)
    try keys.encode(headline, forKey: .finding)
    try keys.encode(findings.quality, forKey: .quality)
    try keys.encode(findings.measure.rawValue, forKey: .measure)
    try keys.encode(unit(findings.measure), forKey: .unit)
    switch findings.verdict {
    case .form(let form): try keys.encode(form.rawValue, forKey: .verdict)
    case .cannotTell(let why):
      try keys.encode("cannot-tell", forKey: .verdict)
      try keys.encode(why, forKey: .reason)
    case .noCurve(let why):
      try keys.encode("no-curve", forKey: .verdict)
      try keys.encode(why, forKey: .reason)
    }
    try keys.encode(findings.points.map(Point.init), forKey: .points)
    try keys.encode(findings.steps.map { Step($0, findings) }, forKey: .steps)
    try keys.encode(findings.fits.map(Fit.init), forKey: .fits)
    try keys.encode(findings.front, forKey: .front)
    try keys.encode(findings.lastWorth.map(Worth.init), forKey: .lastWorth)
    try keys.encode(statements, forKey: .statements)
    try keys.encode(findings.warnings + notes, forKey: .warnings)
  }

  /// What is endless is left out: JSON has no such number.
  private struct Range: Encodable {
    let value: Double?
    let low: Double?
    let high: Double?

    init(_ value: Double, _ low: Double, _ high: Double) {
      self.value = value.isFinite ? value : nil
      self.low = low.isFinite ? low : nil
      self.high = high.isFinite ? high : nil
    }

    init(_ range: ReturnsRange) { self.init(range.value, range.low, range.high) }
  }

  private struct Point: Encodable {
    let name: String
    let amounts: [String: Double]
    let quality: Double
    let evaluation: String

    enum CodingKeys: String, CodingKey {
      case name, amounts, quality
      case evaluation = "protocol"
    }

    init(_ point: ReturnsPoint) {
      name = point.name
      amounts = Dictionary(
        point.amounts.map { ($0.key.rawValue, $0.value.value) }, uniquingKeysWith: { a, _ in a })
      quality = point.quality.value
      evaluation = point.evaluation
    }
  }

  private struct Step: Encodable {
    let from: String
    let to: String
    let gain: Double
    let marginal: [String: Range]
    let price: [String: Range]

    enum CodingKeys: String, CodingKey {
      case from, to, gain
      case marginal = "gain_per_unit"
      case price = "price_of_a_step"
    }

    init(_ step: ReturnsStep, _ findings: ReturnsFindings) {
      from = step.from.name
      to = step.to.name
      gain = step.gain.value
      var marginal: [String: Range] = [:]
      var price: [String: Range] = [:]
      for measure in step.more.keys {
        marginal[measure.rawValue] = step.marginal(measure).map(Range.init)
        price[measure.rawValue] = step.price(of: findings.quality.step, in: measure).map(Range.init)
      }
      self.marginal = marginal
      self.price = price
    }
  }

  private struct Fit: Encodable {
    let form: String
    let parameters: [String: Range]
    let points: Int
    let determination: Double
    let spread: Double
    let criterion: Double?
    let crossError: Double?
    let elasticity: Range
    let marginal: Range
    let next: Range?
    let nextNote: String?

    enum CodingKeys: String, CodingKey {
      case form, parameters, points, spread, elasticity, marginal
      case determination = "r2"
      case criterion = "aicc"
      case crossError = "left_out_error"
      case next = "next_step"
      case nextNote = "next_step_note"
    }

    init(_ fit: ReturnsFit) {
      form = fit.form.rawValue
      parameters = Dictionary(
        fit.parameters.map { ($0.name, Range($0.value, $0.low, $0.high)) },
        uniquingKeysWith: { a, _ in a })
      points = fit.points
      determination = fit.determination
      spread = fit.spread
      criterion = fit.criterion
      crossError = fit.crossError
      elasticity = Range(fit.elasticity)
      marginal = Range(fit.marginal)
      switch fit.nextStep {
      case .costs(let price, _):
        next = price.value.isFinite ? Range(price) : nil
        nextNote = "extrapolated"
      case .beyondTheLimit: (next, nextNote) = (nil, "beyond the limit")
      case .never: (next, nextNote) = (nil, "no gain")
      }
    }
  }

  private struct Worth: Encodable {
    let point: String
    let most: Double
    let measure: String
    let bargains: [Bargain]

    struct Bargain: Encodable {
      let from: String
      let to: String
      let price: Range
      let worth: Bool
      let close: Bool
    }

    init(_ worth: ReturnsFindings.LastWorth) {
      point = worth.point
      most = worth.most
      measure = worth.measure.rawValue
      bargains = worth.bargains.map {
        Bargain(
          from: $0.from, to: $0.to, price: Range($0.price), worth: $0.isWorth, close: $0.isClose)
      }
    }
  }
}
