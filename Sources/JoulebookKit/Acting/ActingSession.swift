import Accounting
import Bookkeeping
import Glibc
import Metering
import Quantities

/// Everything that acts for one run, from before its start to after its end.
final class ActingSession {
  let steward: Steward
  private let plan: ActingPlan
  private let guardian: Guardian?
  private let caps: PowerCapHolder?
  private let feed: IntensityFeed?
  private let requested: Timestamp
  private var wait: Acting.Wait?
  private let signals: Signals
  private let notice: Notice

  /// Sent while it waited for the start: the run is not begun.
  struct Interrupted: Error {
    let signal: Int32
  }

  /// Checks the budget, waits for the planned start, and sets power limits.
  init(
    _ plan: ActingPlan, signals: Signals, factor: CarbonIntensity
  ) throws {
    self.plan = plan
    self.signals = signals
    let order = plan.order
    let isQuiet = plan.settings.quiet.value
    notice = Notice(isQuiet: isQuiet)
    requested = SystemClock.wall()
    let budget = try plan.watch()
    let expected = order.needsIntensity ? try plan.duration() : .fallback
    feed =
      order.needsIntensity || plan.watchesIntensity
      ? IntensityFeed(
        settings: plan.feedArguments, from: requested,
        span: order.horizon(expected, from: requested)) : nil
    if order.waits, let feed {
      let hold = Hold(
        order: order, expected: expected, feed: feed, signals: signals, notice: notice,
        requested: requested)
      wait = try hold.wait()
    }
    let needsGuardian = order.pause != nil || order.onBudget == .pause || !order.caps.isEmpty
    guardian = needsGuardian ? Guardian() : nil
    if !order.caps.isEmpty {
      guard let guardian else {
        throw Problem(
          "No power limit was set.", why: "The process that would give it back did not start.",
          fix: "Leave --power-cap out, or look at the limit on processes.")
      }
      caps = try plan.limitPower(guardian)
    } else {
      caps = nil
    }
    let waited = SystemClock.wall() - requested
    let requested = requested
    let policy = order.pause.map {
      PausePolicy(
        rule: $0, requested: requested, deadline: order.deadline, maxWait: order.maxWait,
        waited: waited, expected: expected)
    }
    steward = Steward(
      order, budget: budget, policy: policy, feed: feed, factor: factor, isQuiet: isQuiet)
  }

  /// What is known at the start, for the journal.
  var beginning: Acting? { steward.record(wait, caps: caps?.changes ?? []) }

  /// The command runs.
  func begin(_ child: ChildProcess, tree: ProcessTree, started: Timestamp, start: Int64) {
    let keeper = guardian.map {
      PauseKeeper(
        freezer: Freezer(group: tree.ownGroup, guardian: $0), child: child, tree: tree,
        signals: signals, machine: plan.machine, checkpoint: plan.order.checkpointCommand,
        grace: plan.order.grace)
    }
    steward.begin(keeper, child: child, started: started, start: start)
  }

  /// The command has ended: what it left suspended goes on, power limits are given back.
  func finish(_ tree: ProcessTree) {
    steward.finish { Supervisor.collect(tree) }
    troubles = giveBack()
  }

  private var troubles: [String] = []

  /// When nothing ran in the end.
  func cancel() { _ = giveBack() }

  private func giveBack() -> [String] {
    let troubles = caps?.restore(plan.machine) ?? []
    guardian?.dismiss()
    return troubles
  }

  var record: Acting? { steward.record(wait, caps: caps?.changes ?? []) }
  var warnings: [String] { steward.warnings + troubles }

  /// What waiting and pausing saved, by the intensities that are known now.
  func saving(_ entry: Entry) -> Acting.Saving? {
    guard let feed, wait != nil || !(entry.acting?.pauses.isEmpty ?? true) else { return nil }
    // What was a forecast at the start may have become history.
    feed.refresh(at: SystemClock.wall(), wait: 3)
    guard let series = feed.series else { return nil }
    return EnergyCurve(entry).saving(
      started: entry.run.started, requested: requested, pauses: entry.acting?.pauses ?? [],
      series: series, at: SystemClock.wall())
  }
}

extension ActingOrder {
  /// How far ahead intensities matter.
  func horizon(_ expected: JobDuration, from now: Timestamp) -> Duration {
    let byDeadline = deadline.map { $0 - now }
    let byWait = maxWait + expected.longest
    return min(.seconds(14 * 86_400), byDeadline.map { min($0, byWait) } ?? byWait)
  }
}
