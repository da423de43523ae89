import RealModule

/// The cost of the steps to come from the costs of those that were.
///
/// Warm-up off, regular long steps by their rhythm, odd long steps by their rate, the rest by the level since
/// the last change with a trend where one is sure.
struct StepForecast {
  let rest: RunForecast.Spread
  private(set) var pattern = RunForecast.Pattern()

  /// Chosen on simulated jobs, seeds 0 to 279 of the first draft; tests draw others.
  private enum Constant {
    /// Robust deviations from which a step is long, and the least part of the level.
    static let long = (deviations: 5.0, part: 0.12)
    /// The same for the warm-up.
    static let warmUp = (deviations: 3.0, part: 0.05)
    /// Over this ratio of slope to its error a trend counts, shrunk.
    static let trendRatio = 2.25
    /// A trend may move the mean of what comes by this part of the level.
    static let trendReach = 0.5
    /// Scatter is not independent from step to step.
    static let dependence = 1.5
    /// How much levels wander: part of what is left, as the job goes on.
    static let wander = 0.08
    /// Normal quantile of 90 %: an 80 % interval leaves 10 % at each end.
    static let quantile = 1.2815515655446004
  }

  init(_ steps: StepSeries, cost: [Double]) {
    let count = cost.count
    let left = steps.rest
    guard count >= 2, cost.contains(where: { $0 > 0 }) else {
      let value = (cost.last ?? 0) * left
      rest = .init(value, low: value * 0.5, high: value * 1.6)
      return
    }
    let typical = Array(cost[(count / 3)...]).median
    let scatter = max(cost.neighbourScatter, 0.002 * typical)
    let local = cost.runningMedian(reach: 3)
    let warmUp = Self.warmUp(cost, typical: typical, scatter: scatter)

    func limit(_ index: Int) -> Double {
      max(Constant.long.deviations * scatter, Constant.long.part * local[index])
    }
    let long = (warmUp..<count).filter { cost[$0] - local[$0] > limit($0) }
    let rhythm = Rhythm(
      long: long.map { steps.numbers[$0] }, all: (warmUp..<count).map { steps.numbers[$0] })
    var regular = 0.0
    var regularVariance = 0.0
    var normal = Array(warmUp..<count)
    if let rhythm {
      let hits = long.filter { rhythm.holds(steps.numbers[$0]) }
      let excess = hits.map { cost[$0] - local[$0] }
      let now = steps.numbers[count - 1]
      let coming = Double(rhythm.count(after: now, upTo: now + Int(left.rounded())))
      let error = excess.count > 1 ? excess.sampleVariance.squareRoot() : 0.3 * excess.mean
      regular = excess.mean * coming
      regularVariance =
        coming * error * error + (coming * error) * (coming * error) / Double(excess.count)
      let taken = Set(hits)
      normal.removeAll { taken.contains($0) }
    }
    guard !normal.isEmpty else {
      let value = cost.mean * left
      rest = .init(value, low: value * 0.5, high: value * 1.6)
      return
    }

    let values = normal.map { cost[$0] }
    let clipped = normal.map { min(cost[$0], local[$0] + limit($0)) }
    let excess = zip(values, clipped).map { $0 - $1 }
    let level = StepLevel(
      values: values, clipped: clipped, numbers: normal.map { Double(steps.numbers[$0]) },
      middle: Double(steps.numbers[count - 1]) + (left + 1) / 2, typical: typical,
      excess: excess.mean, hasRhythm: rhythm != nil, trendRatio: Constant.trendRatio,
      trendReach: Constant.trendReach)

    let events = Double(excess.count { $0 > 0 })
    let excessVariance = excess.count > 1 ? excess.variance : 0
    var sum = left * level.mean + regular
    if events > 0 {
      // Of rare events the middle of the distribution lies a third of one below the mean.
      let expected = events / Double(excess.count) * left
      sum -= excess.mean * left * min(1, 1 / (3 * expected))
    }
    // The middle of a skewed sum lies below its mean, and so does the mean of a small sample.
    let noise = left * (level.variance + excessVariance)
    sum *= Double.exp(-noise / max(sum, 1e-12) / max(sum, 1e-12))

    let size = Double(level.size)
    var variance = Constant.dependence * noise
    variance +=
      Constant.dependence * left * left
      * (level.variance / size + excessVariance / Double(excess.count))
    variance += regularVariance + (left * level.trendError) * (left * level.trendError)
    let wander =
      Constant.wander * left * level.value * Double.pow(left / steps.planned, 0.25)
      * min(1, left / size).squareRoot()
    variance += wander * wander
    let part = sum > 0 ? variance.squareRoot() / sum : 0
    rest = .init(
      sum, low: sum * Double.exp(-Constant.quantile * part),
      high: sum * Double.exp(Constant.quantile * part))
    pattern = .init(
      warmUp: warmUp, period: rhythm?.period,
      trend: level.value > 0 ? level.slope / level.value : 0,
      since: normal[level.start])
  }

  /// Steps at the beginning that differ from the typical one, in a row.
  private static func warmUp(_ cost: [Double], typical: Double, scatter: Double) -> Int {
    let limit = max(Constant.warmUp.deviations * scatter, Constant.warmUp.part * typical)
    var count = 0
    while count < cost.count - 2, count <= cost.count / 3, abs(cost[count] - typical) > limit {
      count += 1
    }
    return count
  }
}

/// Long steps that come every so many steps.
struct Rhythm: Hashable {
  let period: Int
  let phase: Int

  /// Nil when three of four long steps do not lie on one grid, or three of four places of it hold none.
  init?(long: [Int], all: [Int]) {
    guard long.count >= 2 else { return nil }
    let gaps = zip(long, long.dropFirst()).map { Double($1 - $0) }
    let period = Int(gaps.median.rounded())
    guard period >= 2 else { return nil }
    let phases = Dictionary(grouping: long) { $0 % period }
    guard let best = phases.max(by: { ($0.value.count, $1.key) < ($1.value.count, $0.key) }) else {
      return nil
    }
    let places = all.filter { $0 % period == best.key }
    let hits = Set(best.value)
    let found = places.count { hits.contains($0) }
    guard places.count >= 2, Double(hits.count) >= 0.75 * Double(long.count),
      Double(found) >= 0.75 * Double(places.count)
    else { return nil }
    self.period = period
    phase = best.key
  }

  func holds(_ number: Int) -> Bool { number % period == phase }

  /// Places in `(after, upTo]`.
  func count(after: Int, upTo: Int) -> Int {
    func upToNumber(_ number: Int) -> Int { number < phase ? 0 : (number - phase) / period + 1 }
    return max(0, upToNumber(upTo) - upToNumber(after))
  }
}
