public import Accounting
import Quantities
import RealModule

/// Quality against what runs used, as text, JSON and a table of the points: schema 1.
public struct ReturnsReport: Hashable, Sendable {
  public let title: String
  public let source: String
  public let findings: ReturnsFindings
  /// `kWh`, `kg`, `EUR`, `GMAC`.
  public let units: [ReturnsMeasure: String]
  /// What was found elsewhere.
  public let statements: [String]
  public let notes: [String]

  public init(
    title: String, source: String, findings: ReturnsFindings, units: [ReturnsMeasure: String],
    statements: [String] = [], notes: [String] = []
  ) {
    self.title = title
    self.source = source
    self.findings = findings
    self.units = units
    self.statements = statements
    self.notes = notes
  }

  func unit(_ measure: ReturnsMeasure) -> String {
    units[measure].flatMap { $0.isEmpty ? nil : $0 } ?? measure.rawValue
  }

  /// Measures that points have, the one of the fits first.
  var measures: [ReturnsMeasure] {
    [findings.measure]
      + ReturnsMeasure.allCases.filter { measure in
        measure != findings.measure && findings.points.contains { $0.amounts[measure] != nil }
      }
  }

  /// `point`, `0.01`: the gain whose price is asked for.
  var stepText: String {
    findings.quality.perfect == 100 && findings.quality.step == 1
      ? "point" : findings.quality.step.shortText()
  }

  // MARK: Findings in words

  /// What the points say, as a sentence without its full stop.
  public var headline: String {
    let measure = findings.measure.rawValue
    guard let chosen = findings.chosen else {
      if let line = findings.fit(.logarithmic), line.elasticity.low <= 0 {
        return line.elasticity.high < 0
          ? "\(findings.quality.name.capitalisedFirst) got worse with more \(measure)"
          : "No clear return of \(findings.quality.name) on \(measure)"
      }
      return stepsHeadline ?? "\(findings.quality.name.capitalisedFirst) against \(measure)"
    }
    let quality = findings.quality
    switch chosen.form {
    case .logarithmic:
      let gain = chosen.elasticity.value * Double.log(2)
      let amount = "\(abs(gain).text(significant: 3))\(quality.unit == "%" ? " points" : "")"
      return gain >= 0
        ? "Each doubling of \(measure) gains \(amount) of \(quality.name)"
        : "Each doubling of \(measure) loses \(amount) of \(quality.name)"
    case .power:
      let left = Double.exp2(chosen.elasticity.value)
      return
        "Each doubling of \(measure) takes \(((1 - left) * 100).text(significant: 2)) % off the "
        + (quality.isHigherBetter ? "error" : quality.name)
    case .saturating:
      let limit = chosen.parameter("limit")?.value ?? .nan
      return
        "\(quality.name.capitalisedFirst) nears \(limit.text(significant: 3)) however much \(measure) is used"
    }
  }

  /// The first step that gained against the last one.
  private var stepsHeadline: String? {
    let prices = findings.steps.compactMap {
      $0.price(of: findings.quality.step, in: findings.measure)
    }
    guard let first = prices.first, let last = prices.last else { return nil }
    let unit = unit(findings.measure)
    let step =
      stepText == "point"
      ? "One more point cost"
      : findings.quality.isHigherBetter
        ? "\(stepText) more of \(findings.quality.name) cost"
        : "Taking \(stepText) off the \(findings.quality.name) cost"
    guard prices.count > 1 else {
      return "\(step) \(first.value.text(significant: 3)) \(unit)"
    }
    return "\(step) \(first.value.text(significant: 3)) \(unit) at first and "
      + "\(last.value.text(significant: 3)) \(unit) at the end"
  }

  package var verdictText: String {
    switch findings.verdict {
    case .form(let form): "The points speak for \(form.name)."
    case .cannotTell(let why): "Cannot tell which curve holds. \(why)"
    case .noCurve(let why): "No curve. \(why)"
    }
  }
}

extension String {
  var capitalisedFirst: String { prefix(1).uppercased() + dropFirst() }
}
