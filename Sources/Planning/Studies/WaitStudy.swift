public import Quantities

/// What waiting saves, by the rules of Wiesner et al. 2021 ("Let's wait awhile", section 5): nightly jobs that may move both
/// ways, and a machine learning project of 3,387 jobs that may wait for the next working day or the next of two days a week.
/// Half-hour slots; an hourly series gives both halves of an hour its value.
public struct WaitStudy: Hashable, Sendable {
  /// Parts saved against starting when asked, 0…1.
  public let nightly: Double
  public let nextWorkday: Double
  public let nextWorkdayPausing: Double
  public let semiWeekly: Double
  public let semiWeeklyPausing: Double

  private static let slotsPerDay = 48
  private static let jobs = 3387

  /// - Parameters:
  ///   - hours: g CO2e/kWh of each hour of whole years from `start` on, all known.
  ///   - start: midnight in UTC.
  ///   - seed: of the jobs' times and lengths.
  public init?(hours: [Double], from start: Timestamp, seed: UInt64 = 1) {
    let values = hours.flatMap { [$0, $0] }
    let days = values.count / Self.slotsPerDay
    guard days > 14 else { return nil }
    // 1970-01-01 was a Thursday; Monday is 0.
    let first = Int(start.nanoseconds / 86_400_000_000_000) + 3
    nightly = Self.nightly(values, days: days)
    var random = SplitMix64(state: seed)
    var sums = (baseline: 0.0, next: 0.0, nextPausing: 0.0, semi: 0.0, semiPausing: 0.0)
    let working = (0..<days - 8).filter { (first + $0) % 7 < 5 }
    for _ in 0..<Self.jobs {
      // On a working day, from nine to five; four to ninety hours long.
      let day = working[random.below(working.count)]
      let begin = day * Self.slotsPerDay + 18 + random.below(16)
      let length = 8 + random.below(172)
      guard begin + length + 7 * Self.slotsPerDay <= values.count else { continue }
      let finish = begin + length
      let weekday = (first + finish / Self.slotsPerDay) % 7
      let next = Self.nextWorkday(finish, weekday: weekday)
      let semi = Self.semiWeekly(finish, weekday: weekday)
      let base = values[begin..<finish].reduce(0, +)
      sums.baseline += base
      let (through, pausing) = Self.best(values, begin, length, until: next)
      sums.next += through
      sums.nextPausing += pausing
      let (late, latePausing) = Self.best(values, begin, length, until: semi)
      sums.semi += late
      sums.semiPausing += latePausing
    }
    guard sums.baseline > 0 else { return nil }
    nextWorkday = 1 - sums.next / sums.baseline
    nextWorkdayPausing = 1 - sums.nextPausing / sums.baseline
    semiWeekly = 1 - sums.semi / sums.baseline
    semiWeeklyPausing = 1 - sums.semiPausing / sums.baseline
  }

  /// Half an hour at one at night, at best within eight hours before or after.
  private static func nightly(_ values: [Double], days: Int) -> Double {
    var (baseline, best) = (0.0, 0.0)
    for day in 1..<days - 1 {
      let at = day * slotsPerDay + 2
      baseline += values[at]
      best += values[at - 16...at + 16].min() ?? values[at]
    }
    return baseline > 0 ? 1 - best / baseline : 0
  }

  /// A job that would end outside of working hours may end by nine of the next working day.
  private static func nextWorkday(_ finish: Int, weekday: Int) -> Int {
    let nine = finish / slotsPerDay * slotsPerDay + 18
    let slot = finish % slotsPerDay
    if weekday == 5 { return nine + 2 * slotsPerDay }
    if weekday == 6 || slot > 34 {
      // The paper's rule: a Friday evening's job has until Saturday's nine.
      return nine + slotsPerDay
    }
    return slot < 18 ? nine : finish
  }

  /// By nine of the next Monday or Thursday.
  private static func semiWeekly(_ finish: Int, weekday: Int) -> Int {
    let nine = finish / slotsPerDay * slotsPerDay + 18
    let isLate = finish % slotsPerDay > 18
    let toThursday =
      weekday == 0 && isLate || weekday == 1 || weekday == 2 || weekday == 3 && !isLate
    let days = toThursday ? (10 - weekday) % 7 : (7 - weekday) % 7
    return nine + days * slotsPerDay
  }

  /// Least sums over the window: of a run through, and of the cleanest slots.
  private static func best(
    _ values: [Double], _ begin: Int, _ length: Int, until end: Int
  ) -> (through: Double, pausing: Double) {
    let window = values[begin..<max(end, begin + length)]
    var sum = window.prefix(length).reduce(0, +)
    var least = sum
    for slot in window.indices.dropFirst(length) {
      sum += values[slot] - values[slot - length]
      least = min(least, sum)
    }
    return (least, window.sorted().prefix(length).reduce(0, +))
  }
}

extension SplitMix64 {
  fileprivate mutating func below(_ limit: Int) -> Int { Int(next() % UInt64(limit)) }
}
