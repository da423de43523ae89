public import Accounting
import Bookkeeping
import Glibc
import Metering
import Quantities
public import Reporting

extension Joulebook {
  /// Watches the server of a run that goes on, until the run ends or somebody interrupts.
  ///
  /// The run gets marks as from its own job; its receipt shows what came of them.
  package func watch(
    _ reference: String, _ request: WatchRequest, style: TextStyle
  ) throws(Problem) -> ServiceAnswer {
    let signals = Signals.take()
    let live = try liveWatch()
    _ = live.look()
    let fitting = live.runs.filter {
      reference == "last" || $0.id.hasPrefix(reference) || $0.entry.run.name == reference
    }
    guard let run = fitting.first else {
      throw Problem(
        "No run `\(reference.printable)` is going on.",
        why: "No journal of this ledger is being written by one.",
        fix: "Start one: `joulebook serve-watch --metrics URL -- COMMAND`.", exit: .usage)
    }
    guard let socket = MarkSender.path(of: run.id, environment: environment) else {
      throw Problem(
        "The run \(run.id) takes no marks.", why: "Its socket is not in the places for sockets.",
        fix: "Ask as the user and with the XDG_RUNTIME_DIR that the run has.")
    }
    let watch = ServeWatch(request)
    // Moments are sent as seconds ago, so any beginning will do.
    watch.begin(
      socket: socket, start: SystemClock.monotonic(), started: run.entry.run.started,
      says: { Notice(isQuiet: false).say($0) })
    var table = WatchTable(style: style)
    var isOver = false
    while !isOver {
      isOver = Self.waits(on: signals, seconds: request.interval)
      for case .ended(run.id) in live.look() { isOver = true }
      if let entry = live.runs.first(where: { $0.id == run.id })?.entry {
        table.draw(entry, watch.now)
      }
    }
    watch.finish()
    table.clear()
    // The last marks are in the journal or the ledger a moment later.
    let entry = try settled(run.id, live)
    return ServiceAnswer(entry: entry, warnings: watch.warnings)
  }

  /// True when a signal asks to end.
  private static func waits(on signals: Signals, seconds: Double) -> Bool {
    var descriptor = pollfd(fd: signals.descriptor, events: Int16(POLLIN), revents: 0)
    poll(&descriptor, 1, Int32(seconds * 1000))
    while let number = signals.nextNumber() {
      if [SIGINT, SIGTERM, SIGHUP].contains(number) { return true }
    }
    return false
  }

  /// The run as it is booked, or as far as its journal goes.
  private func settled(_ id: String, _ live: LiveWatch) throws(Problem) -> Entry {
    for _ in 0..<100 {
      if let entry = try? ledger().entry(id) { return entry }
      _ = live.look()
      if let run = live.runs.first(where: { $0.id == id }) { return run.entry }
      usleep(50_000)
    }
    throw Problem(
      "The run \(id) is neither going on nor in the ledger.",
      why: "It ended, and was not booked within five seconds.",
      fix: "Run `joulebook show \(id)` in a while.")
  }
}

/// A table on the terminal, drawn anew over itself.
private struct WatchTable {
  let style: TextStyle
  private var lines = 0

  init(style: TextStyle) { self.style = style }

  private var isOn: Bool { isatty(2) == 1 && tcgetpgrp(2) == getpgrp() }

  mutating func draw(_ entry: Entry, _ state: ServeWatch.State) {
    guard isOn else { return }
    let width = max(40, SystemFacts.terminalColumns(2) ?? 80) - 1
    let server = state.kind.map { "\($0), \(state.track?.stage?.rawValue ?? "")" }
    let title =
      "\(entry.run.name.printable) · \(server ?? state.trouble ?? "no answer yet") · "
      + "\(Duration.seconds(entry.run.seconds).text)"
    let service = ServiceFootprint(entry).map { ServiceText.lines($0, style: .plain) } ?? []
    clear()
    let all = ([title] + service).map { String($0.prefix(width)) }
    write(style.bold(all[0]) + "\n" + all.dropFirst().map { $0 + "\n" }.joined())
    lines = all.count
  }

  mutating func clear() {
    if lines > 0 { write("\u{1B}[\(lines)A\r\u{1B}[J") }
    lines = 0
  }

  private func write(_ text: String) { _ = text.withCString { Glibc.write(2, $0, strlen($0)) } }
}

/// What serving took so far, or in all.
public struct ServiceAnswer: Answer {
  public let entry: Entry
  public let warnings: [String]

  public func text(style: TextStyle) -> String {
    let run = entry.run
    let title = "\(run.name.printable) · \(Duration.seconds(run.seconds).text)  \(run.id)"
    let service =
      ServiceFootprint(entry).map { ServiceText.lines($0, style: style) }
      ?? ["The server's counters are not known."]
    return
      ([style.bold(title)] + service + warnings.map { "! " + $0.wrapped(width: 78, indent: "  ") })
      .joined(separator: "\n") + "\n"
  }

  public func encode(to encoder: any Encoder) throws {
    try Message(
      schema: 1, id: entry.run.id, name: entry.run.name, durationSeconds: entry.run.seconds,
      service: ServiceFootprint(entry).map(ServiceReceipt.init), warnings: warnings
    ).encode(to: encoder)
  }

  private struct Message: Encodable {
    let schema: Int
    let id: String
    let name: String
    let durationSeconds: Double
    let service: ServiceReceipt?
    let warnings: [String]

    enum CodingKeys: String, CodingKey {
      case schema, id, name, service, warnings
      case durationSeconds = "duration_seconds"
    }
  }
}
