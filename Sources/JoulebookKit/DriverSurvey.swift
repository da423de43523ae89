import Metering
import Synchronization

/// Looks for sensors behind a vendor's driver on a thread of its own: opening one takes a second on
/// some machines, and the command does not wait for it.
final class DriverSurvey: Sendable {
  /// `@unchecked` because the probes are made by the surveying thread, which ends with the hand-over,
  /// and `take` gives them out once.
  private struct Found: @unchecked Sendable {
    var probes: [any Probe]
  }

  private let found = Mutex<Found?>(nil)
  private let seen = Mutex<[Finding]>([])
  private let isDone = Signal()

  init(_ machine: Machine) {
    _ = Worker { [self] in
      let survey = Sensors.survey(machine, only: Sensors.drivers)
      seen.withLock { $0 = survey.findings }
      found.withLock { [probes = Found(probes: survey.probes)] in $0 = probes }
      isDone.raise()
    }
  }

  /// What was seen behind the drivers, usable or not; empty while the survey goes on.
  var findings: [Finding] { seen.withLock { $0 } }

  /// The probes, once; nil while the survey goes on after `seconds`.
  func take(within seconds: Double) -> [any Probe]? {
    guard isDone.wait(seconds: seconds) else { return nil }
    return found.withLock { found in
      defer { found = Found(probes: []) }
      return found?.probes ?? []
    }
  }

  /// The probes, once; none when the run was over or `seconds` had passed before.
  func take(until isOver: Signal, within seconds: Double) -> [any Probe] {
    let deadline = SystemClock.monotonic() + Int64(seconds * 1e9)
    while !isOver.isRaised, SystemClock.monotonic() < deadline {
      if let probes = take(within: 0.005) { return probes }
    }
    return take(within: 0) ?? []
  }
}
