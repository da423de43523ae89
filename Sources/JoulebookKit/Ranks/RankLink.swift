import Accounting
import Metering

/// A rank's connection to the meter of its node, which it starts when there is none yet.
struct RankLink {
  let run: String
  let environment: [String: String]
  let group: String?
  private let line: RankLine

  /// A meter needs this long to open its sensors, at the most; without an answer the rank runs unmetered.
  private static let patience = 10.0
  /// Booking: the last reading may hang for two seconds, the ledger may be busy.
  private static let bookingPatience = 15.0

  /// Joins the node's meter, or starts it.
  /// - Parameters:
  ///   - arguments: the meter's, when it has to be started.
  ///   - message: says who joins.
  init(
    _ place: RankPlace, meter arguments: [String], message: RankMessage
  ) throws(Problem) {
    let rendezvous = Rendezvous(place.key)
    let end = SystemClock.monotonic() + Int64(Self.patience * 1e9)
    var pause: Int64 = 5_000_000
    while SystemClock.monotonic() < end {
      switch rendezvous.meet() {
      case .elected(let listener):
        guard MeterProcess.start(arguments, listener: listener) else {
          throw Self.unmetered("The process that would meter this node did not start.")
        }
      case .met(let line):
        line.tell(message.line)
        let answer = line.line(within: Double(end - SystemClock.monotonic()) * 1e-9)
        if let answer, case .welcome(let run, let environment, let group)? = RankAnswer(answer) {
          self.run = run
          self.environment = environment
          self.group = group
          self.line = line
          return
        }
        // It is closing its books over ranks that ended before: the next one is ours.
        Pause.nanoseconds(pause)
        pause = min(pause * 2, 100_000_000)
      case .impossible(let code):
        throw Self.unmetered("The ranks of this node cannot meet (errno \(code)).")
      }
    }
    throw Self.unmetered("The process that meters this node did not answer.")
  }

  private static func unmetered(_ why: String) -> Problem {
    Problem(
      "This rank runs without being metered.", why: why,
      fix: "Run `joulebook doctor` on this node; the rank itself is not touched.")
  }

  /// Tells the meter something on the way; whether it listens or not, the rank goes on.
  func tell(_ message: RankMessage) { line.tell(message.line, gently: true) }

  /// Says that the rank has ended; gives what the last rank of the node prints, nil for the others.
  func leave(_ message: RankMessage) -> RankReceipt? {
    guard line.tell(message.line), let answer = line.line(within: Self.bookingPatience),
      case .done(let receipt)? = RankAnswer(answer)
    else { return nil }
    return receipt
  }

  /// The same by somebody who comes when the rank has ended. Nil when nobody meters this node any more.
  static func end(_ place: RankPlace, rank: Int) -> RankReceipt? {
    guard let line = Rendezvous(place.key).connect(),
      line.tell(RankMessage.ended(rank: rank).line),
      let answer = line.line(within: bookingPatience),
      case .done(let receipt)? = RankAnswer(answer)
    else { return nil }
    return receipt
  }
}
