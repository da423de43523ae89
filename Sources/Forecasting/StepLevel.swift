import RealModule

/// The level of the steps since their last change, and the trend in it.
struct StepLevel {
  /// First value of the stretch, and how many there are.
  let start: Int
  let size: Int
  /// Mean over the steps to come, without what long steps take on top.
  let value: Double
  /// The same with it.
  let mean: Double
  /// Scatter of one step about the level.
  let variance: Double
  /// Change per step.
  let slope: Double
  /// How unsure the trend makes the mean.
  let trendError: Double

  /// - Parameters:
  ///   - clipped: the values with long steps cut to what is usual around them.
  ///   - middle: number of the step in the middle of what comes.
  init(
    values: [Double], clipped: [Double], numbers: [Double], middle: Double, typical: Double,
    excess: Double, hasRhythm: Bool, trendRatio: Double, trendReach: Double
  ) {
    let count = clipped.count
    let logs = clipped.map { Double.log(max($0, 1e-9 * typical)) }
    let scatter = max(logs.neighbourScatter, 0.004)
    var start = 0
    if count >= 4 {
      let near = logs.runningMedian(reach: 2)
      let calm = zip(logs, near).map {
        min(max($0, $1 - 2.5 * scatter), $1 + 2.5 * scatter)
      }
      let changes = ChangePoints(calm, scatter: scatter)
      start = changes.last
      let penalty = ChangePoints.penalty * scatter * scatter * Double.log(Double(count))
      if count >= 8, Line(calm, at: numbers).residual + penalty < changes.cost { start = 0 }
    }
    self.start = start
    let stretch = Array(clipped[start...])
    size = stretch.count
    let least = max(clipped.neighbourScatter, 0.002 * typical)
    var variance = max(stretch.sampleVariance, least * least)
    var value = stretch.mean
    var slope = 0.0
    var trendError = 0.0
    if size >= 8 {
      let line = Line(stretch, at: Array(numbers[start...]))
      let ratio = line.slopeError > 0 ? abs(line.slope) / line.slopeError : .infinity
      // As James and Stein shrink: a trend that just passes counts little, a sure one counts in full.
      let shrink = line.slope == 0 ? 0 : max(0, 1 - (trendRatio / ratio) * (trendRatio / ratio))
      let ahead = middle - line.middle
      let reach = trendReach * value
      let shift = min(max(shrink * line.slope * ahead, -reach), reach)
      slope = shrink * line.slope
      value += shift
      trendError = shrink.squareRoot() * line.slopeError * ahead + 0.35 * abs(shift)
      if shrink > 0 { variance = line.variance }
    }
    self.value = value
    self.variance = variance
    self.slope = slope
    self.trendError = trendError

    var mean = value + excess
    if count >= 5, !hasRhythm, size > 2 {
      // Of heavy-tailed times the mean of their logarithms says more than their own.
      let own = values[start...].map { Double.log(max($0, 1e-9 * typical)) }
      let spread = own.sampleVariance
      let weight = 0.5 * min(1, spread / 0.1)
      mean = (1 - weight) * mean + weight * Double.exp(own.mean + spread / 2)
    }
    self.mean = mean
  }
}

/// A straight line by least squares.
struct Line {
  let slope: Double
  let slopeError: Double
  let middle: Double
  /// Sum of squared distances, and their variance.
  let residual: Double
  let variance: Double

  init(_ values: [Double], at places: [Double]) {
    middle = places.mean
    let mean = values.mean
    var square = 0.0
    var product = 0.0
    for (place, value) in zip(places, values) {
      square += (place - middle) * (place - middle)
      product += (place - middle) * (value - mean)
    }
    slope = square > 0 ? product / square : 0
    var residual = 0.0
    for (place, value) in zip(places, values) {
      let distance = value - mean - slope * (place - middle)
      residual += distance * distance
    }
    self.residual = residual
    variance = residual / Double(max(1, values.count - 2))
    slopeError = square > 0 ? (variance / square).squareRoot() : 0
  }
}

/// Where the level of a series jumps: the partition with the least squared distances plus a price for each
/// jump, found exactly by dynamic programming (Jackson et al. 2005).
struct ChangePoints {
  /// First index of the last stretch.
  let last: Int
  /// Squared distances and prices of the best partition.
  let cost: Double

  static let penalty = 3.0
  private static let shortest = 3

  init(_ values: [Double], scatter: Double) {
    let count = values.count
    var sums = [0.0]
    var squares = [0.0]
    for value in values {
      sums.append(sums[sums.count - 1] + value)
      squares.append(squares[squares.count - 1] + value * value)
    }
    func distance(_ from: Int, _ to: Int) -> Double {
      let sum = sums[to] - sums[from]
      return max(0, squares[to] - squares[from] - sum * sum / Double(to - from))
    }
    // Wild series jump by chance: a jump must be worth twice as much.
    let price =
      Self.penalty * (scatter > 0.15 ? 2 : 1) * scatter * scatter * Double.log(Double(count))
    var best = [-price] + [Double](repeating: .infinity, count: count)
    var from = [Int](repeating: 0, count: count + 1)
    for end in 1...count {
      for start in 0..<end where start == 0 || end - start >= Self.shortest {
        let cost = best[start] + distance(start, end) + price
        if cost < best[end] {
          best[end] = cost
          from[end] = start
        }
      }
    }
    last = from[count]
    cost = best[count]
  }
}
