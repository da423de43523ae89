import Accounting
import ArgumentParser
import JoulebookKit
import Quantities
import Reporting

struct Experiment: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "experiment",
    abstract: "Runs in groups: what a sweep or a project took beside the run that is published.",
    discussion: examples(
      ("joulebook experiment list", "sweeps, arrays and runs that others started"),
      ("joulebook experiment report --project demo --published last", "all of it beside one run")),
    subcommands: [ExperimentList.self, ExperimentShow.self, ExperimentReportCommand.self])
}

struct ExperimentList: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "List groups of runs with their sums.",
    discussion: examples(
      ("joulebook experiment list", "by every tag that groups runs"),
      ("joulebook experiment list --by seed", "by a tag of your own")))

  @Option(help: ArgumentHelp("`name`, `project`, `parent`, or the key of a tag.", valueName: "key"))
  var by: String?
  @OptionGroup var filter: FilterOptions
  @OptionGroup var output: FormatOption

  func run() throws {
    try Console().print(
      Joulebook.ofProcess.experiments(by: by, filter.runFilter), as: output.format)
  }
}

struct ExperimentShow: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show", abstract: "Show one group: how many runs, what they took, the costliest.",
    discussion: examples(
      ("joulebook experiment show lr", "the runs with a tag sweep=lr, or whose project is lr"),
      ("joulebook experiment show --array 81234", "a Slurm array")))

  @OptionGroup var conditions: ExperimentOptions
  @Option(
    help: ArgumentHelp("Write the picture to a file: experiment.svg.", valueName: "file"),
    completion: .file(extensions: ["svg"]))
  var chart: String?
  @Option(help: "How to print the answer: text, json, csv, or svg for a chart.") var format =
    ReportForm.text

  func run() throws {
    try format.print(Joulebook.ofProcess.experiment(conditions.request), chart: chart)
  }
}

struct ExperimentReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Every run, failed and killed ones too, beside the one that is published.",
    discussion: examples(
      ("joulebook experiment report --project demo --published best", "device time, energy, CO2e"),
      (
        "joulebook experiment report --project demo --maximise accuracy --budget 500kWh",
        "what a unit of accuracy took, what a stop rule would have saved, what is left"
      )))

  @OptionGroup var conditions: ExperimentOptions
  @Option(help: "The run that is published: `last`, an id or its beginning, or a name.")
  var published: String?
  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Give the runs with this tag a row; may be repeated.", valueName: "key=value"))
  var part: [String] = []
  @Option(help: "Metric of which more is better.") var maximise: String?
  @Option(help: "Metric of which less is better.") var minimise: String?
  @Option(help: "Value that gains are counted from; the first run's when not given.")
  var baseline: Double?
  @Option(help: "Price of electricity with its currency: 0.12USD.") var price: String?
  @Option(help: "Price of an hour of a device, or its range: 0.43..1.46USD.")
  var devicePrice: String?
  @Option(help: "What may be spent: 500kWh, 200kgCO2e, 1000EUR.") var budget: String?
  @Option(
    help: ArgumentHelp("Write the picture to a file: experiment.svg.", valueName: "file"),
    completion: .file(extensions: ["svg"]))
  var chart: String?
  @Option(help: "How to print the answer: text, json, csv, or svg for a chart.") var format =
    ReportForm.text

  func run() throws {
    var request = try conditions.request
    request.published = published
    request.parts = part
    request.maximise = maximise
    request.minimise = minimise
    request.baseline = baseline
    request.price = price
    request.devicePrice = devicePrice
    request.budget = budget
    try format.print(Joulebook.ofProcess.experiment(request), chart: chart)
  }
}

/// Which runs an experiment consists of.
struct ExperimentOptions: ParsableArguments {
  @Argument(help: "A group: the value of a tag that groups runs, a project, a pattern of names.")
  var group: String?
  @Option(help: "Runs whose name fits this pattern: 'lr-*'.") var name: String?
  @Option(help: "Runs in whose name this regular expression is found.") var nameRegex: String?
  @Option(help: "Runs that this run started.") var parent: String?
  @Option(help: "Runs of the Slurm array with this job id.") var array: String?
  @OptionGroup var filter: FilterOptions

  var request: ExperimentRequest {
    get throws(Problem) {
      let runs = try filter.runFilter
      var request = ExperimentRequest()
      request.name = group
      request.project = runs.project
      request.tags = runs.tags
      request.since = runs.since
      request.until = runs.until
      request.nameGlob = name
      request.nameRegex = nameRegex
      request.parent = parent
      request.array = array
      return request
    }
  }
}

enum ReportForm: String, CaseIterable, ExpressibleByArgument {
  case text, json, csv, svg

  func print(_ answer: ExperimentAnswer, chart: String?) throws {
    if let chart { try ChartFile(path: chart).write(answer.chart) }
    switch self {
    case .text: try Console().print(answer, as: .text)
    case .json: try Console().print(answer, as: .json)
    case .csv: Console().show(answer.csv)
    case .svg: Console().show(answer.chart.svg)
    }
  }
}
