import Accounting
import JoulebookKit
import Reporting

/// What this machine can measure, and what is missing.
struct DoctorPage: Page {
  let path = "/doctor"
  let navigation: String? = "Doctor"

  func view(_ request: PageRequest) async throws -> PageView {
    let report = try await request.ask { $0.doctor() }
    let text = DoctorText(report)
    let isWell: HTML = report.isComplete ? "good" : "warning"
    let body: HTML = """
      <p class="finding \(isWell)">\(text.verdict)</p>
      \(components(report))\(problems(report))\(devices(report))\(absences(report))\(counting(report, text))
      \(CommandLine("doctor").html)
      """
    return PageView(title: "Doctor", body: body)
  }

  private func components(_ report: DoctorReport) -> HTML {
    let rows = report.components.map { row -> HTML in
      """
      <tr><th scope="row">\(row.component.rawValue)</th>
      <td><span class="evidence \(row.evidence.rawValue)">\(row.evidence.rawValue)</span></td>
      <td>\(row.sensor)</td><td>\(row.devices.joined(separator: ", "))</td></tr>

      """
    }
    return HTML.scrolled(
      "<thead><tr><th scope=\"col\">Component</th><th scope=\"col\">Evidence</th><th scope=\"col\">By</th><th scope=\"col\">Devices</th></tr></thead><tbody>\(rows)</tbody>",
      caption: "What is known of each component")
  }

  private func problems(_ report: DoctorReport) -> HTML {
    guard !report.problems.isEmpty else { return "" }
    var parts: [HTML] = []
    var open = report.problems[...]
    while let first = open.first {
      // One command often opens several devices.
      let same = open.filter { $0.fix == first.fix }
      open = open.filter { $0.fix != first.fix }[...]
      let items = same.map { row -> HTML in
        "<li><strong>\(row.device)</strong> (\(row.sensor)): \(row.state.rawValue). \(row.note)</li>\n"
      }
      let fix: HTML =
        first.fix.isEmpty
        ? ""
        : "<p>To allow it:</p><pre tabindex=\"0\"><code>\(HTML.lines(first.fix))</code></pre>"
      parts.append("<div class=\"card\"><ul class=\"notes\">\(items)</ul>\(fix)</div>\n")
    }
    return "<h2>Not readable</h2>\n" + parts.joined()
  }

  private func devices(_ report: DoctorReport) -> HTML {
    let rows = report.devices.filter { [.used, .breakdown, .twin].contains($0.state) }
    guard !rows.isEmpty else { return "" }
    var table = TextTable([.left, .left, .left, .right, .right, .right, .left])
    table.add(["Device", "Sensor", "State", "Step", "Every", "Turns in", "Note"])
    for row in rows {
      table.add([
        row.device, row.sensor, row.state.rawValue,
        (row.resolutionJoules ?? row.countJoules).map { DoctorText.small($0, "J") } ?? "",
        row.updateSeconds.map { DoctorText.small($0, "s") } ?? "",
        row.wrapSeconds.map(DoctorText.span) ?? "", row.note,
      ])
    }
    return "<h2>Devices</h2>\n"
      + HTML.table(
        table, caption: "What is read: the counter's step, how often it changes, when it turns")
  }

  private func absences(_ report: DoctorReport) -> HTML {
    let rows = report.devices.filter { $0.state == .absent }
    guard !rows.isEmpty else { return "" }
    var table = TextTable([.left, .left])
    table.add(["Sensor", "Why there is nothing for it"])
    for row in rows { table.add([row.sensor, row.note]) }
    return "<h2>Not on this machine</h2>\n"
      + HTML.table(table, caption: "Sensors that Joulebook knows and this machine does not have")
  }

  private func counting(_ report: DoctorReport, _ text: DoctorText) -> HTML {
    let sentences =
      [report.counting.blindSpot].filter { !$0.isEmpty } + report.counting.warnings
    return """
      <h2>CPU time of a command</h2>
      <p>It is counted by \(text.way).</p>
      \(HTML.notes(sentences))
      """
  }
}
