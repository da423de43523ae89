/// The settings a file, the environment or a flag may give.
package enum SettingKey: String, CaseIterable, Sendable {
  case project, name, tags, stage, region, pue, interval, policy, quiet, ledger, tables, price
  case cpuCounting = "cpu-counting"
  case intensityProvider = "intensity-provider"
  case intensityZone = "intensity-zone"
  case intensityFile = "intensity-file"
  case intensityColumn = "intensity-column"
  case intensityTimeColumn = "intensity-time-column"
  case intensityTimeZone = "intensity-time-zone"
  case intensityUnit = "intensity-unit"
  case intensityCommand = "intensity-command"
  case intensityTokenFile = "intensity-token-file"
  case intensityURL = "intensity-url"

  /// The settings of a table `[intensity]`, by their names in it.
  static let intensity: [String: SettingKey] = {
    let keys = allCases.filter { $0.rawValue.hasPrefix("intensity-") }
    return Dictionary(
      uniqueKeysWithValues: keys.map { (String($0.rawValue.dropFirst("intensity-".count)), $0) })
  }()

  /// The environment variable that sets it: `JOULEBOOK_CPU_COUNTING`.
  package var variable: String {
    "JOULEBOOK_" + rawValue.uppercased().replacing("-", with: "_")
  }

  /// The flag that sets it.
  package var flag: String {
    switch self {
    case .tags: "--tag"
    case .project, .name, .stage, .region, .pue, .interval, .policy, .quiet, .ledger, .tables,
      .price, .cpuCounting, .intensityProvider, .intensityZone, .intensityFile, .intensityColumn,
      .intensityTimeColumn, .intensityTimeZone, .intensityUnit, .intensityCommand,
      .intensityTokenFile, .intensityURL:
      "--\(rawValue)"
    }
  }

  /// What it means, in one line.
  package var summary: String {
    switch self {
    case .project: "project that runs are booked under"
    case .name: "name of the run; the command's name when there is none"
    case .tags: "labels of the run, each `key = \"value\"`"
    case .stage: "stage of the work: training, tuning, evaluation, inference …"
    case .region:
      "place whose electricity is used: country, state, grid zone, cloud region, or WORLD"
    case .pue: "power usage effectiveness of the place, 1 or more"
    case .interval: "time between samples, 1 ms to 1 min"
    case .policy: "how shared devices are booked: by-use, by-reservation, whole-machine"
    case .quiet: "true prints no receipt and no live line"
    case .ledger: "file of the ledger"
    case .tables: "folder of your own tables, over the catalogue's"
    case .price: "price of electricity with its currency: 0.30 EUR/kWh"
    case .cpuCounting:
      "how CPU time is counted: auto, own-cgroup, given-cgroup, process-tree"
    case .intensityProvider: "who is asked how clean the electricity is; nobody when there is none"
    case .intensityZone: "zone in the provider's own words; the region's when there is none"
    case .intensityFile: "file of intensities, for the provider csv"
    case .intensityColumn: "heading of its column of intensities"
    case .intensityTimeColumn: "heading of its column of times"
    case .intensityTimeZone: "zone of its times when they do not say it: UTC, Europe/Berlin"
    case .intensityUnit: "unit of its intensities when the heading does not say it: g/kWh, lb/MWh"
    case .intensityCommand: "command that prints intensities, for the provider exec"
    case .intensityTokenFile: "file of secrets, NAME=value, readable by you alone"
    case .intensityURL: "address of the provider's service, in place of its own"
    }
  }
}

/// A setting as somebody wrote it, before it is understood.
enum RawSetting: Hashable, Sendable {
  case text(String)
  case number(Double)
  case truth(Bool)
  case table([String: String])

  /// As it was written, for a message.
  var written: String {
    switch self {
    case .text(let text): text
    case .number(let number): number == number.rounded() ? "\(Int(clamping: number))" : "\(number)"
    case .truth(let truth): "\(truth)"
    case .table: "a table"
    }
  }
}

extension Int {
  /// The whole part of a number of any size.
  fileprivate init(clamping number: Double) {
    self = number.isNaN ? 0 : number >= 9e18 ? .max : number <= -9e18 ? .min : Int(number)
  }
}
