import Accounting
import JoulebookKit
import Reporting

extension APIRoutes {
  static let trends: [APIRoute] = [
    APIRoute(
      "/trends/growth", "growth", "How fast something doubles, and how sure that is.",
      [
        APIParameter(
          "preset", .choice(GrowthPreset.allCases.map(\.rawValue)), "Redo what others published.",
          example: "openai-2018"),
        APIParameter(
          "series", .choice(GrowthSeries.allCases.map(\.rawValue)), "A series of the catalogue."),
        APIParameter("from", .text(most: 20), "First year, month or day: 2012, 2012-06."),
        APIParameter("to", .text(most: 20), "Last year, month or day."),
        APIParameter("domain", .text(most: 100), "Models of one domain: Language, Vision."),
        APIParameter("rule", .text(most: 20), "Which points: all, record, or top:10."),
        APIParameter("only", .text(most: 200), "Only the points of these names.").repeated,
        APIParameter("without", .text(most: 200), "Without the points of these names.").repeated,
        APIParameter("unit", .text(most: 40), "Unit of the values: tokens for the series data."),
        APIParameter("draws", .whole(0...10_000), "Draws of the bootstrap; else 2000."), .seed,
      ],
      forms: [.json("Growth"), .text, .csv, .markdown, .svg], refusals: [.meaning]
    ) { request in
      var asked = GrowthRequest()
      asked.preset = request.text("preset").flatMap { GrowthPreset(rawValue: $0) }
      asked.series = request.text("series").flatMap { GrowthSeries(rawValue: $0) }
      asked.from = request.text("from")
      asked.to = request.text("to")
      asked.domain = request.text("domain")
      asked.rule = request.text("rule")
      asked.only = request.all("only")
      asked.without = request.all("without")
      asked.unit = request.text("unit")
      asked.draws = request.whole("draws") ?? asked.draws
      asked.seed = UInt64(request.whole("seed") ?? 1)
      return request.growth(try await request.ask { [asked] in try $0.growth(asked) })
    },
    APIRoute(
      "/trends/efficiency", "efficiency",
      "How fast your own runs get more done for a kilowatt-hour.",
      .of(
        [
          APIParameter("metric", .text(most: 200), "What is got, of which more is better.")
            .required,
          APIParameter("rule", .text(most: 20), "Which runs: all, record, or top:10."), .seed,
        ], APIParameter.filter),
      forms: [.json("Growth"), .text, .csv, .markdown, .svg], refusals: [.meaning, .state]
    ) { request in
      let (metric, rule) = (request.part("metric"), request.text("rule"))
      let (seed, filter) = (UInt64(request.whole("seed") ?? 1), try request.filter)
      return request.growth(
        try await request.ask {
          try $0.efficiency(of: metric, filter, rule: rule, seed: seed)
        })
    },
    APIRoute(
      "/trends/returns", "returns",
      "What more energy, emissions, money or compute brought, and what the next point costs.",
      .of(
        [
          APIParameter(
            "set", .choice(["imagenet", "checkpoints"]),
            "Series of the catalogue; the ledger's runs else.", example: "checkpoints"),
          APIParameter("family", .text(most: 200), "Only this family or model of the set.")
            .repeated,
          APIParameter("protocol", .text(most: 100), "Only points that were evaluated this way."),
          APIParameter(
            "against", .choice(ReturnsMeasure.allCases.map(\.rawValue)),
            "What quality is set against."),
          APIParameter("metric", .text(most: 200), "Quality: the tag metric.NAME of runs."),
          APIParameter("lower-is-better", .flag, "Less of the metric is better, as of a loss."),
          APIParameter("perfect", .text(most: 40), "Best value there can be, or none."),
          APIParameter("step", .number(1e-9...1e9), "Gain whose price is shown."),
          APIParameter(
            "worth", .text(most: 60), "Most that such a gain may cost: 10kWh, 1kg, 5EUR."),
          APIParameter("carbon-price", .text(most: 60), "Price of carbon: 100EUR/t."),
        ], APIParameter.filter),
      forms: [.json("Returns"), .text, .csv, .svg], refusals: [.meaning, .state]
    ) { request in
      let asked = try request.returns
      let answer = try await request.ask { try $0.returns(asked) }
      switch request.form.name {
      case "csv": return .text(ReturnsChart(answer.report).csv)
      case "svg": return .text(ReturnsChart(answer.report).svg)
      default: return request.written(answer)
      }
    },
    APIRoute(
      "/trends/returns/law", "lossLaw",
      "What a budget reaches by a law of loss, or what a loss takes.",
      [
        APIParameter(
          "law", .choice(["besiroglu-2024", "hoffmann-2022", "kaplan-2020", "refit-240"]),
          "Law of loss."),
        APIParameter("budget", .text(most: 60), "What may be used: 10MWh, 2t, 1e21FLOP."),
        APIParameter(
          "target-loss", .number(1e-6...1e6), "Loss that is wanted, in nat per token.",
          example: "2.2"),
        APIParameter("device", .text(most: 200), "Accelerator that does the work: h100."),
        APIParameter("region", .text(most: 200), "Country, state, grid zone or cloud region."),
        APIParameter("mfu", .text(most: 60), "Model FLOP utilisation of the whole run: 0.4."),
        APIParameter("pue", .text(most: 60), "PUE of the facility."),
        APIParameter("precision", .text(most: 20), "Number format: bf16, fp8."),
      ],
      forms: [.json("LossLaw"), .text, .csv, .svg], refusals: [.meaning]
    ) { request in
      var asked = LossLawRequest()
      asked.law = request.text("law") ?? asked.law
      asked.budget = request.text("budget")
      asked.targetLoss = request.number("target-loss")
      for name in ["device", "region", "mfu", "pue", "precision"] {
        asked.hardware[name] = request.text(name)
      }
      let answer = try await request.ask { [asked] in try $0.lossLaw(asked) }
      switch request.form.name {
      case "csv": return .text(LossLawChart(answer.report).csv)
      case "svg": return .text(LossLawChart(answer.report).svg)
      default: return request.written(answer)
      }
    },
    APIRoute(
      "/trends/law", "fitLossLaw", "The law of loss fitted again to published training runs.",
      [
        APIParameter(
          "drop", .whole(0...100), "So many runs of highest loss are left out of a second fit.")
      ],
      forms: [.json("LossLawFit"), .text], refusals: [.meaning]
    ) { request in
      let dropping = request.whole("drop") ?? 5
      return request.written(
        try await request.ask { try $0.lossLawFit(nil, dropping: dropping) })
    },
    APIRoute(
      "/trends/scenario", "scenario", "Emissions drawn on: growth against hardware and grid.",
      scenarioParameters, forms: [.json("Scenario"), .text, .csv, .svg],
      refusals: [.meaning, .state], freshness: .never
    ) { request in
      let asked = try request.scenario
      let answer = try await request.ask { try $0.scenario(asked) }
      switch request.form.name {
      case "csv": return .text(answer.csv)
      case "svg": return .text(answer.chart.svg)
      default: return request.written(answer)
      }
    },
  ]

  private static let scenarioParameters: [APIParameter] = .of(
    [
      APIParameter("to", .whole(1900...2200), "Last year.", example: "2030").required,
      APIParameter("from", .whole(1900...2200), "First year."),
      APIParameter("run", .text(most: 200), "A published training run, as one of its class."),
      APIParameter("ledger", .flag, "What this ledger's owner emitted in the last twelve months."),
      APIParameter("project", .text(most: 200), "With ledger: only runs of this project."),
      APIParameter("emissions", .text(most: 60), "Emissions of the first year: 1200t."),
      APIParameter("region", .text(most: 200), "Whose grid is drawn on."), .seed,
    ],
    ScenarioFactor.allCases.map { factor in
      APIParameter(
        factor.rawValue, .text(most: 200),
        "\(factor.meaning). A number or range, or a path of levels: 2026:0.6,2030:0.85.")
    })
}

extension APIRequest {
  fileprivate func growth(_ answer: GrowthAnswer) -> APIAnswer {
    switch form.name {
    case "csv": .text(answer.csv)
    case "markdown": .text(answer.page)
    case "svg": .text(answer.chart.svg)
    default: written(answer)
    }
  }

  fileprivate var returns: ReturnsRequest {
    get throws(Problem) {
      var asked = ReturnsRequest()
      asked.set = text("set")
      asked.families = all("family")
      asked.evaluation = text("protocol")
      asked.against = text("against").flatMap { ReturnsMeasure(rawValue: $0) }
      asked.metric = text("metric")
      asked.isLowerBetter = flag("lower-is-better") ? true : nil
      asked.perfect = text("perfect")
      asked.step = number("step")
      asked.worth = text("worth")
      asked.carbonPrice = text("carbon-price")
      asked.runs = try filter
      return asked
    }
  }

  fileprivate var scenario: ScenarioRequest {
    get throws(Problem) {
      var asked = ScenarioRequest(to: whole("to") ?? 0)
      asked.from = whole("from")
      asked.run = text("run")
      asked.isLedger = flag("ledger")
      asked.project = text("project")
      asked.emissions = text("emissions")
      asked.region = text("region")
      asked.seed = UInt64(whole("seed") ?? 1)
      for factor in ScenarioFactor.allCases {
        guard let path = text(factor.rawValue) else { continue }
        // The command line reads a file here. No address of the server does.
        guard !path.hasSuffix(".csv") else {
          throw Problem(
            "Will not read the file `\(path.printable.cut(to: 60))` (\(factor.rawValue)).",
            why: "The server opens no file that a visitor names.",
            fix: "Write the levels out: 2026:0.6,2030:0.85.", exit: .usage)
        }
        asked.factors[factor] = path
      }
      return asked
    }
  }
}
