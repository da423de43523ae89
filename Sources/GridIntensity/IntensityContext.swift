package import Quantities

/// What was set for the providers.
package struct IntensityConfiguration: Hashable, Sendable {
  /// Zone in the provider's own words.
  package var zone: String?
  /// Absolute path of a file of intensities.
  package var file: String?
  package var csv: CSVOptions
  /// A command that prints intensities.
  package var command: String?
  /// Absolute path of a file of secrets with mode 0600.
  package var tokenFile: String?
  /// Where the service is reached in place of its own address: a mirror, a test.
  package var baseURL: String?

  package init(
    zone: String? = nil, file: String? = nil, csv: CSVOptions = CSVOptions(),
    command: String? = nil, tokenFile: String? = nil, baseURL: String? = nil
  ) {
    self.zone = zone
    self.file = file
    self.csv = csv
    self.command = command
    self.tokenFile = tokenFile
    self.baseURL = baseURL
  }
}

/// The world as a provider sees it.
package struct IntensityContext: Sendable {
  package var configuration: IntensityConfiguration
  package var environment: [String: String]
  package var facts: IntensityFacts
  /// Where answers are kept; nil keeps none.
  package var cacheFolder: String?
  package var policy: HTTPPolicy
  package var clock: @Sendable () -> Timestamp

  package init(
    configuration: IntensityConfiguration = IntensityConfiguration(),
    environment: [String: String] = [:], facts: IntensityFacts = IntensityFacts(),
    cacheFolder: String? = nil, policy: HTTPPolicy = HTTPPolicy(),
    clock: @escaping @Sendable () -> Timestamp
  ) {
    self.configuration = configuration
    self.environment = environment
    self.facts = facts
    self.cacheFolder = cacheFolder
    self.policy = policy
    self.clock = clock
  }

  /// `joulebook/intensity` under the user's cache folder by the XDG rules; nil where there is no home.
  package static func cacheFolder(environment: [String: String]) -> String? {
    if let given = environment["XDG_CACHE_HOME"], given.hasPrefix("/") {
      return given + "/joulebook/intensity"
    }
    guard let home = environment["HOME"], home.hasPrefix("/") else { return nil }
    return home + "/.cache/joulebook/intensity"
  }

  var web: Web {
    Web(
      fetcher: HTTPFetcher(policy: policy, clock: clock),
      cache: cacheFolder.map(ResponseCache.init), clock: clock)
  }

  func base(_ usual: String) -> String {
    let base = configuration.baseURL ?? usual
    return base.hasSuffix("/") ? String(base.dropLast()) : base
  }
}
