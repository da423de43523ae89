import Accounting

/// The expected intensity of an hour, with the bounds that hold it in 80 of 100 cases.
struct IntensityGuess: Sendable {
  var value: Double
  var low: Double
  var high: Double

  /// An interval holds its value, and average electricity takes nothing out of the air; one kWh more may.
  func tidy(_ signal: IntensitySeries.Signal) -> Self {
    let floor =
      switch signal {
      case .average: 0.0
      case .marginal: -Double.infinity
      }
    let value = max(floor, value)
    return Self(value: value, low: min(max(floor, low), value), high: max(high, value))
  }

  /// By how much errors to come exceed those of the examples that `free` figures were fitted to: the final prediction
  /// error of Akaike 1969.
  static func optimism(examples: Int, free: Int) -> Double {
    let examples = max(examples, 2 * free)
    return (Double(examples + free) / Double(examples - free)).squareRoot()
  }

  /// A quantile of sorted values, midway between the positions of Hazen 1914; zero of none.
  static func quantile(_ sorted: [Double], _ share: Double) -> Double {
    guard !sorted.isEmpty else { return 0 }
    let place = min(max(share * Double(sorted.count) - 0.5, 0), Double(sorted.count - 1))
    let lower = Int(place)
    let upper = min(lower + 1, sorted.count - 1)
    return sorted[lower] + (place - Double(lower)) * (sorted[upper] - sorted[lower])
  }
}
