package import Accounting
import Bookkeeping
import Metering
import Quantities
public import Reporting

extension Joulebook {
  /// Each setting that a run with these flags would use, and where it came from.
  package func settings(flags: SettingsFlags) throws(Problem) -> SettingsAnswer {
    let settings = try Settings.resolve(
      flags: flags, environment: environment, directory: directory)
    let hints = SiteHints.gather(environment: environment, sys: Environment.sys(environment))
    let finder = SiteFinder(catalogue: settings.catalogue)
    return SettingsAnswer(
      settings, site: try finder.find(settings, hints: hints, at: SystemClock.wall()),
      usualLedger: Ledger.defaultPath(environment: environment))
  }
}

/// Settings as a person or a program reads them: each with its value and origin.
public struct SettingsAnswer: Answer {
  public let schema = 1
  /// In the order in which they are shown; `tags.KEY` for each tag.
  public let settings: [Setting]
  /// The files that were read, the nearest first.
  public let files: [String]
  public let warnings: [String]

  /// One setting.
  public struct Setting: Hashable, Encodable, Sendable {
    public let key: String
    /// As it may be written in a file; nil where nothing is set and nothing built in.
    public let value: String?
    public let origin: String

    enum CodingKeys: String, CodingKey { case key, value, origin }

    public func encode(to encoder: any Encoder) throws {
      var keys = encoder.container(keyedBy: CodingKeys.self)
      try keys.encode(key, forKey: .key)
      try keys.encode(value, forKey: .value)
      try keys.encode(origin, forKey: .origin)
    }
  }

  package init(_ settings: Settings, site: SiteFinder.Found, usualLedger: String) {
    func row(_ key: SettingKey, _ value: String?, _ origin: String) -> Setting {
      Setting(key: key.rawValue, value: value, origin: origin)
    }
    var rows = [
      row(.project, settings.project.value, settings.project.origin.text),
      row(.name, settings.name?.value, settings.name?.origin.text ?? "the command's name"),
      row(.stage, settings.stage.value, settings.stage.origin.text),
    ]
    for (key, tag) in settings.tags.sorted(by: { $0.key < $1.key }) {
      rows.append(Setting(key: "tags.\(key)", value: tag.value, origin: tag.origin.text))
    }
    rows += [
      row(.region, site.site.factor.region, site.site.origin),
      row(.pue, Self.plain(site.site.pue.ratio.value.base), site.site.pue.origin),
      row(
        .interval, Self.written(settings.interval.value), settings.interval.origin.text),
      row(.policy, settings.policy.value.rawValue, settings.policy.origin.text),
      row(.quiet, "\(settings.quiet.value)", settings.quiet.origin.text),
      row(
        .ledger, settings.ledgerPath?.value ?? usualLedger,
        settings.ledgerPath?.origin.text ?? "default"),
      row(
        .tables, settings.tablesPath?.value, settings.tablesPath?.origin.text ?? "no folder there"),
      row(
        .price,
        settings.price.map { "\(Self.plain($0.value.perKilowattHour)) \($0.value.currency)/kWh" },
        settings.price?.origin.text ?? "not set"),
      row(.cpuCounting, settings.cpuCounting.value.rawValue, settings.cpuCounting.origin.text),
    ]
    self.settings = rows
    files = settings.files
    warnings = site.warnings
  }

  /// One line a setting, in three columns.
  public func text(style: TextStyle) -> String {
    let keys = settings.map(\.key.count).max() ?? 0
    let values = settings.map { $0.value?.count ?? 1 }.max() ?? 0
    func pad(_ text: String, _ width: Int) -> String {
      text + String(repeating: " ", count: max(0, width - text.count))
    }
    let lines = settings.map {
      "\(pad($0.key, keys))  \(pad($0.value ?? "–", values))  \($0.origin)"
    }
    let read = files.isEmpty ? ["no configuration file"] : files.map { "read \($0)" }
    let all = lines + [""] + read + warnings.map { "warning: \($0)" }
    return all.joined(separator: "\n") + "\n"
  }

  /// `250ms` below a second, else `1s`: as it may be written in a file.
  static func written(_ span: Duration) -> String {
    span < .seconds(1) ? plain(span.seconds * 1000) + "ms" : plain(span.seconds) + "s"
  }

  /// A number without a needless `.0`.
  private static func plain(_ number: Double) -> String {
    let text = "\(number)"
    return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
  }
}
