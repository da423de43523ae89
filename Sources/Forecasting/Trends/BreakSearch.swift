import Accounting
import Quantities
import RealModule

/// Looks for the one date at which two lines describe a series better than one.
///
/// The largest of many F is no F: its chance is taken from series without a break, drawn at the same dates, whose
/// largest F is found in the same way (Andrews 1993 on why; the draws make it exact for normal scatter).
struct BreakSearch {
  let draws: Int
  let seed: UInt64

  /// Points at least on either side.
  static func least(of count: Int) -> Int { max(3, Int((0.15 * Double(count)).rounded(.up))) }

  /// Nil where fewer than ten points, or too few dates, leave nothing to look for.
  func found(in points: [GrowthPoint]) -> GrowthBreakSearch? {
    guard points.count >= 10 else { return nil }
    let lines = TwoLines(x: points.map(\.year))
    guard !lines.places.isEmpty, let best = lines.best(points.map { Double.log2($0.amount) }),
      let before = GrowthTrend.estimate(Array(points[..<best.place]), "before"),
      let after = GrowthTrend.estimate(Array(points[best.place...]), "after")
    else { return nil }
    var random = SplitMix64(state: seed)
    var asLarge = 0
    for _ in 0..<draws {
      let noise = points.map { _ in Normal.quantile(random.unit()) }
      if let drawn = lines.best(noise), drawn.f >= best.f { asLarge += 1 }
    }
    let (left, right) = (points[best.place - 1].date, points[best.place].date)
    return GrowthBreakSearch(
      date: Timestamp(nanoseconds: left.nanoseconds / 2 + right.nanoseconds / 2), before: before,
      after: after, largestF: best.f, chance: Double(asLarge + 1) / Double(draws + 1),
      places: lines.places.count, draws: draws)
  }
}

/// One line against two, at each place where a series can be parted.
struct TwoLines {
  /// Years, rising, from the first one on.
  private let x: [Double]
  private let sumX: [Double]
  private let sumXX: [Double]
  /// Where the second line may begin.
  let places: [Int]

  init(x: [Double]) {
    let mean = x.reduce(0, +) / Double(max(x.count, 1))
    self.x = x.map { $0 - mean }
    sumX = Self.running(self.x)
    sumXX = Self.running(self.x.map { $0 * $0 })
    let least = BreakSearch.least(of: x.count)
    guard x.count >= 2 * least else {
      places = []
      return
    }
    // Points of one day stay together, and each side needs two dates.
    places = (least...x.count - least).filter { place in
      x[place - 1] < x[place] && x[0] < x[place - 1] && x[place] < x[x.count - 1]
    }
  }

  /// The place of the largest F, with 2 and n − 4 degrees of freedom; nil where there is no place.
  func best(_ y: [Double]) -> (place: Int, f: Double)? {
    let mean = y.reduce(0, +) / Double(max(y.count, 1))
    let y = y.map { $0 - mean }
    let sumY = Self.running(y)
    let sumYY = Self.running(y.map { $0 * $0 })
    let sumXY = Self.running(zip(x, y).map { $0 * $1 })
    func rest(_ a: Int, _ b: Int) -> Double {
      let n = Double(b - a)
      let (sx, sy) = (sumX[b] - sumX[a], sumY[b] - sumY[a])
      let xx = sumXX[b] - sumXX[a] - sx * sx / n
      let yy = sumYY[b] - sumYY[a] - sy * sy / n
      let xy = sumXY[b] - sumXY[a] - sx * sy / n
      return xx > 0 ? max(0, yy - xy * xy / xx) : yy
    }
    // What rounding leaves is no rest.
    let nothing = max(1e-12 * sumYY[x.count], .leastNormalMagnitude)
    let one = max(rest(0, x.count), nothing)
    var best: (place: Int, f: Double)?
    for place in places {
      let two = max(rest(0, place) + rest(place, x.count), nothing)
      let f = (one - two) / 2 / (two / Double(x.count - 4))
      if f > best?.f ?? -1 { best = (place, f) }
    }
    return best
  }

  /// Sums of the first 0, 1, … numbers.
  private static func running(_ numbers: [Double]) -> [Double] {
    var sums = [0.0]
    sums.reserveCapacity(numbers.count + 1)
    for number in numbers { sums.append(sums[sums.count - 1] + number) }
    return sums
  }
}
