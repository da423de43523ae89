public import Quantities

/// A device's energy divided between everybody: the four pools add up to what the device drew.
public struct Attribution: Hashable, Sendable {
  public let device: Device
  /// What the run books.
  public let run: Estimate<Energy>
  public let evidence: Evidence
  /// What Joulebook books on itself.
  public let own: Energy
  public let idle: Energy
  /// Everybody else, and what nobody can explain.
  public let unexplained: Energy

  public var total: Energy { run.value + own + idle + unexplained }

  /// Shares `record` by `policy`. Breakdowns are shared like any device; the caller leaves them out
  /// of sums.
  public init(_ record: Run.DeviceRecord, policy: AttributionPolicy) {
    let total = record.total
    let idlePower = record.device.sharing == .cpuTime ? record.idlePower : .zero
    let own = total.own - idlePower.value.watts * total.ownSeconds
    let pools: (run: Estimate<Energy>, own: Double, idle: Double)
    switch policy {
    case .byUse:
      func run(_ idleWatts: Double) -> Double { total.run - idleWatts * total.runSeconds }
      pools = (
        Estimate(
          .joules(run(idlePower.value.watts)), low: .joules(run(idlePower.high.watts)),
          high: .joules(run(idlePower.low.watts))),
        own, total.idle + idlePower.value.watts * total.seconds
      )
    case .byReservation:
      let run = Estimate(
        exactly: Energy.joules(total.energy * record.reserved - (record.ceded ?? 0)))
      let ownRest = min(own, total.energy - run.value.joules)
      pools = (run, ownRest, total.energy - run.value.joules - ownRest)
    case .wholeMachine:
      pools = (Estimate(exactly: .joules(total.energy - own - (record.ceded ?? 0))), own, 0)
    }
    device = record.device
    run = Self.widen(pools.run, by: total, of: record.device)
    self.own = .joules(pools.own)
    idle = .joules(pools.idle)
    unexplained = .joules(total.energy - pools.run.value.joules - pools.own - pools.idle)
    evidence = Self.evidence(of: record, policy: policy)
  }

  /// Adds what the counter's resolution and the sensor's accuracy leave open, in proportion.
  private static func widen(
    _ run: Estimate<Energy>, by total: Tally, of device: Device
  ) -> Estimate<Energy> {
    guard total.energy > 0 else { return run }
    let part = run.value.joules / total.energy
    return Estimate(
      run.value,
      // Nobody uses less than nothing.
      low: .joules(max(0, (run.low.joules - total.slackBelow * part) * device.accuracy.low)),
      high: .joules((run.high.joules + total.slackAbove * part) * device.accuracy.high))
  }

  private static func evidence(
    of record: Run.DeviceRecord, policy: AttributionPolicy
  ) -> Evidence {
    switch policy {
    case .wholeMachine: record.device.evidence
    case .byUse: record.exclusive ? record.device.evidence : record.device.evidence.whenShared
    case .byReservation:
      record.reserved == 1 ? record.device.evidence : record.device.evidence.whenShared
    }
  }
}
