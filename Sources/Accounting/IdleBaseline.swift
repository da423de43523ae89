public import Quantities

/// What a device draws with nothing to do, and how that was found.
public struct IdleBaseline: Hashable, Codable, Sendable {
  public let power: Estimate<Power>
  public let evidence: Evidence
  /// One sentence.
  public let origin: String

  public init(_ power: Estimate<Power>, evidence: Evidence, origin: String) {
    self.power = power
    self.evidence = evidence
    self.origin = origin
  }

  /// For a device that is never shared by CPU time.
  public static let none = IdleBaseline(.zero, evidence: .assumed, origin: "not needed")

  /// The lowest mean power that was metered over a second or more at under 5 % CPU utilisation.
  ///
  /// Such a moment is not quite idle, so the truth lies a little below: the range goes down 15 %.
  public init(metered watts: Double, origin: String) {
    self.init(
      Estimate(.watts(watts), low: .watts(watts * 0.85), high: .watts(watts)), evidence: .metered,
      origin: origin)
  }

  /// Worked out from the mean power at a mean utilisation, by a curve of relative power.
  ///
  /// `idle = mean × f(0) / f(u)` with `f` at 0, 10, 50 and 100 % (Teads 2021, the curve's mean over
  /// servers). `u` is 0…1. Servers differ by half in either direction; a model of ours is exact in it.
  public init(
    meanWatts: Double, utilisation: Double, curve: [Double], source: String, isModelled: Bool
  ) {
    let ratio = Self.relativePower(0, curve: curve) / Self.relativePower(utilisation, curve: curve)
    let watts = meanWatts * ratio
    let estimate =
      isModelled
      ? Estimate(exactly: Power.watts(watts))
      : Estimate(
        .watts(watts), low: .watts(watts * 0.5), high: .watts(min(watts * 1.5, meanWatts)))
    let percent = (ratio * 100).text(significant: 2)
    self.init(
      estimate, evidence: .modelled,
      origin: "modelled: \(percent) % of the mean power, from a utilisation of "
        + "\((utilisation * 100).text(significant: 2)) % (\(source))")
  }

  /// The same, or `watts` where a device was seen to draw no more than that.
  public func atMost(_ watts: Double?) -> IdleBaseline {
    guard let watts, watts < power.value.watts else { return self }
    return IdleBaseline(
      Estimate(.watts(watts), low: min(power.low, .watts(watts)), high: .watts(watts)),
      evidence: evidence, origin: origin + "; no more than the lowest power seen")
  }

  /// Power over rated power at a utilisation of 0…1: straight lines between 0, 10, 50 and 100 %.
  public static func relativePower(_ utilisation: Double, curve: [Double]) -> Double {
    let knots = [0, 0.1, 0.5, 1]
    let u = min(max(utilisation, 0), 1)
    guard curve.count == knots.count else { return 1 }
    for index in 1..<knots.count where u <= knots[index] {
      let part = (u - knots[index - 1]) / (knots[index] - knots[index - 1])
      return curve[index - 1] + part * (curve[index] - curve[index - 1])
    }
    return curve[curve.count - 1]
  }
}
