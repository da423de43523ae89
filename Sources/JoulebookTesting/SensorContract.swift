import Accounting
package import Metering
import Quantities

/// What every sensor promises. Each check returns the promises that were broken, as sentences; an
/// empty list is a pass, whatever test library is used.
package enum SensorContract {
  /// Checks on a machine where the sensor may or may not find something.
  package static func violations(_ sensor: any Sensor, on machine: Machine) -> [String] {
    var broken: [String] = []
    if sensor.name.isEmpty || sensor.name.contains(where: { !$0.isLowercaseWord }) {
      broken.append("The name '\(sensor.name)' is not lowercase words with dashes.")
    }
    if sensor.summary.isEmpty || sensor.summary.contains("\n") {
      broken.append("The summary is not one line.")
    }
    let survey = sensor.survey(machine)
    if survey.findings.isEmpty { broken.append("A survey without a finding tells doctor nothing.") }
    for finding in survey.findings {
      broken += violations(finding, of: sensor.name)
    }
    let names = survey.probes.map(\.device.name)
    if Set(names).count != names.count {
      broken.append("Two probes share a device name: \(names).")
    }
    for probe in survey.probes {
      broken += violations(probe, in: survey, of: sensor.name)
    }
    return broken
  }

  /// Checks on a machine that has nothing: no crash, no probe.
  package static func violationsOnEmptyMachine(_ sensor: any Sensor) -> [String] {
    guard let tree = FixtureTree([:]) else { return ["No folder for a machine."] }
    let survey = sensor.survey(tree.machine)
    let probes = survey.probes.filter { $0.device.evidence == .metered }
    return violations(sensor, on: tree.machine)
      + probes.map { "\($0.device.name) was metered on an empty machine." }
  }

  /// Checks that a file that may not be read is said to be so, with a way to grant it.
  package static func violations(
    _ sensor: any Sensor, on tree: FixtureTree, denying path: String, of device: String
  ) -> [String] {
    tree.deny(path)
    let survey = sensor.survey(tree.machine)
    var broken: [String] = []
    if survey.probes.contains(where: { $0.device.name == device }) {
      broken.append("\(device) is probed although \(path) is denied.")
    }
    let denied = survey.findings.filter { $0.device == device && $0.state == .denied }
    if denied.isEmpty { broken.append("No finding says that \(device) is denied.") }
    if denied.contains(where: { $0.fix.isEmpty }) {
      broken.append("No fix is given for \(device).")
    }
    return broken
  }

  /// Checks that an unreadable file fails, and one that was taken away has vanished. The device is
  /// gone afterwards.
  package static func violations(
    _ sensor: any Sensor, on tree: FixtureTree, losing path: String, of device: String
  ) -> [String] {
    guard let probe = sensor.survey(tree.machine).probes.first(where: { $0.device.name == device })
    else { return ["\(device) is not probed."] }
    var broken: [String] = []
    tree.breakFile(path)
    if case .failed = failure(of: probe) {
    } else {
      broken.append("A file without a value is not a failed read of \(device).")
    }
    tree.unplug(path)
    if failure(of: probe) != .vanished { broken.append("\(device) was unplugged and not missed.") }
    return broken
  }

  private static func failure(of probe: any Probe) -> ReadFailure? {
    do throws(ReadFailure) {
      _ = try probe.read(.none)
      return nil
    } catch { return error }
  }

  private static func violations(_ finding: Finding, of sensor: String) -> [String] {
    var broken: [String] = []
    if finding.sensor != sensor { broken.append("A finding names the sensor '\(finding.sensor)'.") }
    if finding.device.isEmpty { broken.append("A finding names no device.") }
    switch finding.state {
    case .denied:
      if finding.fix.isEmpty {
        broken.append("\(finding.device) is denied and nothing is advised.")
      }
    case .broken, .absent, .twin:
      if finding.note.isEmpty { broken.append("\(finding.device): no reason is given.") }
    case .used, .breakdown: break
    }
    if finding.fix.contains("sudo joulebook") || finding.fix.contains("777") {
      broken.append("\(finding.device): the fix grants more than reading.")
    }
    return broken
  }

  private static func violations(
    _ probe: any Probe, in survey: Survey, of sensor: String
  ) -> [String] {
    let device = probe.device
    var broken: [String] = []
    func expect(_ holds: Bool, _ sentence: String) {
      if !holds { broken.append("\(device.name): \(sentence)") }
    }
    expect(device.sensor == sensor, "the device names the sensor '\(device.sensor)'.")
    let state: Finding.State = device.partOf == nil ? .used : .breakdown
    expect(
      survey.findings.contains { $0.device == device.name && $0.state == state },
      "no finding says that it is \(state.rawValue).")
    expect(device.accuracy.low <= 1 && device.accuracy.high >= 1, "the range misses the reading.")
    expect(probe.updatePeriod >= .zero, "the update period is negative.")
    if let counter = probe.counter {
      expect(counter.joulesPerCount > 0, "a count is worth nothing.")
      expect(counter.maximumPower > .zero, "no power bounds the counter.")
    }
    var last: UInt64?
    for _ in 0..<100 {
      do throws(ReadFailure) {
        switch try probe.read(.none) {
        case .counter(let value):
          guard let counter = probe.counter else {
            expect(false, "a counter's value, and no counter described.")
            return broken
          }
          expect(counter.modulus == 0 || value < counter.modulus, "\(value) is beyond a turn.")
          // Within microseconds a counter turns at most once, and falls only by turning.
          expect(counter.modulus > 0 || value >= last ?? 0, "the counter fell to \(value).")
          last = value
        case .power(let power):
          expect(probe.counter == nil, "a power, and a counter described.")
          expect(power >= .zero, "negative power.")
        case .meanPower(let power):
          expect(device.evidence >= .modelled, "a mean power that is said to be metered.")
          expect(power >= .zero, "negative power.")
        }
      } catch {
        expect(false, "surveyed, and then not readable: \(error).")
      }
      if !broken.isEmpty { break }
    }
    return broken
  }
}

extension Character {
  fileprivate var isLowercaseWord: Bool { ("a"..."z").contains(self) || isNumber || self == "-" }
}
