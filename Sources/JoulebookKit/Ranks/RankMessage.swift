import Foundation

/// What a rank tells the meter of its node.
enum RankMessage: Codable, Equatable {
  /// A rank is about to begin. `process` is Joulebook beside it, whose children are counted.
  case join(process: Int32, rank: Int)
  /// A rank is about to begin that nobody of ours waits for: `process` becomes it.
  case follow(process: Int32, rank: Int)
  /// A process was waited for, which had used so many nanoseconds together with all that it waited for.
  case reaped(process: Int32, cpu: Int64)
  /// The rank's command has ended. The answer comes when nothing is left to do for this rank.
  case left(rank: Int, exitCode: Int?, signal: Int?)
  /// A rank that is followed has ended; the same answer.
  case ended(rank: Int)

  var line: String { Lines.write(self) }
  init?(_ line: String) {
    guard let message = Lines.read(RankMessage.self, line) else { return nil }
    self = message
  }
}

/// What the meter answers.
enum RankAnswer: Codable, Equatable {
  /// The rank is counted from now on. `group` is the control group that its command is to be born in.
  case welcome(run: String, environment: [String: String], group: String?)
  /// Other ranks go on, and so does the meter.
  case goesOn
  /// All ranks have ended and the run is booked, or says why not.
  case done(RankReceipt)

  var line: String { Lines.write(self) }
  init?(_ line: String) {
    guard let answer = Lines.read(RankAnswer.self, line) else { return nil }
    self = answer
  }
}

/// What the last rank prints.
struct RankReceipt: Codable, Equatable {
  /// Nil when nothing could be measured.
  var text: String?
  var json: String?
  /// Each what, why and what to do next.
  var problems: [[String]]
}

private enum Lines {
  static func write(_ value: some Encodable) -> String { (try? JSON.line(value)) ?? "" }

  static func read<T: Decodable>(_ type: T.Type, _ line: String) -> T? {
    try? JSONDecoder().decode(type, from: Data(line.utf8))
  }
}
