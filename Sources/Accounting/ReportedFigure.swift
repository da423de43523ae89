/// What another tool said that a run used, as it said it. Kept beside what Joulebook works out, and never added to it.
public struct ReportedFigure: Hashable, Codable, Sendable {
  /// The tool, as its importer is called: `codecarbon`.
  public var tool: String
  public var version: String?
  /// The tool's own name of the run.
  public var run: String?
  /// SHA-256 of the file that says so, and the line in it, counted from 1.
  public var file: String?
  public var line: Int?
  /// All of it, with the tool's PUE where it has one.
  public var energyJoules: Double?
  public var emissionsGrams: Double?
  /// The factor by which its figures are greater than what the devices drew; nil where the tool knows none.
  public var pue: Double?
  /// Where the tool thought that the run was: `FRA`, `USA oregon`, `gcp/europe-west1`.
  public var place: String?
  /// What it looked at: `machine`, `process`.
  public var scope: String?
  /// Gigabytes of memory that it knew of.
  public var memoryGigabytes: Double?

  public init(tool: String) { self.tool = tool }

  /// Grams for a kilowatt-hour that the tool went by; nil where it does not say both.
  public var intensity: Double? {
    guard let energyJoules, let emissionsGrams, energyJoules > 0 else { return nil }
    return emissionsGrams / (energyJoules / 3.6e6)
  }

  enum CodingKeys: String, CodingKey {
    case tool, version, run, file, line, pue, place, scope
    case energyJoules = "energy_joules"
    case emissionsGrams = "emissions_grams"
    case memoryGigabytes = "memory_gigabytes"
  }
}
