import Accounting
import Quantities

/// One device during a run: its probe, its meter, and the totals so far.
struct Slot {
  let probe: any Probe
  let device: Device
  /// Counters that update this slowly or slower have their edges looked for.
  static let slowPeriod: Int64 = 5_000_000
  let isSlow: Bool
  let period: Int64
  var meter: Meter
  var grid = UpdateGrid()
  /// Energy that was read since the last snapshot and waits for its shares.
  var pending = Pending()
  var total = Tally()
  var quietPower = Double.nan
  var users = Users()
  /// Part of the device that the environment grants the run, 0…1.
  let reserved: Double
  /// Nanoseconds after the start at which the device joined; its head is filled from its first power.
  var opened: Int64 = 0
  private var headIsFilled = true
  private var headIsClosed = false
  private var firstUpdate: Double?
  private var lookedValue: UInt64?
  private var lookedAt = 0.0
  /// Whether the present round of looks still waits for this device's update.
  var isLookedFor = false
  private var occupancy: Occupancy?
  private var occupancyAt: Int64 = 0

  struct Pending {
    var energy = 0.0
    var slackBelow = 0.0
    var slackAbove = 0.0
    var nanoseconds: Int64 = 0
  }

  init(_ probe: any Probe) {
    self.probe = probe
    device =
      probe.counter.map { [device = probe.device] in
        device.counting($0.joulesPerCount, modulus: $0.modulus)
      } ?? probe.device
    period = Int64(probe.updatePeriod.seconds * 1e9)
    isSlow = probe.counter != nil && period >= Self.slowPeriod
    meter = Meter(counter: probe.counter)
    reserved = (probe as? any ReservedProbe)?.reserved ?? 1
  }

  var isPowerMeter: Bool { probe.counter == nil && device.evidence == .metered }

  /// Reads the device; what was remarkable comes back as a gap.
  mutating func read(at now: Int64, load: Load) -> (gap: Gap.Reason, step: Meter.Step)? {
    do throws(ReadFailure) {
      let reading = try probe.read(load)
      if case .counter(let value) = reading, isSlow, lookedValue == nil {
        lookedValue = value
        lookedAt = Double(now) * 1e-9
      }
      return take(meter.record(reading, at: now))
    } catch {
      meter.miss(error)
      return nil
    }
  }

  /// The first reading of the run: one taken at its start, or one taken now.
  mutating func open(at now: Int64, first: Reading?) {
    if let first {
      _ = meter.record(first, at: 0)
    } else {
      opened = now
      headIsFilled = now <= 0
      _ = read(at: now, load: .none)
    }
  }

  private mutating func take(_ step: Meter.Step?) -> (gap: Gap.Reason, step: Meter.Step)? {
    guard let step else { return nil }
    pending.energy += step.energy
    pending.slackBelow += step.slackBelow
    pending.slackAbove += step.slackAbove
    pending.nanoseconds += step.to - step.from
    if !headIsFilled, step.to > step.from {
      headIsFilled = true
      let head = meter.lastPower * Double(opened) * 1e-9
      add(head, slack: head)
      pending.nanoseconds += opened
    }
    switch step.event {
    case .none: return nil
    case .late: return (.unreadable, step)
    case .reset: return (.reset, step)
    case .unbounded: return (.unbounded, step)
    }
  }

  private mutating func add(_ joules: Double, slack: Double) {
    meter.correct(by: joules)
    pending.energy += joules
    pending.slackBelow += slack
    pending.slackAbove += slack
  }

  /// Who was on the device; asked of the driver twice a second at the most, since that takes it time.
  mutating func occupancy(at now: Int64, isOurs: (Int32) -> Bool) -> Occupancy {
    if let occupancy, now - occupancyAt < 450_000_000 { return occupancy }
    let current = (probe as? any OccupancyProbe)?.occupancy(isOurs: isOurs) ?? .unknown
    occupancy = current
    occupancyAt = now
    return current
  }

  /// Looks whether a slow counter has changed; true when there is nothing more to look for now.
  mutating func look(at now: Int64) -> Bool {
    guard let counter = meter.counter, let reading = try? probe.read(.none),
      case .counter(let value) = reading
    else { return true }
    let seconds = Double(now) * 1e-9
    defer {
      lookedValue = value
      lookedAt = seconds
    }
    guard let before = lookedValue, value != before else { return false }
    // A change over a long pause tells nothing about its moment.
    guard seconds - lookedAt < 0.6 * probe.updatePeriod.seconds else { return false }
    if firstUpdate == nil, value > before {
      firstUpdate = Double(value - before) * counter.joulesPerCount
    }
    grid.change(after: lookedAt, before: seconds)
    closeHead()
    return grid.period != nil
  }

  /// Takes off the part of the first update that was drawn before the start.
  private mutating func closeHead() {
    guard !headIsClosed, opened <= 0, let part = grid.headPart, let firstUpdate else { return }
    headIsClosed = true
    // Power may have changed within the update: the range covers either part of it.
    let slack = part.blur + min(part.value, 1 - part.value) / 2
    add(-firstUpdate * part.value, slack: firstUpdate * slack)
  }

  /// Longest wait for an update that is about to come, in seconds.
  private static let patience = 0.003

  /// Seconds after the end for which to go on looking: an update falls so close to it that the grid
  /// alone cannot tell whether the last reading has it, or the next is worth waiting for. Zero when
  /// neither is so.
  func doubt(at now: Int64) -> Double {
    guard let age = grid.age(at: Double(now) * 1e-9), let period = grid.period, headIsClosed,
      age.blur < period / 4, meter.lastGood == now
    else { return 0 }
    let margin = 2 * age.blur + 0.0005
    if age.seconds < margin { return margin - age.seconds }
    let wait = period - age.seconds + margin
    return wait < max(Self.patience, 2 * margin) ? wait : 0
  }

  /// Looks once more after the end; what the counter has moved on by since the last reading, in
  /// joules, or nil when it has not.
  func movedSinceEnd() -> Double? {
    guard let counter = meter.counter, let reading = try? probe.read(.none),
      case .counter(let value) = reading, value > meter.closing
    else { return nil }
    return Double(value - meter.closing) * counter.joulesPerCount
  }

  /// Whether and how an update in doubt came after the last reading.
  enum AfterEnd {
    case notInDoubt
    case stoodStill
    /// By as many joules, which belong to the time since the update before.
    case moved(Double)
  }

  /// Adds what was drawn since the counter's last update, which it does not show yet.
  mutating func close(at now: Int64, after: AfterEnd) {
    guard probe.counter != nil, meter.misses == 0, meter.lastGood == now else { return }
    let update = probe.updatePeriod.seconds
    guard isSlow else {
      // Fast counters are as late at the end as they were at the start: only the range knows.
      add(0, slack: meter.lastPower * update)
      return
    }
    let instant = (probe as? any InstantPowerProbe)?.instantPower()?.watts
    let power = instant ?? meter.lastPower
    guard headIsClosed, let age = grid.age(at: Double(now) * 1e-9), let period = grid.period else {
      // Nothing is known of the edges: as much is missing at the end as there is too much at the
      // start, give or take an update.
      add(0, slack: power * update)
      return
    }
    // Between two updates the power may have changed, so the range covers half of what is added.
    switch after {
    case .notInDoubt:
      add(power * age.seconds, slack: power * (age.blur + age.seconds / 2))
    case .stoodStill:
      let seconds = age.seconds > period / 2 ? 0 : age.seconds
      add(power * seconds, slack: power * (age.blur + seconds / 2))
    case .moved(let joules):
      let part = age.seconds > period / 2 ? age.seconds / period : 1
      add(joules * part, slack: joules * min(1 - part + age.blur / period, 1))
    }
  }
}
