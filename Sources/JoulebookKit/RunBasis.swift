import Accounting
import Bookkeeping
import Metering
import Quantities
import ReferenceData

/// What a run stands on, whoever started the process: settings, machine, place and ledger.
struct RunBasis {
  let request: RunRequest
  let settings: Settings
  let machine: Machine
  let site: SiteFinder.Found
  let ledgerPath: String
  private let drivers: DriverSurvey

  /// Understands the request; bad input is a `Problem` here, before anything starts.
  init(_ request: RunRequest) throws(Problem) {
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
  }

  /// One that does not keep the run waiting when others use the ledger.
  var ledger: Ledger { Ledger(path: ledgerPath, patience: .milliseconds(250)) }

  /// Now, to the millisecond, as it is written everywhere.
  static var moment: Timestamp {
    Timestamp(nanoseconds: SystemClock.wall().nanoseconds / 1_000_000 * 1_000_000)
  }

  /// Finds the sensors and takes the first readings: what follows is booked.
  func instruments() -> RunInstruments { RunInstruments(machine, drivers) }

  /// - Parameter name: what the run is called when nobody named it.
  func header(
    id: String, started: Timestamp, tree: ProcessTree, name: String,
    parent: String?, warnings: [String] = [], acting: Acting? = nil
  ) -> RunHeader {
    let use = tree.read()
    return RunHeader(
      id: id, name: settings.name?.value ?? name, project: settings.project.value,
      stage: settings.stage.value,
      tags: LaunchTags.of(request.environment).merging(settings.tagValues) { $1 },
      command: request.command,
      started: started, host: Host.name, machine: Host.machine(machine),
      policy: settings.policy.value, site: site.site, version: request.version, ledger: ledgerPath,
      cpuCurve: machine.facts.cpuCurve, cpuCurveSource: machine.facts.cpuCurveSource,
      reservation: Host.reservation(
        environment: request.environment, processors: use.processors,
        installedMemory: use.installedMemory),
      way: tree.counting, blindSpot: tree.blindSpot,
      warnings: tree.warnings + site.warnings + warnings, parent: parent, acting: acting)
  }
}

/// The sensors of a run and what they read at its start.
struct RunInstruments {
  private let survey: Survey
  private let local: [any Probe]
  private let ready: [any Probe]?
  private let models: [any Probe]
  private let first: [Reading?]
  private let machine: Machine
  private let drivers: DriverSurvey

  fileprivate init(_ machine: Machine, _ drivers: DriverSurvey) {
    self.machine = machine
    self.drivers = drivers
    survey = Sensors.survey(machine, only: Sensors.local)
    local = survey.probes
    ready = drivers.take(within: 0.002)
    models = ready == nil ? [] : Sensors.models(machine, besides: local + (ready ?? []))
    first = (local + (ready ?? []) + models).map { try? $0.read(.none) }
  }

  /// What the sensors saw, usable or not.
  var findings: [Finding] { survey.findings + drivers.findings }

  /// Starts keeping the books. `start` is the run's beginning on the monotonic clock.
  func sampler(
    tree: ProcessTree, progress: ProgressWatch, start: Int64, interval: Duration,
    journalPaths: [String], header: RunHeader
  ) -> Sampler {
    Sampler(
      Sampler.Equipment(
        probes: local + (ready ?? []) + models, first: first,
        late: { [drivers, machine, local, isReady = ready != nil] isOver in
          guard !isReady else { return [] }
          let late = drivers.take(until: isOver, within: 10)
          return late + Sensors.models(machine, besides: local + late)
        }, use: tree, marks: progress.marks),
      start: start, interval: interval, journalPaths: journalPaths,
      header: { header.with(devices: $0, reserved: $1).bytes })
  }
}
