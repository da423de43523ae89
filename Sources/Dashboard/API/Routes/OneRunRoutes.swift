import Accounting
import Hummingbird
import JoulebookKit
import Quantities
import Reporting

extension APIRoutes {
  static let runs: [APIRoute] = [
    APIRoute(
      "/runs/{run}", "showRun", "What a run cost: its receipt.", [.run, .catalog],
      forms: [.json("Receipt"), .text], refusals: [.missing, .ambiguous, .meaning, .state],
      freshness: .ledger
    ) { request in
      let catalogue = request.text("catalog")
      return request.written(
        try await request.askRun { try $0.show($1, catalogue: catalogue) })
    },
    APIRoute(
      "/runs/{run}/explain", "explainRun",
      "The way back from a run's emissions to raw readings, formulas and sources.",
      [.run, .catalog], forms: [.json("Explanation"), .text, .html],
      refusals: [.missing, .ambiguous, .meaning, .state], freshness: .ledger
    ) { request in
      let catalogue = request.text("catalog")
      let answer = try await request.askRun { try $0.explain($1, catalogue: catalogue) }
      return request.form.name == "html" ? .text(answer.html) : request.written(answer)
    },
    APIRoute(
      "/runs/{run}/span", "spanOfRun",
      "What a run drew between two moments, by component; of a run that is going on too.",
      [
        .run,
        APIParameter(
          "from", .number(0...1e12), "Seconds after the run's start; else its beginning.",
          example: "0"),
        APIParameter("to", .number(0...1e12), "Seconds after the run's start; else its end."),
      ],
      forms: [.json("Span"), .text], refusals: [.missing, .ambiguous, .meaning, .state],
      freshness: .never
    ) { request in
      let (from, to) = (request.number("from"), request.number("to"))
      let reference = request.part("run")
      let live = try await request.ask { joulebook in
        try joulebook.liveRuns().contains { $0.id == reference }
          ? try joulebook.span(of: reference, from: from, to: to) : nil
      }
      if let live { return request.written(live) }
      return request.written(
        try await request.askRun { try $0.span(of: $1, from: from, to: to) })
    },
    APIRoute(
      "/runs/{run}/whatif", "whatIfRun",
      "What a finished run would have been elsewhere, at another time, on other hardware.",
      [
        .run,
        APIParameter(
          "region", .text(most: 200), "Country, state, grid zone or cloud region.", example: "FR"),
        APIParameter("start", .text(most: 60), "A moment, or a shift such as -6h."),
        APIParameter("on", .text(most: 200), "Other hardware: 8xh100, 16x, h100."),
        APIParameter("power-cap", .text(most: 60), "Power limit of each device: 250W."),
        APIParameter("pue", .text(most: 60), "Power usage effectiveness."),
      ],
      forms: [.json("WhatIf"), .text], refusals: [.missing, .ambiguous, .meaning, .state]
    ) { request in
      var asked = WhatIfRequest()
      asked.region = request.text("region")
      asked.start = request.text("start")
      asked.hardware = request.text("on")
      asked.powerCap = request.text("power-cap")
      asked.pue = request.text("pue")
      return request.written(
        try await request.askRun { [asked] joulebook, id in
          var asked = asked
          asked.run = id
          return try joulebook.whatIf(asked)
        })
    },
    APIRoute(
      "/runs/{run}/tags", "tagRun", "Set and take off tags of a run.", [.run], method: .patch,
      body: .json("Tags to set and keys to take off.", Schemas.reference("TagChange")),
      forms: [.json("Tags")], refusals: [.missing, .ambiguous, .meaning, .state],
      freshness: .never, isWrite: true
    ) { request in
      let set = (request.body["set"]?.members ?? [:]).compactMapValues(\.text)
      let remove = Set((request.body["remove"]?.items ?? []).compactMap(\.text))
      return .answer(
        try await request.askRun { try $0.tag($1, set: set, remove: remove) })
    },
    APIRoute(
      "/runs/{run}", "removeRun",
      "Remove a run. A note with its id stays, so that it is not booked again.",
      [
        APIParameter(
          "run", .text(most: 200), "The whole id: a name or a beginning removes nothing."
        )
        .inPath,
        APIParameter("reason", .text(most: 500), "Why; kept with the note."),
      ], method: .delete,
      forms: [.json("Removal")], refusals: [.missing, .ambiguous, .meaning, .state],
      freshness: .never, isWrite: true
    ) { request in
      let reason = request.text("reason") ?? "removed through the dashboard"
      let given = request.part("run")
      return .answer(
        try await request.askRun { joulebook, id in
          guard id == given else {
            throw Refusal(
              .conflict,
              Problem(
                "Will not remove a run that is not named by its whole id.",
                why: "What was given means run \(id).", fix: "Give the whole id.", exit: .usage))
          }
          return try joulebook.remove(id, reason: reason)
        })
    },
  ]
}

extension APIRequest {
  /// An answer in JSON, or as the command line prints it.
  func written(_ answer: some Answer) -> APIAnswer {
    form.name == "json" ? .answer(answer) : .text(answer.text(style: .plain))
  }
}
