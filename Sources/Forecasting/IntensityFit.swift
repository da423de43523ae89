import RealModule

/// What a zone's history teaches: coefficients for a row of leads and each hour of the day, and the errors they leave.
///
/// For each lead a ridge regression over all hours, and for each hour of the day a second one on what the first
/// leaves, which shrinks towards it: partial pooling. Leads in between blend their neighbours' coefficients.
struct IntensityFit: Sendable {
  /// Leads that are fitted. Where the latest same hour moves a day back, both sides are.
  static let leads = [
    1, 2, 3, 4, 6, 8, 12, 16, 20, 24, 25, 30, 36, 42, 48, 49, 60, 72, 73, 84, 96, 97, 120, 168,
  ]
  /// Price on coefficients: of all hours, and of an hour's own part.
  private static let sharedPenalty = 20.0
  private static let ownPenalty = 100.0
  /// Days after which an error counts half for how wide intervals are.
  private static let errorHalfLife = 8.0

  private let scale: Double
  private let season: Bool
  private var parts: [Part] = []

  /// One lead.
  struct Part: Sendable {
    /// 24 rows of coefficients.
    var coefficients: [Double]
    /// By hour of the day: what 10 % and 90 % of errors lie below, and their mean size.
    var low: [Double]
    var high: [Double]
    var size: [Double]
    /// How large errors have lately been, by hour of the history; 1 is as in the years of fitting.
    var spread: [Double] = []
  }

  /// - Parameters:
  ///   - end: hours from here on teach no coefficient; they do widen or narrow intervals after they have passed.
  ///   - step: every how many days an example is taken.
  init(_ hours: IntensityHours, until end: Int, step: Int = 1) {
    let known = hours.values[..<end].filter(\.isFinite)
    let mean = known.reduce(0, +) / Double(known.count)
    let variance = known.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(known.count)
    // A constant grid has no scale; any number above zero will do.
    scale = max(variance.squareRoot(), 1e-6 * max(mean.magnitude, 1))
    season = end >= 365 * IntensityHours.day
    for lead in Self.leads {
      let examples = Self.examples(hours, lead: lead, step: step)
      let learnt = examples[..<(examples.firstIndex { $0 >= end } ?? examples.count)]
      parts.append(
        errors(
          hours, lead: lead, coefficients: coefficients(hours, lead: lead, of: learnt),
          of: examples, until: end, step: step))
    }
  }

  /// The forecast of an hour from the latest known one, with its interval.
  func forecast(_ hours: IntensityHours, target: Int, known: Int) -> IntensityGuess {
    let lead = target - known
    let above = Self.leads.firstIndex { $0 >= lead } ?? Self.leads.count - 1
    let below = Self.leads[above] <= lead || above == 0 ? above : above - 1
    let share =
      above == below
      ? 0 : Double(lead - Self.leads[below]) / Double(Self.leads[above] - Self.leads[below])
    let hour = target % IntensityHours.day
    var row = [Double](repeating: 0, count: IntensityFeatures.count)
    let value = row.withUnsafeMutableBufferPointer { row in
      guard let row = row.baseAddress else { return Double.nan }
      let base = IntensityFeatures.write(
        hours, target: target, lead: lead, scale: scale, season: season, into: row)
      return base + (1 - share) * parts[below].product(row, hour: hour)
        + share * parts[above].product(row, hour: hour)
    }
    let first = parts[below].interval(hour: hour, known: known)
    let second = parts[above].interval(hour: hour, known: known)
    return IntensityGuess(
      value: value, low: value + (1 - share) * first.low + share * second.low,
      high: value + (1 - share) * first.high + share * second.high)
  }

  // MARK: Fitting

  private func coefficients(
    _ hours: IntensityHours, lead: Int, of examples: ArraySlice<Int>
  ) -> [Double] {
    let count = IntensityFeatures.count
    var sums = Array(repeating: IntensityRidge(count: count), count: IntensityHours.day)
    var row = [Double](repeating: 0, count: count)
    row.withUnsafeMutableBufferPointer { row in
      guard let row = row.baseAddress else { return }
      for target in examples {
        let base = IntensityFeatures.write(
          hours, target: target, lead: lead, scale: scale, season: season, into: row)
        sums[target % IntensityHours.day].add(row, outcome: hours.values[target] - base)
      }
    }
    var shared = IntensityRidge(count: count)
    for sum in sums { shared.add(sum, weight: 1) }
    let common = shared.solved(penalty: Self.sharedPenalty * scale * scale)
    let rest = sums.map { $0.remaining(after: common) }
    var coefficients: [Double] = []
    for hour in 0..<IntensityHours.day {
      // Neighbouring hours are alike: each lends half its weight.
      var own = rest[hour]
      own.add(rest[(hour + 1) % IntensityHours.day], weight: 0.5)
      own.add(rest[(hour + IntensityHours.day - 1) % IntensityHours.day], weight: 0.5)
      let part = own.solved(penalty: Self.ownPenalty * scale * scale)
      coefficients += zip(common, part).map { $0 + $1 }
    }
    return coefficients
  }

  /// Hours of which the outcome and most of the week before the issue are known.
  private static func examples(_ hours: IntensityHours, lead: Int, step: Int) -> [Int] {
    var examples: [Int] = []
    var target = IntensityFeatures.needed(lead: lead)
    while target < hours.count {
      let skipped = target / IntensityHours.day % step
      if skipped != 0 {
        target += (step - skipped) * IntensityHours.day - target % IntensityHours.day
        continue
      }
      if hours.values[target].isFinite,
        hours.knownHours(IntensityHours.week, upTo: target - lead) * 2 >= IntensityHours.week
      {
        examples.append(target)
      }
      target += 1
    }
    return examples
  }

  // MARK: Errors

  private func errors(
    _ hours: IntensityHours, lead: Int, coefficients: [Double], of examples: [Int], until end: Int,
    step: Int
  ) -> Part {
    let nothing = [Double](repeating: 0, count: IntensityHours.day)
    var part = Part(coefficients: coefficients, low: nothing, high: nothing, size: nothing)
    var errors = [Double](repeating: .nan, count: hours.count)
    var row = [Double](repeating: 0, count: IntensityFeatures.count)
    row.withUnsafeMutableBufferPointer { row in
      guard let row = row.baseAddress else { return }
      for target in examples {
        let base = IntensityFeatures.write(
          hours, target: target, lead: lead, scale: scale, season: season, into: row)
        errors[target] =
          hours.values[target] - base - part.product(row, hour: target % IntensityHours.day)
      }
    }
    let byHour = (0..<IntensityHours.day).map { hour in
      stride(from: hour, to: end, by: IntensityHours.day).map { errors[$0] }
        .filter(\.isFinite).sorted()
    }
    let low = byHour.map { IntensityGuess.quantile($0, 0.1) * Self.optimism($0) }
    let high = byHour.map { IntensityGuess.quantile($0, 0.9) * Self.optimism($0) }
    let size = byHour.map { $0.isEmpty ? 0 : $0.reduce(0) { $0 + $1.magnitude } / Double($0.count) }
    part.low = Self.smooth(low)
    part.high = Self.smooth(high)
    part.size = Self.smooth(size)
    part.spread = Self.spread(errors, size: part.size, step: step)
    return part
  }

  /// An hour has its own days and half of each neighbour's; the penalty leaves about ten of the coefficients free.
  private static func optimism(_ errors: [Double]) -> Double {
    IntensityGuess.optimism(examples: 2 * errors.count, free: 10)
  }

  /// Each hour of the day with half the weight of its neighbours.
  private static func smooth(_ byHour: [Double]) -> [Double] {
    byHour.indices.map { hour in
      let next = byHour[(hour + 1) % byHour.count]
      let last = byHour[(hour + byHour.count - 1) % byHour.count]
      return 0.5 * byHour[hour] + 0.25 * (next + last)
    }
  }

  /// Exponentially weighted mean of the errors' sizes, each beside what is normal at its hour of the day.
  private static func spread(_ errors: [Double], size: [Double], step: Int) -> [Double] {
    let gain = 1 - Double.exp2(-Double(step) / (errorHalfLife * Double(IntensityHours.day)))
    var spread = [Double](repeating: 1, count: errors.count)
    var last = 1.0
    for hour in errors.indices {
      let normal = size[hour % IntensityHours.day]
      if errors[hour].isFinite, normal > 0 {
        last += gain * (errors[hour].magnitude / normal - last)
      }
      spread[hour] = last
    }
    return spread
  }
}

extension IntensityFit.Part {
  func product(_ row: UnsafePointer<Double>, hour: Int) -> Double {
    coefficients.withUnsafeBufferPointer { coefficients in
      var sum = 0.0
      var place = hour * IntensityFeatures.count
      var index = 0
      while index < IntensityFeatures.count {
        sum += row[index] * coefficients[place]
        index += 1
        place += 1
      }
      return sum
    }
  }

  func interval(hour: Int, known: Int) -> (low: Double, high: Double) {
    (low[hour] * spread[known], high[hour] * spread[known])
  }
}
