/// Which records are to be taken into the ledger, and what they do not say of themselves.
public struct ImportRequest: Sendable {
  public var paths: [String]
  /// The importer's name; the first that knows each file when nil.
  public var from: String?
  public var project: String?
  public var name: String?
  public var tags: [String: String] = [:]
  public var stage: String?
  public var region: String?
  public var pue: String?
  /// The machine, where records do not name it.
  public var host: String?
  public var timeZone: String?
  /// Day, or moment, of records that hold only times of day or none.
  public var date: String?
  /// Unit of power where a heading names a wrong one or none: `W`, `mW`, `kW`.
  public var powerUnit: String?
  public var pattern: String?
  /// Each `what=Heading`.
  public var columns: [String] = []
  /// Accelerator, by any name that the catalogue knows.
  public var device: String?
  /// Accelerators of a work whose record does not say.
  public var count: Double?
  /// Mean power of one device, or its range: `217`, `200..300`.
  public var watts: String?
  /// Mean power for each processor core of a work without accelerators.
  public var wattsPerCore: String?
  public var overlap = Overlap.refuse
  /// Reads and checks, and books nothing.
  public var isDry = false

  /// What becomes of work that was going on while something else on its machine was booked.
  public enum Overlap: String, CaseIterable, Sendable {
    case refuse
    /// Booked as a part of the run that holds it, so that sums have its energy once.
    case part
  }

  public init(paths: [String]) { self.paths = paths }
}
