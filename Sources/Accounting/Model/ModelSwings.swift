import Quantities

/// How far a result moves when one input goes from one end of its 90 % interval to the other.
public struct Swing: Hashable, Sendable {
  public let input: String
  /// The result at the input's low end, all others at their best values.
  public let atLow: Double
  public let atHigh: Double
  public let evidence: Evidence?

  public init(input: String, atLow: Double, atHigh: Double, evidence: Evidence? = nil) {
    self.input = input
    self.atLow = atLow
    self.atHigh = atHigh
    self.evidence = evidence
  }

  public var width: Double { abs(atHigh - atLow) }
}

extension Model {
  /// Every uncertain input's swing of a result, the widest first; empty where there is no such result.
  public func swings(of key: String) -> [Swing] {
    guard let term = output(key) else { return [] }
    var given = inputs.map(\.distribution.best)
    var values = [Double](repeating: 0, count: steps.count)
    func result() -> Double {
      evaluate(given, into: &values)
      return values[term.index]
    }
    var swings: [Swing] = []
    for (index, input) in inputs.enumerated() where !input.distribution.isExact {
      let ends = input.distribution.interval90
      let best = given[index]
      given[index] = ends.low
      let low = result()
      given[index] = ends.high
      let high = result()
      given[index] = best
      let swing = Swing(
        input: input.label, atLow: low, atHigh: high, evidence: input.evidence)
      if swing.width > 0, swing.width.isFinite { swings.append(swing) }
    }
    return swings.sorted { ($1.width, $0.input) < ($0.width, $1.input) }
  }
}

extension Entry {
  /// What widens the emissions of a run: each device's energy, the PUE and the intensity, each through its range while the
  /// others stay at their best values.
  public var emissionSwings: [Swing] {
    let footprint = AccountingMethod().footprint(of: self)
    let pue = site.pue.ratio
    let intensity = site.factor.intensity
    let energy = footprint.energy.value.joules
    func grams(_ joules: Double, _ ratio: Double, _ grams: Double) -> Double {
      joules * ratio * grams / 3.6e6
    }
    let (ratio, factor) = (pue.value.base, intensity.value.gramsPerKilowattHour)
    var swings = footprint.lines.filter { !$0.isBreakdown }.map { line in
      let run = line.attribution.run
      let rest = energy - run.value.joules
      return Swing(
        input: "energy of \(line.attribution.device.name)",
        atLow: grams(rest + run.low.joules, ratio, factor),
        atHigh: grams(rest + run.high.joules, ratio, factor),
        evidence: line.attribution.evidence)
    }
    swings.append(
      Swing(
        input: "PUE", atLow: grams(energy, pue.low.base, factor),
        atHigh: grams(energy, pue.high.base, factor)))
    swings.append(
      Swing(
        input: "carbon intensity", atLow: grams(energy, ratio, intensity.low.base),
        atHigh: grams(energy, ratio, intensity.high.base)))
    return swings.filter { $0.width > 0 && $0.width.isFinite }
      .sorted { ($1.width, $0.input) < ($0.width, $1.input) }
  }
}
