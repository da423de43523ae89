/// Steps of a job with what each took: differences of points, per step of one length.
struct StepSeries {
  /// Number of the step that each cost ends at, 1 for the first.
  let numbers: [Int]
  /// Cost per step.
  let seconds: [Double]
  let joules: [Double]
  /// Steps planned, and steps still to come, of the same length.
  let planned: Double
  let rest: Double

  /// More points than this are joined to groups, so that a forecast takes a few milliseconds at most.
  static let limit = 240

  init?(_ points: [RunForecast.Point], of: Double) {
    var kept: [RunForecast.Point] = []
    for point in points {
      guard point.done.isFinite, point.seconds.isFinite, point.joules.isFinite else { continue }
      if let last = kept.last, point.done <= last.done { continue }
      kept.append(point)
    }
    let group = (kept.count + Self.limit - 1) / Self.limit
    if group > 1 {
      // From the end on: the newest point must stay.
      kept = kept.indices.reversed().filter { (kept.count - 1 - $0) % group == 0 }.reversed()
        .map { kept[$0] }
    }
    guard let first = kept.first, let last = kept.last, kept.count >= 2, of > last.done else {
      return nil
    }
    let pairs = zip(kept, kept.dropFirst())
    let length = pairs.map { $1.done - $0.done }.median
    numbers = kept.dropFirst().map { max(1, Int((($0.done - first.done) / length).rounded())) }
    seconds = pairs.map { max(0, $1.seconds - $0.seconds) / ($1.done - $0.done) * length }
    joules = pairs.map { max(0, $1.joules - $0.joules) / ($1.done - $0.done) * length }
    planned = (of - first.done) / length
    rest = (of - last.done) / length
  }
}

extension [Double] {
  var median: Double {
    guard !isEmpty else { return .nan }
    let sorted = sorted()
    let middle = count / 2
    return count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
  }

  var mean: Double { isEmpty ? 0 : reduce(0, +) / Double(count) }

  /// Of the numbers as all there are.
  var variance: Double {
    let mean = mean
    return isEmpty ? 0 : reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(count)
  }

  /// Of the numbers as a sample.
  var sampleVariance: Double {
    count > 1 ? variance * Double(count) / Double(count - 1) : 0
  }

  /// Scatter from one number to the next, as a standard deviation: median of the steps between neighbours
  /// over 0.6745 √2. Neither a jump nor a slope nor a few long steps change it much.
  var neighbourScatter: Double {
    guard count >= 3 else { return 0 }
    return zip(self, dropFirst()).map { abs($1 - $0) }.median / 0.6745 / 2.0.squareRoot()
  }

  /// Medians over up to `reach` neighbours to each side.
  func runningMedian(reach: Int) -> [Double] {
    indices.map { index in
      Array(self[Swift.max(0, index - reach)...Swift.min(count - 1, index + reach)]).median
    }
  }
}
