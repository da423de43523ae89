import Accounting

/// How the slots inside an hour lie beside the hour's mean, from the last four weeks.
struct IntensityShape: Sendable {
  /// Mean difference and spread, by hour of the day and slot.
  private var offsets: [Double]
  private var spreads: [Double]
  private let perHour: Int

  init(_ history: IntensitySeries, _ hours: IntensityHours, before end: Int) {
    perHour = hours.slotsPerHour
    let size = IntensityHours.day * perHour
    var sums = [Double](repeating: 0, count: size)
    var squares = sums
    var counts = sums
    for hour in max(0, min(end, hours.count) - 4 * IntensityHours.week)..<min(end, hours.count)
    where hours.values[hour].isFinite {
      for slot in 0..<perHour {
        let value = history.values[hours.slotsBefore + hour * perHour + slot]
        guard value.isFinite else { continue }
        let place = hour % IntensityHours.day * perHour + slot
        let difference = value - hours.values[hour]
        sums[place] += difference
        squares[place] += difference * difference
        counts[place] += 1
      }
    }
    offsets = sums.indices.map { counts[$0] > 0 ? sums[$0] / counts[$0] : 0 }
    let means = offsets
    spreads = sums.indices.map { place in
      guard counts[place] > 1 else { return 0 }
      return max(0, squares[place] / counts[place] - means[place] * means[place]).squareRoot()
    }
  }

  /// The guess for a slot, counted as hours are from the first known one.
  func slot(_ slot: Int, in hour: IntensityGuess) -> IntensityGuess {
    let place = slot % (IntensityHours.day * perHour)
    let value = hour.value + offsets[place]
    // Errors of the hour and of the slot within it are taken as independent; 1.28 spreads are 10 %.
    let own = 1.2816 * spreads[place]
    func widened(_ width: Double) -> Double { (width * width + own * own).squareRoot() }
    return IntensityGuess(
      value: value, low: value - widened(hour.value - hour.low),
      high: value + widened(hour.high - hour.value))
  }
}
