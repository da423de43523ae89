import Quantities
import RealModule

/// A sum of products of powers of inputs.
struct Posynomial: Sendable {
  private static let mostTerms = 64

  private var terms: [Monomial]
  /// Per term: its mean over its best value. Per pair of terms: the covariance over the product of best values.
  private var means: [Double] = []
  private var covariances: [Double] = []

  struct Monomial: Hashable, Sendable {
    var coefficient: Double
    /// In the order of the inputs.
    var powers: [Model.Power]
  }

  private init(terms: [Monomial]) { self.terms = terms }

  init(_ constant: Double) { terms = [Monomial(coefficient: constant, powers: [])] }

  init(input: Int) {
    terms = [Monomial(coefficient: 1, powers: [Model.Power(input: input, exponent: 1)])]
  }

  /// The number that it is; nil when an input is in it.
  var constant: Double? {
    terms.allSatisfy(\.powers.isEmpty) ? terms.reduce(0) { $0 + $1.coefficient } : nil
  }

  func plus(_ other: Posynomial) -> Posynomial? {
    var sum = terms.filter { $0.coefficient != 0 }
    for term in other.terms where term.coefficient != 0 {
      if let place = sum.firstIndex(where: { $0.powers == term.powers }) {
        sum[place].coefficient += term.coefficient
      } else {
        sum.append(term)
      }
    }
    guard sum.count <= Self.mostTerms else { return nil }
    return sum.isEmpty ? Posynomial(0) : Posynomial(terms: sum)
  }

  func times(_ other: Posynomial) -> Posynomial? {
    var product: Posynomial? = Posynomial(0)
    for a in terms {
      let row = other.terms.map { b in
        Monomial(
          coefficient: a.coefficient * b.coefficient,
          powers: Model.combined(a.powers, b.powers, sign: 1) ?? [])
      }
      product = product?.plus(Posynomial(terms: row))
    }
    return product
  }

  func power(_ exponent: Double) -> Posynomial? {
    if exponent == 1 { return self }
    guard terms.count == 1, let term = terms.first else { return nil }
    return Posynomial(terms: [
      Monomial(
        coefficient: Double.pow(term.coefficient, exponent),
        powers: term.powers.map {
          Model.Power(input: $0.input, exponent: $0.exponent * exponent)
        })
    ])
  }

  /// With the moments of its terms worked out.
  func weighted(by cumulants: [LogCumulants]) -> Posynomial {
    var weighted = self
    weighted.means = terms.map { term in
      Double.exp(
        term.powers.reduce(0) { sum, power in
          let (x, k) = (cumulants[power.input], power.exponent)
          return sum + k * x.mean + k * k * x.variance / 2 + k * k * k * x.third / 6
        })
    }
    for (a, meanA) in zip(terms, weighted.means) {
      for (b, meanB) in zip(terms, weighted.means) {
        let shared = a.powers.reduce(0.0) { sum, power in
          guard let other = b.powers.first(where: { $0.input == power.input }) else { return sum }
          return sum + power.exponent * other.exponent * cumulants[power.input].variance
        }
        weighted.covariances.append(meanA * meanB * Double.expMinusOne(shared))
      }
    }
    return weighted
  }

  func value(_ given: UnsafeBufferPointer<Double>) -> Double {
    var sum = 0.0
    for term in terms { sum += term.value(given) }
    return sum
  }

  func interval(
    _ given: UnsafeBufferPointer<Double>, _ cumulants: UnsafeBufferPointer<LogCumulants>
  ) -> ClosedForm.Interval {
    var interval = ClosedForm.Interval()
    let count = terms.count
    withUnsafeTemporaryAllocation(of: Double.self, capacity: count) { values in
      var mean = 0.0
      for index in 0..<count {
        values[index] = terms[index].value(given)
        interval.value += values[index]
        mean += values[index] * means[index]
      }
      var variance = 0.0
      for i in 0..<count {
        for j in 0..<count { variance += values[i] * values[j] * covariances[i * count + j] }
      }
      guard mean > 0, variance > 0 else {
        interval.low90 = interval.value
        interval.low50 = interval.value
        interval.high50 = interval.value
        interval.high90 = interval.value
        return
      }
      let square = Double.log(onePlus: variance / (mean * mean))
      let width = Double.sqrt(square)
      // The third cumulant of the sum's logarithm, to first order: each input pulls by its share.
      var third = 0.0
      for i in 0..<count {
        for power in terms[i].powers where cumulants[power.input].third != 0 {
          var pull = 0.0
          for j in 0..<count {
            for other in terms[j].powers where other.input == power.input {
              pull += other.exponent * values[j]
            }
          }
          pull /= interval.value
          // Each input once: by the share of this term.
          third +=
            values[i] / interval.value * power.exponent * pull * pull
            * cumulants[power.input].third
        }
      }
      let skew = third / (width * square)
      let center = Double.log(mean) - square / 2 - third / 6
      let end = { (z: Double) in Double.exp(center + width * (z + skew / 6 * (z * z - 1))) }
      interval.low90 = min(end(-Distribution.z90), interval.value)
      interval.low50 = end(-Distribution.z50)
      interval.high50 = end(Distribution.z50)
      interval.high90 = max(end(Distribution.z90), interval.value)
    }
    return interval
  }
}

extension Posynomial.Monomial {
  @inline(__always)
  fileprivate func value(_ given: UnsafeBufferPointer<Double>) -> Double {
    var value = coefficient
    for power in powers {
      let x = given[power.input]
      if power.exponent == 1 {
        value *= x
      } else if power.exponent == -1 {
        value /= x
      } else {
        value *= Double.pow(x, power.exponent)
      }
    }
    return value
  }
}

/// Cumulants of the logarithm of an input over its best value.
struct LogCumulants: Sendable {
  var mean = 0.0
  var variance = 0.0
  var third = 0.0

  /// Nil where the number may be zero or below.
  init?(_ distribution: Distribution) {
    guard !distribution.isExact else { return }
    if case .lognormal(_, let spread) = distribution {
      variance = spread * spread
      return
    }
    let best = distribution.best
    let points = 512
    var sums = (0.0, 0.0, 0.0)
    for point in 0..<points {
      let value = distribution.quantile((Double(point) + 0.5) / Double(points))
      guard value > 0, best > 0 else { return nil }
      let log = Double.log(value / best)
      sums.0 += log
      sums.1 += log * log
      sums.2 += log * log * log
    }
    mean = sums.0 / Double(points)
    let square = sums.1 / Double(points)
    variance = square - mean * mean
    third = sums.2 / Double(points) - 3 * mean * square + 2 * mean * mean * mean
  }
}
