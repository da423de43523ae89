import Accounting
import JoulebookKit
import Reporting

extension APIRoutes {
  static let experiments: [APIRoute] = [
    APIRoute(
      "/experiments", "listExperiments", "Groups of runs with their sums.",
      .of(
        [
          APIParameter(
            "by", .text(most: 200), "`name`, `project`, `parent`, or the key of a tag.",
            example: "project")
        ], APIParameter.filter),
      forms: [.json("Experiments"), .text], refusals: [.meaning, .state], freshness: .ledger
    ) { request in
      let (by, filter) = (request.text("by"), try request.filter)
      return request.written(try await request.ask { try $0.experiments(by: by, filter) })
    },
    APIRoute(
      "/experiments/report", "reportExperiment",
      "Every run of a group, failed and killed ones too, beside the one that is published.",
      .of(
        [
          APIParameter(
            "group", .text(most: 200),
            "The value of a tag that groups runs, a project, a pattern of names."),
          APIParameter("name", .text(most: 200), "Runs whose name fits this pattern: lr-*."),
          APIParameter("parent", .text(most: 200), "Runs that this run started."),
          APIParameter("array", .text(most: 200), "Runs of the Slurm array with this job id."),
        ], APIParameter.filter,
        [
          APIParameter("published", .text(most: 200), "The run that is published."),
          APIParameter("part", .pair, "Give the runs with this tag a row.").repeated,
          APIParameter("maximise", .text(most: 200), "Metric of which more is better."),
          APIParameter("minimise", .text(most: 200), "Metric of which less is better."),
          APIParameter("baseline", .number(-1e12...1e12), "Value that gains are counted from."),
          APIParameter("price", .text(most: 60), "Price of electricity: 0.12USD."),
          APIParameter(
            "device-price", .text(most: 60), "Price of an hour of a device: 0.43..1.46USD."),
          APIParameter("budget", .text(most: 60), "What may be spent: 500kWh, 200kgCO2e, 1000EUR."),
        ]),
      forms: [.json("Experiment"), .text, .csv, .svg], refusals: [.meaning, .state]
    ) { request in
      var asked = ExperimentRequest()
      let filter = try request.filter
      asked.name = request.text("group")
      (asked.project, asked.tags) = (filter.project, filter.tags)
      (asked.since, asked.until) = (filter.since, filter.until)
      asked.nameGlob = request.text("name")
      asked.parent = request.text("parent")
      asked.array = request.text("array")
      asked.published = request.text("published")
      asked.parts = request.all("part")
      asked.maximise = request.text("maximise")
      asked.minimise = request.text("minimise")
      asked.baseline = request.number("baseline")
      asked.price = request.text("price")
      asked.devicePrice = request.text("device-price")
      asked.budget = request.text("budget")
      let answer = try await request.ask { [asked] in try $0.experiment(asked) }
      switch request.form.name {
      case "csv": return .text(answer.csv)
      case "svg": return .text(answer.chart.svg)
      default: return request.written(answer)
      }
    },
  ]
}
