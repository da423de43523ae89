import Accounting
import JoulebookTesting
import Quantities
import Testing

@testable import Metering

struct SensorSurveyTests {
  private func roots(_ files: [String: String]) throws -> [String] {
    let tree = try #require(FixtureTree(files))
    return Sensors.survey(tree.machine).probes.map(\.device).filter { $0.partOf == nil }
      .map(\.name).sorted()
  }

  @Test func `a machine without sensors has a modelled line for CPU and memory`() throws {
    #expect(try roots(Fixtures.virtualMachine) == ["cpu", "memory"])
  }

  @Test func `a component with a sensor has no model`() throws {
    #expect(
      try roots(Fixtures.intelServer) == ["dram-0", "dram-1", "package-0", "package-1"])
  }

  @Test func `memory without a counter is modelled beside metered packages`() throws {
    #expect(try roots(Fixtures.epyc) == ["memory", "package-0", "package-1"])
  }

  @Test func `Grace's memory is inside Grace`() throws {
    #expect(try roots(Fixtures.graceHopper) == ["grace-0"])
  }

  @Test func `a board's meter stands for CPU and memory where nothing else does`() throws {
    #expect(try roots(Fixtures.boardMeter) == ["power_meter-1"])
  }

  @Test func `a board's meter beside a CPU's is shown and never summed`() throws {
    let files = Fixtures.boardMeter.merging(Fixtures.intelServer) { _, new in new }
    #expect(try roots(files) == ["dram-0", "dram-1", "package-0", "package-1"])
  }

  @Test func `a board's meter beside a GPU is not summed with it`() throws {
    let files = Fixtures.boardMeter.merging(Fixtures.unmeteredGPUs) { _, new in new }
    #expect(try roots(files) == ["cpu", "gpu-0", "gpu-1", "gpu-2", "memory"])
  }

  @Test func `a device is read by the more trusted sensor alone`() throws {
    let tree = try #require(FixtureTree(Fixtures.epyc))
    let survey = Sensors.survey(tree.machine, only: Sensors.local)
    let sensors = survey.probes.map(\.device).filter { $0.name == "package-0" }.map(\.sensor)
    #expect(sensors == ["rapl-powercap"])
  }

  @Test func `a device that another sensor reads is found as a twin`() throws {
    let tree = try #require(FixtureTree(Fixtures.epyc))
    let twins = Sensors.survey(tree.machine).findings.filter { $0.state == .twin }
    #expect(twins.map(\.sensor) == ["hwmon"])
  }

  @Test func `a metered GPU is not modelled as well`() throws {
    #expect(try roots(Fixtures.amdgpu) == ["cpu", "gpu-0000:03:00.0"])
  }

  @Test func `a GPU whose meter is denied is modelled`() throws {
    let tree = try #require(FixtureTree(Fixtures.amdgpu))
    tree.deny("sys/class/drm/card1/device/hwmon/hwmon2/power1_average")
    let gpus = Sensors.survey(tree.machine).probes.filter { $0.device.component == .gpu }
    #expect(gpus.map(\.device.sensor) == ["gpu-model"])
  }

  @Test func `a trace replaces the machine's sensors`() throws {
    let tree = try #require(FixtureTree(Fixtures.intelServer))
    tree.write("h\n0,p,cpu,power_watts,1\n9,p,cpu,power_watts,1", to: "trace.csv")
    var machine = tree.machine
    machine.replay = tree.root + "/trace.csv"
    #expect(Sensors.survey(machine).probes.map(\.device.name) == ["p", "memory"])
  }

  @Test func `the driver's sensors keep still while a trace is replayed`() throws {
    var machine = Machine()
    machine.replay = "/nowhere"
    #expect(Sensors.survey(machine, only: Sensors.drivers).findings.isEmpty)
  }

  @Test func `sensors have names of their own`() {
    let names = Sensors.all.map(\.name)
    #expect(Set(names).count == names.count)
  }

  @Test func `counters that are one are found by watching them`() throws {
    let tree = try #require(FixtureTree(Fixtures.mirroredDies))
    let survey = Sensors.survey(tree.machine, only: Sensors.local)
    var detector = MirrorDetector(count: survey.probes.count)
    for step in 0..<5 {
      for zone in 0...1 {
        tree.write(
          "\(5_000_000 + step * 61)", to: "sys/class/powercap/intel-rapl:\(zone)/energy_uj")
      }
      detector.compare(
        try survey.probes.map { probe in
          if case .counter(let value) = try probe.read(.none) { value } else { nil }
        })
    }
    #expect(detector.mirrors.map(\.twin) == [1])
  }
}

struct SensorContractTests {
  /// The sensors that need no vendor's library.
  static let names = (Sensors.replays + Sensors.local + Sensors.models).map(\.name)

  private func sensor(_ name: String) throws -> any Sensor {
    try #require(Sensors.all.first { $0.name == name })
  }

  @Test(arguments: names, Fixtures.all.keys.sorted())
  func `every sensor keeps its promises on every machine`(name: String, machine: String) throws {
    let tree = try #require(FixtureTree(Fixtures.all[machine] ?? [:]))
    #expect(SensorContract.violations(try sensor(name), on: tree.machine) == [])
  }

  @Test(arguments: names)
  func `every sensor finds nothing on an empty machine`(name: String) throws {
    #expect(SensorContract.violationsOnEmptyMachine(try sensor(name)) == [])
  }

  struct Loss: Sendable {
    let sensor: String
    let files: [String: String]
    let path: String
    let device: String
  }

  static let losses = [
    Loss(
      sensor: "rapl-powercap", files: Fixtures.intelServer,
      path: "sys/class/powercap/intel-rapl:1/energy_uj", device: "package-1"),
    Loss(
      sensor: "amdgpu", files: Fixtures.amdgpu,
      path: "sys/class/drm/card1/device/hwmon/hwmon2/power1_average", device: "gpu-0000:03:00.0"),
    Loss(
      sensor: "intel-gpu", files: Fixtures.intelGPUs,
      path: "sys/class/drm/card1/device/hwmon/hwmon5/energy1_input", device: "gpu-0000:8a:00.0"),
    Loss(
      sensor: "grace-hwmon", files: Fixtures.graceHopper,
      path: "sys/class/hwmon/hwmon1/power1_average", device: "grace-0"),
    Loss(
      sensor: "hwmon", files: Fixtures.boardMeter,
      path: "sys/class/hwmon/hwmon0/power1_average", device: "power_meter-1"),
  ]

  @Test(arguments: losses)
  func `a denied file is said to be denied`(loss: Loss) throws {
    let tree = try #require(FixtureTree(loss.files))
    #expect(
      SensorContract.violations(
        try sensor(loss.sensor), on: tree, denying: loss.path, of: loss.device) == [])
  }

  @Test(arguments: losses)
  func `a file that goes away is missed`(loss: Loss) throws {
    let tree = try #require(FixtureTree(loss.files))
    #expect(
      SensorContract.violations(
        try sensor(loss.sensor), on: tree, losing: loss.path, of: loss.device) == [])
  }
}
