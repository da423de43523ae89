import RealModule

/// Student's t distribution (Student 1908); the degrees of freedom need not be whole (Welch 1947).
public struct StudentT: Hashable, Sendable {
  /// Above zero.
  public let degreesOfFreedom: Double

  public init(degreesOfFreedom: Double) { self.degreesOfFreedom = degreesOfFreedom }

  /// Part of the truth that lies below `t`, to about 1e-12.
  public func cumulative(_ t: Double) -> Double {
    guard t.isFinite else { return t < 0 ? 0 : t > 0 ? 1 : .nan }
    let square = t * t
    if degreesOfFreedom > 1e6 {
      // Abramowitz and Stegun 1964, 26.7.8: from here on the normal distribution is within 1e-12 of it.
      let score =
        t * (1 - 1 / (4 * degreesOfFreedom)) / (1 + square / (2 * degreesOfFreedom)).squareRoot()
      return Normal.probability(below: score)
    }
    let outside = IncompleteBeta.half(
      degreesOfFreedom / (degreesOfFreedom + square), a: degreesOfFreedom / 2,
      complement: square / (degreesOfFreedom + square))
    return t > 0 ? 1 - outside / 2 : outside / 2
  }

  /// The value that a part `p` lies below, 0 < p < 1.
  public func quantile(_ p: Double) -> Double {
    guard p > 0 else { return -.infinity }
    guard p < 1 else { return .infinity }
    if p == 0.5 { return 0 }
    if p < 0.5 { return -quantile(1 - p) }
    // Newton's steps from the normal value, kept between two ends that hold the answer.
    var (low, high) = (0.0, 2.0)
    while cumulative(high) < p, high < 1e150 { high *= 2 }
    var t = min(Normal.quantile(p), high)
    for _ in 0..<200 {
      let off = cumulative(t) - p
      if off < 0 { low = t } else { high = t }
      let step = off / density(t)
      let next = t - step
      let moved = next > low && next < high ? next : (low + high) / 2
      if abs(moved - t) <= 1e-15 * max(1, abs(t)) { return moved }
      t = moved
    }
    return t
  }

  /// Chance per unit at `t`.
  public func density(_ t: Double) -> Double {
    let v = degreesOfFreedom
    let scale = IncompleteBeta.logHalfStep(v / 2) - Double.log(v * Double.pi) / 2
    return Double.exp(scale - (v + 1) / 2 * Double.log(onePlus: t * t / v))
  }
}

/// The regularized incomplete beta function with one parameter a half (Abramowitz and Stegun 1964, 26.5.8).
enum IncompleteBeta {
  /// I(x; a, 1/2).
  /// - Parameter complement: 1 − x, which the caller knows more exactly.
  static func half(_ x: Double, a: Double, complement: Double) -> Double {
    guard x > 0 else { return 0 }
    guard complement > 0 else { return 1 }
    let front =
      logHalfStep(a) - Double.log(Double.pi) / 2 + a
      * (x < 0.5 ? Double.log(x) : Double.log(onePlus: -complement))
      + Double.log(complement) / 2
    return x < (a + 1) / (a + 2.5)
      ? Double.exp(front) * fraction(x, a, 0.5) / a
      : 1 - Double.exp(front) * fraction(complement, 0.5, a) / 0.5
  }

  /// ln Γ(x + 1/2) − ln Γ(x); for large x by the series, where the two logarithms would lose what they differ by.
  static func logHalfStep(_ x: Double) -> Double {
    guard x > 60 else { return Double.logGamma(x + 0.5) - Double.logGamma(x) }
    let cube = x * x * x
    return Double.log(x) / 2 - 1 / (8 * x) + 1 / (192 * cube) - 1 / (640 * cube * x * x)
  }

  /// The continued fraction, by Lentz's method.
  private static func fraction(_ x: Double, _ a: Double, _ b: Double) -> Double {
    let tiny = 1e-300
    func kept(_ value: Double) -> Double { abs(value) < tiny ? tiny : value }
    var c = 1.0
    var d = 1 / kept(1 - (a + b) * x / (a + 1))
    var product = d
    for m in 1...10_000 {
      let m = Double(m)
      let even = m * (b - m) * x / ((a + 2 * m - 1) * (a + 2 * m))
      d = 1 / kept(1 + even * d)
      c = kept(1 + even / c)
      product *= d * c
      let odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
      d = 1 / kept(1 + odd * d)
      c = kept(1 + odd / c)
      product *= d * c
      if abs(d * c - 1) < 1e-16 { break }
    }
    return product
  }
}
