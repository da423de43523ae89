import Accounting
import Quantities

/// The plain forecasts that ours must beat.
struct BacktestRivals: Sendable {
  /// Means by month and hour of the day, from the years before the test; nil with less than one.
  private let usual: [Double]?
  /// Month of each day of the history, 0…11, as days are counted from its first hour.
  private let months: [Int]

  init(_ hours: IntensityHours, before end: Int) {
    months = (0...hours.count / IntensityHours.day).map { day in
      let text = hours.start(ofHour: day * IntensityHours.day).description
      return (Int(text.dropFirst(5).prefix(2)) ?? 1) - 1
    }
    guard end >= 365 * IntensityHours.day else {
      usual = nil
      return
    }
    var sums = [Double](repeating: 0, count: 12 * IntensityHours.day)
    var counts = sums
    for hour in 0..<end where hours.values[hour].isFinite {
      let place = months[hour / IntensityHours.day] * IntensityHours.day + hour % IntensityHours.day
      sums[place] += hours.values[hour]
      counts[place] += 1
    }
    usual = zip(sums, counts).map { $1 > 0 ? $0 / $1 : .nan }
  }

  func persistence(_ hours: IntensityHours, issue: Int) -> Double {
    hours.filled[hours.lastKnown[issue - 1]]
  }

  /// The latest known same hour of the day.
  func yesterday(_ hours: IntensityHours, target: Int, issue: Int) -> Double {
    hours.filled[target - IntensityFeatures.days(target - issue + 1) * IntensityHours.day]
  }

  /// The latest known same hour of the week.
  func lastWeek(_ hours: IntensityHours, target: Int, issue: Int) -> Double {
    hours.filled[target - IntensityFeatures.weeks(target - issue + 1) * IntensityHours.week]
  }

  func climatology(target: Int) -> Double? {
    usual.map {
      $0[months[target / IntensityHours.day] * IntensityHours.day + target % IntensityHours.day]
    }
  }
}
