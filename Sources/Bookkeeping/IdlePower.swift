package import Accounting
package import Quantities

/// What a device of a machine draws with nothing to do, as seen by a sensor.
package struct IdlePower: Hashable, Sendable {
  package let machine: String
  package let device: String
  package let sensor: String
  package let power: Estimate<Power>
  package let evidence: Evidence
  package let seen: Timestamp

  package init(
    machine: String, device: String, sensor: String, power: Estimate<Power>, evidence: Evidence,
    seen: Timestamp
  ) {
    self.machine = machine
    self.device = device
    self.sensor = sensor
    self.power = power
    self.evidence = evidence
    self.seen = seen
  }

  /// Stronger evidence replaces weaker; of equally strong, the lower power does when metered,
  /// because a machine is never less busy than idle, and the newer one otherwise.
  package func replaces(_ old: IdlePower) -> Bool {
    guard evidence == old.evidence else { return evidence < old.evidence }
    return evidence == .metered ? power.value < old.power.value : seen > old.seen
  }
}
