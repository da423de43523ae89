import Accounting
import Quantities
import RealModule

/// q = a + k·ln x.
struct LogarithmicReturns: ReturnsCurve {
  private let line: LineFit
  private let scale: ReturnsQuality
  /// How much wider than by the points alone errors are taken, so that they are no less than rounding.
  private let widening: Double

  init?(_ data: ReturnsData) {
    guard data.count >= 3, let line = LineFit(data.logX, data.quality) else { return nil }
    self.line = line
    scale = data.scale
    let least = (data.leastSquares / Double(data.count)).squareRoot()
    widening = line.spread > 0 ? max(1, least / line.spread) : 1
  }

  func quality(at x: Double) -> Double { line.value(at: Double.log(x)) }

  private func reach(at x: Double) -> (low: Double, high: Double) {
    let logX = Double.log(x)
    let reach = line.pointReach(at: logX) * widening
    return (line.value(at: logX) - reach, line.value(at: logX) + reach)
  }

  func fit(of data: ReturnsData) -> ReturnsFit {
    let slope = LineInterval(line, widening)
    let gain = slope.mapped { scale.gain($0) }
    return ReturnsFit(
      form: .logarithmic,
      parameters: [
        LineInterval.intercept(line, widening).parameter("a"), slope.parameter("k"),
      ], points: data.count, determination: line.determination, spread: line.spread,
      criterion: ReturnsCriteria(data).logarithmic,
      crossError: Self.crossError(of: data), elasticity: gain.range,
      marginal: gain.mapped { $0 / data.last }.range,
      nextStep: nextStep(gain, from: data.last), curve: curve(over: data, reach: reach))
  }

  private func nextStep(_ gain: LineInterval, from x: Double) -> ReturnsFit.NextStep {
    guard gain.value > 0 else { return .never }
    func more(_ gain: Double) -> Double {
      gain > 0 ? x * Double.expMinusOne(scale.step / gain) : .infinity
    }
    let price = more(gain.value)
    return .costs(
      ReturnsRange(price, low: more(gain.high), high: more(gain.low)), beyond: 1 + price / x)
  }
}

/// A coefficient of a line with the ends of its 95 % interval.
struct LineInterval {
  let value: Double
  let low: Double
  let high: Double

  init(value: Double, low: Double, high: Double) {
    self.value = value
    self.low = min(low, high)
    self.high = max(low, high)
  }

  /// The slope's.
  init(_ line: LineFit, _ widening: Double) {
    let reach = line.reach(0.95) * line.slopeError * widening
    self.init(value: line.slope, low: line.slope - reach, high: line.slope + reach)
  }

  static func intercept(_ line: LineFit, _ widening: Double) -> LineInterval {
    let reach = line.reach(0.95) * line.interceptError * widening
    return LineInterval(
      value: line.intercept, low: line.intercept - reach, high: line.intercept + reach)
  }

  /// Each end by a function that only rises or only falls.
  func mapped(_ function: (Double) -> Double) -> LineInterval {
    LineInterval(value: function(value), low: function(low), high: function(high))
  }

  var range: ReturnsRange { ReturnsRange(value, low: low, high: high) }

  func parameter(_ name: String) -> ReturnsFit.Parameter {
    ReturnsFit.Parameter(name, value, low: low, high: high)
  }
}
