/// How a sum goes on, from what each day so far added: days to come are drawn from the days that were.
///
/// A resampling of single days (Efron 1979): it knows no weekdays, no trend and no plan, and says so wherever it is shown.
public struct BudgetFan: Hashable, Sendable {
  /// What is expected after so many days.
  public struct Day: Hashable, Sendable {
    public let days: Int
    public let low90: Double
    public let low50: Double
    public let median: Double
    public let high50: Double
    public let high90: Double
  }

  public let days: [Day]

  /// Fewer days than this say too little about days to come.
  public static let leastHistory = 7

  /// Nil where the history is too short.
  /// - Parameters:
  ///   - history: what each day added, days of nothing included.
  ///   - sum: where it begins.
  public init?(history: [Double], sum: Double, ahead: Int, draws: Int = 2000, seed: UInt64 = 1) {
    guard history.count >= Self.leastHistory, ahead > 0, draws > 0 else { return nil }
    var state = seed &* 0x9E37_79B9_7F4A_7C15 | 1
    var sums = [Double](repeating: sum, count: draws)
    var days: [Day] = []
    for day in 1...ahead {
      for draw in sums.indices {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        sums[draw] += history[Int((state >> 33) % UInt64(history.count))]
      }
      let sorted = sums.sorted()
      func at(_ part: Double) -> Double { sorted[Int(part * Double(draws - 1))] }
      days.append(
        Day(
          days: day, low90: at(0.05), low50: at(0.25), median: at(0.5), high50: at(0.75),
          high90: at(0.95)))
    }
    self.days = days
  }
}
