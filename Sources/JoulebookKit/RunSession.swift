package import Accounting
import Bookkeeping
package import Metering
import Quantities
import ReferenceData
import Reporting

/// What `joulebook run` was asked for.
package struct RunRequest: Sendable {
  package var command: [String]
  package var flags = SettingsFlags()
  /// What is to be done besides metering.
  package var acting = ActingRequest()
  /// A log of the job that its progress is read from, and how; nil for the socket alone.
  package var progressFile: String?
  package var progressPattern: MarkPattern?
  /// An inference server that is watched while the run goes on; nil for none.
  package var watch: WatchRequest?
  /// File that takes the receipt as JSON; nil for none.
  package var receiptPath: String?
  package var environment: [String: String]
  package var directory: String
  package var version: String

  package init(command: [String], environment: [String: String], directory: String, version: String)
  {
    self.command = command
    self.environment = environment
    self.directory = directory
    self.version = version
  }
}

/// Runs a command and keeps its books: the whole of `joulebook run`.
///
/// Bad input is a `Problem` before anything starts. From the moment the command runs, nothing that
/// fails here reaches it: what cannot be read or written becomes a gap or a warning of the receipt.
package struct RunSession {
  private let request: RunRequest
  private let signals: Signals
  private let basis: RunBasis
  private let order: ActingOrder

  /// Takes the process's signals over and understands the request; starts nothing yet.
  package init(_ request: RunRequest) throws(Problem) {
    signals = Signals.take()
    self.request = request
    basis = try RunBasis(request)
    order = try ActingReader(now: SystemClock.wall()).order(request.acting)
  }

  /// Starts the command, waits for it and books it.
  package func perform() -> RunOutcome {
    let settings = basis.settings
    let acting: ActingSession
    let ledger = basis.ledger
    do {
      let plan = ActingPlan(
        order: order, settings: settings, ledger: ledger, request: request, machine: basis.machine)
      if let way = request.acting.slurm {
        return try SlurmHandover(plan: plan, signals: signals).perform(way)
      }
      acting = try ActingSession(
        plan, signals: signals, factor: basis.site.site.factor.intensity.value)
    } catch {
      return RunOutcome(unstarted: error)
    }
    let id = RunID.make(at: SystemClock.wall())
    let progress = ProgressWatch(id: id, request: request)
    Supervisor.adoptOrphans()
    let tree = ProcessTree(
      basis.machine, environment: settings.cpuCounting(in: request.environment))
    let instruments = basis.instruments()

    let start = SystemClock.monotonic()
    // Beside the other clock, so that runs of one machine fit together.
    let started = RunBasis.moment
    let startBoot = SystemClock.boottime()
    let child: ChildProcess
    do {
      child = try ChildProcess.start(
        request.command,
        adding: OuterRun.variables(id: id, request.environment).merging(progress.environment) {
          $1
        },
        signals: signals,
        cgroup: tree.cgroup)
    } catch {
      progress.output?.restore()
      tree.close()
      acting.cancel()
      progress.finish()
      return RunOutcome(
        ending: .exited(error.exitCode), entry: nil, problems: [error.problem], ledger: nil)
    }
    progress.output?.restore()
    tree.begin(child)
    acting.begin(child, tree: tree, started: started, start: start)
    let program = request.command.first?.split(separator: "/").last.map(String.init) ?? "run"
    let header = basis.header(
      id: id, started: started, tree: tree, name: program,
      parent: OuterRun.of(request.environment), warnings: LaunchTags.warnings(request.command),
      acting: acting.beginning)
    let claim = header.claim(on: request.environment, start: start)
    let journalPaths = JournalFolder(ledgerPath: basis.ledgerPath).prepare(id: id)
    let sampler = instruments.sampler(
      tree: tree, progress: progress, start: start, interval: settings.interval.value,
      journalPaths: journalPaths, header: header)

    progress.begin(sampler, header, start: start)
    let live = LiveView(isQuiet: settings.quiet.value)
    let ending = Supervisor(child, signals: signals).wait(
      tree: tree, every: acting.steward.period(interval: settings.interval.value) ?? live.period,
      tick: {
        progress.output?.resize()
        acting.steward.tick { live.entry(sampler, header, start: start) }
        live.draw(
          sampler, header, start: start, state: acting.steward.liveState,
          ahead: progress.liveText(sampler, header, start: start))
      }, onSignal: acting.steward.onSignal, onEnd: acting.steward.processEnded)
    acting.finish(tree)
    let end = SystemClock.monotonic() - start
    let slept = SystemClock.boottime() - startBoot
    live.clear()
    progress.finish()
    var closing = RunClosing(
      request: request, header: header, ledger: ledger, journalPaths: journalPaths, ending: ending,
      end: end, seconds: Double(slept) * 1e-9, findings: instruments.findings,
      acting: acting, progress: progress)
    closing.claim = claim
    closing.deferral = SharedLedger.deferral(basis.ledgerPath, request.environment)
    var outcome = closing.close(sampler, tree)
    outcome.isQuiet = settings.quiet.value
    outcome.isOverBudget = acting.steward.stoppedForBudget
    return outcome
  }
}

/// What became of a run.
package struct RunOutcome {
  /// How the command ended: this process ends alike.
  package let ending: Ending
  /// The run as booked; nil when nothing could be measured.
  package let entry: Entry?
  /// What went wrong beside the command, to be shown after the receipt.
  package let problems: [Problem]
  /// Open until the process ends: closing the last connection makes SQLite wait for the disk, and the
  /// next one to write does as well what is left to do.
  let ledger: Ledger?
  /// Asked to print no receipt.
  package var isQuiet = false
  /// Ended because its budget was used up: the command's own end is in the receipt.
  package var isOverBudget = false

  /// Ends this process as the command ended, or with the code for a budget that is used up.
  package func leave() -> Never {
    if isOverBudget { Ending.exited(ExitStatus.overBudget.rawValue).leave() }
    ending.leave()
  }

  /// Ends this process with a code of its own.
  package func leave(as status: ExitStatus) -> Never { Ending.exited(status.rawValue).leave() }
}

extension RunOutcome {
  /// The command was not started.
  init(unstarted error: any Error) {
    if let interrupted = error as? ActingSession.Interrupted {
      self.init(
        ending: .signalled(interrupted.signal, coreDumped: false), entry: nil, problems: [],
        ledger: nil)
    } else {
      let problem =
        error as? Problem
        ?? Problem("The run could not be prepared.", why: "\(error)", fix: "Report this.")
      self.init(
        ending: .exited(problem.exit.rawValue), entry: nil, problems: [problem], ledger: nil)
    }
  }
}
