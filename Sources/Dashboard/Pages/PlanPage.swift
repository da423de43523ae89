import Accounting
import JoulebookKit
import Quantities
import Reporting

/// When, where and on what a job should run.
struct PlanPage: Page {
  let path = "/plan"
  let navigation: String? = "Plan"

  func view(_ request: PageRequest) async throws -> PageView {
    let fields = request.fields
    let suggestions = try await Suggestions.read(request).html
    guard !fields.query.isEmpty else {
      return PageView(title: "Plan", body: form(fields, nil) + suggestions + start)
    }
    do {
      let asked = try Self.request(fields)
      let answer = try await request.ask { try $0.plan(asked) }
      let body: HTML = """
        \(result(answer))<h2>Ask again</h2>
        \(form(fields, nil))\(suggestions)\(command(fields))
        """
      return PageView(title: "Plan", body: body)
    } catch let problem as Problem {
      return PageView(
        title: "Plan", body: form(fields, problem) + suggestions, isAnswer: false)
    }
  }

  // MARK: Question

  private static func request(_ fields: FormFields) throws -> PlanRequest {
    var request = PlanRequest()
    request.like = fields["like"]
    request.duration = fields["duration"]
    request.power = fields["power"]
    request.energy = fields["energy"]
    request.device = fields["device"]
    request.count = try fields.count("count")
    request.regions = fields.all("region")
    request.pue = fields["pue"]
    request.hardware = fields.all("on")
    request.powerCaps = fields.all("power-cap")
    request.choosesSpeed = fields["elastic"] != nil
    request.data = fields["data"]
    request.release = fields["release"]
    request.deadline = fields["deadline"]
    request.isInterruptible = fields["interruptible"] != nil
    request.minimumStretch = fields["min-stretch"]
    request.resumeEnergy = fields["resume-energy"]
    request.pausedPower = fields["paused-power"]
    request.waitingPower = fields["waiting-power"]
    request.blackouts = fields.all("blackout")
    request.capacities = fields.all("capacity")
    request.prices = fields.all("price")
    request.devicePrice = fields["device-price"]
    request.egressPrice = fields["egress-price"]
    return request
  }

  private static let texts = [
    "like", "duration", "power", "energy", "device", "count", "region", "pue", "on", "power-cap",
    "data", "release", "deadline", "min-stretch", "resume-energy", "paused-power", "waiting-power",
    "blackout", "capacity", "price", "device-price", "egress-price",
  ]
  private static let flags = ["elastic", "interruptible"]

  private func form(_ fields: FormFields, _ problem: Problem?) -> HTML {
    Form(
      action: path, given: fields, problem: problem, button: "Plan",
      [
        (
          "The job, and until when",
          [
            FormField("duration", hint: "how long it takes: 6h, 1d12h, 90min"),
            FormField("power", hint: "mean IT power of the whole job: 2.4kW"),
            FormField("energy", hint: "or IT energy of the whole job: 40kWh"),
            FormField("device", hint: "or accelerator, with how many", .text(list: "devices")),
            FormField("count", hint: "how many of them", .number),
            FormField("like", hint: "or a run of the ledger: last, an id, a name"),
            FormField(
              "region", "Places", hint: "besides here: DE,FR · gcp/* · cloud · countries · all"),
            FormField(
              "deadline", hint: "latest finish: 24h, 3d, or a moment; a day of slack when empty"),
            FormField("interruptible", "The job may pause and go on", .flag),
          ]
        ),
        (
          "Hardware and facility",
          [
            FormField("on", "Other hardware", hint: "8xh100, 16x, h100"),
            FormField("power-cap", hint: "limits of each device: 300W,250W"),
            FormField("pue", "PUE", hint: "of all places; else each place's own", .number),
            FormField("data", hint: "that moves with the job: 500GB"),
            FormField("elastic", "Limit or count may change in each slot", .flag),
          ]
        ),
        (
          "Times and pauses",
          [
            FormField("release", hint: "earliest start: 2h, 2026-12-01T06:00:00Z"),
            FormField("blackout", hint: "hours of each day (UTC) without work: 08:00-18:00"),
            FormField("capacity", hint: "power to be had in hours: 08:00-18:00=4kW"),
            FormField("min-stretch", hint: "runs at least so long once it runs: 1h"),
            FormField("resume-energy", hint: "of each going on: 0.2kWh"),
            FormField("paused-power", hint: "while paused: 300W"),
            FormField("waiting-power", hint: "until the start: 300W"),
          ]
        ),
        (
          "Money",
          [
            FormField("price", hint: "of a kWh: 0.25EUR, or DE=0.25EUR"),
            FormField("device-price", hint: "of an hour of a device: 2EUR"),
            FormField("egress-price", hint: "of a gigabyte that moves: 0.09EUR"),
          ]
        ),
      ]
    ).html
  }

  private var start: HTML {
    HTML.empty(
      """
      <p>A plan says when, where and on what a job emits least. Begin with one of these:</p>
      <ul><li><a href="/plan?duration=6h&amp;power=2.4kW&amp;region=DE,FR,SE&amp;deadline=2d">Six hours at 2.4 kW, in Germany,
      France or Sweden, within two days</a></li>
      <li><a href="/plan?duration=20h&amp;device=a100&amp;count=8&amp;region=DE&amp;deadline=3d&amp;interruptible=yes">Twenty hours on
      eight A100 in Germany; it may pause</a></li>
      <li><a href="/plan?like=last&amp;region=cloud&amp;deadline=2d">The last run of the ledger, in any cloud region</a></li></ul>
      <p>Intensities are those of the catalogue, or of the provider that your configuration names. Nothing else is asked
      over the network.</p>
      """)
  }

  private func command(_ fields: FormFields) -> HTML {
    var command = CommandLine("plan")
    for name in Self.texts { for value in fields.all(name) { command.add(name, value) } }
    for name in Self.flags { command.add(flag: name, fields[name] != nil) }
    return command.html
  }

  // MARK: Answer

  private func result(_ answer: PlanAnswer) -> HTML {
    let report = answer.report
    let text = PlanText(report, style: .plain)
    let job = report.job
    var tiles: [(name: String, value: String, range: String)] = []
    if let best = report.ranked.first {
      tiles.append(("The best plan emits", best.total.text, best.total.rangeText))
      if let baseline = report.baseline {
        tiles.append(("At once and here", baseline.total.text, baseline.total.rangeText))
      }
      if let saving = best.saving {
        tiles.append(("Saves", PlanText.percent(saving), ""))
      }
    }
    tiles.append(("The job takes", job.energy.text, Duration.seconds(job.seconds).text))
    let best: HTML =
      report.ranked.first.map {
        "<p class=\"finding\">Best: \(PlanText.where($0)).</p>\n"
      } ?? ""
    let late: HTML =
      report.ranked.first.map { $0.latestFinish > report.deadline } ?? false
      ? "<p class=\"warning\">It may take longer than until the deadline.</p>" : ""
    let hidden = report.ranked.count - text.shown.count
    let more: HTML =
      hidden > 0 ? "<p class=\"faint\">And \(hidden) plans that emit more.</p>" : ""
    let front: HTML =
      text.front.map { front in
        var table = TextTable(front.table.columns)
        table.add(
          Array(
            ["Finish", "Place", "How", "CO2e", "Saves", "Cost"].prefix(front.table.columns.count)))
        for row in front.table.rows { table.add(row) }
        return HTML.table(table, caption: front.title)
      } ?? ""
    return """
      \(best)\(HTML.tiles(tiles))\(late)
      <p class="faint">Job: \(job.source.asSentence) Window: \(report.release.minuteText) to \(report.deadline.minuteText) UTC.</p>
      \(answer.heat.map { HTML.chart($0) })
      \(HTML.table(text.rankingTable, caption: "Plans, what emits least first; times in UTC"))
      \(more)\(HTML.notes(text.bestFacts))\(text.scoreText.map { "<p>\($0)</p>" as HTML })
      \(front)\(text.refusal.map { "<p>\($0.asSentence)</p>" as HTML })
      \(HTML.notes(report.notes))
      """
  }
}

extension FormFields {
  func count(_ name: String) throws -> Int? {
    guard let text = self[name] else { return nil }
    guard let count = Int(text), count > 0 else {
      throw Problem(
        "Cannot use `\(text)` (--\(name)).", why: "It is a whole number from 1 on.",
        fix: "Write for example 8.", exit: .usage)
    }
    return count
  }
}
