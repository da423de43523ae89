import Accounting
import Glibc
import Metering
import Planning
import Quantities
import Reporting

/// Waits for the planned start of a run, outside of which nothing happens: no command runs yet.
///
/// The wall clock is looked at again every few seconds, so that a machine that slept or a clock that was set
/// costs no more than that. SIGUSR1 starts at once; SIGINT, SIGTERM, SIGHUP and SIGQUIT end the wait.
struct Hold {
  let order: ActingOrder
  let expected: JobDuration
  let feed: IntensityFeed
  let signals: Signals
  let notice: Notice
  let requested: Timestamp

  /// The latest start that is allowed.
  private var limit: Timestamp {
    let byWait = requested + order.maxWait
    guard let deadline = order.deadline else { return byWait }
    return min(byWait, deadline + .seconds(-expected.longest.seconds))
  }

  func wait() throws -> Acting.Wait {
    var rule = HoldRule(requested: requested, limit: limit, expected: expected)
    // The first answer is waited for: without one there is nothing to plan with.
    feed.work(at: requested)
    var answers = -1
    var said: Timestamp?
    while true {
      let now = SystemClock.wall()
      feed.work(at: now)
      if feed.answers + feed.failures != answers {
        answers = feed.answers + feed.failures
        rule.plan(feed.series, trouble: feed.trouble, now: now)
      }
      let start = rule.start
      if let start, now >= start || now >= limit {
        notice.clear()
        return Acting.Wait(
          requested: requested, started: SystemClock.wall(),
          reason: now >= limit && start > limit
            ? "The deadline allowed no longer wait." : rule.reason,
          source: rule.source)
      }
      if let start, start != said {
        said = start
        notice.say(rule.announcement(until: limit))
        notice.say("`kill -USR1 \(getpid())` starts it at once; Ctrl-C ends the wait.")
      }
      if start == nil, now >= limit || (now - requested).seconds > Self.patience {
        rule.giveUp("No intensities came within \(Int(Self.patience)) s.", now: now)
        continue
      }
      if let start { notice.show(rule.liveLine(now: now, start: start)) }
      if try sleep(until: min(start ?? limit, limit), now) {
        notice.clear()
        return Acting.Wait(
          requested: requested, started: SystemClock.wall(), reason: "SIGUSR1 said so.",
          source: rule.source)
      }
    }
  }

  /// How long the first answer is waited for.
  private static let patience = 30.0

  /// Sleeps until a moment, a signal or an answer; true when a signal says to start.
  private func sleep(until moment: Timestamp, _ now: Timestamp) throws -> Bool {
    let left = (moment - now).seconds
    let isTerminal = isatty(2) == 1
    let seconds = min(left, isTerminal || feed.descriptor != nil ? 1 : feed.secondsToNextAsk, 5)
    var descriptors = [pollfd(fd: signals.descriptor, events: Int16(POLLIN), revents: 0)]
    if let answer = feed.descriptor {
      descriptors.append(pollfd(fd: answer, events: Int16(POLLIN), revents: 0))
    }
    poll(&descriptors, UInt(descriptors.count), Int32(max(0, (seconds * 1000).rounded(.up))))
    while let number = signals.nextNumber() {
      switch number {
      case SIGUSR1: return true
      case SIGINT, SIGTERM, SIGHUP, SIGQUIT:
        notice.clear()
        notice.say("The wait was ended by signal \(number): the command was not started.")
        throw ActingSession.Interrupted(signal: number)
      case SIGTSTP, SIGTTIN, SIGTTOU: signals.stop(by: number)
      case _: break
      }
    }
    return false
  }
}

/// When to start: the rule, without a clock.
struct HoldRule {
  let requested: Timestamp
  let limit: Timestamp
  let expected: JobDuration
  /// The planned start; nil while nothing is known yet.
  private(set) var start: Timestamp?
  private(set) var reason = ""
  private(set) var source = ""
  private var mean = 0.0
  private var atOnce = 0.0

  init(requested: Timestamp, limit: Timestamp, expected: JobDuration) {
    self.requested = requested
    self.limit = limit
    self.expected = expected
  }

  /// Plans anew with what is known now. Without a series the last plan holds; without a plan it starts at once.
  mutating func plan(_ series: IntensitySeries?, trouble: String?, now: Timestamp) {
    guard now < limit else {
      set(now, "The deadline allows no wait.", "")
      return
    }
    if let trouble, start != nil {
      // The plan of the last answer holds.
      source += source.contains("no newer") ? "" : " (no newer: \(trouble))"
      return
    }
    guard let series, let slot = series.slot(at: now) else {
      giveUp(
        trouble.map { "No intensities are to be had: \($0)." }
          ?? "The intensities that are known do not cover this time.", now: now)
      return
    }
    let length = Double(series.slotSeconds)
    let slots = max(1, Int((expected.usual.seconds / length).rounded(.up)))
    let lastStart = series.slot(at: limit) ?? series.count - 1
    let last = min(series.count, lastStart + slots)
    let values = Array(series.values[slot..<max(slot, last)])
    let problem = SlotProblem(
      intensities: values, profile: [Double](repeating: 1 / Double(slots), count: slots))
    guard let best = problem.contiguous() else {
      giveUp("The intensities that are known do not reach over the job's duration.", now: now)
      return
    }
    source = "\(series.source), \(series.zone)"
    mean = best.grams
    atOnce = problem.baseline()?.grams ?? .nan
    guard best.start > 0 else {
      set(now, "Now is the cleanest time: \(mean.text()) g CO2e/kWh over the run.", source)
      return
    }
    let planned = min(limit, series.start(ofSlot: slot + best.start))
    set(
      planned,
      "The cleanest time before the latest start: \(mean.text()) g CO2e/kWh over the run"
        + (atOnce.isFinite ? ", \(atOnce.text()) at once." : "."), source)
  }

  mutating func giveUp(_ why: String, now: Timestamp) {
    set(now, why + " It starts at once.", source)
  }

  private mutating func set(_ start: Timestamp, _ reason: String, _ source: String) {
    self.start = start
    self.reason = reason
    self.source = source
  }

  /// Part of the emissions that waiting is expected to save.
  private var saving: Double? { atOnce.isFinite && atOnce > 0 ? 1 - mean / atOnce : nil }

  func announcement(until limit: Timestamp) -> String {
    guard let start else { return "" }
    let expectation = saving.map { " Expected to save \(($0 * 100).text(significant: 2)) %." } ?? ""
    return "Waiting until \(start.short) to start, at the latest until \(limit.short). \(reason)"
      + "\(expectation) Source: \(source). Duration: \(expected.usual.text), \(expected.origin)."
  }

  func liveLine(now: Timestamp, start: Timestamp) -> String {
    "⏳ starts in \((start - now).text) at \(start.short) │ \(mean.text()) g CO2e/kWh"
      + (atOnce.isFinite ? ", now \(atOnce.text())" : "")
  }
}
