import Accounting
import ArgumentParser
import Foundation
import JoulebookKit

/// Plans, and what stands beside them. Its flags are those of `make`, which stands for it.
struct Plan: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Find when, where and on what a job should run.",
    usage: "joulebook plan [options]", discussion: MakePlan.examples,
    subcommands: [MakePlan.self, PlanSavings.self, PlanBacktest.self],
    defaultSubcommand: MakePlan.self)

  /// Help with the flags of `make` in it. Not part of the configuration, which every start of the program would make anew.
  static var help: String {
    let flags = MakePlan.helpMessage(columns: 80)
    let own = helpMessage(columns: 80)
    guard let begin = flags.range(of: "THE JOB:"), let options = own.range(of: "OPTIONS:\n"),
      let commands = own.range(of: "SUBCOMMANDS:\n")
    else { return own }
    return own[..<options.lowerBound] + flags[begin.lowerBound...] + "\n"
      + own[commands.lowerBound...].replacingOccurrences(
        of: "'plan help", with: "'joulebook help plan")
  }

  /// Whether the arguments ask for that help: `plan --help`, `help plan`.
  static func isHelpAsked(_ arguments: [String]) -> Bool {
    arguments == ["help", "plan"]
      || arguments.first == "plan"
        && arguments.dropFirst().first.map { ["--help", "-h"].contains($0) } ?? false
  }
}

struct MakePlan: ParsableCommand {
  static let examples = joulebook.examples(
    ("joulebook plan --duration 6h --power 2.4kW --region DE --deadline 24h", "the best hours"),
    (
      "joulebook plan --like last --region cloud --deadline 2d", "a metered job, any cloud region"
    ),
    (
      "joulebook plan --duration 20h --device a100 --count 8 --interruptible",
      "may pause"
    ))

  static let configuration = CommandConfiguration(
    commandName: "make", abstract: "Rank plans of a job: what `joulebook plan` does by itself.",
    usage: "joulebook plan [options]", discussion: examples)

  @OptionGroup(title: "The job") var job: PlanJobOptions
  @OptionGroup(title: "Where and on what") var place: PlanPlaceOptions
  @OptionGroup(title: "When") var time: PlanTimeOptions
  @OptionGroup(title: "Money") var money: PlanMoneyOptions

  @Option(help: "Plans of the ranking that are shown.") var top = 10
  @Option(help: "How to print the answer: text, json or csv.") var format = "text"

  func run() throws {
    var request = PlanRequest()
    job.fill(&request)
    place.fill(&request)
    time.fill(&request)
    money.fill(&request)
    request.limit = max(1, top)
    let isCSV = format == "csv"
    guard isCSV || AnswerFormat(rawValue: format) != nil else {
      throw Problem(
        "Cannot write a plan as `\(format)`.", why: "It can be text, json or csv.",
        fix: "Write `--format json`.", exit: .usage)
    }
    let answer = try Joulebook.ofProcess.plan(request)
    if isCSV {
      Console().show(answer.csv)
    } else {
      try Console().print(answer, as: AnswerFormat(rawValue: format) ?? .text)
    }
  }
}

struct PlanJobOptions: ParsableArguments {
  @Option(help: ArgumentHelp("A run of the ledger: its metered power over time.", valueName: "run"))
  var like: String?
  @Option(
    help: "An estimate in a file, as `joulebook estimate --spec` takes it.", completion: .file())
  var spec: String?
  @Option(help: "How long the job takes: 6h, 1d12h, 90min.") var duration: String?
  @Option(help: "Mean IT power of the whole job: 2.4kW.") var power: String?
  @Option(help: "IT energy of the whole job: 40kWh.") var energy: String?
  @Option(help: "Accelerator that the job is stated for, by a name of the catalogue.")
  var device: String?
  @Option(help: "How many of them.") var count: Int?

  func fill(_ request: inout PlanRequest) {
    request.like = like
    request.spec = spec
    request.duration = duration
    request.power = power
    request.energy = energy
    request.device = device
    request.count = count
  }
}

struct PlanPlaceOptions: ParsableArguments {
  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Places besides here: DE,FR · gcp/* · cloud · countries · zones · all.", valueName: "places"))
  var region: [String] = []
  @Option(parsing: .unconditional, help: "PUE of all places; else each place's own.") var pue:
    String?
  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("Other hardware: 8xh100, 16x, h100.", valueName: "hardware"))
  var on: [String] = []
  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("Power limits of each device: 300W,250W.", valueName: "watts"))
  var powerCap: [String] = []
  @Flag(help: "Choose limit or count anew in each slot.") var elastic = false
  @Option(help: "Data that moves with the job: 500GB.") var data: String?

  func fill(_ request: inout PlanRequest) {
    request.regions = region
    request.pue = pue
    request.hardware = on
    request.powerCaps = powerCap
    request.choosesSpeed = elastic
    request.data = data
  }
}

struct PlanTimeOptions: ParsableArguments {
  @Option(help: "Earliest start: now, 2h, 2026-12-01T06:00:00Z.") var release: String?
  @Option(help: "Latest finish, from the release on: 24h, 3d, or a moment. Else a day of slack.")
  var deadline: String?
  @Flag(help: "The job may pause and go on.") var interruptible = false
  @Option(help: "Time it runs through at least once it runs: 1h.") var minStretch: String?
  @Option(help: "IT energy of each going on: 0.2kWh.") var resumeEnergy: String?
  @Option(help: "IT power while paused, where hardware stays reserved: 300W.")
  var pausedPower: String?
  @Option(help: "IT power until the start, where hardware is reserved already: 300W.")
  var waitingPower: String?
  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("Hours of each day (UTC) without work: 08:00-18:00.", valueName: "hours"))
  var blackout: [String] = []
  @Option(
    parsing: .singleValue,
    help: ArgumentHelp(
      "Power that is to be had in hours of each day (UTC): 08:00-18:00=4kW.", valueName: "limit"))
  var capacity: [String] = []

  func fill(_ request: inout PlanRequest) {
    request.release = release
    request.deadline = deadline
    request.isInterruptible = interruptible
    request.minimumStretch = minStretch
    request.resumeEnergy = resumeEnergy
    request.pausedPower = pausedPower
    request.waitingPower = waitingPower
    request.blackouts = blackout
    request.capacities = capacity
  }
}

struct PlanMoneyOptions: ParsableArguments {
  @Option(
    parsing: .singleValue,
    help: ArgumentHelp("Price of a kWh: 0.25EUR, or of one place: DE=0.25EUR.", valueName: "price"))
  var price: [String] = []
  @Option(help: "Price of an hour of a device: 2EUR.") var devicePrice: String?
  @Option(help: "Price of a gigabyte that moves: 0.09EUR.") var egressPrice: String?

  func fill(_ request: inout PlanRequest) {
    request.prices = price
    request.devicePrice = devicePrice
    request.egressPrice = egressPrice
  }
}
