import Accounting
import Quantities
import Reporting
import Testing

@Suite struct LiveLineTests {
  private func line(width: Int) -> String {
    LiveLine.text(
      power: [(.gpu, .watts(200)), (.cpu, .watts(45.1)), (.gpu, .watts(120))],
      energy: .joules(12_300), emissions: .grams(1.23), elapsed: 62, width: width)
  }

  @Test func `power is summed by component and followed by energy, emissions and time`() {
    #expect(line(width: 80) == "cpu 45.1 W · gpu 320 W │ 12.3 kJ · 1.23 g CO2e │ 1:02")
  }

  @Test func `a narrow terminal cuts the line so that it never wraps`() {
    #expect(line(width: 20).count == 19)
  }
}
