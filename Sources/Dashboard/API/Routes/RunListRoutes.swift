import Accounting
import Hummingbird
import JoulebookKit
import NIOCore

extension APIRoutes {
  static let runLists: [APIRoute] = [
    APIRoute(
      "/runs", "listRuns",
      "Runs, some at a time, with the sums of all that fit. As ndjson or csv: all that fit, in one stream.",
      .of(
        APIParameter.filter, searchParameters,
        [
          APIParameter(
            "limit", .whole(RunPageRequest.limits), "Runs of a page; else 50.", example: "20"),
          APIParameter("cursor", .text(most: 4096), "`next` of the page before."),
        ]),
      forms: [.json("RunPage"), .text, .csv, .ndjson], refusals: [.meaning, .state],
      freshness: .ledger
    ) { request in
      let asked = try request.runPage
      switch request.form.name {
      case "csv":
        return try await request.stream(asked, header: RunPage.csvHeader) { _, row in row.csvLine }
      case "ndjson":
        return try await request.stream(asked, header: "") { _, row throws(Problem) in
          try JSON.line(row)
        }
      default:
        let page = try await request.ask { try $0.page(of: asked) }
        return request.form.name == "json" ? .page(page, next: page.next) : request.written(page)
      }
    },
    APIRoute(
      "/live", "listLive", "Runs that are going on: what they booked so far, and draw now.",
      forms: [.json("LiveRuns"), .text], refusals: [.state], freshness: .never
    ) { request in
      request.written(LiveListAnswer(runs: try await request.ask { try $0.liveRuns() }))
    },
    APIRoute(
      "/export", "export", "Every receipt that fits, a line each, oldest first, in one stream.",
      .of(
        APIParameter.filter, searchParameters.filter { !["sort", "order"].contains($0.name) },
        [.catalog]),
      forms: [.ndjson], refusals: [.meaning, .state], freshness: .never
    ) { request in
      var asked = RunPageRequest(try request.runFilter)
      asked.descends = false
      let catalogue = request.text("catalog")
      return try await request.stream(asked, header: "") { joulebook, row throws(Problem) in
        try JSON.line(joulebook.show(row.id, catalogue: catalogue).receipt)
      }
    },
  ]

  private static let searchParameters: [APIParameter] = [
    APIParameter("name", .text(most: 200), "Only runs of this name."),
    APIParameter("words", .text(most: 200), "Words, each somewhere in name, project, id or tags."),
    APIParameter(
      "ending", .choice(RunSummary.Ending.allCases.map { "\($0)" }), "Only runs that ended so."
    ).repeated,
    APIParameter("sort", .choice(RunSort.allCases.map(\.rawValue)), "Order; else started."),
    APIParameter(
      "order", .choice(["descending", "ascending"]), "From large to small, or the other way round."),
  ]
}

extension APIRequest {
  fileprivate var runFilter: RunFilter {
    get throws(Problem) {
      var filter = try filter
      filter.name = text("name")
      filter.words = text("words")
      let endings = RunSummary.Ending.allCases.filter { all("ending").contains("\($0)") }
      filter.endings = endings.isEmpty ? nil : Set(endings)
      return filter
    }
  }

  fileprivate var runPage: RunPageRequest {
    get throws(Problem) {
      var page = RunPageRequest(try runFilter)
      page.sort = text("sort").flatMap { RunSort(rawValue: $0) } ?? page.sort
      page.descends = text("order") != "ascending"
      page.cursor = text("cursor")
      page.limit = whole("limit") ?? page.limit
      return page
    }
  }

  /// All that fits, some hundred runs at a time, so that memory does not grow with the ledger. The first of them are
  /// looked up before the answer begins: what is wrong with the question is told as a problem.
  fileprivate func stream(
    _ asked: RunPageRequest, header: String,
    line: @escaping @Sendable (Joulebook, RunPage.Row) throws(Problem) -> String
  ) async throws -> APIAnswer {
    var asked = asked
    asked.limit = RunPageRequest.limits.upperBound
    let first = try await piece(asked, line)
    return .stream { [asked] writer in
      var (piece, asked) = (first, asked)
      piece.text = header + piece.text
      while true {
        if !piece.text.isEmpty { try await writer.write(ByteBuffer(string: piece.text)) }
        guard let next = piece.next else { return }
        asked.cursor = next
        piece = try await self.piece(asked, line)
      }
    }
  }

  private func piece(
    _ asked: RunPageRequest,
    _ line: @escaping @Sendable (Joulebook, RunPage.Row) throws(Problem) -> String
  ) async throws -> (text: String, next: String?) {
    try await ask { joulebook in
      let page = try joulebook.page(of: asked)
      var text = ""
      for row in page.rows { text += try line(joulebook, row) }
      return (text, page.next)
    }
  }
}
