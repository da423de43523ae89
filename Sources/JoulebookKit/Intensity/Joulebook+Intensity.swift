public import Accounting
import GridIntensity
import Metering
import Quantities
import ReferenceData
public import Reporting

/// What `intensity` was asked for.
public struct IntensityRequest: Sendable {
  public var place: String?
  public var from: String?
  public var to: String?
  public var isMarginal = false
  public var basis: String?
  /// Provider and file over those that are set.
  public var provider: String?
  public var file: String?

  public init() {}
}

extension Joulebook {
  /// How clean the electricity of a place was, is and is expected to be.
  public func intensity(_ request: IntensityRequest) throws(Problem) -> IntensityAnswer {
    var flags = SettingsFlags()
    flags.intensity[.intensityProvider] = request.provider ?? (request.file == nil ? nil : "csv")
    flags.intensity[.intensityFile] = request.file
    let settings = try Settings.resolve(
      flags: flags, environment: environment, directory: directory)
    let catalogue = settings.catalogue
    let now = SystemClock.wall()
    let site = try SiteFinder(catalogue: catalogue).find(
      settings, hints: SiteHints.gather(environment: environment), at: now)
    let home = site.site.place.flatMap { catalogue.place(key: $0) } ?? catalogue.world
    let place =
      try request.place.map { text throws(Problem) in
        try catalogue.place(named: text)
      } ?? home
    let from =
      try request.from.map { text throws(Problem) in
        try Self.moment(text, now: now, "--from")
      } ?? now
    let to =
      try request.to.map { text throws(Problem) in
        try Self.moment(text, now: now, "--to")
      } ?? max(now, from) + .seconds(48 * 3600)
    guard (to - from).seconds <= 400 * 86_400 else {
      throw Problem(
        "The span is longer than 400 days.", why: "It would be a long list.",
        fix: "Give a shorter one.", exit: .usage)
    }
    // Where nothing tells where we are, the place that is asked for is home.
    let isHome = place.key == home.key || home.key == catalogue.world.key
    let answer = try IntensitySource(
      place: place, isHome: isHome, settings: settings, catalogue: catalogue,
      environment: environment
    ).seriesWaiting(
      from: from, to: to, now: now, signal: request.isMarginal ? .marginal : .average,
      basis: request.basis ?? "life-cycle")
    return IntensityAnswer(
      report: IntensityReport(
        place: place.text, series: answer.series, now: now, provider: answer.provider,
        fetched: answer.fetched,
        notes: (request.place == nil ? site.warnings : []) + answer.notes))
  }

  /// A moment, or a length of time from now: `-24h`, `48h`.
  private static func moment(
    _ text: String, now: Timestamp, _ flag: String
  ) throws(Problem) -> Timestamp {
    guard text.hasPrefix("-"), !text.contains("T") else {
      return try FlagAmount.moment(text, after: now, flag, example: "48h")
    }
    return now
      + .seconds(-(try FlagAmount.seconds(String(text.dropFirst()), flag, example: "48h")))
  }

  /// Every provider, what it has and what it needs.
  public static func intensityProviders() -> IntensityProvidersAnswer {
    IntensityProvidersAnswer(
      providers: IntensityProviders.all.map { entry in
        IntensityProvidersAnswer.Provider(
          name: entry.name, summary: entry.summary, signals: entry.signals.map(\.rawValue),
          settings: entry.settings, secrets: entry.secrets.map(\.variable),
          usesNetwork: entry.usesNetwork)
      })
  }
}

/// The intensity of a place.
public struct IntensityAnswer: Answer {
  public let report: IntensityReport

  public func text(style: TextStyle) -> String { report.text(style: style) }
  public func encode(to encoder: any Encoder) throws { try report.encode(to: encoder) }
  public var csv: String { report.csv }
}

/// All providers.
public struct IntensityProvidersAnswer: Answer {
  public let schema = 1
  public let providers: [Provider]

  public struct Provider: Hashable, Sendable, Encodable {
    public let name: String
    public let summary: String
    public let signals: [String]
    public let settings: [String]
    public let secrets: [String]
    public let usesNetwork: Bool

    enum CodingKeys: String, CodingKey {
      case name, summary, signals, settings, secrets
      case usesNetwork = "uses_network"
    }
  }

  enum CodingKeys: String, CodingKey { case schema, providers }

  public func text(style: TextStyle) -> String {
    providers.map { provider in
      let needs =
        (provider.settings + provider.secrets).joined(separator: ", ")
      return "\(provider.name)\(provider.usesNetwork ? " (network)" : "")\n  "
        + provider.summary.asSentence.wrapped(width: 76, indent: "  ")
        + "\n  Needs: \(needs.isEmpty ? "nothing" : needs)\n"
    }.joined()
      + "\nSet one: intensity-provider = \"csv\" in joulebook.toml; none is used by itself.\n"
  }
}
