import Quantities

/// How much one group of numbers lies above another, and how sure that is.
public struct Difference: Hashable, Sendable {
  /// Means of the groups.
  public let a: Double
  public let b: Double
  /// Ends of the 95 % interval of b − a; nil where nothing says how far numbers of one group lie apart.
  public let low: Double?
  public let high: Double?
  public let basis: Basis

  /// What the interval is made from.
  public enum Basis: String, Codable, Sendable {
    /// Scatter of both groups, not taken to be equal (Welch 1947).
    case bothGroups = "both-groups"
    /// Scatter of the group that has several runs; the other is one more run of its kind.
    case oneGroup = "one-group"
    /// What is known of each single run's own figure; how far runs lie apart is not in it.
    case measurement
    /// Nothing: two single numbers.
    case nothing
  }

  public var value: Double { b - a }
  /// Of `a`; nil where `a` is zero.
  public var relative: Double? { a != 0 ? value / abs(a) : nil }

  public enum Verdict: String, Codable, Sendable {
    case more, less, equalWithinNoise = "equal-within-noise", unknown
  }

  public var verdict: Verdict {
    guard let low, let high else { return .unknown }
    return low > 0 ? .more : high < 0 ? .less : .equalWithinNoise
  }

  /// Nil where a group is empty.
  /// - Parameter ranges: of each number, how far below and above the truth may lie; used where both groups have one.
  public init?(
    _ a: [Double], _ b: [Double],
    ranges: (a: [ClosedRange<Double>], b: [ClosedRange<Double>])? = nil
  ) {
    guard let meanA = Self.mean(a), let meanB = Self.mean(b) else { return nil }
    (self.a, self.b) = (meanA, meanB)
    let (squareA, squareB) = (Self.variance(a), Self.variance(b))
    let reach: Double?
    switch (squareA, squareB) {
    case (let squareA?, let squareB?):
      let (partA, partB) = (squareA / Double(a.count), squareB / Double(b.count))
      let sum = partA + partB
      // Welch 1947 and Satterthwaite 1946.
      let degrees =
        sum * sum
        / (partA * partA / Double(a.count - 1) + partB * partB / Double(b.count - 1))
      reach = sum > 0 ? Self.reach(degrees) * sum.squareRoot() : 0
      basis = .bothGroups
    case (let square?, nil), (nil, let square?):
      let count = Double(squareA == nil ? b.count : a.count)
      reach = Self.reach(count - 1) * (square * (1 + 1 / count)).squareRoot()
      basis = .oneGroup
    case (nil, nil):
      guard let ranges, let rangeA = ranges.a.first, let rangeB = ranges.b.first else {
        (low, high, basis) = (nil, nil, .nothing)
        return
      }
      // Errors of two runs may move together; taking them apart is the cautious side here.
      let below = Self.root(rangeA.upperBound - meanA, meanB - rangeB.lowerBound)
      let above = Self.root(meanA - rangeA.lowerBound, rangeB.upperBound - meanB)
      (low, high, basis) = (meanB - meanA - below, meanB - meanA + above, .measurement)
      return
    }
    low = reach.map { meanB - meanA - $0 }
    high = reach.map { meanB - meanA + $0 }
  }

  private static func mean(_ values: [Double]) -> Double? {
    values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
  }

  /// Nil with fewer than two values.
  private static func variance(_ values: [Double]) -> Double? {
    guard values.count > 1, let mean = mean(values) else { return nil }
    return values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(values.count - 1)
  }

  private static func reach(_ degrees: Double) -> Double {
    StudentT(degreesOfFreedom: degrees).quantile(0.975)
  }

  private static func root(_ a: Double, _ b: Double) -> Double { (a * a + b * b).squareRoot() }
}
