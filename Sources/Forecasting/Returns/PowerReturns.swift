import Accounting
import Quantities
import RealModule

/// e = c·x^k, by a line through the logarithms: errors are relative.
struct PowerReturns: ReturnsCurve {
  private let line: LineFit
  private let scale: ReturnsQuality
  private let perfect: Double
  private let widening: Double

  init?(_ data: ReturnsData) {
    guard data.count >= 3, let perfect = data.scale.perfect, let errors = data.errors,
      let line = LineFit(data.logX, errors.map { Double.log($0) })
    else { return nil }
    self.line = line
    self.perfect = perfect
    scale = data.scale
    let least = (data.leastSquaresOfLogarithms / Double(data.count)).squareRoot()
    widening = line.spread > 0 ? max(1, least / line.spread) : 1
  }

  private func error(at x: Double) -> Double { Double.exp(line.value(at: Double.log(x))) }

  private func quality(ofError error: Double) -> Double {
    scale.isHigherBetter ? perfect - error : perfect + error
  }

  func quality(at x: Double) -> Double { quality(ofError: error(at: x)) }

  private func reach(at x: Double) -> (low: Double, high: Double) {
    let factor = Double.exp(line.pointReach(at: Double.log(x)) * widening)
    let ends = [error(at: x) / factor, error(at: x) * factor].map { quality(ofError: $0) }
    return (min(ends[0], ends[1]), max(ends[0], ends[1]))
  }

  func fit(of data: ReturnsData) -> ReturnsFit {
    let slope = LineInterval(line, widening)
    let last = error(at: data.last)
    var off = 0.0
    for (x, quality) in zip(data.x, data.quality) {
      off += (quality - self.quality(at: x)) * (quality - self.quality(at: x))
    }
    return ReturnsFit(
      form: .power,
      parameters: [
        LineInterval.intercept(line, widening).mapped { Double.exp($0) }.parameter("c"),
        slope.parameter("k"),
      ], points: data.count, determination: line.determination,
      spread: (off / Double(max(1, data.count - 2))).squareRoot(),
      criterion: ReturnsCriteria(data).power,
      crossError: Self.crossError(of: data), elasticity: slope.range,
      marginal: slope.mapped { -$0 * last / data.last }.range,
      nextStep: nextStep(slope, error: last, from: data.last),
      curve: curve(over: data, reach: reach))
  }

  private func nextStep(
    _ slope: LineInterval, error: Double, from x: Double
  ) -> ReturnsFit.NextStep {
    guard slope.value < 0 else { return .never }
    guard error > scale.step else { return .beyondTheLimit(perfect) }
    let ratio = Double.log(error / (error - scale.step))
    func more(_ slope: Double) -> Double {
      slope < 0 ? x * Double.expMinusOne(ratio / -slope) : .infinity
    }
    let price = more(slope.value)
    return .costs(
      ReturnsRange(price, low: more(slope.low), high: more(slope.high)), beyond: 1 + price / x)
  }
}
