import Accounting
import JoulebookTesting
import Quantities
import Testing

@testable import Metering

struct ModelSensorTests {
  static let curve = [0.12, 0.32, 0.75, 1.02]

  @Test(arguments: [
    (0.0, 0.12), (0.1, 0.32), (0.15, 0.37375), (0.2, 0.4275), (0.5, 0.75), (1, 1.02), (7, 1.02),
    (-1, 0.12), (.nan, 0.12),
  ])
  func `power follows the curve`(utilisation: Double, factor: Double) {
    #expect(abs(CPUModelProbe.factor(at: utilisation, curve: Self.curve) - factor) < 1e-12)
  }

  @Test func `rated power is per socket`() throws {
    let tree = try #require(FixtureTree(Fixtures.intelServer))
    var machine = tree.machine
    machine.facts.cpu = { model, threads in
      .init(Estimate(exactly: .watts(model.contains("8480") ? Double(threads) : 0)), origin: "test")
    }
    let probe = CPUModelSensor().survey(machine).probes.first
    #expect(try probe?.read(Load(cpuUtilisation: 1)) == .meanPower(.watts(2 * 112 * 1.02)))
  }

  @Test func `the model's range is that of the rated power`() throws {
    let tree = try #require(FixtureTree(Fixtures.virtualMachine))
    var machine = tree.machine
    machine.facts.cpu = { _, _ in
      .init(Estimate(.watts(100), low: .watts(50), high: .watts(200)), origin: "test")
    }
    let device = CPUModelSensor().survey(machine).probes.first?.device
    #expect(device?.accuracy == Device.Accuracy(low: 0.5, high: 2))
  }

  @Test func `processors are counted from sysfs where it lists them`() throws {
    let root = "sys/devices/system/cpu"
    let tree = try #require(
      FixtureTree([
        "proc/cpuinfo": "processor\t: 0\nmodel name\t: A CPU\n", "\(root)/online": "0-1,3",
        "\(root)/cpu0/topology/physical_package_id": "0",
        "\(root)/cpu1/topology/physical_package_id": "4",
        "\(root)/cpu3/topology/physical_package_id": "4",
      ]))
    let processors = Processors(tree.machine)
    #expect(
      [processors.model, "\(processors.sockets)", "\(processors.logical)"] == ["A CPU", "2", "3"])
  }

  @Test func `memory draws by what is installed`() throws {
    let tree = try #require(FixtureTree(Fixtures.virtualMachine))
    let probe = MemoryModelSensor().survey(tree.machine).probes.first
    #expect(try probe?.read(.none) == .meanPower(.watts(8 * 0.375)))
  }

  @Test func `screens of servers and virtual machines are no GPUs`() throws {
    let tree = try #require(FixtureTree(Fixtures.virtualMachine))
    #expect(VisibleGPU.all(on: tree.machine).isEmpty)
  }

  @Test func `accelerators are seen on the bus and named by their driver`() throws {
    let tree = try #require(FixtureTree(Fixtures.unmeteredGPUs))
    #expect(
      VisibleGPU.all(on: tree.machine).map(\.name) == ["NVIDIA A100-SXM4-80GB", nil, nil])
  }

  @Test func `a container sees GPUs through the driver alone`() throws {
    let tree = try #require(
      FixtureTree(Fixtures.unmeteredGPUs.filter { $0.key.hasPrefix("proc/") }))
    #expect(VisibleGPU.all(on: tree.machine).map(\.name) == ["NVIDIA A100-SXM4-80GB"])
  }

  @Test func `an unseen GPU is taken to draw between a tenth and all of its rated power`() throws {
    let tree = try #require(
      FixtureTree(Fixtures.unmeteredGPUs.filter { $0.key.hasPrefix("proc/") }))
    var machine = tree.machine
    machine.facts.accelerator = { _ in .init(Estimate(exactly: .watts(400)), origin: "test") }
    let probe = GPUModelSensor().survey(machine).probes.first
    #expect(try probe?.read(.none) == .meanPower(.watts(200)))
    #expect(probe?.device.accuracy == Device.Accuracy(low: 0.2, high: 2))
  }

  @Test func `a GPU of unknown name still has a line with a wide range`() throws {
    let tree = try #require(FixtureTree(Fixtures.unmeteredGPUs))
    #expect(GPUModelSensor().survey(tree.machine).probes.count == 3)
  }
}

struct ReplaySensorTests {
  private static let trace = """
    time_seconds,device,component,kind,value
    # taken on a workstation
    0,package-0,cpu,energy_joules,100
    10,package-0,cpu,energy_joules,1100
    0,gpu-0,gpu,power_watts,50
    10,gpu-0,gpu,power_watts,250
    """

  private func readings(at seconds: Double) throws -> [Result<Reading, ReadFailure>] {
    let tree = try #require(FixtureTree([:]))
    tree.write(Self.trace, to: "trace.csv")
    var machine = tree.machine
    machine.replay = tree.root + "/trace.csv"
    let clock = Clock()
    let probes = ReplaySensor(now: { clock.now }).survey(machine).probes
    clock.now = Int64(seconds * 1e9)
    return probes.map { probe in Result { () throws(ReadFailure) in try probe.read(.none) } }
  }

  /// Set and read by one test alone.
  private final class Clock: @unchecked Sendable {
    var now: Int64 = 0
  }

  @Test func `values between two points lie on a line`() throws {
    #expect(
      try readings(at: 2.5) == [.success(.counter(350_000_000)), .success(.power(.watts(100)))])
  }

  @Test func `a trace that is over gives no values`() throws {
    #expect(try readings(at: 11) == [.failure(.vanished), .failure(.vanished)])
  }

  @Test(arguments: [
    ("h\n0,a,cpu,energy_joules", 2), ("h\n0,a,cpu,energy_joules,x", 2),
    ("h\n\n0,a,pump,power_watts,1", 3),
    ("h\n0,a,cpu,horsepower,1", 2), ("h\n1,a,cpu,power_watts,1\n1,a,cpu,power_watts,1", 3),
    ("h\n0,a,cpu,energy_joules,2\n1,a,cpu,energy_joules,1", 3), ("h", 1), ("", 1),
  ])
  func `a malformed trace is named by its line`(text: String, line: Int) {
    #expect {
      try ReplayTrace(text, sensor: "replay")
    } throws: { ($0 as? ReplayTrace.Malformed)?.line == line }
  }

  @Test func `lines may end as on Windows`() throws {
    let trace = try ReplayTrace(
      Self.trace.split(separator: "\n").joined(separator: "\r\n"), sensor: "replay")
    #expect(trace.series.map(\.points.count) == [2, 2])
  }
}
