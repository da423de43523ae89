import Accounting
import Planning
import Quantities
import Auditing
import Reporting

/// When a job may run, from the flags.
struct PlanWindowReader {
  let request: PlanRequest
  let now: Timestamp

  func window(_ job: PlannedJob) throws(Problem) -> PlanWindow {
    // To the second: a plan is no more exact.
    let second: Int64 = 1_000_000_000
    let now = Timestamp(nanoseconds: now.nanoseconds / second * second)
    let release =
      try request.release.map { text throws(Problem) in
        try FlagAmount.moment(text, after: now, "--release", example: "2h")
      } ?? now
    let deadline =
      try request.deadline.map { text throws(Problem) in
        try FlagAmount.moment(text, after: release, "--deadline", example: "24h")
      } ?? release + .seconds(job.seconds + 86_400)
    let seconds = (deadline - release).seconds
    guard seconds >= job.seconds else {
      throw Problem(
        "The job does not finish by its deadline.",
        why: "It takes \(Duration.seconds(job.seconds).text); from \(release.minuteText) to "
          + "\(deadline.minuteText) there are \(Duration.seconds(max(0, seconds)).text).",
        fix: "Give a later --deadline.", exit: .usage)
    }
    guard seconds <= 366 * 86_400 else {
      throw Problem(
        "The deadline is more than a year away.", why: "Nothing is known of intensities then.",
        fix: "Give an earlier --deadline.", exit: .usage)
    }
    var window = PlanWindow(release: release, deadline: deadline)
    window.isInterruptible = request.isInterruptible
    try takePauses(&window)
    window.blackouts = try spans(request.blackouts, "--blackout")
    for text in request.capacities {
      guard let sign = text.firstIndex(of: "=") else {
        throw Self.badSpan(text, "--capacity", "08:00-18:00=4kW")
      }
      let watts = try FlagAmount.read(
        String(text[text.index(after: sign)...]), .power, "--capacity", example: "08:00-18:00=4kW")
      let span = try spans([String(text[..<sign])], "--capacity")[0]
      window.capacities.append(PlanWindow.Capacity(span: span, power: .watts(watts)))
    }
    return window
  }

  private func takePauses(_ window: inout PlanWindow) throws(Problem) {
    let unused = [
      ("--min-stretch", request.minimumStretch), ("--resume-energy", request.resumeEnergy),
      ("--paused-power", request.pausedPower),
    ].first { $0.1 != nil && !request.isInterruptible }
    if let unused {
      throw Problem(
        "`\(unused.0)` would not be used.", why: "The job is not to be interrupted.",
        fix: "Add --interruptible, or leave it out.", exit: .usage)
    }
    if let text = request.minimumStretch {
      window.minimumStretch = try FlagAmount.seconds(text, "--min-stretch", example: "1h")
    }
    if let text = request.resumeEnergy {
      window.resumeEnergy = .joules(
        try FlagAmount.read(text, .energy, "--resume-energy", example: "0.2kWh"))
    }
    if let text = request.pausedPower {
      window.pausedPower = .watts(
        try FlagAmount.read(text, .power, "--paused-power", example: "300W"))
    }
    if let text = request.waitingPower {
      window.waitingPower = .watts(
        try FlagAmount.read(text, .power, "--waiting-power", example: "300W"))
    }
  }

  private func spans(_ texts: [String], _ flag: String) throws(Problem) -> [DailySpan] {
    try texts.flatMap { $0.split(separator: ",").map(String.init) }.map { text throws(Problem) in
      guard let span = DailySpan(text) else { throw Self.badSpan(text, flag, "08:00-18:00") }
      return span
    }
  }

  private static func badSpan(_ text: String, _ flag: String, _ example: String) -> Problem {
    Problem(
      "Cannot understand `\(text.printable)` (\(flag)).",
      why: "Hours of each day are written `HH:MM-HH:MM`, in UTC.",
      fix: "Write for example `\(flag) \(example)`.", exit: .usage)
  }
}
