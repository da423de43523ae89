import Accounting
import Foundation
import JoulebookKit
import NIOCore
import Quantities
import Reporting

/// What happened to the runs going on, kept for those who come back: rules in a value.
///
/// Each event has a number in the log and, where it is a span, the moment of the run at which the span ends. Who
/// follows one run names that moment, which is the same for every server that reads the journal; who follows all
/// names the number.
struct LiveLog {
  /// How many events are kept: a run with a span a second fills this in four and a half hours.
  static let limit = 16_384

  /// Tells one log from that of a server before it.
  let key = String(UInt32.random(in: .min ... .max), radix: 36)
  private var events: [Event] = []
  private var first = 0
  private var ended: Set<String> = []

  private struct Event {
    let run: String
    /// Milliseconds after the run's start for a span; nil for its beginning and end.
    let moment: Int?
    let text: String
  }

  /// How far a listener is.
  struct Position: Hashable {
    /// Number of the next event; nil at the start.
    var next: Int?
    /// As a returning listener said it: `Last-Event-ID`.
    var said: String?
    /// The moment up to which a page already shows a run.
    var moment: Int?
  }

  struct News {
    let text: String
    let position: Position
    /// Nothing more will come.
    let isOver: Bool
  }

  /// The number of the last event, as listeners to all runs say it.
  var place: String { "\(key)-\(first + events.count - 1)" }

  mutating func add(_ changes: [LiveChange], runs: [LiveRun]) {
    let byID = Dictionary(runs.map { ($0.id, $0) }) { first, _ in first }
    // Words are for the newest span; those before it are only drawn.
    var newest: [String: Int] = [:]
    for case .span(let span) in changes { newest[span.run] = span.number }
    for change in changes {
      switch change {
      case .began(let id):
        ended.remove(id)
        append(Event(run: id, moment: nil, text: Self.event("began", LiveMessage.Mark(run: id))))
      case .ended(let id):
        ended.insert(id)
        append(Event(run: id, moment: nil, text: Self.event("ended", LiveMessage.Mark(run: id))))
      case .span(let span):
        let live = newest[span.run] == span.number ? byID[span.run] : nil
        append(
          Event(
            run: span.run, moment: span.moment,
            text: Self.event("span", LiveMessage.Span(span, live))))
      }
    }
  }

  private mutating func append(_ event: Event) {
    events.append(event)
    // In large steps: taking the first of an array away moves all others.
    if events.count > Self.limit + 1024 {
      events.removeFirst(1024)
      first += 1024
    }
  }

  func news(after position: Position, of run: String?, runs: [LiveRun]) -> News {
    let end = first + events.count
    var text = ""
    var start = position.next ?? end
    var since: Int?
    if position.next == nil {
      if let run {
        since = position.said.flatMap(Int.init) ?? position.moment
        start = since == nil ? end : first
        if let since, isMissing(run, since) { text += Self.event("reload", Empty()) }
      } else if let said = position.said {
        // Before the first event the number is −1.
        let parts = said.split(separator: "-", maxSplits: 1)
        let number = parts.count == 2 && parts[0] == key ? Int(parts[1]) : nil
        start = number.map { $0 + 1 } ?? end
        if number.map({ $0 + 1 < first || $0 + 1 > end }) ?? true {
          text += Self.event("reload", Empty())
          start = end
        }
      }
    } else if start < first {
      // Too slow for what is kept: the page fetches the whole anew.
      text += Self.event("reload", Empty())
      start = end
    }
    for number in max(start, first)..<end {
      let event = events[number - first]
      if let run {
        guard event.run == run else { continue }
        if let moment = event.moment {
          if let since, moment <= since { continue }
          text += "id: \(moment)\n"
        }
      } else {
        text += "id: \(key)-\(number)\n"
      }
      text += event.text
    }
    let isGone = run.map { id in !runs.contains { $0.id == id } } ?? false
    if isGone, let run, position.next == nil, !text.contains("event: ended") {
      text += Self.event("ended", LiveMessage.Mark(run: run))
    }
    return News(text: text, position: Position(next: end), isOver: isGone)
  }

  /// True where spans after that moment are no longer kept.
  private func isMissing(_ run: String, _ moment: Int) -> Bool {
    guard first > 0 else { return false }
    guard let oldest = events.first(where: { $0.run == run && $0.moment != nil })?.moment else {
      return false
    }
    return oldest > moment
  }

  private struct Empty: Encodable {}

  private static func event(_ name: String, _ message: some Encodable) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    let data = (try? encoder.encode(message)).map { String(decoding: $0, as: UTF8.self) } ?? "{}"
    return "event: \(name)\ndata: \(data)\n\n"
  }
}

/// What is said of a run while it goes on.
enum LiveMessage {
  struct Mark: Encodable { let run: String }

  struct Span: Encodable {
    let run: String
    let number: Int
    let from: Double
    let to: Double
    let watts: [String: Double]
    /// What the page shows, by the name of its place; nil for spans that are only drawn.
    let words: [String: String]?

    init(_ span: LiveSpan, _ live: LiveRun?) {
      run = span.run
      number = span.number
      from = (span.start * 1000).rounded() / 1000
      to = (span.end * 1000).rounded() / 1000
      watts = Dictionary(
        uniqueKeysWithValues: span.power.map {
          ($0.key.rawValue, $0.value.watts.rounded(significant: 6))
        })
      words = live.map(LiveMessage.words)
    }
  }

  /// The figures of a run that is going on, in words.
  static func words(_ live: LiveRun) -> [String: String] {
    let footprint = live.footprint
    var words = [
      "energy": footprint.energy.text, "energy-range": footprint.energy.rangeText,
      "emissions": footprint.emissions.text, "emissions-range": footprint.emissions.rangeText,
      "time": Duration.seconds(live.entry.run.seconds).text,
      "power": live.power.values.reduce(.zero, +).text(),
      "evidence": footprint.evidenceMix.mixText,
    ]
    for (component, power) in live.power { words["power-\(component.rawValue)"] = power.text() }
    for part in RunSpan(live.entry).parts {
      words["energy-\(part.component.rawValue)"] = part.energy.text
    }
    return words
  }
}
