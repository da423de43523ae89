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
  private let settings: Settings
  private let machine: Machine
  private let site: SiteFinder.Found
  private let drivers: DriverSurvey
  private let ledgerPath: String
  private let order: ActingOrder

  /// Takes the process's signals over and understands the request; starts nothing yet.
  package init(_ request: RunRequest) throws(Problem) {
    signals = Signals.take()
    self.request = request
    settings = try Settings.resolve(
      flags: request.flags, environment: request.environment, directory: request.directory)
    let catalogue = settings.catalogue
    machine = Machine(environment: request.environment, facts: catalogue.hardwareFacts)
    drivers = DriverSurvey(machine)
    site = try SiteFinder(catalogue: catalogue).find(
      settings, hints: SiteHints.gather(environment: request.environment, sys: machine.sys),
      at: SystemClock.wall())
    ledgerPath =
      settings.ledgerPath?.value ?? Ledger.defaultPath(environment: request.environment)
    order = try ActingReader(now: SystemClock.wall()).order(request.acting)
  }

  /// Starts the command, waits for it and books it.
  package func perform() -> RunOutcome {
    let acting: ActingSession
    let ledger = Ledger(path: ledgerPath, patience: .milliseconds(250))
    do {
      let plan = ActingPlan(
        order: order, settings: settings, ledger: ledger, request: request, machine: machine)
      if let way = request.acting.slurm {
        return try SlurmHandover(plan: plan, signals: signals).perform(way)
      }
      acting = try ActingSession(
        plan, signals: signals, factor: site.site.factor.intensity.value)
    } catch {
      return RunOutcome(unstarted: error)
    }
    // To the millisecond, as it is written everywhere.
    let started = Timestamp(nanoseconds: SystemClock.wall().nanoseconds / 1_000_000 * 1_000_000)
    let id = RunID.make(at: started)
    let progress = ProgressWatch(id: id, request: request)
    Supervisor.adoptOrphans()
    let tree = ProcessTree(
      machine, environment: settings.cpuCounting(in: request.environment))
    let survey = Sensors.survey(machine, only: Sensors.local)
    let local = survey.probes
    let ready = drivers.take(within: 0.002)
    let probes = local + (ready ?? [])
    let models = ready == nil ? [] : Sensors.models(machine, besides: probes)
    let first = (probes + models).map { try? $0.read(.none) }

    let start = SystemClock.monotonic()
    let startBoot = SystemClock.boottime()
    let child: ChildProcess
    do {
      child = try ChildProcess.start(
        request.command,
        adding: ["JOULEBOOK_RUN_ID": id].merging(progress.environment) { $1 }, signals: signals,
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
    let header = header(id: id, started: started, tree: tree, acting: acting.beginning)
    let journalPaths = JournalFolder(ledgerPath: ledgerPath).prepare(id: id)
    let sampler = Sampler(
      Sampler.Equipment(
        probes: probes + models, first: first,
        late: { [drivers, machine] isOver in
          guard ready == nil else { return [] }
          let late = drivers.take(until: isOver, within: 10)
          return late + Sensors.models(machine, besides: local + late)
        }, use: tree, marks: progress.marks),
      start: start, interval: settings.interval.value,
      journalPaths: journalPaths,
      header: { header.with(devices: $0, reserved: $1).bytes })

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
    let closing = RunClosing(
      request: request, header: header, ledger: ledger, journalPaths: journalPaths, ending: ending,
      end: end,
      seconds: Double(slept) * 1e-9, findings: survey.findings + drivers.findings,
      acting: acting, progress: progress)
    var outcome = closing.close(sampler, tree)
    outcome.isQuiet = settings.quiet.value
    outcome.isOverBudget = acting.steward.stoppedForBudget
    return outcome
  }

  private func header(
    id: String, started: Timestamp, tree: ProcessTree, acting: Acting?
  ) -> RunHeader {
    let program = request.command.first?.split(separator: "/").last.map(String.init) ?? "run"
    let use = tree.read()
    return RunHeader(
      id: id, name: settings.name?.value ?? program, project: settings.project.value,
      stage: settings.stage.value,
      tags: LaunchTags.of(request.environment).merging(settings.tagValues) { $1 },
      command: request.command,
      started: started, host: Host.name, machine: Host.machine(machine),
      policy: settings.policy.value, site: site.site, version: request.version, ledger: ledgerPath,
      cpuCurve: machine.facts.cpuCurve, cpuCurveSource: machine.facts.cpuCurveSource,
      reservation: Host.reservation(
        environment: request.environment, processors: use.processors,
        installedMemory: use.installedMemory),
      way: tree.counting, blindSpot: tree.blindSpot, warnings: tree.warnings + site.warnings,
      parent: request.environment["JOULEBOOK_RUN_ID"], acting: acting)
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
