package import Accounting
import Metering

/// `joulebook run` as one rank of several: it runs its command, and the node's meter counts it.
///
/// Ranks are alike. The first to come starts the meter, which is a process of its own: so it goes on when the rank
/// that started it ends, and a rank never waits for another one's work.
package struct RankSession {
  private let request: RunRequest
  private let place: RankPlace
  private let settings: Settings

  /// Nil where this process is no rank of several, or is metered as one already.
  package init?(_ request: RunRequest) throws(Problem) {
    guard
      let place = RankPlace(
        environment: request.environment, host: Host.name, parent: Self.parent)
    else { return nil }
    self.place = place
    self.request = request
    // Every rank says what is wrong with the settings; the meter could tell nobody.
    settings = try Settings.resolve(
      flags: request.flags, environment: request.environment, directory: request.directory)
    guard request.acting.isEmpty else {
      throw Problem(
        "Ranks cannot be held, paused or limited one by one.",
        why:
          "This is rank \(place.rank) of a launch by \(place.launcher.rawValue), and the others do not wait.",
        fix: "Give --when, --budget and the like to the `joulebook run` that starts the launcher.",
        exit: .usage)
    }
    guard request.progressFile == nil, request.progressPattern == nil else {
      throw Problem(
        "Progress of ranks is not read from a log.",
        why:
          "This is rank \(place.rank) of a launch by \(place.launcher.rawValue), and their logs are many.",
        fix: "Let one rank send marks to the socket in JOULEBOOK_SOCKET; see Docs/Marks.md.",
        exit: .usage)
    }
  }

  static var parent: String {
    let parent = MeterProcess.parent
    return "\(parent.pid)-\(parent.start)"
  }

  /// Starts the command and waits for it.
  package func perform() -> RankOutcome {
    let signals = Signals.take()
    Supervisor.adoptOrphans()
    var link: RankLink?
    var problems: [Problem] = []
    do {
      link = try RankLink(
        place, meter: RankMeter.arguments(request, place),
        message: .join(process: MeterProcess.ownNumber, rank: place.rank))
    } catch {
      problems.append(error)
    }
    let additions = (link?.environment ?? [:]).merging([RankPlace.variable: place.key]) { $1 }
    let folder = link?.group.flatMap { FolderHandle(path: $0) }
    let child: ChildProcess
    do {
      child = try ChildProcess.start(
        request.command, adding: additions, signals: signals, cgroup: folder?.descriptor)
    } catch {
      let ending = Ending.exited(error.exitCode)
      problems.append(error.problem)
      return leave(link, ending, problems)
    }
    folder?.close()
    let ending = Supervisor(child, signals: signals).wait(
      onReap: { process, cpu in link?.tell(.reaped(process: process, cpu: cpu)) })
    return leave(link, ending, problems)
  }

  private func leave(_ link: RankLink?, _ ending: Ending, _ problems: [Problem]) -> RankOutcome {
    let receipt = link?.leave(
      .left(rank: place.rank, exitCode: ending.exitCode, signal: ending.signal))
    return RankOutcome(
      ending: ending, receipt: receipt, problems: problems, isQuiet: settings.quiet.value)
  }
}

/// What became of a rank.
package struct RankOutcome {
  private let ending: Ending
  /// What the last rank of a node prints; nil for the others.
  private let receipt: RankReceipt?
  /// What went wrong beside the command.
  package let problems: [Problem]
  package let isQuiet: Bool

  init(ending: Ending, receipt: RankReceipt?, problems: [Problem], isQuiet: Bool) {
    self.ending = ending
    self.receipt = receipt
    self.problems =
      problems
      + (receipt?.problems ?? []).filter { $0.count == 3 }.map {
        Problem($0[0], why: $0[1], fix: $0[2])
      }
    self.isQuiet = isQuiet
  }

  /// The node's receipt; nil when this rank was not the last, or nothing could be measured.
  package func receiptText(isJSON: Bool) -> String? { isJSON ? receipt?.json : receipt?.text }

  /// Ends this process as the command ended.
  package func leave() -> Never { ending.leave() }
}

extension ActingRequest {
  /// Whether nothing is asked for but metering.
  var isEmpty: Bool {
    when == nil && deadline == nil && maxWait == nil && duration == nil && like == nil
      && pauseWhenDirty == nil && checkpointCommand == nil && budget == nil && onBudget == nil
      && budgetFor == nil && grace == nil && stopSignal == nil && powerCaps.isEmpty && slurm == nil
  }
}

extension Ending {
  var exitCode: Int? { if case .exited(let code) = self { Int(code) } else { nil } }
  var signal: Int? { if case .signalled(let number, _) = self { Int(number) } else { nil } }

  /// From what another process was told.
  init?(exitCode: Int?, signal: Int?) {
    if let signal {
      self = .signalled(Int32(clamping: signal), coreDumped: false)
    } else if let exitCode {
      self = .exited(Int32(clamping: exitCode))
    } else {
      return nil
    }
  }
}
