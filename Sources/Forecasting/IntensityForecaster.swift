package import Accounting
package import Quantities

/// Our own forecast of a zone's carbon intensity, from its history alone: no weather, no demand, no market.
///
/// A quarter of history is learnt from by regression on daily, weekly and yearly patterns and on how the last
/// hours lay beside them; less, down to a week, is continued as the mean of past days. Intervals are quantiles of
/// the errors made so far, as wide as errors have lately been; `Docs/Methods/Forecasting.md` has the method and what it
/// was tried on. Daylight saving shifts local habits against UTC twice a year; the pattern of the last weeks follows
/// within days.
package struct IntensityForecaster: Sendable {
  /// How the forecast is made.
  package enum Method: Hashable, Sendable {
    /// From coefficients learnt from so many days.
    case learnt(days: Int)
    /// From the mean of past days, since there are only so many.
    case pattern(days: Int)
  }

  /// Days of history from which a forecast is made at all.
  package static let leastDays = 7
  /// Days of history from which coefficients are learnt.
  package static let learningDays = 90
  /// How far ahead a forecast goes.
  package static let mostHours = 336

  package let method: Method
  /// Share of the history's hours of which nothing was known.
  package let unknownShare: Double
  let hours: IntensityHours
  private let history: IntensitySeries
  private let fit: IntensityFit?

  /// - Parameters:
  ///   - history: slots of 60, 30, 20, 15, 10 or 5 minutes; unknown slots may be NaN.
  ///   - end: later slots teach no coefficient; nil learns from all.
  package init(history: IntensitySeries, learningUntil end: Timestamp? = nil) throws(Problem) {
    try self.init(
      history: history, hours: IntensityHours(history), learningUntil: end, step: 1)
  }

  /// - Parameter step: every how many days an example is taken: 1 is all, more is faster and coarser.
  init(
    history: IntensitySeries, hours: IntensityHours, learningUntil end: Timestamp?, step: Int
  ) throws(Problem) {
    self.history = history
    self.hours = hours
    let last = end.map { min(max(hours.hour(at: $0), 0), hours.count) } ?? hours.count
    let known = last > 0 ? hours.knownHours(last, upTo: last - 1) : 0
    guard known >= Self.leastDays * IntensityHours.day else {
      throw Self.tooShort(history.zone, hours: known)
    }
    unknownShare = 1 - Double(known) / Double(last)
    if known >= Self.learningDays * IntensityHours.day {
      method = .learnt(days: known / IntensityHours.day)
      fit = IntensityFit(hours, until: last, step: step)
    } else {
      method = .pattern(days: known / IntensityHours.day)
      fit = nil
    }
  }

  /// What the forecast rests on, as a sentence for people.
  package var note: String {
    let gaps =
      unknownShare < 0.005
      ? "" : " \((unknownShare * 100).text(significant: 2)) % of the hours are unknown."
    return switch method {
    case .learnt(let days):
      "Learnt from \(days) days of history, without weather.\(gaps)"
    case .pattern(let days):
      "Only \(days) days of history: the mean of past days is continued, which is less sure.\(gaps)"
    }
  }

  /// The next hours, in the history's slots, from the slot that holds the moment on.
  ///
  /// Nothing at or after the moment is looked at, so a moment inside the history gives what would have been said then.
  package func forecast(from issued: Timestamp, hours count: Int) throws(Problem)
    -> IntensitySeries
  {
    guard (1...Self.mostHours).contains(count) else {
      throw Problem(
        "Cannot forecast \(count) hours.",
        why: "A forecast from history alone says nothing useful after two weeks.",
        fix: "Ask for 1 to \(Self.mostHours) hours.", exit: .usage)
    }
    let perHour = hours.slotsPerHour
    let nanoseconds = 3_600_000_000_000 / Int64(perHour)
    // Slots are counted from the first known hour, as hours are.
    let offset = issued.nanoseconds - hours.start.nanoseconds
    guard offset >= 0 else { throw Self.tooShort(history.zone, hours: 0) }
    let first = Int(offset / nanoseconds)
    let slots = first..<first + count * perHour
    let hourRange = first / perHour...(slots.upperBound - 1) / perHour
    let guesses = try hourly(from: first / perHour, count: hourRange.count)
    let shape = perHour == 1 ? nil : IntensityShape(history, hours, before: first / perHour)
    let all = slots.map { slot in
      let guess = guesses[slot / perHour - hourRange.lowerBound]
      return (shape?.slot(slot, in: guess) ?? guess).tidy(history.signal)
    }
    return IntensitySeries(
      zone: history.zone,
      start: Timestamp(nanoseconds: hours.start.nanoseconds + Int64(first) * nanoseconds),
      slotSeconds: history.slotSeconds, values: all.map(\.value), low: all.map(\.low),
      high: all.map(\.high), signal: history.signal, basis: history.basis,
      kind: .forecast(issued: issued), source: "own forecast from \(history.source)")
  }

  /// Expected means of `count` hours from the hour on, from what is known before it.
  func hourly(from first: Int, count: Int) throws(Problem) -> [IntensityGuess] {
    let before = min(first, hours.count)
    guard before > 0 else { throw Self.tooShort(history.zone, hours: 0) }
    let known = hours.lastKnown[before - 1]
    let knownHours = hours.knownHours(before, upTo: before - 1)
    guard knownHours >= Self.leastDays * IntensityHours.day else {
      throw Self.tooShort(history.zone, hours: knownHours)
    }
    guard first - known <= IntensityHours.week else {
      throw Problem(
        "Cannot forecast \(history.zone) from \(hours.start(ofHour: first)).",
        why: "The last known hour is \(hours.start(ofHour: known)), more than a week before.",
        fix: "Give a history that reaches up to the forecast's beginning.")
    }
    let targets = first..<first + count
    if let fit, known >= IntensityFeatures.needed(lead: IntensityHours.week) {
      return targets.map { fit.forecast(hours, target: $0, known: known) }
    }
    let pattern = IntensityPattern(hours, known: known)
    return targets.map { pattern.forecast(hours, target: $0) }
  }

  private static func tooShort(_ zone: String, hours: Int) -> Problem {
    Problem(
      "Cannot forecast \(zone).",
      why: "\(hours) hours of history are known, and a daily pattern needs \(leastDays * 24).",
      fix: "Give at least a week of history, better a year or more.")
  }
}
