import Accounting
import Hummingbird
import JoulebookKit
import NIOCore
import Reporting

/// What pages of runs fetch or send besides themselves.
struct RunRoutes {
  let site: Site

  func add(to router: Router<DashboardContext>) {
    router.get("/runs/:id/span") { request, context in
      let id = try Self.id(context)
      let fields = FormFields(request.uri.query ?? "")
      let (from, to) = (try BrushView.number(fields, "from"), try BrushView.number(fields, "to"))
      let joulebook = site.joulebook
      let answer = try await Blocking.run { try joulebook.span(of: id, from: from, to: to) }
      return Response(
        status: .ok, headers: [.contentType: "application/json"],
        body: .init(byteBuffer: ByteBuffer(string: try AnswerFormat.json.render(answer))))
    }
    router.get("/runs/:id/report") { request, context in
      let id = try Self.id(context)
      var wanted = ReportRequest()
      wanted.runs = [id]
      wanted.format = FormFields(request.uri.query ?? "")["format"] ?? "html"
      let (joulebook, report) = (site.joulebook, wanted)
      let text = try await Blocking.run { try joulebook.report(report) }
      let file = ReportFile(format: wanted.format)
      return Response(
        status: .ok,
        headers: [
          .contentType: file.type,
          .contentDisposition: "attachment; filename=\"\(file.name(of: id))\"",
        ], body: .init(byteBuffer: ByteBuffer(string: text)))
    }
    router.post("/runs/:id/tags") { request, context in
      let id = try Self.id(context)
      let form = try await self.form(request, context)
      let (set, remove) = try Self.tags(form)
      let joulebook = site.joulebook
      let answer = try await Blocking.run { try joulebook.tag(id, set: set, remove: remove) }
      return Response(
        status: .seeOther, headers: [.location: RunParts.address(of: answer.id) + "#tags"])
    }
    router.post("/runs/:id/remove") { request, context in
      let id = try Self.id(context)
      let form = try await self.form(request, context)
      guard form["sure"] == "yes", let reason = form["reason"] else {
        throw Problem(
          "Nothing was removed.", why: "A reason and the word that you are sure are needed.",
          fix: "Fill in both fields of the form.", exit: .usage)
      }
      let joulebook = site.joulebook
      _ = try await Blocking.run { try joulebook.remove(id, reason: reason) }
      return Response(status: .seeOther, headers: [.location: "/runs"])
    }
  }

  /// A form that was made by this server, by its key.
  private func form(
    _ request: Request, _ context: DashboardContext
  ) async throws -> FormFields {
    let form = FormFields(
      String(buffer: try await request.body.collect(upTo: context.maxUploadSize)))
    guard let key = form["key"], key.equalsSecret(site.formKey) else {
      throw Refusal(
        .forbidden,
        Problem(
          "This form is not ours, or too old.", why: "It does not carry this server's key.",
          fix: "Load the page of the run again and send it from there."))
    }
    return form
  }

  private static func id(_ context: DashboardContext) throws -> String {
    guard let id = context.parameters.get("id") else { throw Refusal.missing }
    return id.removingPercentEncodingOrSame
  }

  private static func tags(_ form: FormFields) throws -> ([String: String], Set<String>) {
    if let key = form["remove"] { return ([:], [key]) }
    guard let text = form["tag"], let sign = text.firstIndex(of: "="), sign > text.startIndex else {
      throw Problem(
        "There is no tag to set.", why: "A tag is written key=value.",
        fix: "Write for example seed=1.", exit: .usage)
    }
    return ([String(text[..<sign]): String(text[text.index(after: sign)...])], [])
  }
}

/// How a report is handed over: as a file, so that no report is ever a page of this site.
struct ReportFile {
  let format: String

  var type: String {
    switch format {
    case "html": "text/html; charset=utf-8"
    case "json", "boamps", "spdx", "cyclonedx", "vega-lite": "application/json"
    case "csv", "codecarbon": "text/csv; charset=utf-8"
    case "latex": "application/x-tex; charset=utf-8"
    case "markdown", "model-card": "text/markdown; charset=utf-8"
    default: "text/plain; charset=utf-8"
    }
  }

  private var ending: String {
    switch format {
    case "html": "html"
    case "json", "boamps", "vega-lite": "json"
    case "spdx": "spdx.json"
    case "cyclonedx": "cdx.json"
    case "csv", "codecarbon": "csv"
    case "latex": "tex"
    case "markdown", "model-card": "md"
    default: "txt"
    }
  }

  func name(of id: String) -> String {
    let plain = id.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }.prefix(80)
    let word = format.filter { $0.isASCII && ($0.isLetter || $0 == "-") }.prefix(20)
    return "joulebook-\(plain)-\(word).\(ending)"
  }
}
