import Quantities

/// Adds up the readings of one device: wraps, failed reads, resets and late polls included.
///
/// A value without a clock. Instants are nanoseconds after the run's start. The first good reading
/// sets the baseline; each later one yields a `Step` that reaches back to the good reading before
/// it, so a failed read is neither zero nor lost.
package struct Meter: Sendable {
  package let counter: Counter?
  /// Joules since the baseline.
  package private(set) var energy = 0.0
  /// What the raw counter and `energy` have to do with each other.
  package private(set) var opening: UInt64 = 0
  package private(set) var closing: UInt64 = 0
  package private(set) var wraps: UInt64 = 0
  package private(set) var correction = 0.0
  /// Mean power over the last step, in watts; zero before there was one.
  package private(set) var lastPower = 0.0
  /// When the device was last read well; nil before the first time.
  package private(set) var lastGood: Int64?
  /// Reads that failed since then, and how the last of them did.
  package private(set) var misses = 0
  package private(set) var failure: ReadFailure?

  private var level = 0.0

  package init(counter: Counter?) { self.counter = counter }

  /// Energy of one device between two good readings.
  package struct Step: Hashable, Sendable {
    package var from: Int64
    package var to: Int64
    /// Joules.
    package var energy: Double
    /// Joules by which the truth may lie below and above.
    package var slackBelow = 0.0
    package var slackAbove = 0.0
    package var event = Event.none

    package var seconds: Double { Double(to - from) * 1e-9 }
  }

  /// What was remarkable about a step.
  package enum Event: Hashable, Sendable {
    case none
    /// Reads between had failed; the counter kept the energy.
    case late
    /// The counter began again; what it showed before is lost, what it shows now is booked.
    case reset
    /// The counter may have turned several times; the number of turns follows the power before.
    case unbounded
  }

  /// Takes a reading in; nil for the first.
  package mutating func record(_ reading: Reading, at instant: Int64) -> Step? {
    guard let from = lastGood else {
      lastGood = instant
      setBaseline(reading)
      return nil
    }
    var step = Step(from: from, to: instant, energy: 0)
    switch reading {
    case .counter(let value):
      count(value, into: &step)
    case .power(let power):
      // Trapezoid; the truth lies between the two levels as long as nothing spiked between them.
      step.energy = (level + power.watts) / 2 * step.seconds
      step.slackBelow = abs(power.watts - level) / 2 * step.seconds
      step.slackAbove = step.slackBelow
      level = power.watts
    case .meanPower(let power):
      step.energy = power.watts * step.seconds
    }
    if misses > 0, step.event == .none { step.event = .late }
    misses = 0
    failure = nil
    lastGood = instant
    energy += step.energy
    if step.to > step.from { lastPower = step.energy / step.seconds }
    return step
  }

  /// Notes that a read failed. The baseline stays, so that the next good read carries the whole delta.
  package mutating func miss(_ failure: ReadFailure) {
    misses += 1
    self.failure = failure
  }

  /// Adds joules that the counter does not show: the part of an update that fell outside the run.
  package mutating func correct(by joules: Double) {
    correction += joules
    energy += joules
  }

  private mutating func setBaseline(_ reading: Reading) {
    switch reading {
    case .counter(let value):
      opening = value
      closing = value
    case .power(let power):
      level = power.watts
    case .meanPower:
      break
    }
  }

  private mutating func count(_ value: UInt64, into step: inout Step) {
    guard let counter else { return }
    defer { closing = value }
    // A little more than the time between two reads, since the counter itself lags by an update.
    let most = counter.maximumPower.watts * (step.seconds + 0.2)
    let scale = counter.joulesPerCount
    let isBehind = value < closing
    if isBehind, counter.modulus == 0 { return reset(to: value, into: &step, most: most) }
    let delta =
      isBehind ? counter.modulus - min(closing, counter.modulus) + value : value - closing
    let joules = Double(delta) * scale
    guard joules <= most else { return reset(to: value, into: &step, most: most) }
    if isBehind { wraps += 1 }
    step.energy = joules

    let turn = Double(counter.modulus) * scale
    guard turn > 0, joules + turn <= most else { return }
    // More whole turns fit into the span than the reading shows. The power before decides; where
    // there was none, no turn is assumed and the range says so.
    let expected = lastPower * step.seconds
    let turns = max(0, ((expected - joules) / turn).rounded())
    wraps += UInt64(turns)
    step.energy += turns * turn
    if turns > 0 || step.seconds > turn / max(lastPower, 1e-9) / 2 {
      step.event = .unbounded
      step.slackBelow = turns * turn
      step.slackAbove = max(0, most - step.energy)
    }
  }

  private mutating func reset(to value: UInt64, into step: inout Step, most: Double) {
    guard let counter else { return }
    let shown = Double(value) * counter.joulesPerCount
    // A counter that begins again begins at zero; a value too high for that says nothing at all.
    let booked = value < closing && shown <= most ? shown : 0
    correction += booked - (Double(value) - Double(closing)) * counter.joulesPerCount
    step.energy = booked
    step.slackAbove = max(0, lastPower * 2 * step.seconds - booked)
    step.event = .reset
  }
}
