/// The settings a file, the environment or a flag may give.
package enum SettingKey: String, CaseIterable, Sendable {
  case project, name, tags, stage, region, pue, interval, policy, quiet, ledger, tables, price
  case cpuCounting = "cpu-counting"

  /// The environment variable that sets it: `JOULEBOOK_CPU_COUNTING`.
  package var variable: String {
    "JOULEBOOK_" + rawValue.uppercased().replacing("-", with: "_")
  }

  /// The flag that sets it.
  package var flag: String {
    switch self {
    case .tags: "--tag"
    case .project, .name, .stage, .region, .pue, .interval, .policy, .quiet, .ledger, .tables,
      .price, .cpuCounting:
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
