import Accounting
import JoulebookKit
import Quantities
import Reporting

/// One run: its receipt, its power over time, how the figures came about, and what it would have been elsewhere.
struct ReceiptPage: Page {
  let path = "/runs/:id"
  let navigation: String? = nil

  func view(_ request: PageRequest) async throws -> PageView {
    let id = try request.parameter("id")
    if let live = await request.site.live.current().runs.first(where: { $0.id == id }) {
      return LiveRunView(live: live).view
    }
    let entry = try await request.ask { try $0.show(id).entry }
    let fields = request.fields
    let change = WhatIfForm.request(fields, run: entry.run.id)
    var answer: Result<WhatIfAnswer, Problem>?
    if let change {
      answer = try await request.ask { joulebook in
        Result { () throws(Problem) in try joulebook.whatIf(change) }
      }
    }
    let places = try await request.ask { try $0.whatIfChoices() }
    let receipt = ReceiptView(entry: entry)
    let run = entry.run
    return PageView(
      title: run.name.isEmpty ? run.id : run.name.cut(to: 200),
      body: """
        \(receipt.head)\(receipt.totals)
        \(BrushView(entry: entry, fields: fields).html)
        <section aria-labelledby="parts"><h2 id="parts">Devices</h2>\(receipt.devices)</section>
        <section aria-labelledby="known"><h2 id="known">How it is known</h2>\(receipt.facts)</section>
        \(receipt.stages)
        <section aria-labelledby="sum"><h2 id="sum">From the devices to the total</h2>
        <div class="columns wide">\(receipt.charts)</div></section>
        <section aria-labelledby="derivation"><h2 id="derivation">How it was worked out</h2>
        <p>Each figure opens to what it was worked out from, down to the raw readings.</p>
        <div class="tree">\(receipt.derivation)</div></section>
        \(WhatIfForm(entry: entry, fields: fields, answer: answer, choices: places).html)
        \(ChangeForms(run: run, site: request.site).html)
        \(receipt.reports)
        """, scripts: ["live.js", "run.js"])
  }
}

/// The page of a run that is going on.
struct LiveRunView {
  let live: LiveRun

  var view: PageView {
    let run = live.entry.run
    return PageView(
      title: run.name.isEmpty ? run.id : run.name.cut(to: 200),
      body: """
        <div id="live" data-live="/live/\(FormFields.encoded(run.id))?after=\(LivePanel.moment(live))">
        <p role="status" class="faint" data-live-status>This run is going on. Its receipt will stand here when it has ended.</p>
        <p class="about">\(run.id) · project \(run.project.cut(to: 60)) · on \(run.host.cut(to: 60)) · since \
        \(RunParts.moment(run.started)) UTC</p>
        \(LivePanel.html(live, isAlone: true))
        <pre><code>\(run.command.joined(separator: " ").printable.cut(to: 400))</code></pre></div>
        """, scripts: ["live.js"])
  }
}

/// A receipt as a page: the words of `joulebook show`.
struct ReceiptView {
  let entry: Entry
  private let footprint: Footprint

  init(entry: Entry) {
    self.entry = entry
    footprint = AccountingMethod().footprint(of: entry)
  }

  var head: HTML {
    let run = entry.run
    let tags = run.tags.sorted { $0.key < $1.key }.map { key, value -> HTML in
      let field = FormFields(pairs: [("tag", "\(key)=\(value)")]).query
      return "<li><a href=\"/runs\(field)\">\(key.cut(to: 60))=\(value.cut(to: 60))</a></li>"
    }
    let parent: HTML =
      run.parent.map {
        "<p>Run <a href=\"\(RunParts.address(of: $0))\">\($0)</a> started this run and books its energy as well.</p>"
      } ?? ""
    let warnings = run.warnings.map { warning -> HTML in
      "<li>\(warning.asSentence.cut(to: 600))</li>"
    }
    let project = FormFields(pairs: [("project", run.project)]).query
    return """
      <p class="about"><span class="outcome \(run.exitCode == 0 ? "good" : "bad")">\(run.endText)</span> · \(run.id) ·
      project <a href="/runs\(project)">\(run.project.cut(to: 60))</a> · \(run.stage.cut(to: 40)) · on \(run.host.cut(to: 60)) ·
      \(RunParts.moment(run.started)) to \(RunParts.moment(run.ended)) UTC</p>
      \(tags.isEmpty ? "" : "<ul class=\"chips\" aria-label=\"Tags\">\(tags)</ul>" as HTML)\(parent)
      \(warnings.isEmpty ? "" : "<ul class=\"warning\">\(warnings)</ul>" as HTML)
      <details><summary>Command</summary><pre><code>\(run.command.joined(separator: " ").cut(to: 2000))</code></pre></details>
      """
  }

  var totals: HTML {
    let site = entry.site
    let power = RunSpan(entry).power?.text() ?? "unknown"
    return """
      <dl class="tiles">
      \(RunParts.tile("Energy", footprint.energy.text, footprint.energy.rangeText))
      \(RunParts.tile("At the meter", footprint.facilityEnergy.text, footprint.facilityEnergy.rangeText))
      \(RunParts.tile("Emissions", footprint.emissions.text, footprint.emissions.rangeText))
      \(RunParts.tile("Mean power", power))
      \(RunParts.tile("Time", Duration.seconds(entry.run.seconds).text))
      </dl>
      <p class="faint">× PUE \(site.pue.ratio.value.base.text()) (\(site.pue.origin.cut(to: 300))),
      × \(site.factor.intensity.value.gramsPerKilowattHour.text()) g CO2e/kWh, \(site.factor.name.cut(to: 100)) \
      \(site.factor.year) (\(site.origin.cut(to: 200)); \(site.factor.basis); \(site.factor.source.text.cut(to: 300))).</p>
      """
  }

  var devices: HTML {
    guard !footprint.lines.isEmpty else { return "<p>No device was measured or modelled.</p>" }
    let rows = footprint.lines.map { line -> HTML in
      let share = line.attribution
      let part = share.total == .zero ? 0 : share.run.value / share.total
      let name: HTML = line.isBreakdown ? "<span class=\"faint\">of which</span> " : ""
      return """
        <tr><th scope="row">\(name)\(share.device.name.cut(to: 60))</th>
        <td class="n">\(RunParts.figure(share.run.text, share.run.rangeText))</td>
        <td class="n">\((part * 100).text(significant: 2)) %</td>
        <td><span class="evidence">\(share.evidence.rawValue)</span></td><td>\(share.device.sensor.cut(to: 40))</td></tr>
        """
    }
    return """
      <div class="scroll" tabindex="0" role="region" aria-label="Devices"><table class="narrow">
      <caption>Energy that the run books, and its share of what the device drew</caption>
      <thead><tr><th scope="col">Device</th><th scope="col" class="n">Energy</th><th scope="col" class="n">Share</th>
      <th scope="col">Evidence</th><th scope="col">Sensor</th></tr></thead><tbody>\(rows)</tbody></table></div>
      """
  }

  var stages: HTML {
    let lines = StageTotals(entry).lines
    guard !lines.isEmpty else { return "" }
    let rows = lines.map { line -> HTML in
      """
      <tr><th scope="row">\(line.name.isEmpty ? "outside" : line.name.cut(to: 60))</th>
      <td class="n">\(line.times == 0 ? "" : "\(line.times)")</td>
      <td class="n">\(Duration.seconds(line.seconds).text)</td><td class="n">\(line.energy.text())</td></tr>
      """
    }
    return """
      <section aria-labelledby="stages"><h2 id="stages">Stages</h2>
      <div class="scroll" tabindex="0" role="region" aria-label="Stages"><table class="narrow"><caption>Stages that the job named, and what lies outside them</caption>
      <thead><tr><th scope="col">Stage</th><th scope="col" class="n">Times</th><th scope="col" class="n">Time</th>
      <th scope="col" class="n">Energy</th></tr></thead><tbody>\(rows)</tbody></table></div></section>
      """
  }

  var facts: HTML {
    let pools = [
      ("idle", footprint.idle), ("unexplained", footprint.unexplained),
      ("Joulebook itself", footprint.own),
    ].map { "\($0.0) \($0.1.text(digits: 2))" }.joined(separator: ", ")
    let acting = (entry.acting?.facts() ?? []).map { fact -> HTML in
      "<tr><th scope=\"row\">\(fact.label)</th><td>\(fact.text)</td></tr>"
    }
    let gaps = entry.run.gaps.prefix(20).map { gap -> HTML in "<li>\(gap.text.cut(to: 400))</li>" }
    let more = entry.run.gaps.count - 20
    return """
      <table class="facts"><tbody>
      <tr><th scope="row">Evidence</th><td>\(RunParts.mix(footprint.evidenceMix))</td></tr>
      <tr><th scope="row">Policy</th><td>\(ReceiptText.policy(entry.policy))</td></tr>
      <tr><th scope="row">Not booked</th><td>\(pools)</td></tr>
      <tr><th scope="row">CPU time</th><td>\(entry.run.cpu.text)</td></tr>\(acting)</tbody></table>
      \(gaps.isEmpty ? "" : "<ul class=\"warning\">\(gaps)\(more > 0 ? "<li>And \(more) gaps more.</li>" as HTML : "")</ul>" as HTML)
      """
  }

  var charts: HTML {
    let statement = Statement(subject: "run \(entry.run.name)", entries: [entry])
    guard statement.total.devices > 0 else { return "" }
    return """
      \(RunParts.figure(WaterfallChart(statement)))
      \(RunParts.figure(CoverageChart(entry)))
      """
  }

  var derivation: HTML { HTML(markup: DerivationHTML.tree(Derivation(of: entry))) }

  var reports: HTML {
    let address = RunParts.address(of: entry.run.id)
    let rows = ReportFormats.all.map { format -> HTML in
      """
      <tr><th scope="row"><a href="\(address)/report?format=\(format.name)" download>\(format.name)</a></th>
      <td>\(format.summary)</td></tr>
      """
    }
    return """
      <section aria-labelledby="reports"><h2 id="reports">Reports</h2>
      <p>The same as <code>joulebook report \(entry.run.id) --format FORMAT</code>.</p>
      <table class="facts"><tbody>\(rows)</tbody></table></section>
      """
  }
}
