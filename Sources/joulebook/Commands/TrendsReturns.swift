import Accounting
import ArgumentParser
import JoulebookKit
import Reporting

struct TrendsReturns: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "returns",
    abstract:
      "Show what more energy, emissions, money or compute brought, and what the next point costs.",
    discussion: examples(
      ("joulebook trends returns", "runs of the ledger with tags such as metric.accuracy"),
      (
        "joulebook trends returns runs.csv --worth 1kg",
        "a table, and the last run worth its carbon"
      ),
      ("joulebook trends returns --set checkpoints", "a series of the catalogue"),
      (
        "joulebook trends returns --law besiroglu-2024 --budget 10MWh --device h100 --region FR",
        "the best model for a budget"
      )))

  @Argument(
    help: "Table with name, energy_kwh, emissions_kg, cost or compute, quality, protocol.",
    completion: .file())
  var file: String?
  @OptionGroup(title: "Points") var points: ReturnsPointOptions
  @OptionGroup(title: "Laws of loss") var law: LossLawOptions
  @OptionGroup(title: "Runs of the ledger") var filter: FilterOptions
  @Option(help: "How to print the answer: text, json, csv or svg.") var format = "text"

  func run() throws {
    guard ["csv", "svg"].contains(format) || AnswerFormat(rawValue: format) != nil else {
      throw Problem(
        "Cannot write returns as `\(format)`.", why: "It can be text, json, csv or svg.",
        fix: "Write `--format json`.", exit: .usage)
    }
    let shape = AnswerFormat(rawValue: format) ?? .text
    if law.isAsked {
      let answer = try Joulebook.ofProcess.lossLaw(try law.request(beside: file, points))
      switch format {
      case "svg": Console().show(LossLawChart(answer.report).svg)
      case "csv": Console().show(LossLawChart(answer.report).csv)
      case _: try Console().print(answer, as: shape)
      }
    } else {
      try law.refuseAlone()
      var request = ReturnsRequest()
      request.file = file
      request.runs = try filter.runFilter
      try points.fill(&request)
      let answer = try Joulebook.ofProcess.returns(request)
      switch format {
      case "svg": Console().show(ReturnsChart(answer.report).svg)
      case "csv": Console().show(ReturnsChart(answer.report).csv)
      case _: try Console().print(answer, as: shape)
      }
    }
  }
}

struct ReturnsPointOptions: ParsableArguments {
  @Option(help: "Series of the catalogue: imagenet or checkpoints.") var set: String?
  @Option(parsing: .singleValue, help: "Only this family or model of the set; may be repeated.")
  var family: [String] = []
  @Option(name: .customLong("protocol"), help: "Only points that were evaluated this way.")
  var evaluation: String?
  @Option(help: "What quality is set against: energy, emissions, cost or compute.")
  var against: String?
  @Option(help: "Quality: the tag metric.NAME of runs, or a column of the table.")
  var metric: String?
  @Flag(help: "Less of the metric is better, as of a loss.") var lowerIsBetter = false
  @Option(help: "Best value there can be, or none; from the values else.") var perfect: String?
  @Option(help: "Gain whose price is shown: 1 for per cent, else 0.01.") var step: Double?
  @Option(
    help: ArgumentHelp("Most that such a gain may cost: 10kWh, 1kg, 5EUR.", valueName: "amount"))
  var worth: String?
  @Option(help: "Price of carbon, for a --worth in money: 100EUR/t.") var carbonPrice: String?

  func fill(_ request: inout ReturnsRequest) throws(Problem) {
    request.set = set
    request.families = family
    request.evaluation = evaluation
    request.metric = metric
    request.isLowerBetter = lowerIsBetter ? true : nil
    request.perfect = perfect
    request.step = step
    request.worth = worth
    request.carbonPrice = carbonPrice
    if let against {
      guard let measure = ReturnsMeasure(rawValue: against) else {
        throw Problem(
          "Quality cannot be set against `\(against)`.",
          why: "It can be energy, emissions, cost or compute.", fix: "Write `--against energy`.",
          exit: .usage)
      }
      request.against = measure
    }
    if carbonPrice != nil, worth == nil {
      throw Problem(
        "`--carbon-price` changes nothing alone.",
        why: "It turns a --worth in money into emissions.",
        fix: "Add for example `--worth 5EUR`.", exit: .usage)
    }
  }

  var isEmpty: Bool {
    self.set == nil && family.isEmpty && evaluation == nil && against == nil && metric == nil
      && !lowerIsBetter && perfect == nil && step == nil && worth == nil && carbonPrice == nil
  }
}

struct LossLawOptions: ParsableArguments {
  @Option(help: "Law of loss: besiroglu-2024, hoffmann-2022, kaplan-2020, refit-240.")
  var law: String?
  @Option(help: "What may be used: 10MWh, 2t, 1e21FLOP, 40PF-days.") var budget: String?
  @Option(help: "Loss that is wanted, in nat per token.") var targetLoss: Double?
  @Option(help: "Accelerator that does the work: h100.") var device: String?
  @Option(help: "Country, state, grid zone or cloud region of the work.") var region: String?
  @Option(help: "Model FLOP utilisation of the whole run: 0.4.") var mfu: String?
  @Option(help: "PUE of the facility.") var pue: String?
  @Option(help: "Number format: bf16, fp8, …") var precision: String?

  var isAsked: Bool { law != nil || budget != nil || targetLoss != nil }

  func request(beside file: String?, _ points: ReturnsPointOptions) throws(Problem)
    -> LossLawRequest
  {
    guard file == nil, points.isEmpty else {
      throw Problem(
        "Points and a law of loss are both asked for.", why: "They are two questions.",
        fix: "Ask one after the other.", exit: .usage)
    }
    var request = LossLawRequest()
    if let law { request.law = law }
    request.budget = budget
    request.targetLoss = targetLoss
    request.hardware = hardware
    return request
  }

  private var hardware: [String: String] {
    ["device": device, "region": region, "mfu": mfu, "pue": pue, "precision": precision]
      .compactMapValues(\.self)
  }

  func refuseAlone() throws(Problem) {
    guard let name = hardware.keys.sorted().first else { return }
    throw Problem(
      "`--\(name)` goes with a law of loss.", why: "No budget and no loss is given.",
      fix: "Add `--budget 10MWh` or `--target-loss 2`.", exit: .usage)
  }
}
