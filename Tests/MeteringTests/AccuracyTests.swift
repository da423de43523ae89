import Accounting
import Foundation
import JoulebookTesting
import Metering
import Quantities
import Testing

/// Energy against the truth of simulated machines, at default settings, in simulated time.
@Suite struct AccuracyTests {
  /// Every device of the machine, counted over a run, beside what it truly drew.
  private func errors(_ scenario: Scenario, from start: Double, seconds: Double) throws -> [String] {
    let folder = "/tmp/joulebook-accuracy-\(UInt64.random(in: 0 ... .max))"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let machine = try SimulatedMachine(scenario, in: folder)
    machine.set(time: start)
    let probes = Sensors.survey(machine.machine).probes
    let run = SimulatedRun(
      machine, probes: probes, use: SteadyUse(), from: start, seconds: seconds)
    return scenario.roots.compactMap { device in
      guard let truth = machine.truth(device.name, from: start, to: start + seconds) else {
        return "no truth for \(device.name)"
      }
      guard let energy = run.energy(device.name) else { return "\(device.name) is not counted" }
      let error = abs(energy - truth.joules) / truth.joules
      return error <= 0.001
        ? nil : "\(device.name): \(energy) J for \(truth.joules) J, off by \(error * 100) %"
    }
  }

  @Test(arguments: ["server", "ramp", "square-0.2hz", "square-1hz", "square-5hz"], [3.0, 60, 600])
  func `two packages, memory and eight GPUs are counted to a thousandth`(
    name: String, seconds: Double
  ) throws {
    let scenario = try #require(Scenarios.named(name))
    for start in [10.0, 12.3456, 17.0071] {
      #expect(try errors(scenario, from: start, seconds: seconds) == [])
    }
  }
}
