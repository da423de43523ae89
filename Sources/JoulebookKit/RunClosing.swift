import Accounting
import Bookkeeping
import Foundation
import Metering
import Quantities

/// The end of a run: the last reading, the entry, the ledger, the receipt's file.
struct RunClosing {
  let request: RunRequest
  let header: RunHeader
  let ledger: Ledger
  let journalPaths: [String]
  /// How the work ended; nil where nobody told us.
  var ending: Ending?
  /// Nanoseconds after the start on the monotonic clock, and seconds with suspended time.
  let end: Int64
  let seconds: Double
  /// What the sensors saw at the start, usable or not.
  let findings: [Finding]
  /// Nil where nothing but metering was done.
  var acting: ActingSession?
  let progress: ProgressWatch
  var moreWarnings: [String] = []
  /// Why the run waits in its journal for the next ledger command; nil when it is booked at once.
  var deferral: Problem?
  /// What the run's policy claims of the machine, and from when on; nil where it claims nothing.
  var claim: (held: MachineClaim, start: Int64)?
  /// What is said of processes that go on; nil where they are meant to.
  var leftBehind: String? = "the command"

  /// The last reading may hang in a driver; longer than this nobody waits for it.
  private static let patience = 2.0

  func close(_ sampler: Sampler, _ tree: ProcessTree) -> RunOutcome {
    let isClosed = sampler.finish(within: Self.patience)
    let left = leftBehind == nil ? 0 : tree.living
    tree.close()
    guard let state = sampler.state else {
      return RunOutcome(
        ending: ending ?? .exited(0), entry: nil, problems: [Self.unmeasured], ledger: nil)
    }
    var gaps = state.gaps
    if !isClosed {
      let last = state.snapshots.row(state.snapshots.count - 1).seconds
      gaps.append(
        GapRecord(
          device: -1, reason: .hung, start: last, end: Double(end) * 1e-9, energy: nil))
    }
    let claims = claim.map {
      ClaimShares(start: $0.start, others: $0.held.end(at: $0.start + end))
    }
    let footer = RunFooter(
      seconds: seconds, exitCode: exitCode, signal: signal,
      warnings: warnings(of: state, left: left) + [claims?.warning].compactMap(\.self),
      twins: state.twins.map { [$0.kept, $0.twin] },
      acting: acting?.record, claims: claims)
    let assembly = RunAssembly(
      header: header.with(devices: state.devices, reserved: state.reserved),
      rows: state.snapshots.rows, gaps: gaps,
      footer: footer, knownIdle: KnownIdle.of(state.devices, machine: header.machine, in: ledger))
    var entry = assembly.entry().with(progress.record())
    let saving = acting?.saving(entry)
    entry.acting?.saving = saving
    var problems: [Problem] = []
    do throws(Problem) {
      if let deferral { throw deferral }
      try ledger.book(entry)
      try KnownIdle.keep(assembly, in: ledger)
      sampler.removeJournal()
    } catch {
      var isKept = sampler.leaveJournal(footer: footer.bytes)
      if !isKept {
        isKept = Journal.write(
          at: journalPaths, header: assembly.header.bytes, snapshots: state.snapshots, gaps: gaps,
          footer: footer.bytes, marks: entry.progress?.marks.map { Array($0.line.utf8) } ?? [])
        // Of a whole journal and a torn one, only the whole one may be found.
        if isKept { sampler.removeJournal() }
      }
      if deferral == nil || !isKept { problems.append(leave(isKept: isKept, because: error)) }
    }
    if let problem = writeReceipt(entry) { problems.append(problem) }
    return RunOutcome(
      ending: ending ?? .exited(0), entry: entry, problems: problems, ledger: ledger)
  }

  private var exitCode: Int? {
    if case .exited(let code) = ending { Int(code) } else { nil }
  }

  private var signal: Int? {
    if case .signalled(let number, _) = ending { Int(number) } else { nil }
  }

  private func warnings(of state: Sampler.State, left: Int) -> [String] {
    var warnings =
      moreWarnings + (acting?.warnings ?? []) + ProgressWatch.warnings(progress.record())
      + progress.watchWarnings
    if left > 0, let leftBehind {
      warnings.append(
        left == 1
          ? "A process that \(leftBehind) started goes on; what it draws from now on is not booked."
          : "\(left) processes that \(leftBehind) started go on; what they draw from now on is not "
            + "booked.")
    }
    let unused = findings.filter { $0.state == .denied || $0.state == .broken }
    if !unused.isEmpty {
      let names = Set(unused.map(\.sensor)).sorted().joined(separator: ", ")
      warnings.append(
        "Sensors that are there could not be read (\(names)): `joulebook doctor` shows what to allow."
      )
    }
    if state.gapsLeftOut > 0 {
      warnings.append(
        "\(state.gapsLeftOut) more gaps are not listed: a sensor of this machine fails often.")
    }
    switch state.journal {
    case .none: break
    case .unwritable(let code):
      warnings.append(
        "No journal could be written (\(String(cString: strerror(code)))): had Joulebook been killed, "
          + "this run would have been lost. Nothing is.")
    case .open(_, let lost, let trouble, let isLinked):
      if !isLinked {
        warnings.append(
          "The journal was deleted during the run; this receipt comes from memory, nothing is lost."
        )
      } else if lost > 0 {
        warnings.append(
          "\(lost) journal records could not be written (\(String(cString: strerror(trouble)))); this "
            + "receipt comes from memory, nothing is lost.")
      }
    }
    return warnings
  }

  /// Keeps the run in its journal when the ledger does not take it.
  private func leave(isKept: Bool, because reason: Problem) -> Problem {
    isKept
      ? Problem(
        "The run is not in the ledger yet.", why: "\(reason.what) \(reason.why)",
        fix:
          "It is kept in a journal; the next ledger command, `joulebook list` for one, takes it in. "
          + reason.fix)
      : Problem(
        "The run is not in the ledger, and no journal could keep it.",
        why: "\(reason.what) \(reason.why)",
        fix: "This receipt is all there is: note it. \(reason.fix)")
  }

  private func writeReceipt(_ entry: Entry) -> Problem? {
    guard let path = request.receiptPath else { return nil }
    do {
      let text = try JSON.text(Receipt(entry))
      try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
      return nil
    } catch {
      return Problem(
        "Cannot write the receipt to `\(path)`.", why: error.localizedDescription,
        fix: "Run `joulebook show last --format json` for the same receipt.")
    }
  }

  private static let unmeasured = Problem(
    "The run was not measured.", why: "The sampling thread did not come up in time.",
    fix: "Run `joulebook doctor` to see which sensor does not answer.")
}

/// Idle power that earlier runs metered on this machine.
enum KnownIdle {
  /// By device; what the ledger does not know or cannot say is left out.
  static func of(_ devices: [Device], machine: String, in ledger: Ledger) -> [String: IdleBaseline]
  {
    var known: [String: IdleBaseline] = [:]
    for device in devices where device.sharing == .cpuTime && device.evidence == .metered {
      guard
        let idle = try? ledger.idlePower(
          machine: machine, device: device.name, sensor: device.sensor)
      else { continue }
      known[device.name] = IdleBaseline(
        metered: idle.power.value.watts,
        origin: "metered on \(idle.seen.description.prefix(10)) while the CPUs were at under 5 %")
    }
    return known
  }

  static func keep(_ assembly: RunAssembly, in ledger: Ledger) throws(Problem) {
    for (device, watts) in assembly.quietPower() {
      let baseline = IdleBaseline(metered: watts, origin: "")
      try ledger.keepIdlePower(
        IdlePower(
          machine: assembly.header.machine, device: device.name, sensor: device.sensor,
          power: baseline.power, evidence: .metered, seen: assembly.header.started))
    }
  }
}
