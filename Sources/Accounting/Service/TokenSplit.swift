public import Quantities

/// Energy above idle for each token that went in and each that came out.
///
/// Reading a prompt and writing an answer overlap in one server, so no meter sees them apart. Where their numbers did
/// not rise together over the run, least squares through the origin, E = a·input + b·output over the stretches
/// between marks, tells them apart; its 95 % intervals say how well. Where an interval reaches zero nothing is said.
public struct TokenSplit: Hashable, Sendable {
  public let input: Estimate<Energy>
  public let output: Estimate<Energy>
  /// Stretches that were fitted.
  public let stretches: Int

  private static let fewest = 12

  init?(_ marks: [Mark], _ curve: RunCurve, idle: Power) {
    var (before, known) = ((at: 0.0, input: 0.0, output: 0.0), false)
    var sums = Sums()
    for mark in marks {
      guard let input = mark.metrics?[ServiceMetric.input],
        let output = mark.metrics?[ServiceMetric.output]
      else { continue }
      defer { before = (mark.at, input, output) }
      guard known, mark.at > before.at else {
        known = true
        continue
      }
      let drawn = curve.joules(at: mark.at) - curve.joules(at: before.at)
      sums.add(
        input - before.input, output - before.output,
        drawn - idle.watts * (mark.at - before.at))
    }
    guard sums.count >= Self.fewest, let fit = sums.fit else { return nil }
    let reach = StudentT(degreesOfFreedom: Double(sums.count - 2)).quantile(0.975)
    func estimate(_ value: Double, _ error: Double) -> Estimate<Energy> {
      Estimate(
        .joules(value), low: .joules(value - reach * error), high: .joules(value + reach * error))
    }
    let (input, output) = (estimate(fit.a, fit.errorA), estimate(fit.b, fit.errorB))
    guard input.low.joules > 0, output.low.joules > 0 else { return nil }
    self.input = input
    self.output = output
    stretches = sums.count
  }

  /// Sums of least squares in two variables without a constant.
  private struct Sums {
    var count = 0
    private var (xx, xy, yy, xe, ye, ee) = (0.0, 0.0, 0.0, 0.0, 0.0, 0.0)

    mutating func add(_ x: Double, _ y: Double, _ e: Double) {
      guard x > 0 || y > 0 else { return }
      count += 1
      xx += x * x
      xy += x * y
      yy += y * y
      xe += x * e
      ye += y * e
      ee += e * e
    }

    var fit: (a: Double, b: Double, errorA: Double, errorB: Double)? {
      let determinant = xx * yy - xy * xy
      // Counts that rise together leave nothing to tell them apart by.
      guard count > 2, determinant > 1e-9 * xx * yy else { return nil }
      let a = (xe * yy - ye * xy) / determinant
      let b = (ye * xx - xe * xy) / determinant
      let left = max(0, ee - a * xe - b * ye) / Double(count - 2)
      return (a, b, (left * yy / determinant).squareRoot(), (left * xx / determinant).squareRoot())
    }
  }
}
