public import Quantities

/// A run as it is booked: the raw record, and the inputs that turn it into a footprint.
///
/// Recomputing an entry's footprint gives the same bytes; a better factor makes a new view and says so.
public struct Entry: Hashable, Codable, Sendable {
  public var run: Run
  public var policy: AttributionPolicy
  public var site: Site
  /// Version of the method that this build books with.
  public var method: Int
  /// Joulebook's version.
  public var version: String
  /// Sites that this entry was booked under before better factors restated it, the oldest first; nil when it
  /// never was.
  public var restatements: [Restatement]?
  /// What Joulebook did for the run besides metering it; nil when nothing.
  public var acting: Acting?
  /// What the job said of itself, and what was forecast from it; nil when it said nothing.
  public var progress: RunProgress?
  /// What another tool said that the run used; nil when none did.
  public var reported: ReportedFigure?

  /// A site that held until an entry was restated.
  public struct Restatement: Hashable, Codable, Sendable {
    public var site: Site
    /// When it was replaced.
    public var until: Timestamp

    public init(site: Site, until: Timestamp) {
      self.site = site
      self.until = until
    }
  }

  public static let currentMethod = 1

  public init(
    run: Run, policy: AttributionPolicy, site: Site, method: Int = Entry.currentMethod,
    version: String
  ) {
    self.run = run
    self.policy = policy
    self.site = site
    self.method = method
    self.version = version
  }
}
