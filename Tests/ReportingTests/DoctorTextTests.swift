import Accounting
import Testing

@testable import Reporting

struct DoctorTextTests {
  private func row(
    _ device: String, _ state: DoctorReport.State, sensor: String = "rapl-powercap",
    fix: String = ""
  ) -> DoctorReport.DeviceRow {
    DoctorReport.DeviceRow(
      sensor: sensor, device: device, state: state, note: "A reason.", fix: fix,
      countJoules: 1e-6, resolutionJoules: 61e-6, updateSeconds: 0.001, wrapSeconds: 749)
  }

  private func report(_ devices: [DoctorReport.DeviceRow]) -> DoctorReport {
    DoctorReport(
      components: [
        .init(component: .cpu, evidence: .metered, sensor: "rapl-powercap", devices: ["package-0"])
      ], devices: devices, sensors: [],
      counting: .init(way: .processTree, blindSpot: "", warnings: []))
  }

  @Test func `a counter's line says its step, its period and its turn`() {
    let text = DoctorText(report([row("package-0", .used)])).text
    #expect(
      text.contains(
        "package-0: rapl-powercap, used, steps of 61 µJ, every 1.0 ms, turns in 12 min"))
  }

  @Test func `a command to copy stays on one line`() {
    let fix = "sudo " + String(repeating: "a-long-word ", count: 12) + "end"
    #expect(DoctorText(report([row("package-0", .denied, fix: fix)])).text.contains(fix))
  }

  @Test func `a command that opens several devices is shown once`() {
    let text = DoctorText(
      report([row("package-0", .denied, fix: "open it"), row("dram-0", .denied, fix: "open it")])
    ).text
    #expect(text.split(separator: "open it", omittingEmptySubsequences: false).count == 2)
  }

  @Test func `lines for people fit 80 columns`() {
    let devices = (0..<6).map { row("GPU-5107a7ed-0000-4000-8000-00000000000\($0)", .used) }
    let lines = DoctorText(report(devices)).text.split(separator: "\n")
    #expect(lines.filter { $0.count > 80 } == [])
  }

  @Test func `a device that another sensor reads is no problem`() {
    let devices = [row("package-0", .denied), row("package-0", .used, sensor: "rapl-perf")]
    #expect(report(devices).isComplete)
  }

  @Test func `a device that is there and denied is one`() {
    #expect(!report([row("package-0", .denied)]).isComplete)
  }

  @Test func `amounts carry the prefix that fits`() {
    #expect(
      [61e-6, 0.001, 0.25, 1, 2.3e-10].map { DoctorText.small($0, "J") }
        == ["61 µJ", "1.0 mJ", "250 mJ", "1.0 J", "230 pJ"])
  }
}
