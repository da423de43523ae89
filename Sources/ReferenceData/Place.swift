/// A place whose electricity has a factor: a country, a state, a grid zone, a cloud region, the world.
package struct Place: Hashable, Sendable {
  /// `DE`, `US-CA`, `EGRID-CAMX`, `US-CAL-CISO`, `aws/us-east-1`, `WORLD`.
  package let key: String
  package let name: String
  /// `country`, `state`, `zone`, `cloud-region` …
  package let kind: String
  /// ISO 3166 code of the country it lies in; empty for the world.
  package let country: String
  /// Places to ask when this one has no figure, the nearest first; ends in the world.
  package let wider: [String]

  static let world = "WORLD"

  /// `Germany (DE)`, `Ashburn (aws/us-east-1)`.
  package var text: String { name.isEmpty || name == key ? key : "\(name) (\(key))" }
}
