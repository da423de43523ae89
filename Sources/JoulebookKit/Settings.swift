package import Accounting
import Metering
import ReferenceData

/// How the CPU time of a run's processes is to be counted.
package enum CPUCountingChoice: String, CaseIterable, Sendable {
  /// The first of the others that can be had here.
  case auto
  case ownCgroup = "own-cgroup"
  case givenCgroup = "given-cgroup"
  case processTree = "process-tree"
}

/// All settings, each understood and with its origin.
///
/// Flags go before `JOULEBOOK_*` variables, these before the project's file, this before the
/// user's, and that before what is built in. Tags add up, by key.
package struct Settings: Sendable {
  package var project: Sourced<String>
  package var name: Sourced<String>?
  package var tags: [String: Sourced<String>]
  package var stage: Sourced<String>
  package var region: Sourced<String>?
  package var pue: Sourced<Double>?
  /// Time between samples, 1 ms to 1 min.
  package var interval: Sourced<Duration>
  package var policy: Sourced<AttributionPolicy>
  package var quiet: Sourced<Bool>
  /// Absolute path of the ledger's file; nil for the usual place.
  package var ledgerPath: Sourced<String>?
  /// Absolute path of the folder of the user's tables; nil where there is none.
  package var tablesPath: Sourced<String>?
  /// What electricity costs; nil where nobody said.
  package var price: Sourced<ElectricityPrice>?
  package var cpuCounting: Sourced<CPUCountingChoice>
  /// The files that were read, the nearest first.
  package var files: [String]

  /// The environment with the choice of counting in it, which may come from a file or a flag.
  func cpuCounting(in environment: [String: String]) -> [String: String] {
    var environment = environment
    environment[SettingKey.cpuCounting.variable] =
      cpuCounting.value == .auto ? nil : cpuCounting.value.rawValue
    return environment
  }

  package var tagValues: [String: String] { tags.mapValues(\.value) }

  /// Reads the files, the environment and the flags. Bad input is a `Problem` with exit 64.
  /// - Parameter directory: the working folder as an absolute path.
  package static func resolve(
    flags: SettingsFlags, environment: [String: String], directory: String
  ) throws(Problem) -> Settings {
    let project = try ConfigurationFile.projectPath(from: directory).map {
      path throws(Problem) in
      try ConfigurationFile(path: path) { .projectFile($0, line: $1) }
    }
    let user = try ConfigurationFile.userPath(environment: environment).map {
      path throws(Problem) in
      try ConfigurationFile(path: path) { .userFile($0, line: $1) }
    }
    var raw: [SettingKey: Sourced<RawSetting>] = [:]
    var tags: [String: Sourced<String>] = [:]
    // From the weakest to the strongest; later ones replace earlier ones.
    for file in [user, project].compactMap(\.self) {
      raw.merge(file.settings) { $1 }
      tags.merge(file.tags) { $1 }
    }
    for key in SettingKey.allCases where key != .tags {
      guard let text = environment[key.variable], !text.isEmpty else { continue }
      raw[key] = Sourced(.text(text), .environment(key.variable))
    }
    let variable = SettingKey.tags.variable
    for pair in (environment[variable] ?? "").split(separator: ",") {
      let (key, value) = try tag(String(pair), origin: .environment(variable))
      tags[key] = Sourced(value, .environment(variable))
    }
    raw.merge(flags.settings) { $1 }
    for pair in flags.tags {
      let (key, value) = try tag(pair, origin: .flag(SettingKey.tags.flag))
      tags[key] = Sourced(value, .flag(SettingKey.tags.flag))
    }
    let reader = SettingReader(raw: raw, home: environment["HOME"], directory: directory)
    return Settings(
      project: try reader.text(.project) ?? Sourced(defaultProject(project), .builtIn),
      name: try reader.text(.name), tags: tags,
      stage: try reader.text(.stage) ?? Sourced("run", .builtIn),
      region: try reader.text(.region), pue: try reader.pue(),
      interval: try reader.interval() ?? Sourced(.seconds(1), .builtIn),
      policy: try reader.choice(.policy) ?? Sourced(.byUse, .builtIn),
      quiet: try reader.truth(.quiet) ?? Sourced(false, .builtIn),
      ledgerPath: try reader.path(.ledger),
      tablesPath: try reader.path(.tables) ?? usualTables(environment: environment),
      price: try reader.price(),
      cpuCounting: try reader.choice(.cpuCounting) ?? Sourced(.auto, .builtIn),
      files: [project, user].compactMap { $0?.path })
  }

  /// `joulebook/tables` beside the user's file, when it is there.
  private static func usualTables(environment: [String: String]) -> Sourced<String>? {
    guard let folder = ConfigurationFile.userFolder(environment: environment) else { return nil }
    let path = folder + "/tables"
    return FileText.exists(path) ? Sourced(path, .builtIn) : nil
  }

  /// A project file names its project by its folder, unless it says otherwise.
  private static func defaultProject(_ file: ConfigurationFile?) -> String {
    guard let file else { return "default" }
    return file.path.split(separator: "/").dropLast().last.map(String.init) ?? "default"
  }

  private static func tag(
    _ pair: String, origin: Origin
  ) throws(Problem) -> (key: String, value: String) {
    guard let equals = pair.firstIndex(of: "="), equals > pair.startIndex else {
      throw Problem(
        "Cannot use the tag `\(pair)` (\(origin.text)).", why: "A tag is `key=value`.",
        fix: "Write for example \(origin == .flag("--tag") ? "--tag team=vision" : "team=vision").",
        exit: .usage)
    }
    return (String(pair[..<equals]), String(pair[pair.index(after: equals)...]))
  }
}

extension Settings {
  /// The newest catalogue under the user's tables.
  var catalogue: Catalogue {
    Catalogue(userTables: tablesPath.map { UserTables(folder: $0.value) } ?? .none)
  }
}
