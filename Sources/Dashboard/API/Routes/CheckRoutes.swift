import Accounting
import Hummingbird
import JoulebookKit
import Reporting

extension APIRoutes {
  static let checks: [APIRoute] = [
    APIRoute(
      "/version", "version", "What answers, and whether it lets visitors change anything.",
      forms: [.json("Version"), .text]
    ) { request in
      request.written(VersionAnswer(allowsWrites: request.site.options.allowsWrites))
    },
    APIRoute(
      "/config", "settings",
      "Each setting of the server's machine and folder, and where it came from.",
      forms: [.json("Settings"), .text], refusals: [.meaning, .state], freshness: .never
    ) { request in
      request.written(try await request.ask { try $0.settings(flags: SettingsFlags()) })
    },
    APIRoute(
      "/doctor", "doctor", "What this machine can measure, and what keeps it from more.",
      forms: [.json("Doctor"), .text], refusals: [.meaning, .state], freshness: .never
    ) { request in request.written(try await request.ask { $0.doctor() }) },
    APIRoute(
      "/validate", "validate", "Published figures worked out again, and where they do not add up.",
      [
        APIParameter("paper", .text(most: 100), "Rows of this paper: a key, or a part of it.")
          .repeated,
        APIParameter("row", .text(most: 20), "This row: V01.", example: "V01").repeated,
      ],
      forms: [.json("Validation"), .text, .markdown], refusals: [.meaning]
    ) { request in
      let (papers, rows) = (request.all("paper"), request.all("row"))
      let answer = try await request.ask { try $0.validate(papers: papers, rows: rows) }
      return request.form.name == "markdown"
        ? .text(answer.page.text(style: .plain)) : request.written(answer)
    },
    APIRoute(
      "/audit", "audit", "What does not hold of a claim that is sent along.",
      [
        APIParameter(
          "name", .text(most: 100),
          "Its name: the ending tells a form where the content leaves a doubt.",
          example: "README.md")
      ], method: .post,
      body: .text(
        "A model card, YAML, JSON or comma-separated values.",
        ["text/markdown", "text/plain", "text/csv", "application/yaml", "application/json"],
        limit: 1_048_576),
      forms: [.json("Audit"), .text, APIForm(name: "sarif", type: "application/sarif+json")],
      refusals: [.meaning, .state], freshness: .never
    ) { request in
      let file = ClaimFile(name: request.text("name") ?? "claim", bytes: request.bytes)
      let answer = try await request.ask { try $0.audit(file) }
      return request.form.name == "sarif" ? .text(try answer.sarif()) : request.written(answer)
    },
    APIRoute(
      "/audit/rules", "listAuditRules", "What an audit looks at.",
      forms: [.json("AuditRules"), .text]
    ) { request in request.written(try await request.ask { $0.auditRules() }) },
  ]
}

/// What answers.
struct VersionAnswer: Answer {
  let schema = 1
  let joulebook = Version.text
  let api = "v1"
  let catalogue: String
  let writes: Bool

  init(allowsWrites: Bool) {
    catalogue = Joulebook.catalogueVersion
    writes = allowsWrites
  }

  enum CodingKeys: String, CodingKey { case schema, joulebook, api, catalogue, writes }

  func text(style: TextStyle) -> String { "Joulebook \(joulebook), catalogue \(catalogue)\n" }
}
