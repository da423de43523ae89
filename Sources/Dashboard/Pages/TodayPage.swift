import Accounting
import JoulebookKit
import Quantities
import Reporting

/// What runs now, what the last days came to, and the runs that ended last.
struct TodayPage: Page {
  let path = "/"
  let navigation: String? = "Today"

  /// How many runs that are going on are shown with their power.
  static let shownLive = 12
  /// Of as many runs each device is looked at.
  static let covered = 200

  func view(_ request: PageRequest) async throws -> PageView {
    let (live, place) = await request.site.live.current()
    let today = try await request.ask { try $0.today() }
    guard !today.last.isEmpty || !live.isEmpty else {
      return PageView(
        title: "Today",
        body: """
          <div id="live" data-live="/live?from=\(place)">\(status)\(RunParts.firstRun)</div>
          """, scripts: ["live.js"])
    }
    let coverage = try await coverage(today, request)
    return PageView(
      title: "Today",
      body: """
        <div id="live" data-live="/live?from=\(place)">\(status)
        <section aria-labelledby="now"><h2 id="now">Running now</h2>
        \(running(live))</section>
        <section aria-labelledby="sums"><h2 id="sums">What it came to</h2>
        <dl class="periods">\(today.periods.map(period))</dl></section>
        \(coverage)
        <section aria-labelledby="last"><h2 id="last">Last runs</h2>
        \(lastRuns(today.last))<p><a href="/runs">All runs</a></p></section></div>
        """, scripts: ["live.js"])
  }

  /// What was metered, modelled and missing in the last week.
  private func coverage(_ today: TodayAnswer, _ request: PageRequest) async throws -> HTML {
    guard let week = today.periods.dropFirst().first, week.total.runs > 0 else { return "" }
    let drawn: HTML
    if week.total.runs > Self.covered {
      drawn = """
        <p class="faint">Drawn for at most \(Self.covered) runs; <code>joulebook chart coverage --since \(week.start.description.prefix(10))</code> \
        draws it for all.</p>
        """
    } else {
      var asked = ChartRequest("coverage")
      asked.filter.since = week.start
      drawn = HTML.chart(try await request.ask { [asked] in try $0.chart(asked) })
    }
    return """
      <section aria-labelledby="coverage"><h2 id="coverage">What was measured in 7 days</h2>
      \(drawn)</section>
      """
  }

  private let status: HTML = "<p role=\"status\" class=\"faint\" data-live-status></p>"

  private func running(_ live: [LiveRun]) -> HTML {
    guard !live.isEmpty else {
      return """
        <p>No run is going on. <code>joulebook run -- COMMAND</code> meters one, and it is seen here while it lasts.</p>
        """
    }
    let more = live.count - Self.shownLive
    return """
      \(live.prefix(Self.shownLive).map { LivePanel.html($0, isAlone: false) })
      \(more > 0 ? "<p>\(more) more runs are going on.</p>" as HTML : "")
      """
  }

  private func period(_ period: TodayAnswer.Period) -> HTML {
    let total = period.total
    let runs = total.runs == 1 ? "1 run" : "\(total.runs) runs"
    guard total.runs > 0 else {
      return
        "<div class=\"tile\"><dt>\(period.name)</dt><dd>No run<div class=\"range\">\(period.span)</div></dd></div>"
    }
    return """
      <div class="tile"><dt>\(period.name) <small>\(period.span)</small></dt>
      <dd>\(total.energy.text)<div class="range">\(total.energy.rangeText)</div></dd>
      <dd>\(total.emissions.text)<div class="range">\(total.emissions.rangeText)</div></dd>
      <dd class="plain">\(runs), \(Duration.seconds(total.seconds).text)</dd>
      <dd class="plain">\(RunParts.mix(total.byEvidence.mix))</dd></div>
      """
  }

  private func lastRuns(_ rows: [RunPage.Row]) -> HTML {
    guard !rows.isEmpty else { return "<p>No run has ended yet.</p>" }
    let rows = rows.map { row -> HTML in
      """
      <tr><th scope="row"><a href="\(RunParts.address(of: row.id))">\(row.name.isEmpty ? row.id : row.name.cut(to: 60))</a></th>
      <td>\(row.project.cut(to: 40))</td>
      <td class="nowrap">\(RunParts.moment(row.started))</td><td class="n">\(Duration.seconds(row.seconds).text)</td>
      <td class="n">\(RunParts.figure(row.energy.text, row.energy.rangeText))</td>
      <td class="n">\(RunParts.figure(row.emissions.text, row.emissions.rangeText))</td>
      <td>\(RunParts.evidence(row.byEvidence.mix))</td><td>\(row.endText)</td></tr>

      """
    }
    return """
      <div class="scroll" tabindex="0" role="region" aria-label="Last runs"><table>
      <thead><tr><th scope="col">Run</th><th scope="col">Project</th><th scope="col">Started (UTC)</th>
      <th scope="col" class="n">Time</th><th scope="col" class="n">Energy</th><th scope="col" class="n">Emissions</th>
      <th scope="col">Evidence</th><th scope="col">End</th></tr></thead><tbody>\(rows)</tbody></table></div>
      """
  }
}
