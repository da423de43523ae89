/// What was given on the command line, as typed. Nil was not given.
package struct SettingsFlags: Sendable {
  package var project: String?
  package var name: String?
  /// Each `key=value`.
  package var tags: [String] = []
  package var stage: String?
  package var region: String?
  package var pue: String?
  package var interval: String?
  package var policy: String?
  package var quiet: Bool?
  package var ledger: String?
  package var tables: String?
  package var price: String?
  package var cpuCounting: String?
  /// Settings of the intensity provider, by key.
  package var intensity: [SettingKey: String] = [:]

  package init() {}

  /// The flags that were given, without the tags.
  var settings: [SettingKey: Sourced<RawSetting>] {
    var given: [SettingKey: Sourced<RawSetting>] = [:]
    for key in SettingKey.allCases {
      let raw: RawSetting?
      switch key {
      case .project: raw = project.map { .text($0) }
      case .name: raw = name.map { .text($0) }
      case .tags: raw = nil
      case .stage: raw = stage.map { .text($0) }
      case .region: raw = region.map { .text($0) }
      case .pue: raw = pue.map { .text($0) }
      case .interval: raw = interval.map { .text($0) }
      case .policy: raw = policy.map { .text($0) }
      case .quiet: raw = quiet.map { .truth($0) }
      case .ledger: raw = ledger.map { .text($0) }
      case .tables: raw = tables.map { .text($0) }
      case .price: raw = price.map { .text($0) }
      case .cpuCounting: raw = cpuCounting.map { .text($0) }
      case .intensityProvider, .intensityZone, .intensityFile, .intensityColumn,
        .intensityTimeColumn, .intensityTimeZone, .intensityUnit, .intensityCommand,
        .intensityTokenFile, .intensityURL:
        raw = intensity[key].map { .text($0) }
      }
      if let raw { given[key] = Sourced(raw, .flag(key.flag)) }
    }
    return given
  }

  /// The same flags, for a process that is started to do a part of the work.
  var arguments: [String] {
    let texts = [
      ("--project", project), ("--name", name), ("--stage", stage), ("--region", region),
      ("--pue", pue), ("--interval", interval), ("--policy", policy), ("--ledger", ledger),
      ("--tables", tables), ("--price", price), ("--cpu-counting", cpuCounting),
    ]
    return texts.flatMap { name, value in value.map { ["\(name)=\($0)"] } ?? [] }
      + tags.map { "--tag=\($0)" } + (quiet == true ? ["--quiet"] : [])
  }
}
