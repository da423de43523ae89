import Quantities

/// Round moments on an axis of seconds since 1970: hours, days, months or years, as the span asks for.
enum DateTicks {
  private static let hour = 3600.0
  private static let day = 86_400.0

  static func ticks(from low: Double, to high: Double, about count: Int) -> [Tick] {
    let rough = (high - low) / Double(max(count, 1))
    if rough > 20 * day { return calendar(from: low, to: high, rough: rough) }
    let steps = [
      60, 300, 900, hour, 3 * hour, 6 * hour, 12 * hour, day, 2 * day, 7 * day, 14 * day,
    ]
    let step = steps.first { $0 >= rough * 0.8 } ?? 14 * day
    // Weeks begin on Mondays; 1970 began on a Thursday.
    let shift = step >= 7 * day ? 4 * day : 0
    var value = ((low - shift) / step).rounded(.up) * step + shift
    var ticks: [Tick] = []
    while value <= high, ticks.count < 100 {
      let text = step < day && !isMidnight(value) ? time(value) : date(value)
      ticks.append(Tick(value: value, text: text))
      value += step
    }
    return ticks
  }

  /// Beginnings of months, quarters or years.
  private static func calendar(from low: Double, to high: Double, rough: Double) -> [Tick] {
    let months = [1, 3, 6, 12, 24, 60, 120].first { Double($0) * 30.4 * day >= rough * 0.8 } ?? 240
    let first = Timestamp(seconds: low).year
    let last = Timestamp(seconds: high).year
    var ticks: [Tick] = []
    for year in first...max(first, last) where year.isMultiple(of: max(1, months / 12)) {
      for month in stride(from: 1, through: 12, by: min(months, 12)) {
        let text = month < 10 ? "\(year)-0\(month)" : "\(year)-\(month)"
        guard let moment = Timestamp("\(text)-01") else { continue }
        let seconds = moment.seconds
        guard seconds >= low, seconds <= high else { continue }
        ticks.append(Tick(value: seconds, text: months < 12 ? text : "\(year)"))
      }
    }
    return ticks
  }

  /// `2026-11-24 14:00`.
  static func moment(_ seconds: Double) -> String {
    let text = Timestamp(seconds: seconds).description
    return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5))"
  }

  /// `24 Nov`.
  static func date(_ seconds: Double) -> String {
    let text = Timestamp(seconds: seconds).description
    let month = Int(text.dropFirst(5).prefix(2)) ?? 1
    return "\(Int(text.dropFirst(8).prefix(2)) ?? 1) \(months[month - 1])"
  }

  static func time(_ seconds: Double) -> String {
    String(Timestamp(seconds: seconds).description.dropFirst(11).prefix(5))
  }

  private static func isMidnight(_ seconds: Double) -> Bool {
    seconds.truncatingRemainder(dividingBy: day) == 0
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]
}

extension Timestamp {
  /// Within what a moment can be.
  init(seconds: Double) {
    self.init(nanoseconds: Int64(min(max(seconds, -9e9), 9e9) * 1e9))
  }

  var seconds: Double { Double(nanoseconds) / 1e9 }
}
