/// A span in which something was not known, by name. A gap is a value, never a hole.
public struct Gap: Hashable, Codable, Sendable {
  /// The device that was not read, or `machine` for all of them.
  public let device: String
  public let reason: Reason
  /// Seconds after the run's start, on the clock that stands still in suspend.
  public let start: Double
  public let end: Double
  /// What became of the energy: nil when nothing is known of it, else the part that was booked.
  public let energy: Double?
  /// One sentence for the receipt.
  public let note: String

  enum CodingKeys: String, CodingKey {
    case device, reason, note
    case start = "start_seconds"
    case end = "end_seconds"
    case energy = "energy_joules"
  }

  public init(
    device: String, reason: Reason, start: Double, end: Double, energy: Double? = nil, note: String
  ) {
    self.device = device
    self.reason = reason
    self.start = start
    self.end = end
    self.energy = energy
    self.note = note
  }

  public enum Reason: String, Codable, CaseIterable, Sendable {
    /// Reads failed and no later read carried the energy.
    case unreadable
    /// The counter started again from a lower value.
    case reset
    /// So long between two reads that the counter may have turned more than once.
    case unbounded
    /// The device went away.
    case vanished
    /// The machine slept.
    case suspended
    /// The sensor did not answer in time.
    case hung
    /// Joulebook was killed or lost part of its journal.
    case lost
  }
}
