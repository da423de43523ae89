public import Quantities

/// How much carbon a kilowatt-hour carried in a region and a year, with its source.
public struct EmissionFactor: Hashable, Codable, Sendable {
  /// Key of the place that the figure is of: ISO 3166 (`DE`, `US-CA`), a grid zone, or `WORLD`.
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
  /// Where the catalogue keeps it: `server`, `aws/us-east-1`; nil for one that was given.
  public let key: String?

  public init(_ ratio: Estimate<Ratio>, origin: String, key: String? = nil) {
    self.ratio = ratio
    self.origin = origin
    self.key = key
  }
}

/// Where a run took place, and how that was found out.
public struct Site: Hashable, Codable, Sendable {
  public let factor: EmissionFactor
  public let pue: PUE
  /// `given by --region`, `time zone Europe/Berlin`, `no hint: world average`.
  public let origin: String
  /// Key of the place that was asked for: `aws/us-east-1`; the factor may be of a wider one. Nil in entries of
  /// before there were any but countries.
  public let place: String?
  /// Version of the catalogue that factor and PUE are from; nil in entries of before it was kept.
  public let catalogue: String?

  public init(
    factor: EmissionFactor, pue: PUE, origin: String, place: String? = nil,
    catalogue: String? = nil
  ) {
    self.factor = factor
    self.pue = pue
    self.origin = origin
    self.place = place
    self.catalogue = catalogue
  }
}
