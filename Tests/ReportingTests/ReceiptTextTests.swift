import Accounting
import Quantities
import Reporting
import Testing

@Suite struct ReceiptTextTests {
  @Test func `a receipt reads like this`() {
    #expect(ReceiptText(ReportEntries.entry()).text == golden)
  }

  @Test func `plain text has no escapes, coloured text has them`() {
    let entry = ReportEntries.entry()
    #expect(!ReceiptText(entry, style: .plain).text.contains("\u{1B}"))
    #expect(ReceiptText(entry, style: .coloured).text.contains("\u{1B}[1m"))
  }

  @Test func `no line is wider than 80 columns`() {
    var entry = ReportEntries.entry()
    entry.run.warnings = [String(repeating: "a warning of many words ", count: 20)]
    let widest = ReceiptText(entry).text.split(separator: "\n").map(\.count).max() ?? 0
    #expect(widest <= 80)
  }

  @Test func `a name cannot steer the terminal`() {
    var entry = ReportEntries.entry()
    entry.run.name = "evil\u{1B}[2J\u{07}\n"
    entry.run.warnings = ["\u{1B}]0;title\u{07}"]
    #expect(!ReceiptText(entry).text.contains("\u{1B}"))
    #expect(!ReceiptText(entry).text.contains("\u{07}"))
  }

  @Test func `a run in which nothing was booked says so`() {
    var entry = ReportEntries.entry()
    entry.run.devices = []
    entry.run.spans = []
    let text = ReceiptText(entry).text
    #expect(text.contains("No device was measured or modelled."))
    #expect(text.contains("nothing was booked"))
  }

  @Test func `many gaps are counted, not all shown`() {
    var entry = ReportEntries.entry()
    entry.run.gaps = (0..<9).map {
      Gap(device: "d\($0)", reason: .unreadable, start: 0, end: 1, note: "It failed.")
    }
    #expect(ReceiptText(entry).text.contains("And 4 gaps more."))
  }

  @Test(arguments: [
    (0.5, "0.500 s"), (59.99, "60.0 s"), (61, "1 min 01 s"), (7260, "2 h 01 min"),
    (90_000, "1 d 01 h"),
  ])
  func `a duration is in two units at most`(seconds: Double, text: String) {
    #expect(Duration.seconds(seconds).text == text)
  }

  @Test(
    arguments: [
      ([Evidence.metered: 0.71, .modelled: 0.29], "71 % metered, 29 % modelled"),
      ([.metered: 0.999, .assumed: 0.001], "over 99 % metered, under 1 % assumed"),
      ([.modelled: 1], "100 % modelled"), ([:], ""),
    ] as [([Evidence: Double], String)])
  func `a mix names the strongest evidence first`(mix: [Evidence: Double], text: String) {
    #expect(mix.mixText == text)
  }
}

private let golden = """
  train · exit 0 · 1 min 00 s  20261124-140000-aaaaaa
  Energy             7.4 kJ  5.6 to 9.9 kJ
  At the meter       8.9 kJ  6.2 to 15 kJ
      × PUE 1.20 (given by --pue)
  Emissions     840 mg CO2e  510 mg CO2e to 1.6 g CO2e
      × 340 g CO2e/kWh, Germany 2024 (time zone Europe/Berlin; life-cycle,
        yearly average; Sample 2025, Yearly electricity)

  Device      Energy  Share  Evidence    Sensor
  package-0  1.44 kJ   48 %  attributed  rapl-powercap
  GPU-0       6.0 kJ  100 %  modelled    gpu-model

  Evidence    19 % attributed, 81 % modelled
  Policy      by use: the run books what its use drew above idle
  Not booked  idle 600 J, unexplained 940 J, Joulebook itself 24 J
  CPU time    2 min 24 s of the run, counted over the process tree, by reaped
              usage and /proc. Not seen: children that ended unseen under an
              ignored SIGCHLD.
  ! Gap (reset) of package-0, 12.0 s to 13.0 s: The counter began again from a
    lower value. Its energy is unknown.
  ! The region was taken from the time zone.

  How it was worked out: joulebook explain 20261124-140000-aaaaaa

  """
