import ArgumentParser
import JoulebookKit

/// The flags that give settings, for every command that meters or shows what would hold.
///
/// They stay text here: the settings say what is wrong with a value, wherever it was given.
struct SettingsOptions: ParsableArguments {
  @Option(help: "Project that the run is booked under.") var project: String?
  @Option(help: "Name of the run; the command's name when there is none.") var name: String?
  @Option(
    name: .customLong("tag"), parsing: .singleValue,
    help: ArgumentHelp("Label of the run; may be given again.", valueName: "key=value"))
  var tags: [String] = []
  @Option(help: "Stage of the work: training, tuning, evaluation, inference …") var stage: String?
  @Option(help: "Country, state, grid zone or cloud region whose electricity is used; or WORLD.")
  var region: String?
  @Option(parsing: .unconditional, help: "Power usage effectiveness of the place, 1 or more.")
  var pue: String?
  @Option(help: "Time between samples: 250ms, 2s … from 1 ms to 1 min.") var interval: String?
  @Option(
    help: ArgumentHelp(
      "How shared devices are booked: by-use, by-reservation, whole-machine."),
    completion: .list(["by-use", "by-reservation", "whole-machine"]))
  var policy: String?
  @Flag(help: "Print no receipt and no live line.") var quiet = false
  @Option(help: "File of the ledger.", completion: .file()) var ledger: String?
  @Option(help: "Folder of your own tables, over the catalogue's.", completion: .directory)
  var tables: String?
  @Option(help: "Price of electricity with its currency: 0.30EUR.") var price: String?
  @Option(
    help: "How CPU time is counted: auto, own-cgroup, given-cgroup, process-tree.",
    completion: .list(["auto", "own-cgroup", "given-cgroup", "process-tree"]))
  var cpuCounting: String?

  var flags: SettingsFlags {
    var flags = SettingsFlags()
    flags.project = project
    flags.name = name
    flags.tags = tags
    flags.stage = stage
    flags.region = region
    flags.pue = pue
    flags.interval = interval
    flags.policy = policy
    flags.quiet = quiet ? true : nil
    flags.ledger = ledger
    flags.tables = tables
    flags.price = price
    flags.cpuCounting = cpuCounting
    return flags
  }
}
