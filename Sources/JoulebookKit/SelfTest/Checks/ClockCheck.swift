import Accounting
import Metering
import Quantities
import ReferenceData

/// Time goes on evenly, and the date is not one before this program was made.
struct ClockCheck: SelfCheck {
  let name = "clock"
  let summary = "the date, and whether the clock jumps"

  func perform(on bench: SelfTestBench) throws(Problem) -> SelfCheckResult {
    let now = SystemClock.wall()
    let oldest = Catalogue.version.split(separator: ".").first.flatMap { Int($0) } ?? 0
    guard now.year >= oldest else {
      throw Problem(
        "The clock says \(now).",
        why: "This program's figures are of \(oldest): the date is wrong, and runs would be booked "
          + "under it.",
        fix: "sudo timedatectl set-ntp true")
    }
    guard case .success(let trial) = bench.trial else {
      return .passed("The clock says \(now).")
    }
    let apart = trial.wallSeconds - trial.seconds
    guard abs(apart) < 0.1 else {
      return .note(
        "The date jumped by \(apart.text(decimals: 2)) s while a load of "
          + "\(trial.seconds.text(decimals: 1)) s was metered. Energy is timed by another clock and "
          + "is right; start and end of a run may be off.",
        next: "timedatectl status")
    }
    return .passed("The clock says \(now) and goes evenly.")
  }
}
