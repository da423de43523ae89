import RealModule

/// The forecast of a history too short to learn from: the mean of the same hour on past days, and the deviation of the
/// last hours, which fades.
///
/// Both constants had the least error over 15 zones in 2021 and 2022. The interval is that of a deviation that fades
/// by the hour (an autoregression of order one, Hyndman & Athanasopoulos 2021, section 5.5), scaled to the errors
/// that the pattern itself made so far.
struct IntensityPattern: Sendable {
  private static let days = 14
  /// Hours in which a deviation falls to 1/e.
  private static let fading = 30.0
  private static let lastHours = 3

  private let known: Int
  private let deviation: Double
  /// What 10 % and 90 % of the pattern's errors lie below.
  private let low: Double
  private let high: Double

  /// - Parameter known: the latest known hour; at least a week lies before it.
  init(_ hours: IntensityHours, known: Int) {
    self.known = known
    var errors: [Double] = []
    for hour in max(4 * IntensityHours.day, known - 8 * IntensityHours.week)...known
    where hours.values[hour].isFinite {
      errors.append(
        hours.values[hour] - Self.mean(hours, of: hour, known: hour - 2 * IntensityHours.day))
    }
    deviation = (known - Self.lastHours + 1...known).reduce(0) { sum, hour in
      let error = hours.filled[hour] - Self.mean(hours, of: hour, known: hour - IntensityHours.day)
      return sum + error / Double(Self.lastHours)
    }
    errors.sort()
    // Hours of one day err together: what counts is days, and level, trend and spread are taken from them.
    let widening = IntensityGuess.optimism(examples: (known + 1) / IntensityHours.day, free: 3)
    low = IntensityGuess.quantile(errors, 0.1) * widening
    high = IntensityGuess.quantile(errors, 0.9) * widening
  }

  func forecast(_ hours: IntensityHours, target: Int) -> IntensityGuess {
    let lead = Double(target - known)
    let value =
      Self.mean(hours, of: target, known: known) + deviation * Double.exp(-lead / Self.fading)
    let width = (1 - Double.exp(-2 * lead / Self.fading)).squareRoot()
    return IntensityGuess(value: value, low: value + low * width, high: value + high * width)
  }

  /// Mean of the same hour on the last days that are known, at most fourteen.
  private static func mean(_ hours: IntensityHours, of target: Int, known: Int) -> Double {
    hours.sameHour(
      of: target, skipping: IntensityFeatures.days(target - known),
      days: max(1, min(days, (known + 1) / IntensityHours.day)))
  }
}
