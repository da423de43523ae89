import Accounting
import JoulebookKit
import Reporting

extension APIRoutes {
  static let ledger: [APIRoute] = [
    APIRoute(
      "/report", "report", "Runs written down for a paper, a model card, an audit or another tool.",
      .of(
        [
          APIParameter(
            "run", .text(most: 200),
            "`last`, an id or its beginning, or a name; else all that fit.",
            example: "last"
          ).repeated
        ], APIParameter.filter,
        [
          .catalog,
          APIParameter("explain", .flag, "Adds the way back to raw readings (text)."),
          APIParameter("model", .text(most: 200), "The model's name (boamps, spdx, cyclonedx)."),
          APIParameter("hardware", .text(most: 200), "The hardware in words (model-card)."),
          APIParameter(
            "activity", .choice(ReportActivity.allCases.map(\.rawValue)),
            "What the runs were, where their stages do not say it."),
          APIParameter("per", .text(most: 100), "What the score is set against (sci)."),
          APIParameter(
            "embodied", .text(most: 60),
            "The runs' share of making the hardware: 8..20kgCO2e (sci, ghg)."),
          APIParameter(
            "market-intensity", .text(most: 60),
            "Intensity of the electricity contracted for: 120g/kWh (ghg)."),
        ]),
      forms: ReportFormats.all.map { APIForm(report: $0.name) },
      refusals: [.meaning, .state], freshness: .never
    ) { request in
      var asked = ReportRequest()
      asked.runs = request.all("run")
      asked.filter = try request.filter
      if !asked.runs.isEmpty, asked.filter != RunFilter() {
        throw Problem(
          "Cannot take runs by name and by condition at once.",
          why: "A run and a project, tag or period were given.", fix: "Leave out one of them.",
          exit: .usage)
      }
      asked.format = request.form.name
      asked.catalogue = request.text("catalog")
      asked.explains = request.flag("explain")
      asked.model = request.text("model")
      asked.hardware = request.text("hardware")
      asked.activity = request.text("activity")
      asked.per = request.text("per")
      asked.embodied = request.text("embodied")
      asked.marketIntensity = request.text("market-intensity")
      return .text(try await request.ask { [asked] in try $0.report(asked) })
    },
    APIRoute(
      "/check", "check", "Proves that every joule is booked once, or shows what does not balance.",
      [.since, .until], forms: [.json("Check"), .text], refusals: [.meaning, .state],
      freshness: .ledger
    ) { request in
      let filter = RunFilter(
        since: try request.moment("since"), until: try request.moment("until"))
      return request.written(try await request.ask { try $0.check(filter) })
    },
    APIRoute(
      "/compare", "compare", "Two runs or groups of runs side by side, and what is noise.",
      .of(
        [
          APIParameter(
            "a", .text(most: 200), "What is compared with: a tag (key=value), a name or a run."
          ).required,
          APIParameter("b", .text(most: 200), "What is compared: a tag, a name or a run.").required,
          APIParameter("metric", .text(most: 200), "A metric of the runs to compare as well."),
          APIParameter(
            "fail-above", .number(0...1000),
            "`over_limit` when B surely takes more energy than A by more than this part: 0.05."),
        ], APIParameter.filter),
      forms: [.json("Comparison"), .text], refusals: [.meaning, .state], freshness: .ledger
    ) { request in
      let (a, b) = (request.part("a"), request.part("b"))
      let (metric, limit) = (request.text("metric"), request.number("fail-above"))
      let filter = try request.filter
      return request.written(
        try await request.ask {
          try $0.compare(a, b, filter: filter, metric: metric, limit: limit)
        })
    },
    APIRoute(
      "/forecast", "forecast", "What a run that is going on will still take.",
      [
        APIParameter(
          "run", .text(most: 200), "The beginning of an id, or a name; else the newest.")
      ],
      forms: [.json("Forecast"), .text], refusals: [.meaning, .state], freshness: .never
    ) { request in
      let run = request.text("run")
      return request.written(try await request.ask { try $0.forecast(run) })
    },
    APIRoute(
      "/forecast/calibration", "calibration", "How the forecasts of booked runs turned out.",
      APIParameter.filter, forms: [.json("Calibration"), .text], refusals: [.meaning, .state],
      freshness: .ledger
    ) { request in
      let filter = try request.filter
      return request.written(try await request.ask { try $0.calibration(filter) })
    },
  ]
}

extension APIForm {
  /// A report's form, with the type that its readers know.
  init(report name: String) {
    let (type, isFile): (String, Bool) =
      switch name {
      case "text": ("text/plain; charset=utf-8", false)
      case "markdown": ("text/markdown; charset=utf-8", false)
      case "html": ("text/html; charset=utf-8", true)
      case "csv", "codecarbon": ("text/csv; charset=utf-8", false)
      case "latex": ("application/x-tex", true)
      case "model-card": ("text/markdown; charset=utf-8", false)
      case "cyclonedx": ("application/vnd.cyclonedx+json", false)
      case "spdx": ("application/ld+json", false)
      case "json", "boamps", "vega-lite": ("application/json", false)
      default: ("text/plain; charset=utf-8", false)
      }
    self.init(name: name, type: type, isFile: isFile)
  }
}
