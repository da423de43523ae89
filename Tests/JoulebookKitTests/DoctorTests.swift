import Accounting
import JoulebookTesting
import Reporting
import Testing

@testable import JoulebookKit

struct DoctorTests {
  private func report(_ tree: FixtureTree) -> DoctorReport {
    Joulebook(environment: ["JOULEBOOK_SYSROOT": tree.root], directory: tree.root).doctor()
  }

  @Test func `a machine without sensors is modelled by choice, not broken`() throws {
    let tree = try #require(FixtureTree(Fixtures.virtualMachine))
    let report = report(tree)
    #expect(report.components.map(\.evidence) == [.modelled, .modelled])
    #expect(report.exit == .done)
  }

  @Test func `a denied counter ends with the status of a partly measured machine`() throws {
    let tree = try #require(FixtureTree(Fixtures.intelServer))
    tree.deny("sys/class/powercap/intel-rapl:0/energy_uj")
    #expect(report(tree).exit == .partlyMeasured)
  }

  @Test func `every sensor is listed, present or not`() throws {
    let tree = try #require(FixtureTree(Fixtures.laptop))
    let report = report(tree)
    #expect(report.sensors.filter(\.present).map(\.sensor).contains("rapl-powercap"))
    #expect(report.sensors.count >= 10)
  }

  @Test func `the keys of the JSON form are there on every machine`() throws {
    let tree = try #require(FixtureTree(Fixtures.epyc))
    let text = try JSON.text(report(tree))
    let keys = [
      "schema", "complete", "components", "devices", "sensors", "cpu_counting", "way",
      "blind_spot", "warnings", "component", "evidence", "sensor", "device", "state", "note", "fix",
      "count_joules", "resolution_joules", "update_period_seconds", "wrap_seconds", "summary",
      "present", "readable",
    ]
    #expect(keys.filter { !text.contains("\"\($0)\" :") } == [])
  }
}
