public import Quantities

/// How much carbon a kilowatt-hour carried in a region and a year, with its source.
public struct EmissionFactor: Hashable, Codable, Sendable {
  /// Region code: ISO 3166-1 alpha-2 (`DE`), alpha-3 accepted on input, or `WORLD`.
  public let region: String
  public let name: String
  public let intensity: Estimate<CarbonIntensity>
  public let year: Int
  /// What the figure covers: `life-cycle, production, location-based, yearly average`.
  public let basis: String
  public let source: Citation

  public init(
    region: String, name: String, intensity: Estimate<CarbonIntensity>, year: Int, basis: String,
    source: Citation
  ) {
    self.region = region
    self.name = name
    self.intensity = intensity
    self.year = year
    self.basis = basis
    self.source = source
  }
}

/// Power usage effectiveness: energy at the facility's meter over energy of the IT equipment, ≥ 1.
public struct PUE: Hashable, Codable, Sendable {
  public let ratio: Estimate<Ratio>
  /// Who says so: `given by --pue`, or the citation of a default.
  public let origin: String

  public init(_ ratio: Estimate<Ratio>, origin: String) {
    self.ratio = ratio
    self.origin = origin
  }
}

/// Where a run took place, and how that was found out.
public struct Site: Hashable, Codable, Sendable {
  public let factor: EmissionFactor
  public let pue: PUE
  /// `given by --region`, `time zone Europe/Berlin`, `no hint: world average`.
  public let origin: String

  public init(factor: EmissionFactor, pue: PUE, origin: String) {
    self.factor = factor
    self.pue = pue
    self.origin = origin
  }
}
