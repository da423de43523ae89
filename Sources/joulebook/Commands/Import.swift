import Accounting
public import ArgumentParser
public import JoulebookKit

struct Import: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Take past work into the ledger from what other tools recorded.",
    discussion: examples(
      ("joulebook import emissions.csv", "runs that CodeCarbon tracked"),
      ("joulebook import gpu.csv --host node7 --dry-run", "a log of nvidia-smi, only looked at"),
      ("joulebook import jobs.txt --project lisa --device v100", "from sacct --parsable2"),
      ("joulebook import runs/ --device a100 --count 8", "TensorBoard's folders"))
      + "\n\nThe same command is called `resurrect` too.\n\nKinds of record:\n"
      + Joulebook.importers().map { "  \($0.name): \($0.summary)" }.joined(separator: "\n"),
    aliases: ["resurrect"])

  @Argument(help: "Files, or folders with files.", completion: .file()) var paths: [String]
  @Option(help: "What reads the files; found out by their beginning when not given.")
  var from: String?
  @Option(help: "Project that the runs are booked under.") var project: String?
  @Option(help: "Name of every run; the record's own when not given.") var name: String?
  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("Label of every run; may be repeated.", valueName: "key=value"))
  var tag: [String] = []
  @Option(help: "Stage of the work: training, tuning …") var stage: String?
  @Option(help: "Country, state, grid zone or cloud region where it ran.") var region: String?
  @Option(help: "Power usage effectiveness of the place, 1 or more.") var pue: String?
  @Option(help: "The machine, where records do not name it.") var host: String?
  @Option(help: "Zone of times without one: Europe/Berlin; UTC when not given.")
  var timeZone: String?
  @Option(help: "Day, or moment, of records that hold only times of day or none: 2024-05-13.")
  var date: String?
  @Option(help: "Unit of power where a heading names a wrong one or none: W, mW, kW.")
  var powerUnit: String?
  @Option(
    help: ArgumentHelp(
      "Regular expression for training logs, with named groups: time, epoch or step, metrics."))
  var pattern: String?
  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Heading of a bill's column: start, end, hours, instance, region, resource, cost …",
      valueName: "what=heading"))
  var column: [String] = []
  @Option(help: "Accelerator, by any name that the catalogue knows.") var device: String?
  @Option(help: "Accelerators of a run whose record does not say.") var count: Double?
  @Option(help: "Mean power of one device in watts, or its range: 200..300.") var watts: String?
  @Option(help: "Mean power for each core of runs without accelerators.")
  var wattsPerCore: String?
  @Option(
    help: "Work that was going on while another run was booked on its machine: refuse, or part.")
  var overlap = ImportRequest.Overlap.refuse
  @Flag(help: "Read and check, and book nothing.") var dryRun = false
  @OptionGroup var output: FormatOption

  func run() throws {
    if let count, count <= 0 || !count.isFinite {
      throw Problem(
        "Cannot count \(count) accelerators.", why: "It must be more than nothing.",
        fix: "Write `--count 8`.", exit: .usage)
    }
    var request = ImportRequest(paths: paths)
    request.from = from
    request.project = project
    request.name = name
    request.tags = try tagPairs(tag)
    request.stage = stage
    request.region = region
    request.pue = pue
    request.host = host
    request.timeZone = timeZone
    request.date = date
    request.powerUnit = powerUnit
    request.pattern = pattern
    request.columns = column
    request.device = device
    request.count = count
    request.watts = watts
    request.wattsPerCore = wattsPerCore
    request.overlap = overlap
    request.isDry = dryRun
    try Console().print(Joulebook.ofProcess.importRecords(request), as: output.format)
  }
}

extension ImportRequest.Overlap: ExpressibleByArgument {}
