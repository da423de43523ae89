import Accounting
import Planning
import Quantities

/// Decides whether a run should be suspended now: a rule without a clock.
///
/// A run that has gone on for longer than expected is not paused any more, for nobody knows how much is left.
struct PausePolicy {
  let rule: ActingOrder.PauseRule
  let requested: Timestamp
  let deadline: Timestamp?
  /// How long waiting and pauses may take together.
  let maxWait: Duration
  /// Waited before the start.
  let waited: Duration
  /// How long the work takes: what is planned with, and what time is kept for.
  let expected: JobDuration

  enum Decision: Hashable {
    case run(String)
    case pause(until: Timestamp, reason: String)
  }

  /// - Parameters:
  ///   - ran: seconds that the run has gone on for, pauses left out.
  ///   - paused: seconds that it was suspended for.
  func decide(
    now: Timestamp, ran: Double, paused: Double, isPaused: Bool, series: IntensitySeries?
  ) -> Decision {
    let reserve = expected.longest.seconds - ran
    guard reserve > 0 else { return .run("It takes longer than expected.") }
    // The latest moment at which it has to go on.
    var latest = now + (maxWait - waited - .seconds(paused))
    if let deadline {
      latest = min(latest, deadline + .seconds(-reserve))
    }
    guard latest > now else { return .run("It has to go on to be done in time.") }
    guard let series, let slot = series.slot(at: now), series.values[slot].isFinite else {
      return .run("No intensity of this time is known.")
    }
    let intensity = series.values[slot]
    switch rule {
    case .threshold(let threshold):
      guard intensity > threshold.gramsPerKilowattHour else {
        return .run("The electricity is at \(intensity.text()) g CO2e/kWh.")
      }
      // The next slot that is clean enough, as far as it is known.
      let next = series.values[slot...].firstIndex { $0 <= threshold.gramsPerKilowattHour }
      let end = next.map { min(latest, series.start(ofSlot: $0)) } ?? latest
      return .pause(
        until: end,
        reason:
          "The electricity is at \(intensity.text()) g CO2e/kWh, over \(threshold.gramsPerKilowattHour.text()); "
          + "until \(end.short) at the latest.")
    case .auto: return planned(now: now, slot: slot, latest: latest, ran: ran, series)
    }
  }

  /// Runs in the cleanest slots that are left before the deadline.
  private func planned(
    now: Timestamp, slot: Int, latest: Timestamp, ran: Double, _ series: IntensitySeries
  ) -> Decision {
    let length = Double(series.slotSeconds)
    let left = max(1, Int(((expected.usual.seconds - ran) / length).rounded(.up)))
    let horizon = latest + .seconds(expected.longest.seconds - ran)
    let last = min(
      series.count, slot + Int(((horizon - series.start(ofSlot: slot)).seconds / length)))
    let values = Array(series.values[slot..<max(slot, last)])
    let problem = SlotProblem(
      intensities: values, profile: [Double](repeating: 1, count: left), resumeEnergy: 0)
    guard let choice = problem.interruptible(), let first = choice.stretches.first else {
      return .run("Too little of the time to come is known to choose from.")
    }
    guard first.lowerBound > 0 else {
      return .run("The plan runs now, at \(values[0].text()) g CO2e/kWh.")
    }
    let end = min(latest, series.start(ofSlot: slot + first.lowerBound))
    return .pause(
      until: end,
      reason:
        "The plan goes on at \(end.short): \(values[first.lowerBound].text()) g CO2e/kWh then, "
        + "\(values[0].text()) now.")
  }
}

extension Timestamp {
  /// `2026-11-25 06:00:00 UTC`.
  var short: String {
    let text = description
    return "\(text.prefix(10)) \(text.dropFirst(11).prefix(8)) UTC"
  }
}
