package import Accounting

/// A provider before it is made: what it is, and what it needs.
package struct IntensityProviderEntry: Sendable {
  /// Name in settings: `electricity-maps`.
  package let name: String
  /// One line for people.
  package let summary: String
  package let signals: [IntensitySeries.Signal]
  /// Settings that it cannot do without: `intensity-file`.
  package let settings: [String]
  package let secrets: [SecretName]
  /// Whether it asks a service beyond this machine.
  package let usesNetwork: Bool
  package let make: @Sendable (IntensityContext) throws(Problem) -> any IntensityProvider
}

/// Every provider, in the order in which help lists them. None is used unless it is set.
package enum IntensityProviders {
  package static let all: [IntensityProviderEntry] = [
    YearlyProvider.entry, UsualProvider.entry, CSVProvider.entry, ExecProvider.entry,
    ElectricityMapsProvider.entry, WattTimeProvider.entry, UKProvider.entry, EntsoeProvider.entry,
    EIAProvider.entry,
  ]

  package static func named(_ name: String) throws(Problem) -> IntensityProviderEntry {
    if let entry = all.first(where: { $0.name == name }) { return entry }
    let nearest = all.map(\.name).min { distance(name, $0) < distance(name, $1) } ?? ""
    throw Problem(
      "There is no intensity provider `\(name)`.",
      why: "It can be \(all.map(\.name).joined(separator: ", ")).",
      fix: "Did you mean `\(nearest)`? `joulebook intensity --providers` says what each needs.",
      exit: .usage)
  }
}
