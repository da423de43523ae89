import Accounting
import Foundation
import JoulebookTesting
import Metering
import Quantities
import Testing

/// Faulty machines: exact where the counter kept the energy, else a gap of the right size.
@Suite struct FaultTests {
  private struct Counted {
    let run: SimulatedRun
    let scenario: Scenario
    let start: Double
    let seconds: Double

    func truth(_ device: String, from: Double = 0, to: Double? = nil) -> Double {
      scenario.truth(device, from: start + from, to: start + (to ?? seconds))?.joules ?? .nan
    }

    /// Relative error of a device's energy.
    func error(_ device: String) -> Double {
      abs((run.energy(device) ?? .infinity) / truth(device) - 1)
    }

    func gaps(_ device: String) -> [GapRecord] {
      run.gaps.filter { run.devices[$0.device].name == device }
    }
  }

  private static let gpu = "GPU-5107a7ed-0000-4000-8000-000000000000"
  private static let secondGPU = "GPU-5107a7ed-0000-4000-8000-000000000001"

  private func count(
    _ name: String, from start: Double = 0, seconds: Double,
    delays: [(at: Double, seconds: Double)] = []
  ) throws -> Counted {
    let folder = "/tmp/joulebook-fault-\(UInt64.random(in: 0 ... .max))"
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let scenario = try #require(Scenarios.named(name))
    let machine = try SimulatedMachine(scenario, in: folder)
    machine.set(time: start)
    let probes = Sensors.survey(machine.machine).probes
    let run = SimulatedRun(
      machine, probes: probes, use: SteadyUse(), from: start, seconds: seconds, delays: delays)
    return Counted(run: run, scenario: scenario, start: start, seconds: seconds)
  }

  @Test(arguments: [3.0, 60, 600]) func `wraps are exact`(seconds: Double) throws {
    let counted = try count("wrap", seconds: seconds)
    for device in ["package-0", "package-1", "dram-0", "dram-1"] {
      #expect(counted.error(device) < 0.001, "\(device)")
    }
  }

  @Test func `wraps are exact even when a poll comes a turn and a half late`() throws {
    // The package's counter turns every 33 s; the recorder is held up for 50 s.
    let counted = try count("wrap", seconds: 120, delays: [(at: 20, seconds: 50)])
    #expect(counted.error("package-0") < 0.001)
    #expect(counted.gaps("package-0").map(\.reason) == [.unbounded])
  }

  @Test func `reads that failed for a while cost nothing`() throws {
    let counted = try count("eio-once", seconds: 3)
    #expect(counted.error("package-0") < 0.001)
    #expect(counted.error("dram-0") < 0.001)
    #expect(counted.error(Self.gpu) < 0.001)
  }

  @Test func `a failed read is told with the energy that the next one carried`() throws {
    let counted = try count("eio-once", from: 0.2, seconds: 4)
    let gap = try #require(counted.gaps("package-0").first)
    #expect(gap.reason == .unreadable)
    #expect(abs((gap.energy ?? 0) - counted.truth("package-0", from: gap.start, to: gap.end)) < 1)
  }

  @Test func `a reset is a gap of one interval and the rest is exact`() throws {
    let counted = try count("reset", seconds: 10)
    for device in ["package-0", Self.gpu] {
      let gap = try #require(counted.gaps(device).first, "\(device)")
      #expect(gap.reason == .reset)
      #expect(gap.start <= 1.5 && gap.end >= 1.5 && gap.end - gap.start < 1.1)
      // Lost is what was drawn between the last reading before the reset and the reset.
      let lost = counted.truth(device, from: gap.start, to: 1.5)
      let energy = try #require(counted.run.energy(device))
      #expect(abs(energy + lost - counted.truth(device)) < 0.001 * counted.truth(device))
    }
    #expect(counted.error("dram-0") < 0.001)
  }

  @Test func `a mirrored die is counted once`() throws {
    let counted = try count("mirrored-die", seconds: 3)
    #expect(counted.run.roots.filter { $0 != "memory" } == ["package-0-die-0"])
    #expect(counted.error("package-0-die-0") < 0.001)
  }

  @Test func `two equally loaded packages are two`() throws {
    let counted = try count("equal-packages", seconds: 60)
    #expect(counted.run.roots.filter { $0 != "memory" } == ["package-0", "package-1"])
    #expect(counted.error("package-1") < 0.001)
  }

  @Test func `a package behind two interfaces is counted once`() throws {
    let counted = try count("twin", seconds: 3)
    #expect(counted.run.roots.filter { $0.contains("package") } == ["package-0"])
    #expect(counted.error("package-0") < 0.001)
  }

  @Test func `a device that vanishes is a gap from its last reading on`() throws {
    let counted = try count("vanishing-device", seconds: 10)
    let gap = try #require(counted.gaps(Self.secondGPU).last)
    #expect(gap.reason == .vanished)
    #expect(gap.start > 0.9 && gap.start <= 2 && gap.end == 10)
    #expect(counted.error(Self.gpu) < 0.001)
    #expect(counted.error("package-0") < 0.001)
  }

  @Test func `a denied sensor becomes a modelled line and never a quiet zero`() throws {
    let counted = try count("denied", seconds: 3)
    let sensors = Set(counted.run.devices.map(\.sensor))
    #expect(sensors.isSuperset(of: ["cpu-model", "memory-model"]))
    #expect(!sensors.contains("rapl-powercap"))
    #expect((counted.run.energy("cpu") ?? 0) > 0)
  }

  @Test func `power meters without a counter are integrated`() throws {
    let counted = try count("no-energy-counter", seconds: 60)
    #expect(counted.error(Self.gpu) < 0.02)
  }

  @Test func `the platform counter is shown and not added`() throws {
    let counted = try count("server", seconds: 3)
    #expect(counted.run.devices.contains { $0.name == "psys" && $0.partOf != nil })
    #expect(!counted.run.roots.contains("psys"))
  }
}
