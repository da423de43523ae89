package import Accounting

/// What `attach --helper` says to the program that started it: one line of JSON each, version 1.
///
/// The protocol is in `Docs/Decisions/0024-attaching.md`.
package enum HelperMessage: Encodable, Sendable {
  case begun(AttachBeginning)
  case booked(Entry?, problems: [Problem])
  case problem(Problem)

  package var line: String { get throws(Problem) { try JSON.line(self) } }

  private enum Key: String, CodingKey { case v, run, socket, receipt, problems, problem }

  package func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: Key.self)
    try keys.encode(1, forKey: .v)
    switch self {
    case .begun(let beginning):
      try keys.encode(beginning.run, forKey: .run)
      try keys.encode(beginning.socket, forKey: .socket)
    case .booked(let entry, let problems):
      try keys.encode(entry.map(Receipt.init), forKey: .receipt)
      try keys.encode(problems, forKey: .problems)
    case .problem(let problem): try keys.encode(problem, forKey: .problem)
    }
  }
}
