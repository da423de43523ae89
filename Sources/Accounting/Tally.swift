/// Sums over a span for one device, from which every policy's shares follow.
///
/// All fields add up, so folding two spans into one loses time resolution and nothing else. Joules
/// and seconds throughout. Over a span Δt with machine energy E, `s` is a party's share of the use:
/// the run's CPU seconds over everybody's, say.
public struct Tally: Hashable, Codable, Sendable {
  /// Σ E, what the device drew.
  public var energy = 0.0
  /// Σ (E − lowest E that the counter's resolution allows), and the same upwards.
  public var slackBelow = 0.0
  public var slackAbove = 0.0
  /// Σ E·s of the run.
  public var run = 0.0
  /// Σ E·s of Joulebook itself.
  public var own = 0.0
  /// Σ of what was seen to serve nobody: a GPU without processes, memory that nobody holds.
  public var idle = 0.0
  /// Σ s·Δt of the run, in seconds.
  public var runSeconds = 0.0
  /// Σ s·Δt of Joulebook itself.
  public var ownSeconds = 0.0
  /// Σ Δt that the energy covers.
  public var seconds = 0.0

  public init() {}

  public static func += (a: inout Tally, b: Tally) {
    a.energy += b.energy
    a.slackBelow += b.slackBelow
    a.slackAbove += b.slackAbove
    a.run += b.run
    a.own += b.own
    a.idle += b.idle
    a.runSeconds += b.runSeconds
    a.ownSeconds += b.ownSeconds
    a.seconds += b.seconds
  }

  /// A part of it, where what is summed up spread evenly.
  public static func * (tally: Tally, part: Double) -> Tally {
    var scaled = tally
    scaled.energy *= part
    scaled.slackBelow *= part
    scaled.slackAbove *= part
    scaled.run *= part
    scaled.own *= part
    scaled.idle *= part
    scaled.runSeconds *= part
    scaled.ownSeconds *= part
    scaled.seconds *= part
    return scaled
  }

  public static func - (a: Tally, b: Tally) -> Tally {
    var difference = a
    difference.energy -= b.energy
    difference.slackBelow -= b.slackBelow
    difference.slackAbove -= b.slackAbove
    difference.run -= b.run
    difference.own -= b.own
    difference.idle -= b.idle
    difference.runSeconds -= b.runSeconds
    difference.ownSeconds -= b.ownSeconds
    difference.seconds -= b.seconds
    return difference
  }
}
