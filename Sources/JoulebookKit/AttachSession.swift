package import Accounting
import Glibc
import Metering
import Quantities
import Reporting

/// What `joulebook attach` was asked for.
package struct AttachRequest: Sendable {
  package var process: Int32
  /// Settings, surroundings and the receipt's file, as of a run. Its command is found out.
  package var run: RunRequest
  /// Serves the program that started us: answers on standard output, orders on standard input.
  package var isHelper = false

  package init(process: Int32, run: RunRequest) {
    self.process = process
    self.run = run
  }
}

/// Meters a process that runs already, with all that it starts: the whole of `joulebook attach`.
///
/// The same books as those of `RunSession`, begun in the middle of somebody else's life: nothing is
/// changed about the process, which may not even notice.
package struct AttachSession {
  private let request: AttachRequest
  private let signals: Signals
  private let basis: RunBasis
  private let process: RunningProcess
  /// The process that was left when this one was detached; nil where none was.
  private let formerSelf: Int32?

  /// Takes the process's signals over, and understands the request.
  package init(_ request: AttachRequest) throws(Problem) {
    var request = request
    let caller = getppid()
    if request.isHelper { Helper.closeForeignFiles() }
    process = try RunningProcess(request.process)
    if request.isHelper {
      // Its number cannot have passed to another while it is still our parent.
      guard caller != request.process || getppid() == caller else { throw Self.gone(process.pid) }
      formerSelf = Helper.detach()
    } else {
      formerSelf = nil
    }
    signals = Signals.take()
    request.run.command = process.command
    if !request.isHelper {
      // What schedulers and trackers said to the process; ours says something only where it says nothing.
      request.run.environment.merge(process.environment.filter { LaunchTags.isOne($0.key) }) { $1 }
    }
    self.request = request
    basis = try RunBasis(request.run)
  }

  /// Meters until the process ends or somebody says that it is enough, then books. `begins` is told the run
  /// and where it takes marks, once the first readings are taken.
  package func perform(begins: (AttachBeginning) -> Void) -> RunOutcome {
    let settings = basis.settings
    let started = RunBasis.moment
    let id = RunID.make(at: started)
    let progress = ProgressWatch(id: id, request: request.run)
    // What starting us took is no part of the process once it has been waited for.
    if let formerSelf { Helper.awaitEnd(of: formerSelf, milliseconds: 10) }
    let tree = ProcessTree(
      basis.machine, of: process,
      environment: settings.cpuCounting(in: request.run.environment))
    let instruments = basis.instruments()
    let start = SystemClock.monotonic()
    let startBoot = SystemClock.boottime()
    let header = basis.header(
      id: id, started: started, tree: tree, name: process.name, parent: parent,
      warnings: request.isHelper ? [] : [lateness])
    let journalPaths = JournalFolder(ledgerPath: basis.ledgerPath).prepare(id: id)
    let sampler = instruments.sampler(
      tree: tree, progress: progress, start: start, interval: settings.interval.value,
      journalPaths: journalPaths, header: header)
    progress.begin(sampler, header, start: start)
    begins(AttachBeginning(run: id, socket: progress.environment["JOULEBOOK_SOCKET"]))

    let live = LiveView(isQuiet: settings.quiet.value || request.isHelper)
    let reason = AttachedWait(
      process, signals: signals, input: request.isHelper ? STDIN_FILENO : nil
    ).wait(tree: tree, every: live.period) {
      live.draw(
        sampler, header, start: start, state: "",
        ahead: progress.liveText(sampler, header, start: start))
    }
    let end = SystemClock.monotonic() - start
    let slept = SystemClock.boottime() - startBoot
    live.clear()
    progress.finish()
    var closing = RunClosing(
      request: request.run, header: header, ledger: basis.ledger, journalPaths: journalPaths,
      ending: nil, end: end, seconds: Double(slept) * 1e-9, findings: instruments.findings,
      progress: progress)
    switch reason {
    case .ended: closing.leftBehind = "process \(process.pid)"
    case .told(let code):
      closing.ending = code.map { .exited($0) }
      closing.leftBehind = nil
    }
    var outcome = closing.close(sampler, tree)
    outcome.isQuiet = settings.quiet.value
    return outcome
  }

  /// The run that the process is a part of; a helper finds it in its own surroundings.
  private var parent: String? {
    let environment = request.isHelper ? request.run.environment : process.environment
    return environment["JOULEBOOK_RUN_ID"]
  }

  /// Where readings begin, which is after work did.
  private var lateness: String {
    let age = Duration.seconds(process.age)
    return
      "Readings begin when process \(process.pid) had run for \(age.text): what it drew before is not "
      + "booked."
  }

  private static func gone(_ pid: Int32) -> Problem {
    Problem(
      "Process \(pid) ended before it could be metered.", why: "It was gone when this began.",
      fix: "Nothing is to be done: nothing was booked.")
  }
}

/// A run has begun: what `attach` says first.
package struct AttachBeginning: Sendable {
  package let run: String
  /// Where the process may send marks; nil where no socket could be made.
  package let socket: String?
}
