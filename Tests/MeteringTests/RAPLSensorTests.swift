import Accounting
import JoulebookTesting
import Quantities
import Testing

@testable import Metering

struct RAPLSensorTests {
  private func survey(_ files: [String: String]) throws -> Survey {
    let tree = try #require(FixtureTree(files))
    return RAPLPowercapSensor().survey(tree.machine)
  }

  private func roots(_ survey: Survey) -> [String] {
    survey.probes.map(\.device).filter { $0.partOf == nil }.map(\.name).sorted()
  }

  @Test func `a server's root set is its packages and its memory`() throws {
    let survey = try survey(Fixtures.intelServer)
    #expect(roots(survey) == ["dram-0", "dram-1", "package-0", "package-1"])
  }

  @Test func `the platform is never summed beside packages`() throws {
    let psys = try survey(Fixtures.intelServer).probes.first { $0.device.name == "psys" }
    #expect(psys?.device.partOf == Device.platform)
  }

  @Test func `the platform stands alone where no package is`() throws {
    let files = Fixtures.intelServer.filter { $0.key.contains("intel-rapl:2/") }
    #expect(roots(try survey(files)) == ["psys"])
  }

  @Test func `core and uncore are inside their package`() throws {
    let parts = try survey(Fixtures.laptop).probes.map(\.device).filter { $0.component == .cpu }
    #expect(
      Dictionary(uniqueKeysWithValues: parts.map { ($0.name, $0.partOf) })
        == ["package-0": nil, "core-0": "package-0", "uncore-0": "package-0"])
  }

  @Test func `a memory-mapped twin is found and not read`() throws {
    let twins = try survey(Fixtures.laptop).findings.filter { $0.state == .twin }
    #expect(twins.map(\.device) == ["package-0 (mmio)"])
  }

  @Test func `a memory-mapped counter is read where it is the only one`() throws {
    let files = Fixtures.laptop.filter { $0.key.contains("intel-rapl-mmio") }
    #expect(roots(try survey(files)) == ["package-0"])
  }

  @Test func `a memory-mapped counter stands in for one that is denied`() throws {
    let tree = try #require(FixtureTree(Fixtures.laptop))
    tree.deny("sys/class/powercap/intel-rapl:0/energy_uj")
    #expect(roots(RAPLPowercapSensor().survey(tree.machine)) == ["package-0"])
  }

  @Test func `AMD's packages are read like Intel's`() throws {
    #expect(roots(try survey(Fixtures.epyc)) == ["package-0", "package-1"])
  }

  @Test func `dies keep their own names`() throws {
    #expect(roots(try survey(Fixtures.mirroredDies)) == ["package-0-die-0", "package-0-die-1"])
  }

  @Test func `zones that are nested and not listed flat are found too`() throws {
    let files = Fixtures.intelServer.map { path, text in
      (
        path.replacing("powercap/intel-rapl:0:0", with: "powercap/intel-rapl:0/intel-rapl:0:0")
          .replacing("powercap/intel-rapl:1:0", with: "powercap/intel-rapl:1/intel-rapl:1:0"), text
      )
    }
    let survey = try survey(Dictionary(uniqueKeysWithValues: files))
    #expect(roots(survey) == ["dram-0", "dram-1", "package-0", "package-1"])
  }

  @Test func `a package is known by its name and not by its folder's number`() throws {
    let files = [
      "sys/class/powercap/intel-rapl:0/name": "package-2",
      "sys/class/powercap/intel-rapl:0/energy_uj": "1",
      "sys/class/powercap/intel-rapl:0:0/name": "dram",
      "sys/class/powercap/intel-rapl:0:0/energy_uj": "1",
    ]
    #expect(roots(try survey(files)) == ["dram-2", "package-2"])
  }

  @Test func `a turn is one count longer than the largest value`() throws {
    let probe = try survey(Fixtures.intelServer).probes.first { $0.device.name == "dram-0" }
    #expect(probe?.counter?.modulus == 65_712_999_614)
  }

  @Test func `a missing range does not mean that the counter never turns`() throws {
    var files = Fixtures.epyc
    files["sys/class/powercap/intel-rapl:0/max_energy_range_uj"] = nil
    let probe = try survey(files).probes.first { $0.device.name == "package-0" }
    #expect(probe?.counter?.modulus == 65_532_610_987)
  }

  @Test func `the wrap time in a finding is that at rated power`() throws {
    let finding = try survey(Fixtures.intelServer).findings.first { $0.device == "package-0" }
    let seconds = try #require(finding?.wrapSeconds)
    #expect(abs(seconds - 262_143.3 / 350) < 0.1)
  }

  @Test func `a counter is read as it stands`() throws {
    let tree = try #require(FixtureTree(Fixtures.intelServer))
    let probe = RAPLPowercapSensor().survey(tree.machine).probes
      .first { $0.device.name == "package-1" }
    tree.write("262143328850", to: "sys/class/powercap/intel-rapl:1/energy_uj")
    #expect(try probe?.read(.none) == .counter(262_143_328_850))
  }

  @Test func `a denied counter is advised to be opened by a rule and a group`() throws {
    let tree = try #require(FixtureTree(Fixtures.intelServer))
    tree.deny("sys/class/powercap/intel-rapl:0/energy_uj")
    let finding = RAPLPowercapSensor().survey(tree.machine).findings.first { $0.state == .denied }
    #expect(finding?.fix.contains("/etc/udev/rules.d/") == true)
  }

  @Test func `a zone that a container hides comes with a way to mount it`() throws {
    var files = Fixtures.epyc
    files["sys/class/powercap/intel-rapl:0/energy_uj"] = nil
    let finding = try survey(files).findings.first { $0.device == "package-0" }
    #expect(finding?.fix.contains("--mount type=bind,readonly") == true)
  }
}

struct RAPLPerfSensorTests {
  @Test func `a PMU of another root is never opened on this kernel`() throws {
    let tree = try #require(
      FixtureTree([
        "sys/bus/event_source/devices/power/type": "1",
        "sys/bus/event_source/devices/power/cpumask": "0",
        "sys/bus/event_source/devices/power/events/energy-pkg": "event=0x02",
        "sys/bus/event_source/devices/power/events/energy-pkg.scale":
          "2.3283064365386962890625e-10",
      ]))
    #expect(RAPLPerfSensor().survey(tree.machine).findings.map(\.state) == [.absent])
  }

  @Test func `an event is told by its number`() {
    #expect(RAPLPerfSensor.config("event=0x02") == 2)
  }

  @Test func `a CPU list may hold spans and single numbers`() {
    #expect(CPUList.parse("0-2,8,10-11") == [0, 1, 2, 8, 10, 11])
  }

  @Test func `packages are named by topology, dies only where there are several`() throws {
    let root = "sys/devices/system/cpu"
    let tree = try #require(
      FixtureTree([
        "\(root)/cpu0/topology/physical_package_id": "0", "\(root)/cpu0/topology/die_id": "0",
        "\(root)/cpu8/topology/physical_package_id": "1", "\(root)/cpu8/topology/die_id": "0",
        "\(root)/cpu16/topology/physical_package_id": "1", "\(root)/cpu16/topology/die_id": "1",
      ]))
    let sockets = RAPLPerfSensor.sockets(cpus: [0, 8, 16], tree.machine)
    #expect(sockets.map(\.package) == ["package-0", "package-1-die-0", "package-1-die-1"])
  }

  @Test func `perf's devices have powercap's names, so that none is read twice`() {
    let names = [RAPLZone.Kind.package, .dram, .core, .uncore, .psys].map {
      RAPLPerfSensor.device($0, package: "package-1", sensor: "rapl-perf").name
    }
    #expect(names == ["package-1", "dram-1", "core-1", "uncore-1", "psys"])
  }
}

struct MirrorDetectorTests {
  @Test func `counters that stay identical over three changes are one`() {
    var detector = MirrorDetector(count: 2)
    for value: UInt64 in [10, 20, 30, 40] { detector.compare([value, value]) }
    #expect(detector.mirrors.map(\.twin) == [1])
  }

  @Test func `two packages with the same power are two`() {
    var detector = MirrorDetector(count: 2)
    for value: UInt64 in [10, 20, 30, 40, 50, 60] { detector.compare([value, value + 7]) }
    #expect(detector.mirrors.isEmpty)
  }

  @Test func `counters that stand still prove nothing`() {
    var detector = MirrorDetector(count: 2)
    for _ in 0..<50 { detector.compare([10, 10]) }
    #expect(detector.mirrors.isEmpty)
  }

  @Test func `an update between two reads does not part a mirror`() {
    var detector = MirrorDetector(count: 2)
    for value: UInt64 in 1...8 { detector.compare([value, value]) }
    detector.compare([8, 9])
    #expect(detector.mirrors.map(\.twin) == [1])
  }

  @Test func `a failed read is left out`() {
    var detector = MirrorDetector(count: 2)
    for value: UInt64 in 1...4 {
      detector.compare([value, value])
      detector.compare([value, nil])
    }
    #expect(detector.mirrors.map(\.twin) == [1])
  }
}
