import Accounting
import Bookkeeping
import Glibc
import Metering
import Quantities
import Reporting

/// Acts for a run while it goes on: watches its budget, pauses it, ends it. On the main thread only.
///
/// What it decides is in `BudgetWatch` and `PausePolicy`; what it does to processes in `PauseKeeper`.
final class Steward {
  let order: ActingOrder
  private let notice: Notice
  private var budget: BudgetWatch?
  private var policy: PausePolicy?
  private let feed: IntensityFeed?
  private let factor: CarbonIntensity
  private var keeper: PauseKeeper?
  private var child: Int32 = 0
  private var begun: Int64 = 0
  private var started = Timestamp(nanoseconds: 0)
  /// When the command was asked to end, for its budget.
  private var stopAsked: Int64?
  private var isKilled = false

  init(
    _ order: ActingOrder, budget: BudgetWatch?, policy: PausePolicy?, feed: IntensityFeed?,
    factor: CarbonIntensity, isQuiet: Bool
  ) {
    self.order = order
    self.budget = budget
    self.policy = policy
    self.feed = feed
    self.factor = factor
    notice = Notice(isQuiet: isQuiet)
  }

  /// True when the run was ended because its budget was used up: exit code 3.
  var stoppedForBudget: Bool { stopAsked != nil }

  /// Time between two looks: the sampling interval, from a tenth of a second to a second; nil when there
  /// is nothing to watch.
  func period(interval: Duration) -> Duration? {
    guard order.watches else { return nil }
    return min(.seconds(1), max(.milliseconds(100), interval))
  }

  /// The command runs. `start` is its beginning on the monotonic clock.
  func begin(_ keeper: PauseKeeper?, child: ChildProcess, started: Timestamp, start: Int64) {
    self.keeper = keeper
    self.child = child.pid
    self.started = started
    begun = start
  }

  private var seconds: Double { Double(SystemClock.monotonic() - begun) * 1e-9 }

  /// One look. `entry` gives the run as it stands, nil while nothing was measured yet.
  func tick(_ entry: () -> Entry?) {
    let now = SystemClock.wall()
    feed?.work(at: now)
    keeper?.tick(at: seconds)
    watchBudget(entry, now)
    pauseOrResume(now)
    if let stopAsked, !isKilled,
      Double(SystemClock.monotonic() - stopAsked) * 1e-9 > order.grace.seconds
    {
      isKilled = true
      notice.say("The command did not end within \(order.grace.text): it is killed.")
      ProcessTree.signalAll(SIGKILL)
    }
  }

  // MARK: - Budget

  private func watchBudget(_ entry: () -> Entry?, _ now: Timestamp) {
    guard budget != nil, let entry = entry() else { return }
    let energy = AccountingMethod().footprint(of: entry).facilityEnergy.value
    let isReached =
      budget?.look(
        energy: energy, intensity: feed?.intensity(at: now), factor: factor, seconds: seconds)
      ?? false
    guard let budget else { return }
    let what = "The budget of \(budget.limit.text) is used up"
    // A job that Ctrl-Z let go on is paused again when it comes back.
    let isToPause = budget.action == .pause && budget.reached != nil && keeper?.isGoing == true
    guard isReached || (isToPause && keeper?.ended == nil) else { return }
    switch budget.action {
    case .warn: notice.say("\(what); the run goes on, as --on-budget warn asks.")
    case .pause:
      if keeper?.pause("\(what).", until: nil, at: seconds) == true {
        notice.say(
          "\(what): the run is paused. `kill -USR1 \(getpid())` lets it go on; Ctrl-C ends it.")
      } else {
        notice.say("\(what), and the run cannot be paused: it goes on.")
      }
    case .stop:
      keeper?.resume("It is ended for its budget.", at: seconds)
      keeper?.end("")
      notice.say(
        "\(what): the command gets signal \(order.stopSignal) and has \(order.grace.text) to end.")
      stopAsked = SystemClock.monotonic()
      kill(child, order.stopSignal)
    }
  }

  // MARK: - Pauses

  private func pauseOrResume(_ now: Timestamp) {
    guard let policy, let keeper, stopAsked == nil, !isPausedForBudget else { return }
    let paused = keeper.pauses.reduce(0) { $0 + $1.seconds }
    switch keeper.state {
    case .saving: break
    case .going:
      guard keeper.ended == nil else { return }
      let decision = policy.decide(
        now: now, ran: seconds - paused, paused: paused, isPaused: false, series: feed?.series)
      guard case .pause(let until, let reason) = decision else { return }
      if keeper.pause(reason, until: until, at: seconds) {
        notice.say("Paused. \(reason) `kill -USR1 \(getpid())` lets it go on at once.")
      }
    case .paused(let since, _, let until):
      let decision = policy.decide(
        now: now, ran: since - paused, paused: paused + seconds - since, isPaused: true,
        series: feed?.series)
      if case .run(let reason) = decision {
        keeper.resume(reason, at: seconds)
        notice.say("The run goes on. \(reason)")
      } else if let until, now >= until {
        keeper.resume("It has to go on to be done in time.", at: seconds)
        notice.say("The run goes on, to be done in time.")
      }
    }
  }

  private var isPausedForBudget: Bool {
    budget?.reached != nil && budget?.action == .pause && keeper?.isPaused == true
  }

  // MARK: - Signals and the end

  /// Hears of a signal before it is passed on; true keeps it from the command.
  ///
  /// Whoever signals wants the command to act: a paused one goes on first, and is not paused again.
  func onSignal(_ number: Int32, isForUs: Bool) -> Bool {
    guard let keeper, !keeper.isGoing else { return false }
    switch number {
    case SIGWINCH, SIGURG, SIGCHLD: return false
    // `fg` after Ctrl-Z: what is paused stays so.
    case SIGCONT: return true
    case SIGTSTP, SIGTTIN, SIGTTOU:
      keeper.resume("It is to stop as a job.", at: seconds)
      return false
    case SIGUSR1 where isForUs:
      keeper.resume("SIGUSR1 said so.", at: seconds)
      keeper.end("SIGUSR1 let the run go on: it was not paused again.")
      notice.say("The run goes on, and is not paused again.")
      return true
    case _:
      keeper.resume("Signal \(number) came.", at: seconds)
      keeper.end("Signal \(number) came while the run was paused: it was not paused again.")
      return false
    }
  }

  func processEnded(_ pid: Int32, _ ending: Ending) {
    keeper?.processEnded(pid, ending, at: seconds)
  }

  /// The command has ended: nothing stays suspended, and what a budget ended ends as a whole.
  func finish(reap: () -> Void) {
    keeper?.resume("The command ended.", at: seconds)
    guard let stopAsked else { return }
    var isAsked = false
    while ProcessTree.isAnybodyThere {
      if Double(SystemClock.monotonic() - stopAsked) * 1e-9 > order.grace.seconds {
        ProcessTree.signalAll(SIGKILL)
      } else if !isAsked {
        // A shell that ends leaves its children without the signal.
        isAsked = true
        ProcessTree.signalAll(order.stopSignal)
      }
      usleep(10_000)
      reap()
    }
    reap()
  }

  /// What was done, for the entry.
  func record(_ wait: Acting.Wait?, caps: [PowerCapList.Change]) -> Acting? {
    let acting = Acting(
      wait: wait, deadline: order.deadline, pauses: keeper?.pauses ?? [],
      budget: budget?.record(stopped: stoppedForBudget),
      powerCaps: caps.map {
        Acting.PowerCap(
          component: $0.component, device: $0.device, before: $0.before, limit: $0.after)
      })
    return acting.isEmpty ? nil : acting
  }

  /// What is being done to the run, for the live line; empty for nothing.
  var liveState: String {
    if stopAsked != nil { return "ending" }
    switch keeper?.state {
    case .paused(_, _, let until): return until.map { "⏸ until \($0.short)" } ?? "⏸ paused"
    case .saving: return "saving before a pause"
    case .going, .none: return ""
    }
  }

  var warnings: [String] { keeper?.warnings.filter { !$0.isEmpty } ?? [] }
}
