import Foundation
import JoulebookTesting
import Metering
import Quantities
import Testing

/// Counter files of a simulated machine against its exact truth.
struct SimulatedMachineTests {
  /// Energy that a zone's counter shows between two moments, unwrapped, in joules.
  private func counted(
    _ device: SimulatedDevice, zone: String, from start: Double, to end: Double
  ) throws -> Double {
    let folder = try SimulatedFolder()
    let scenario = Scenario(name: "one", summary: "One zone.", devices: [device])
    let machine = try SimulatedMachine(scenario, in: folder.path)
    machine.set(time: start)
    var last = try #require(try folder.microjoules(zone))
    var total: UInt64 = 0
    let range = try #require(
      UInt64(folder.text("sys/class/powercap/\(zone)/max_energy_range_uj").dropLast()))
    for step in 1...100 {
      machine.set(time: start + (end - start) * Double(step) / 100)
      let value = try #require(try folder.microjoules(zone))
      total += value >= last ? value - last : value + range + 1 - last
      last = value
    }
    return Double(total) * 1e-6
  }

  @Test(arguments: SimulatedCurveTests.curves)
  func `a counter shows its curve's energy to a count`(curve: PowerCurve) throws {
    let energy = try counted(.zone(.package(0), curve), zone: "intel-rapl:0", from: 0, to: 6)
    #expect(abs(energy - curve.energy(from: 0, to: 6).joules) < 2 * 61.035e-6)
  }

  @Test func `a counter that wraps goes on below its range`() throws {
    let device = SimulatedDevice.zone(
      .package(0), .constant(200), maximumMicrojoules: 100_000_000, initialCounts: 1_600_000)
    let energy = try counted(device, zone: "intel-rapl:0", from: 0, to: 10)
    // Each of the 20 wraps is exact to a count.
    #expect(abs(energy - 2000) < 22 * 61.035e-6)
  }

  @Test func `a counter stands still between two updates`() throws {
    let folder = try SimulatedFolder()
    let machine = try SimulatedMachine(
      Scenario(name: "one", summary: "", devices: [.zone(.package(0), .constant(1000))]),
      in: folder.path)
    machine.set(time: 0.0101)
    let first = try folder.microjoules("intel-rapl:0")
    machine.set(time: 0.0109)
    #expect(try folder.microjoules("intel-rapl:0") == first)
    machine.set(time: 0.0111)
    #expect(try folder.microjoules("intel-rapl:0") != first)
  }

  @Test func `a reset starts the counter again at zero`() throws {
    let (folder, machine) = try make("reset")
    machine.set(time: 2)
    let value = try #require(try folder.microjoules("intel-rapl:0"))
    #expect(abs(Double(value) - 75e6) < 100)
    machine.set(time: 1)
    #expect(try #require(try folder.microjoules("intel-rapl:0")) > 100_000_000_000)
  }

  @Test func `an unreadable counter is empty for a while and then has lost nothing`() throws {
    let (folder, machine) = try make("eio-once")
    let opening = try #require(try folder.microjoules("intel-rapl:0"))
    machine.set(time: 1.2)
    #expect(try folder.text("sys/class/powercap/intel-rapl:0/energy_uj").isEmpty)
    machine.set(time: 1.5)
    let closing = try #require(try folder.microjoules("intel-rapl:0"))
    #expect(abs(Double(closing - opening) - 225e6) < 100)
  }

  @Test func `a denied counter has no read bit`() throws {
    let (folder, _) = try make("denied")
    let path = folder.path + "/sys/class/powercap/intel-rapl:0/energy_uj"
    let mode = try FileManager.default.attributesOfItem(atPath: path)[.posixPermissions] as? Int
    #expect(mode == 0)
  }

  @Test func `mirrored dies show the same counter`() throws {
    let (folder, machine) = try make("mirrored-die")
    for time in stride(from: 0.1, to: 3, by: 0.17) {
      machine.set(time: time)
      #expect(
        try folder.microjoules("intel-rapl:0") == folder.microjoules("intel-rapl:1"))
    }
  }

  @Test func `a vanished zone is gone, and its open file gives nothing`() throws {
    let folder = try SimulatedFolder()
    let zone = SimulatedDevice.zone(.package(0), .constant(10), faults: [.init(.vanish, at: 1)])
    let machine = try SimulatedMachine(
      Scenario(name: "one", summary: "", devices: [zone]), in: folder.path)
    let path = folder.path + "/sys/class/powercap/intel-rapl:0"
    let file = try #require(FileHandle(forReadingAtPath: path + "/energy_uj"))
    machine.set(time: 1)
    #expect(try file.readToEnd() ?? Data() == Data())
    #expect(!FileManager.default.fileExists(atPath: path))
  }

  @Test func `the machine describes its processors and memory`() throws {
    let (folder, machine) = try make("twin")
    let cpuinfo = try folder.text("proc/cpuinfo")
    #expect(cpuinfo.split(separator: "\n").count { $0.hasPrefix("processor") } == 10)
    #expect(try folder.text("proc/meminfo").hasPrefix("MemTotal:       16777216 kB"))
    #expect(machine.machine.proc == folder.path + "/proc")
  }

  @Test func `a machine can be made again over an old one`() throws {
    let folder = try SimulatedFolder()
    _ = try SimulatedMachine(#require(Scenarios.named("wrap")), in: folder.path)
    _ = try SimulatedMachine(#require(Scenarios.named("no-sensors")), in: folder.path)
    let zones = try FileManager.default.contentsOfDirectory(
      atPath: folder.path + "/sys/class/powercap")
    #expect(zones.isEmpty)
  }

  private func make(_ name: String) throws -> (SimulatedFolder, SimulatedMachine) {
    let folder = try SimulatedFolder()
    return (folder, try SimulatedMachine(#require(Scenarios.named(name)), in: folder.path))
  }
}
