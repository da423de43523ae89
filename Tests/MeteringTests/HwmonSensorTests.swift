import Accounting
import JoulebookTesting
import Quantities
import Testing

@testable import Metering

struct HwmonSensorTests {
  private func devices(_ sensor: any Sensor, _ files: [String: String]) throws -> [Device] {
    let tree = try #require(FixtureTree(files))
    return sensor.survey(tree.machine).probes.map(\.device)
  }

  @Test func `an AMD card is one device, whatever connectors it has`() throws {
    #expect(try devices(AMDGPUSensor(), Fixtures.amdgpu).map(\.name) == ["gpu-0000:03:00.0"])
  }

  @Test func `microwatts are watts`() throws {
    let tree = try #require(FixtureTree(Fixtures.amdgpu))
    let probe = AMDGPUSensor().survey(tree.machine).probes.first
    #expect(try probe?.read(.none) == .power(.watts(215)))
  }

  @Test func `an AMD GPU on the processor's die is inside the package`() throws {
    var files = Fixtures.amdgpu
    files["sys/class/drm/card1/device/hwmon/hwmon2/power1_cap"] = nil
    #expect(try devices(AMDGPUSensor(), files).map(\.partOf) == ["package-0"])
  }

  @Test func `Intel cards are read by their energy, the card before its package`() throws {
    let tree = try #require(FixtureTree(Fixtures.intelGPUs))
    let values = try IntelGPUSensor().survey(tree.machine).probes.map { try $0.read(.none) }
    #expect(values == [.counter(123_456_789), .counter(987_654_321)])
  }

  @Test func `a card without a meter is inside the package`() throws {
    let tree = try #require(FixtureTree(Fixtures.laptop))
    let survey = IntelGPUSensor().survey(tree.machine)
    #expect(survey.findings.map(\.state) == [.breakdown])
  }

  @Test func `Grace's socket is the root, and its parts and module are not`() throws {
    let devices = try devices(GraceSensor(), Fixtures.graceHopper)
    #expect(
      Dictionary(uniqueKeysWithValues: devices.map { ($0.name, $0.partOf) })
        == [
          "module-0": Device.platform, "grace-0": nil, "cpu-0": "grace-0", "sysio-0": "grace-0",
        ])
  }

  @Test func `without Grace's own meter its CPU is the root`() throws {
    let files = Fixtures.graceHopper.filter { !$0.key.contains("hwmon1/") }
    let roots = try devices(GraceSensor(), files).filter { $0.partOf == nil }
    #expect(roots.map(\.name) == ["cpu-0", "sysio-0"])
  }

  @Test func `Grace's meters are not read a second time as a board's`() throws {
    #expect(try devices(HwmonSensor(), Fixtures.graceHopper).isEmpty)
  }

  @Test func `AMD's own energy driver gives sockets, not cores`() throws {
    #expect(try devices(HwmonSensor(), Fixtures.epyc).map(\.name) == ["package-0"])
  }

  @Test func `a rail whose load is unknown is shown and never summed`() throws {
    let rail = try devices(HwmonSensor(), Fixtures.boardMeter).first { $0.component == .other }
    #expect(rail?.partOf == Device.platform)
  }

  @Test func `a meter's own averaging time is its update period`() throws {
    let tree = try #require(FixtureTree(Fixtures.boardMeter))
    let probe = HwmonSensor().survey(tree.machine).probes.first { $0.device.component == .system }
    #expect(probe?.updatePeriod == .seconds(1))
  }
}
