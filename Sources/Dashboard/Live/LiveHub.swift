import Accounting
import JoulebookKit
import Reporting

/// The one place that looks at the runs going on, for all visitors.
///
/// It looks about once a second while somebody listens, keeps what happened for a while, and tells listeners that
/// there is news. They fetch what they lack by themselves: who is slow gets more at once and holds up nobody.
actor LiveHub {
  private let joulebook: Joulebook
  private var watch: LiveWatch?
  private(set) var runs: [LiveRun] = []
  private var log = LiveLog()
  private var listeners: [Int: AsyncStream<Void>.Continuation] = [:]
  private var lastListener = 0
  private var lastLook: ContinuousClock.Instant?
  private var lastNeed = ContinuousClock.now
  private var loop: Task<Void, Never>?
  private var looking: Task<Void, Never>?

  static let period = Duration.seconds(1)
  /// Looks go on for a while after the last listener has gone: one who comes back then has missed nothing.
  static let lingering = Duration.seconds(60)

  init(joulebook: Joulebook) { self.joulebook = joulebook }

  /// The runs that are going on, not older than a second, and where the log is: a page that says this to its
  /// stream misses nothing that comes after.
  func current() async -> (runs: [LiveRun], place: String) {
    await begin()
    return (runs, log.place)
  }

  /// Begins to listen. The stream says that there may be news; the newest word is enough.
  func listen() async -> (id: Int, news: AsyncStream<Void>) {
    await begin()
    let (news, continuation) = AsyncStream<Void>.makeStream(bufferingPolicy: .bufferingNewest(1))
    lastListener += 1
    listeners[lastListener] = continuation
    continuation.yield()
    return (lastListener, news)
  }

  func leave(_ id: Int) {
    listeners[id]?.finish()
    listeners[id] = nil
    lastNeed = .now
  }

  var listenerCount: Int { listeners.count }

  /// What has happened after `position`, as it is sent.
  func news(after position: LiveLog.Position, of run: String?) -> LiveLog.News {
    log.news(after: position, of: run, runs: runs)
  }

  private func begin() async {
    lastNeed = .now
    if loop == nil {
      await look()
      if loop == nil { loop = Task { await self.run() } }
    } else if lastLook.map({ .now - $0 > Self.period }) ?? true {
      await look()
    }
  }

  private func run() async {
    while !Task.isCancelled {
      try? await Task.sleep(for: Self.period)
      if !listeners.isEmpty { lastNeed = .now }
      guard .now - lastNeed < Self.lingering else { break }
      await look()
    }
    // Journals are let go: who comes after this begins anew.
    (watch, runs, lastLook, loop) = (nil, [], nil, nil)
    log = LiveLog()
  }

  /// One look at a time, so that news stay in order; who comes meanwhile waits for it.
  private func look() async {
    if let looking { return await looking.value }
    let task = Task { await lookOnce() }
    looking = task
    await task.value
    looking = nil
  }

  private func lookOnce() async {
    lastLook = .now
    do {
      let watch = try self.watch ?? joulebook.liveWatch()
      self.watch = watch
      let (changes, runs) = try await Blocking.run { (watch.look(), watch.runs) }
      self.runs = runs
      log.add(changes, runs: runs)
    } catch {
      // A ledger that cannot be named has no runs; the pages say why.
      return
    }
    // Without news too: a listener says a word now and then, so that a dead one is noticed.
    for listener in listeners.values { listener.yield() }
  }
}
