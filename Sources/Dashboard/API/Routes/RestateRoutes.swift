import Accounting
import Hummingbird
import JoulebookKit
import Quantities
import Reporting

extension APIRoutes {
  static let restatements: [APIRoute] = [
    APIRoute(
      "/restate", "previewRestatement",
      "What another catalogue makes of the carbon of booked runs: old, new, why. Changes nothing.",
      .of(
        [
          APIParameter(
            "run", .text(most: 200), "`last`, an id or its beginning, or a name; else all that fit."
          )
        ], APIParameter.filter, [.catalog]),
      forms: [.json("Restatement"), .text], refusals: [.meaning, .state], freshness: .never
    ) { request in
      let (run, filter) = (request.text("run"), try request.filter)
      let version = request.text("catalog")
      return request.written(
        try await request.ask { try $0.restate(run, filter, version: version) })
    },
    APIRoute(
      "/restate", "restate",
      "Puts the carbon under another catalogue into the ledger, which keeps the old factors.",
      method: .post,
      body: .json("Which runs, and the catalogue.", Schemas.reference("RestateRequest")),
      forms: [.json("Restatement")], refusals: [.meaning, .state], freshness: .never,
      isWrite: true
    ) { request in
      let (run, version) = (request.body["run"]?.text, request.body["catalog"]?.text)
      let filter = RunFilter(
        project: request.body["project"]?.text,
        tags: (request.body["tags"]?.members ?? [:]).compactMapValues(\.text),
        since: try request.bodyMoment("since"), until: try request.bodyMoment("until"))
      return .answer(
        try await request.ask { try $0.restate(run, filter, version: version, write: true) })
    },
  ]
}

extension APIRequest {
  /// A moment of the body.
  fileprivate func bodyMoment(_ name: String) throws(Problem) -> Timestamp? {
    guard let text = body[name]?.text else { return nil }
    guard let moment = Timestamp(text) else {
      throw Problem(
        "There is no date `\(text.printable)` (\(name)).", why: "It is no date or date and time.",
        fix: "Write for example 2026-11-24.", exit: .usage)
    }
    return moment
  }
}
