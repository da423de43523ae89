import Accounting
import ArgumentParser
import JoulebookKit
import Reporting

struct Report: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Write runs down for a paper, a model card, an audit, a page or another tool.",
    discussion: examples(
      ("joulebook report last", "the newest run, on the terminal"),
      ("joulebook report --project demo --format html --out demo.html", "a page in one file"),
      ("joulebook report --tag paper=1 --format latex", "a sentence, a table, BibTeX"),
      ("joulebook report last --format model-card --into README.md", "patch a model card"))
      + "\n\n" + formats)

  @Argument(help: ArgumentHelp("Runs by `last`, id or name; else all that fit.", valueName: "run"))
  var runs: [String] = []
  @OptionGroup var filter: FilterOptions
  @OptionGroup var catalogue: CatalogueOption
  @Option(
    help: "How to write it, see above.",
    completion: .list(ReportFormats.all.map(\.name)))
  var format: String?
  @Option(help: "File to write; standard output else.", completion: .file()) var out: String?
  @Flag(help: "Replace the file of --out.") var force = false
  @Option(help: "Model card to patch in place (model-card).", completion: .file())
  var into: String?
  @Flag(help: "Add the way back to raw readings (text).") var explain = false
  @Option(help: "The model's name (boamps, spdx, cyclonedx).") var model: String?
  @Option(help: "The hardware in words (model-card).") var hardware: String?
  @Option(
    help: "What the runs were, where their stages do not say it: training, fine-tuning, inference.",
    completion: .list(ReportActivity.allCases.map(\.rawValue)))
  var activity: String?
  @Option(help: "What the score is set against (sci).") var per: String?
  @Option(help: "The runs' share of making the hardware: 8..20kgCO2e (sci, ghg).")
  var embodied: String?
  @Option(help: "Intensity of the electricity contracted for: 120g/kWh (ghg).")
  var marketIntensity: String?

  func run() throws {
    var request = ReportRequest()
    request.runs = runs
    request.filter = try filter.runFilter
    if !runs.isEmpty, request.filter != RunFilter() {
      throw Problem(
        "Cannot take runs by name and by condition at once.",
        why: "\(runs.count == 1 ? "A run" : "Runs") and a project, tag or period were given.",
        fix: "Leave out one of them.", exit: .usage)
    }
    request.catalogue = catalogue.catalog
    request.explains = explain
    request.model = model
    request.hardware = hardware
    request.activity = activity
    request.per = per
    request.embodied = embodied
    request.marketIntensity = marketIntensity
    if let into { return try patch(into, request) }
    request.format = format ?? "text"
    request.style = out == nil ? Console().outputStyle : .plain
    let joulebook = Joulebook.ofProcess
    let text = try joulebook.report(request)
    guard let out else { return Console().show(text) }
    try OutputFile.write(Array(text.utf8), to: out, replacing: force)
  }

  private func patch(_ path: String, _ request: ReportRequest) throws {
    guard format == nil || format == "model-card", out == nil, !force else {
      throw Problem(
        "`--into` patches a model card.", why: "Another format, --out or --force was given.",
        fix: "Write `joulebook report RUN --format model-card --into \(path)`.", exit: .usage)
    }
    let card = try OutputFile.read(path)
    let patched = try Joulebook.ofProcess.modelCard(card, request)
    if patched != card { try OutputFile.rewrite(path, with: patched) }
    Console().say(patched == card ? "\(path) says so already." : "Patched \(path).")
  }

  private static var formats: String {
    let width = ReportFormats.all.map(\.name.count).max() ?? 0
    let lines = ReportFormats.all.map { format in
      let name = format.name + String(repeating: " ", count: width - format.name.count)
      return "  \(name)   "
        + format.summary.wrapped(width: 60, indent: String(repeating: " ", count: width + 5))
    }
    return (["FORMATS:"] + lines).joined(separator: "\n")
  }
}
