public import Quantities

/// When a job may run, and how it may be cut.
public struct PlanWindow: Hashable, Sendable {
  public var release: Timestamp
  public var deadline: Timestamp
  /// Whether the job may pause and go on.
  public var isInterruptible = false
  /// Seconds that it runs through at least, once it has started or gone on.
  public var minimumStretch = 0.0
  /// IT energy that each start but the first costs.
  public var resumeEnergy = Energy.zero
  /// IT power while it is paused, of hardware that stays reserved.
  public var pausedPower = Power.zero
  /// IT power from the release to the start, of hardware that is reserved already.
  public var waitingPower = Power.zero
  /// Hours of each day in which nothing may run.
  public var blackouts: [DailySpan] = []
  /// Hours of each day in which no more than a power may be drawn.
  public var capacities: [Capacity] = []
  /// Length of the slots that plans are made in: a minute for short windows, a quarter of an hour for two weeks, an hour
  /// beyond.
  public var slotSeconds: Int

  /// A power that is not to be passed in some hours of each day.
  public struct Capacity: Hashable, Sendable {
    public let span: DailySpan
    public let power: Power

    public init(span: DailySpan, power: Power) {
      self.span = span
      self.power = power
    }
  }

  public init(release: Timestamp, deadline: Timestamp) {
    self.release = release
    self.deadline = deadline
    let seconds = (deadline - release).seconds
    slotSeconds = seconds <= 6 * 3600 ? 60 : seconds <= 14 * 86_400 ? 900 : 3600
  }

  public var seconds: Double { (deadline - release).seconds }

  /// Whole slots from the release to the deadline.
  var slots: Int { max(0, Int((seconds / Double(slotSeconds) + 1e-9).rounded(.down))) }

  /// Whether the job may run in a slot.
  func isOpen(_ slot: Int, peak: Power) -> Bool {
    let start = release.nanoseconds / 1_000_000_000 + Int64(slot * slotSeconds)
    func meets(_ span: DailySpan) -> Bool { span.meets(start..<start + Int64(slotSeconds)) }
    return !blackouts.contains(where: meets)
      && !capacities.contains { $0.power < peak && meets($0.span) }
  }
}

/// A span of each day in UTC, that may go over midnight: `22:00-06:00`.
public struct DailySpan: Hashable, Sendable {
  /// Seconds after midnight in UTC.
  public let start: Int
  public let end: Int

  /// Nil unless the text is `HH:MM-HH:MM`, two different times.
  public init?(_ text: String) {
    let ends = text.split(separator: "-", omittingEmptySubsequences: false).map(Self.seconds)
    guard ends.count == 2, let start = ends[0], let end = ends[1], start != end,
      start < 86_400
    else {
      return nil
    }
    self.start = start
    self.end = end
  }

  private static func seconds(_ text: Substring) -> Int? {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 2, parts.allSatisfy({ (1...2).contains($0.count) }),
      let hour = Int(parts[0]), let minute = Int(parts[1]), (0...24).contains(hour),
      (0...59).contains(minute), hour < 24 || minute == 0
    else { return nil }
    return hour * 3600 + minute * 60
  }

  /// Whether a span of seconds since 1970, shorter than a day, has any moment in common with it.
  func meets(_ moments: Range<Int64>) -> Bool {
    let day: Int64 = 86_400
    let length = Int64(end > start ? end - start : end - start + 86_400)
    var begin = (moments.lowerBound - Int64(start)) % day
    if begin < 0 { begin += day }
    // Seconds from the span's last beginning to the moments, and on to its next one.
    return begin < length || day - begin < Int64(moments.count)
  }
}
