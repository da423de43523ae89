package import Accounting
import Glibc
import Metering
import Quantities
import Reporting

/// The process that meters one node for all ranks of a launch, from the first that comes to the last that ends.
package final class RankMeter {
  private let request: RunRequest
  private let key: String
  private let listener: Int32
  private let basis: RunBasis
  private let tree: ProcessTree
  private var roll = RankRoll()
  private var connections: [Connection] = []
  private var watched: [Watched] = []

  private struct Connection {
    let line: RankLine
    /// The rank whose wrapper is at the other end.
    var rank: (number: Int, process: Int32)?
    /// Waits to hear that the run is booked.
    var isWaiting = false
  }

  private struct Watched {
    let rank: Int
    let process: Int32
    /// Readable when it has ended; -1 where the kernel has no such thing.
    let descriptor: Int32
  }

  /// Leaves signals pending: who ends a job ends its ranks, and the meter ends after them. Call before anything else.
  package static func holdSignals() { _ = Signals.take() }

  /// How `joulebook` is started to be the meter that this rank asks for.
  static func arguments(_ request: RunRequest, _ place: RankPlace) -> [String] {
    ["rank-meter", "--key", place.key, "--ranks", "\(place.localSize ?? 1)"]
      + (place.launcher == .slurm ? ["--in-step"] : [])
      + (request.receiptPath.map { ["--receipt", $0] } ?? []) + request.flags.arguments + ["--"]
      + request.command
  }

  private let ranks: Int

  /// - Parameters:
  ///   - ranks: how many are expected on this node.
  ///   - inStep: whether a scheduler keeps them in groups of its own.
  package init(
    _ request: RunRequest, key: String, ranks: Int, inStep: Bool
  ) throws(Problem) {
    guard let listener = MeterProcess.takeListener() else {
      throw Problem(
        "`joulebook rank-meter` is not for typing.",
        why: "Ranks start it, and hand it the socket on which they meet.",
        fix: "Write `srun joulebook run -- COMMAND`.", exit: .usage)
    }
    self.request = request
    self.key = key
    self.ranks = ranks
    self.listener = listener
    // Before the drivers are asked for what they show.
    RankGPUs.show(environment: request.environment)
    basis = try RunBasis(request)
    tree = ProcessTree(
      ranksOn: basis.machine, inStep: inStep,
      environment: basis.settings.cpuCounting(in: request.environment))
  }

  /// Meters until the last rank has ended, and books the run.
  package func perform() {
    let id = RunID.make(at: SystemClock.wall())
    let progress = ProgressWatch(id: id, request: request)
    let instruments = basis.instruments()
    let start = SystemClock.monotonic()
    let startBoot = SystemClock.boottime()
    // Beside the other clock, so that runs of one machine fit together.
    let started = RunBasis.moment
    tree.begin()
    let program = request.command.first?.split(separator: "/").last.map(String.init) ?? "run"
    let header = basis.header(
      id: id, started: started, tree: tree, name: program,
      parent: OuterRun.of(request.environment), ranks: ranks)
    let claim = header.claim(on: request.environment, start: start)
    let journalPaths = JournalFolder(ledgerPath: basis.ledgerPath).prepare(id: id)
    let sampler = instruments.sampler(
      tree: tree, progress: progress, start: start, interval: basis.settings.interval.value,
      journalPaths: journalPaths, header: header)
    progress.begin(sampler, header, start: start)

    var variables = OuterRun.variables(id: id, request.environment)
    variables.merge(progress.environment) { $1 }
    variables[RankPlace.variable] = key
    follow(RankAnswer.welcome(run: id, environment: variables, group: tree.ownGroup))

    let end = SystemClock.monotonic() - start
    let slept = SystemClock.boottime() - startBoot
    progress.finish()
    var tags = header.tags
    tags[LaunchTags.ranks] = "\(roll.count)"
    var closed = header
    closed.tags = tags
    var closing = RunClosing(
      request: request, header: closed, ledger: basis.ledger, journalPaths: journalPaths,
      ending: roll.ending, end: end, seconds: Double(slept) * 1e-9,
      findings: instruments.findings, progress: progress)
    closing.moreWarnings = warnings
    closing.deferral = SharedLedger.deferral(basis.ledgerPath, request.environment)
    closing.claim = claim
    // Nobody came: then there was no run.
    if roll.members.isEmpty {
      claim?.held.cancel()
      _ = sampler.finish(within: 2)
      sampler.removeJournal()
      tree.close()
      return
    }
    answer(closing.close(sampler, tree))
  }

  // MARK: - Ranks

  /// A rank that was to come and did not: its Joulebook ended before it could speak.
  private static let patience: Int64 = 10_000_000_000

  /// Ranks of one launch begin within this time: until then those that end at once wait for those that are to come.
  private static let grace: Int64 = 1_000_000_000

  private func follow(_ welcome: RankAnswer) {
    let begin = SystemClock.monotonic()
    var nextLook: Int64 = 0
    while true {
      let now = SystemClock.monotonic()
      if roll.isOver, roll.count >= ranks || now - begin > Self.grace { return }
      if roll.members.isEmpty, now - begin > Self.patience { return }
      if now >= nextLook {
        let pause = tree.look().map { Int64($0 / .nanoseconds(1)) } ?? 1_000_000_000
        nextLook = now + min(max(pause, 1_000_000), 1_000_000_000)
      }
      var descriptors = [pollfd(fd: listener, events: Int16(POLLIN), revents: 0)]
      descriptors += connections.map {
        pollfd(fd: $0.line.descriptor, events: Int16(POLLIN), revents: 0)
      }
      descriptors += watched.map { pollfd(fd: $0.descriptor, events: Int16(POLLIN), revents: 0) }
      let wait = Int32(min(max((nextLook - now) / 1_000_000 + 1, 1), roll.isOver ? 50 : 1000))
      poll(&descriptors, nfds_t(descriptors.count), wait)
      noteEnds(descriptors.suffix(watched.count))
      let talking = connections.count
      for place in 0..<talking where descriptors[place + 1].revents != 0 { hear(place, welcome) }
      if descriptors[0].revents != 0 { acceptAll(welcome) }
      connections.removeAll { !$0.line.isOpen }
    }
  }

  private func acceptAll(_ welcome: RankAnswer) {
    while let line = RankLine.accept(from: listener) {
      connections.append(Connection(line: line))
      hear(connections.count - 1, welcome)
    }
  }

  /// Ends what was followed and is gone.
  private func noteEnds(_ descriptors: ArraySlice<pollfd>) {
    let gone = zip(watched, descriptors).filter { rank, descriptor in
      rank.descriptor >= 0 ? descriptor.revents != 0 : kill(rank.process, 0) != 0
    }.map(\.0)
    guard !gone.isEmpty else { return }
    _ = tree.look()
    for rank in gone {
      roll.end(rank: rank.rank, nil)
      if rank.descriptor >= 0 { close(rank.descriptor) }
    }
    watched.removeAll { rank in gone.contains { $0.process == rank.process } }
  }

  private func hear(_ place: Int, _ welcome: RankAnswer) {
    let line = connections[place].line
    line.read()
    while let text = line.next() {
      guard let message = RankMessage(text) else { continue }
      take(message, from: place, welcome)
    }
    // A wrapper that was killed: its command goes on without it and is followed until it ends.
    if !line.isOpen, let rank = connections[place].rank {
      tree.abandon(childrenOf: rank.process)
      roll.end(rank: rank.number, nil)
    }
  }

  private func take(_ message: RankMessage, from place: Int, _ welcome: RankAnswer) {
    let line = connections[place].line
    switch message {
    case .join(let process, let rank):
      connections[place].rank = (rank, process)
      tree.adoptChildren(of: process)
      roll.join(rank: rank, process: process, isFollowed: false)
      line.tell(welcome.line)
      release()
    case .follow(let process, let rank):
      tree.follow(process)
      roll.join(rank: rank, process: process, isFollowed: true)
      watched.append(
        Watched(rank: rank, process: process, descriptor: MeterProcess.watch(process) ?? -1))
      line.tell(welcome.line)
      release()
    case .reaped(let process, let cpu):
      tree.reap(process, cpu: cpu)
    case .left(let rank, let exitCode, let signal):
      connections[place].rank = nil
      roll.end(rank: rank, Ending(exitCode: exitCode, signal: signal))
      settle(place)
    case .ended(let rank):
      if let at = watched.firstIndex(where: { $0.rank == rank }) {
        _ = tree.look()
        if watched[at].descriptor >= 0 { close(watched[at].descriptor) }
        watched.remove(at: at)
      }
      roll.end(rank: rank, nil)
      settle(place)
    }
  }

  /// Another rank has come: those that waited for the books need not any more.
  private func release() {
    for place in connections.indices where connections[place].isWaiting {
      connections[place].isWaiting = false
      connections[place].line.tell(RankAnswer.goesOn.line)
    }
  }

  /// The last rank waits for the books; the others need not.
  private func settle(_ place: Int) {
    if roll.isOver {
      connections[place].isWaiting = true
    } else {
      connections[place].line.tell(RankAnswer.goesOn.line)
    }
  }

  /// Tells those who wait, and those who come while the books are closed, what became of the run.
  private func answer(_ outcome: RunOutcome) {
    let receipt = RankReceipt(
      text: outcome.entry.map { ReceiptText($0, style: .plain).text },
      json: outcome.entry.flatMap { try? JSON.text(Receipt($0)) },
      problems: outcome.problems.map { [$0.what, $0.why, $0.fix] })
    let done = RankAnswer.done(receipt).line
    for connection in connections where connection.isWaiting { connection.line.tell(done) }
    while let line = RankLine.accept(from: listener) {
      // Who wants to join now finds nobody here and starts a meter of its own.
      if let text = line.line(within: 0.2), case .ended? = RankMessage(text) { line.tell(done) }
    }
    close(listener)
  }

  // MARK: - Parts

  private var warnings: [String] {
    var warnings: [String] = []
    let failures = roll.failures
    if !failures.isEmpty {
      let names = failures.map(String.init).joined(separator: ", ")
      warnings.append(
        failures.count == 1
          ? "Rank \(names) did not end well." : "Ranks \(names) did not end well.")
    }
    return warnings
  }
}
