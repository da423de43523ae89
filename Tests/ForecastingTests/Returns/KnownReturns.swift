import Accounting
import Forecasting
import Foundation
import Quantities
import Testing

/// A curve that is known, and points on it with noise.
struct KnownReturns: Sendable, CustomTestStringConvertible {
  let form: ReturnsForm
  let parameters: [String: Double]
  /// In proportion to the error, or as wide everywhere.
  let isProportional: Bool

  /// 24 places over three decades.
  static let x = (0..<24).map { exp(Double($0) / 23 * log(1000)) }

  /// Each curve with the noise that its intervals take for granted.
  static let own = [
    logarithm(isProportional: false), power(isProportional: true), limited(isProportional: false),
  ]
  static let all =
    own + [
      logarithm(isProportional: true), power(isProportional: false), limited(isProportional: true),
    ]

  /// Numbers far from where per cent and parts of one could be mixed up, as noise may be wide.
  private static let perfect = 1100.0

  private static func logarithm(isProportional: Bool) -> Self {
    Self(form: .logarithmic, parameters: ["a": 1050, "k": 5], isProportional: isProportional)
  }

  private static func power(isProportional: Bool) -> Self {
    Self(form: .power, parameters: ["c": 60, "k": -0.11], isProportional: isProportional)
  }

  private static func limited(isProportional: Bool) -> Self {
    Self(
      form: .saturating, parameters: ["limit": 1080, "b": 50, "c": 0.5],
      isProportional: isProportional)
  }

  var testDescription: String {
    "\(form.rawValue), \(isProportional ? "proportional" : "even") noise"
  }

  func value(at x: Double) -> Double {
    func p(_ name: String) -> Double { parameters[name] ?? .nan }
    return switch form {
    case .logarithmic: p("a") + p("k") * log(x)
    case .power: Self.perfect - p("c") * pow(x, p("k"))
    case .saturating: p("limit") - p("b") * pow(x, -p("c"))
    }
  }

  func drawn(at x: Double, noise: Double, using random: inout SplitMix64) -> Double {
    let deviation = noise * Normal.quantile(.random(in: 1e-12..<1, using: &random))
    return isProportional
      ? Self.perfect - (Self.perfect - value(at: x)) * exp(deviation) : value(at: x) + deviation
  }

  func findings(noise: Double, using random: inout SplitMix64) throws -> ReturnsFindings {
    let points = Self.x.map { ($0, drawn(at: $0, noise: noise, using: &random)) }
    return try Returns(
      PublishedReturns.points(points),
      quality: ReturnsQuality(
        name: "accuracy", unit: "%", isHigherBetter: true, perfect: Self.perfect, step: 1),
      measure: .energy
    ).findings
  }

  /// The noise by whose standard deviation times `missedBy` the nearest other curve misses the truth.
  func noise(missedBy: Double) -> Double {
    let gain = value(at: 1000) - value(at: 1)
    let rivals: [Double]
    switch form {
    case .logarithmic: rivals = [missOfLimit(Self.perfect), missOfLimit(value(at: 1000) + gain)]
    case .power:
      rivals =
        [missOfLogarithm]
        + [Self.perfect - gain / 2, Self.perfect + gain / 2].filter { $0 > value(at: 1000) }
        .map(missOfLimit)
    case .saturating: rivals = [missOfLogarithm, missOfLimit(Self.perfect)]
    }
    return (rivals.min() ?? .nan) / missedBy
  }

  /// What noise is in proportion to.
  private func scale(at x: Double) -> Double { isProportional ? Self.perfect - value(at: x) : 1 }

  private var missOfLogarithm: Double {
    var (w1, wl, wq) = (0.0, 0.0, 0.0)
    for x in Self.x {
      let w = pow(scale(at: x), -2)
      (w1, wl, wq) = (w1 + w, wl + w * log(x), wq + w * value(at: x))
    }
    let (meanL, meanQ) = (wl / w1, wq / w1)
    var (ll, lq) = (0.0, 0.0)
    for x in Self.x {
      let w = pow(scale(at: x), -2)
      ll += w * (log(x) - meanL) * (log(x) - meanL)
      lq += w * (log(x) - meanL) * (value(at: x) - meanQ)
    }
    return miss { meanQ + lq / ll * (log($0) - meanL) }
  }

  /// Of the nearest curve with a given limit, by trying exponents; a power is the one with the limit at perfect.
  private func missOfLimit(_ limit: Double) -> Double {
    (0...400).map { place in
      let c = 0.001 * pow(3000, Double(place) / 400)
      var (uu, ud) = (0.0, 0.0)
      for x in Self.x {
        let (u, w) = (pow(x, -c), pow(scale(at: x), -2))
        (uu, ud) = (uu + w * u * u, ud + w * u * (limit - value(at: x)))
      }
      return miss { limit - ud / uu * pow($0, -c) }
    }.min() ?? .nan
  }

  /// Root mean square in standard deviations of noise of size one.
  private func miss(_ curve: (Double) -> Double) -> Double {
    let squares = Self.x.reduce(0.0) { sum, x in
      let off = (curve(x) - value(at: x)) / scale(at: x)
      return sum + off * off
    }
    return (squares / Double(Self.x.count)).squareRoot()
  }
}
