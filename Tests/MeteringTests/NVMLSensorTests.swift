import Accounting
import Foundation
import JoulebookTesting
import Quantities
import Testing

@testable import Metering

/// The NVML sensor against the stub driver of a simulated machine.
struct NVMLSensorTests {
  /// A machine with these devices, at time zero.
  struct Fixture {
    let folder: SimulatedFolder
    let machine: SimulatedMachine
    let survey: Survey

    init(_ devices: [SimulatedDevice], environment: [String: String] = [:]) throws {
      folder = try SimulatedFolder()
      machine = try SimulatedMachine(
        Scenario(name: "test", summary: "", devices: devices), in: folder.path)
      survey = NVMLSensor(environment: environment).survey(machine.machine)
    }

    func probe(_ index: Int = 0) throws -> NVMLProbe {
      try #require(survey.probes[index] as? NVMLProbe)
    }
  }

  static func gpu(_ configure: (inout SimulatedDevice.GPU) -> Void) -> SimulatedDevice.GPU {
    var gpu = SimulatedDevice.GPU()
    configure(&gpu)
    return gpu
  }

  @Test(arguments: SimulatedCurveTests.curves)
  func `the energy counter follows the truth to a count`(curve: PowerCurve) throws {
    let fixture = try Fixture([.gpu(0, curve)])
    let probe = try fixture.probe()
    let opening = try Self.counts(probe)
    for step in 1...150 {
      // Updates fall on whole steps of 20 ms, so there is nothing to interpolate.
      let time = Double(step) * 0.04
      fixture.machine.set(time: time)
      let joules = Double(try Self.counts(probe) - opening) * 0.001
      #expect(abs(joules - curve.energy(to: time).joules) < 0.0011)
    }
  }

  @Test func `between two updates the counter stands still`() throws {
    let fixture = try Fixture([.gpu(0, .constant(500))])
    let probe = try fixture.probe()
    fixture.machine.set(time: 0.041)
    let first = try Self.counts(probe)
    fixture.machine.set(time: 0.059)
    #expect(try Self.counts(probe) == first)
  }

  @Test func `each GPU is a device of its own by UUID`() throws {
    let fixture = try Fixture((0..<8).map { .gpu($0, .constant(100)) })
    #expect(Set(fixture.survey.probes.map(\.device.name)).count == 8)
    #expect(fixture.survey.probes.allSatisfy { $0.device.name.hasPrefix("GPU-") })
    #expect(fixture.survey.findings.allSatisfy { $0.state == .used && $0.sensor == "nvml" })
  }

  @Test func `the counter never wraps and knows the board's limit`() throws {
    let counter = try #require(try Fixture([.gpu(0, .constant(100))]).probe().counter)
    #expect(
      counter == Counter(joulesPerCount: 0.001, modulus: 0, maximumPower: .watts(1400)))
  }

  @Test func `the power of the moment closes a counter's last update`() throws {
    let fixture = try Fixture([.gpu(0, .steps([(at: 0, watts: 100), (at: 1, watts: 400)]))])
    fixture.machine.set(time: 1.1)
    #expect(try fixture.probe().instantPower() == .watts(400))
  }

  @Test func `without a counter the power of the moment is read, and the finding says so`() throws {
    let fixture = try Fixture([
      .gpu(0, .constant(123), gpu: Self.gpu { $0.unsupported = ["energy"] })
    ])
    let probe = try fixture.probe()
    #expect(probe.counter == nil)
    #expect(try probe.read(.none) == .power(.watts(123)))
    #expect(fixture.survey.findings[0].note.contains("power of the moment"))
  }

  @Test func `a mean of a second is not taken for the power of the moment`() throws {
    let fixture = try Fixture([
      .gpu(
        0, .steps([(at: 0, watts: 100), (at: 1, watts: 300)]),
        gpu: Self.gpu { $0.unsupported = ["energy", "instant"] })
    ])
    fixture.machine.set(time: 1.5)
    #expect(try fixture.probe().instantPower() == nil)
    #expect(try fixture.probe().read(.none) == .power(.watts(200)))
    #expect(fixture.survey.findings[0].note.contains("averaged over 1 s"))
  }

  @Test func `an old GPU is read by its plain power`() throws {
    let fixture = try Fixture([
      .gpu(0, .constant(80), gpu: Self.gpu { $0.unsupported = ["energy", "instant", "average"] })
    ])
    #expect(try fixture.probe().read(.none) == .power(.watts(80)))
  }

  @Test func `a counter that never counted is not trusted`() throws {
    let fixture = try Fixture([.gpu(0, .constant(80), initialCounts: 0)])
    #expect(try fixture.probe().counter == nil)
  }

  @Test func `a GPU that tells nothing is a finding and no probe`() throws {
    let fixture = try Fixture([
      .gpu(
        0, .constant(80),
        gpu: Self.gpu { $0.unsupported = ["energy", "instant", "average", "power"] })
    ])
    #expect(fixture.survey.probes.isEmpty)
    #expect(fixture.survey.findings[0].state == .broken)
  }

  @Test func `on a superchip only the GPU's own power is read`() throws {
    let fixture = try Fixture([
      .gpu(
        0, .constant(300),
        gpu: Self.gpu {
          $0.unsupported = ["energy"]
          $0.moduleWatts = 200
        })
    ])
    #expect(try fixture.probe().read(.none) == .power(.watts(300)))
    #expect(!fixture.survey.findings[0].note.contains("module scope"))
  }

  @Test(arguments: [
    (SimulatedDevice.Fault.Kind.unreadable, ReadFailure.failed(999)),
    (.vanish, .vanished),
    (.denied, .denied),
  ])
  func `a failing driver is named by its failure`(
    kind: SimulatedDevice.Fault.Kind, failure: ReadFailure
  ) throws {
    let fixture = try Fixture([.gpu(0, .constant(80), faults: [.init(kind, at: 1, for: 1)])])
    let probe = try fixture.probe()
    fixture.machine.set(time: 1.5)
    #expect(throws: failure) { try probe.read(.none) }
  }

  @Test func `after a failed read the counter has kept everything`() throws {
    let fixture = try Fixture([
      .gpu(0, .constant(80), faults: [.init(.unreadable, at: 1, for: 0.5)])
    ])
    let probe = try fixture.probe()
    let opening = try Self.counts(probe)
    fixture.machine.set(time: 2)
    #expect(try Self.counts(probe) - opening == 160_000)
  }

  @Test func `a reset shows as a counter that starts again`() throws {
    let fixture = try Fixture([.gpu(0, .constant(80), faults: [.init(.reset, at: 1)])])
    fixture.machine.set(time: 2)
    #expect(try Self.counts(fixture.probe()) == 80_000)
  }

  @Test func `a GPU that is denied from the start has a fix`() throws {
    let fixture = try Fixture([.gpu(0, .constant(80), faults: [.init(.denied)])])
    #expect(fixture.survey.probes.isEmpty)
    #expect(fixture.survey.findings[0].state == .denied)
    #expect(!fixture.survey.findings[0].fix.isEmpty)
  }

  @Test func `a machine without the driver has an absent sensor`() throws {
    let survey = NVMLSensor().survey(Machine(nvml: "/nowhere/libnvidia-ml.so.1"))
    #expect(survey.probes.isEmpty)
    #expect(survey.findings.map(\.state) == [.absent])
  }

  @Test func `a driver whose library is missing is broken, with a fix`() throws {
    let folder = try SimulatedFolder()
    let proc = folder.path + "/proc/driver/nvidia"
    try FileManager.default.createDirectory(atPath: proc, withIntermediateDirectories: true)
    try "".write(toFile: proc + "/version", atomically: true, encoding: .utf8)
    let machine = Machine(
      sys: folder.path, proc: folder.path + "/proc", nvml: folder.path + "/libnvidia-ml.so.1")
    let finding = NVMLSensor().survey(machine).findings[0]
    #expect(finding.state == .broken)
    #expect(!finding.fix.isEmpty)
  }

  @Test func `a file that is no library is broken, not absent`() throws {
    let folder = try SimulatedFolder()
    let path = folder.path + "/libnvidia-ml.so.1"
    try "garbage".write(toFile: path, atomically: true, encoding: .utf8)
    #expect(NVMLSensor().survey(Machine(nvml: path)).findings.map(\.state) == [.broken])
  }

  @Test func `a library that does not start says what to do`() throws {
    let fixture = try Fixture([.gpu(0, .constant(80))])
    let other = try SimulatedFolder()
    // The stub without its scenario says that the driver is not loaded.
    let path = other.path + "/libnvidia-ml.so.1"
    try FileManager.default.copyItem(atPath: fixture.machine.machine.nvml, toPath: path)
    let finding = NVMLSensor().survey(Machine(nvml: path)).findings[0]
    #expect(finding.state == .broken)
    #expect(finding.fix == "sudo modprobe nvidia")
  }

  @Test func `two simulated machines in one process keep to themselves`() throws {
    let one = try Fixture([.gpu(0, .constant(100))])
    let two = try Fixture([.gpu(0, .constant(200)), .gpu(1, .constant(200))])
    one.machine.set(time: 1)
    #expect(try Self.counts(one.probe()) == 5_100_000)
    #expect(try Self.counts(two.probe()) == 5_000_000)
    #expect(two.survey.probes.count == 2)
  }

  static func counts(_ probe: NVMLProbe) throws -> UInt64 {
    guard case .counter(let value) = try probe.read(.none) else {
      throw Problem("No counter.", why: "", fix: "")
    }
    return value
  }
}
