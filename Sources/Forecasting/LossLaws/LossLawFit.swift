import Quantities
import RealModule

/// A training run as the law of loss sees it.
public struct LossPoint: Hashable, Sendable {
  public let parameters: Double
  public let tokens: Double
  /// In nat per token.
  public let loss: Double

  public init(parameters: Double, tokens: Double, loss: Double) {
    self.parameters = parameters
    self.tokens = tokens
    self.loss = loss
  }
}

/// Fits L = E + A/N^α + B/D^β to training runs: Huber's loss (Huber 1964) with δ = 10⁻³ on the logarithm of L, and the three terms added as
/// logarithms, by Newton-like steps from several starts, the best of which is taken (Hoffmann et al. 2022, section 3.3 and
/// appendix D.4; Besiroglu et al. 2024, section 2).
public struct LossLawFit: Hashable, Sendable {
  public let law: ChinchillaLaw
  /// Sum of Huber's losses at the fit.
  public let objective: Double
  public let points: Int

  static let delta = 1e-3

  /// Nil with fewer than six points, with a size, amount or loss that is not above zero, or where no start comes to an end.
  public init?(_ points: [LossPoint], name: String) {
    guard points.count >= 6,
      points.allSatisfy({ $0.parameters > 0 && $0.tokens > 0 && $0.loss > 0 })
    else { return nil }
    let problem = Objective(points)
    var best: (x: [Double], value: Double)?
    for exponent in [0.2, 0.5, 1] {
      for floor in [-0.5, 0.5] {
        for weight in [5.0, 15] {
          let end = Descent.minimum(problem, from: [weight, weight, floor, exponent, exponent])
          if end.value.isFinite, end.value < best?.value ?? .infinity { best = end }
        }
      }
    }
    guard let best else { return nil }
    law = ChinchillaLaw(
      name: name, floor: Double.exp(best.x[2]), sizeWeight: Double.exp(best.x[0]),
      dataWeight: Double.exp(best.x[1]), sizeExponent: best.x[3], dataExponent: best.x[4])
    objective = best.value
    self.points = points.count
  }

  /// The sum and its slopes in ln A, ln B, ln E, α, β.
  struct Objective {
    private let size: [Double]
    private let data: [Double]
    private let loss: [Double]

    init(_ points: [LossPoint]) {
      size = points.map { Double.log($0.parameters) }
      data = points.map { Double.log($0.tokens) }
      loss = points.map { Double.log($0.loss) }
    }

    func value(_ x: [Double]) -> (value: Double, slopes: [Double]) {
      var sum = 0.0
      var slopes = [0.0, 0, 0, 0, 0]
      for index in size.indices {
        let (a, b, e) = (x[0] - x[3] * size[index], x[1] - x[4] * data[index], x[2])
        let most = max(a, b, e)
        let (pa, pb, pe) = (Double.exp(a - most), Double.exp(b - most), Double.exp(e - most))
        let all = pa + pb + pe
        let off = most + Double.log(all) - loss[index]
        let delta = LossLawFit.delta
        sum += abs(off) <= delta ? off * off / 2 : delta * (abs(off) - delta / 2)
        let pull = min(max(off, -delta), delta) / all
        slopes[0] += pull * pa
        slopes[1] += pull * pb
        slopes[2] += pull * pe
        slopes[3] -= pull * pa * size[index]
        slopes[4] -= pull * pb * data[index]
      }
      return (sum, slopes)
    }
  }
}

/// Steps downhill that learn the curvature as they go (Broyden, Fletcher, Goldfarb and Shanno 1970; Nocedal and Wright
/// 2006, algorithm 6.1), with halved steps until one is good enough (Armijo 1966).
enum Descent {
  static func minimum(
    _ problem: LossLawFit.Objective, from start: [Double]
  ) -> (x: [Double], value: Double) {
    let count = start.count
    var x = start
    var (value, slopes) = problem.value(x)
    var inverse = identity(count)
    // The floor of such sums is flat: one small gain is no end.
    var smallGains = 0
    for _ in 0..<1500 {
      var direction = inverse.map { row in -dot(row, slopes) }
      var fall = dot(direction, slopes)
      if fall >= 0 {
        inverse = identity(count)
        direction = slopes.map { -$0 }
        fall = -dot(slopes, slopes)
      }
      guard -fall > 1e-26 else { break }
      var step = 1.0
      var next = (x, problem.value(x))
      var isBetter = false
      for _ in 0..<60 {
        let place = zip(x, direction).map { $0 + step * $1 }
        let there = problem.value(place)
        if there.value.isFinite, there.value <= value + 1e-4 * step * fall {
          next = (place, there)
          isBetter = true
          break
        }
        step /= 2
      }
      guard isBetter else { break }
      let moved = zip(next.0, x).map { $0 - $1 }
      let turned = zip(next.1.slopes, slopes).map { $0 - $1 }
      let gain = value - next.1.value
      (x, value, slopes) = (next.0, next.1.value, next.1.slopes)
      let curvature = dot(moved, turned)
      if curvature > 1e-18 { inverse = updated(inverse, moved, turned, curvature) }
      smallGains = gain < 1e-16 ? smallGains + 1 : 0
      if smallGains == 20 { break }
    }
    return (x, value)
  }

  private static func identity(_ count: Int) -> [[Double]] {
    (0..<count).map { row in (0..<count).map { $0 == row ? 1 : 0 } }
  }

  private static func dot(_ a: [Double], _ b: [Double]) -> Double {
    zip(a, b).reduce(0) { $0 + $1.0 * $1.1 }
  }

  private static func updated(
    _ inverse: [[Double]], _ moved: [Double], _ turned: [Double], _ curvature: Double
  ) -> [[Double]] {
    let count = moved.count
    let carried = inverse.map { dot($0, turned) }
    let factor = (1 + dot(turned, carried) / curvature) / curvature
    return (0..<count).map { i in
      (0..<count).map { j in
        inverse[i][j] + factor * moved[i] * moved[j]
          - (carried[i] * moved[j] + moved[i] * carried[j]) / curvature
      }
    }
  }
}
