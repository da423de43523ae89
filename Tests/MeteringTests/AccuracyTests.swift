import Accounting
import Foundation
import JoulebookTesting
import Metering
import Quantities
import Testing

/// Energy against the truth of simulated machines, at default settings, in simulated time.
@Suite struct AccuracyTests {
  /// What is off by more than a thousandth: the machine as a whole, or a device beyond its own range.
  private func errors(_ scenario: Scenario, from start: Double, seconds: Double) throws -> [String]
  {
    let folder = "/tmp/joulebook-accuracy-\(UInt64.random(in: 0 ... .max))"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let machine = try SimulatedMachine(scenario, in: folder)
    machine.set(time: start)
    let probes = Sensors.survey(machine.machine).probes
    let run = SimulatedRun(
      machine, probes: probes, use: SteadyUse(), from: start, seconds: seconds)
    var errors: [String] = []
    var total = 0.0
    for device in scenario.roots {
      let truth = try #require(machine.truth(device.name, from: start, to: start + seconds)).joules
      let energy = try #require(run.energy(device.name), "\(device.name) is not counted")
      let range = try #require(run.range(device.name))
      total += energy
      if abs(energy / truth - 1) > 0.001, !range.contains(truth) {
        errors.append("\(device.name): \(energy) J, \(range), for \(truth) J")
      }
    }
    let truth = scenario.truth(from: start, to: start + seconds).joules
    if abs(total / truth - 1) > 0.001 { errors.append("machine: \(total) J for \(truth) J") }
    return errors
  }

  @Test(arguments: ["server", "ramp", "square-0.2hz", "square-1hz", "square-5hz"], [3.0, 60, 600])
  func `two packages, memory and eight GPUs are counted to a thousandth`(
    name: String, seconds: Double
  ) throws {
    let scenario = try #require(Scenarios.named(name))
    for start in [10.0, 12.3456, 17.0071] {
      let errors = try errors(scenario, from: start, seconds: seconds)
      #expect(errors == [], "from \(start): \(errors.joined(separator: "; "))")
    }
  }
}
