import Accounting
import JoulebookKit
import Reporting

extension APIRoutes {
  static let charts: [APIRoute] = [
    APIRoute(
      "/charts", "listCharts", "The charts, and what each is made from.",
      forms: [.json("Charts"), .text]
    ) { request in request.written(ChartListAnswer()) },
    APIRoute(
      "/charts/{chart}", "drawChart",
      "A chart of runs, places or plans: picture, values, or a Vega-Lite specification.",
      .of(
        [
          APIParameter(
            "chart", .choice(Charts.all.filter { $0.source != .command }.map(\.name)),
            "Which chart; one of `/charts`.", example: "power"
          ).inPath,
          APIParameter(
            "run", .text(most: 200), "`last`, an id or its beginning, or a name.", example: "last"
          ).repeated,
        ], APIParameter.filter, [.catalog], parts, place),
      forms: [.svg, .csv, APIForm(name: "vega-lite", type: "application/json"), .text],
      refusals: [.missing, .meaning, .state], freshness: .never
    ) { request in
      var asked = ChartRequest(request.part("chart"))
      asked.words = request.all("run")
      asked.filter = try request.filter
      asked.catalogue = request.text("catalog")
      asked.by = request.text("by")
      asked.budget = request.text("budget")
      asked.ahead = request.text("ahead")
      asked.per = request.text("per")
      asked.plan.regions = request.all("region")
      asked.plan.duration = request.text("duration")
      asked.plan.power = request.text("power")
      asked.plan.like = request.text("like")
      asked.plan.deadline = request.text("deadline")
      asked.plan.isInterruptible = request.flag("interruptible")
      if !asked.words.isEmpty, asked.filter != RunFilter() {
        throw Problem(
          "Cannot take runs by name and by condition at once.",
          why: "A run and a project, tag or period were given.", fix: "Leave out one of them.",
          exit: .usage)
      }
      let chart = try await request.ask { [asked] in try $0.chart(asked) }
      switch request.form.name {
      case "csv": return .text(chart.csv)
      case "vega-lite": return .text(chart.vegaLite)
      case "text":
        let paper = TerminalPaper(width: 80, style: .plain, isASCII: false)
        return .text(try chart.inCharacters.text(on: paper))
      default: return .text(chart.svg)
      }
    },
  ]

  private static let parts: [APIParameter] = [
    APIParameter(
      "by", .text(most: 200), "What panels stand for: project, stage, host, a tag (multiples)."),
    APIParameter("budget", .text(most: 60), "What may be used: 500kWh, 20kgCO2e (budget)."),
    APIParameter("ahead", .text(most: 60), "How far ahead it is drawn on: 30d (budget)."),
    APIParameter("per", .text(most: 100), "What energy is divided by: requests (histogram)."),
  ]

  private static let place: [APIParameter] = [
    APIParameter("region", .text(most: 500), "Place; with a job several (heat, dots).").repeated,
    APIParameter("duration", .text(most: 60), "How long a job takes that is planned there: 6h."),
    APIParameter("power", .text(most: 60), "Its mean IT power: 2.4kW."),
    APIParameter("like", .text(most: 200), "A run of the ledger that it is like."),
    APIParameter("deadline", .text(most: 60), "Its latest finish: 3d, or a moment."),
    APIParameter("interruptible", .flag, "It may pause and go on."),
  ]
}

/// The charts, as help lists them.
struct ChartListAnswer: Answer {
  let schema = 1
  let charts = Charts.all.map { Row(name: $0.name, shows: $0.summary, command: $0.command) }

  struct Row: Encodable, Sendable {
    let name: String
    let shows: String
    /// The command of Joulebook's that draws it.
    let command: String
  }

  enum CodingKeys: String, CodingKey { case schema, charts }

  func text(style: TextStyle) -> String {
    charts.map { "\($0.name): \($0.shows) (\($0.command))\n" }.joined()
  }
}
