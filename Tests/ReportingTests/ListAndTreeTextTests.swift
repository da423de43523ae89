import Accounting
import Quantities
import Reporting
import Testing

@Suite struct ListAndTreeTextTests {
  @Test func `a list ends in its sums`() {
    let list = RunList(
      entries: [ReportEntries.entry(), ReportEntries.entry(id: "b", name: "eval")],
      unreadable: ["c"], hasMore: true, isFiltered: false)
    #expect(list.text(style: .plain) == listGolden)
  }

  @Test func `a run inside another enters the sums once`() {
    let outer = ReportEntries.entry(id: "a")
    var inner = ReportEntries.entry(id: "b")
    inner.run.parent = "a"
    let list = RunList(
      entries: [outer, inner], unreadable: [], hasMore: false, isFiltered: false)
    #expect(list.total.energy == AccountingMethod().footprint(of: outer).energy)
    #expect(list.text(style: .plain).contains("1 run was started by another"))
  }

  @Test func `an empty ledger names the next command`() {
    let list = RunList(entries: [], unreadable: [], hasMore: false, isFiltered: false)
    #expect(list.text(style: .plain).contains("joulebook run -- "))
  }

  @Test func `an empty selection is no empty ledger`() {
    let list = RunList(entries: [], unreadable: [], hasMore: false, isFiltered: true)
    #expect(list.text(style: .plain).contains("joulebook list --all"))
  }

  @Test func `a derivation reads like this`() {
    let root = Derivation(of: ReportEntries.entry())
    #expect(DerivationText(root).text == treeGolden)
  }

  @Test func `a sound balance ends in one sentence`() {
    let text = BalanceText(Balance(of: [ReportEntries.entry()])).text
    #expect(text == balanceGolden)
  }

  @Test func `what does not balance is shown with its numbers`() {
    var entry = ReportEntries.entry()
    entry.run.devices[0].counter?.wraps = 2
    let text = BalanceText(Balance(of: [entry])).text
    #expect(
      text.contains(
        "! counter: 20261124-140000-aaaaaa, package-0: the counter's ends give another energy: "
          + "expected 9000"))
    #expect(text.hasSuffix("1 sum does not balance.\n"))
  }

  @Test func `a spreadsheet takes no text for a formula`() {
    var entry = ReportEntries.entry(name: "=cmd()")
    entry.run.tags = ["note": "a \"quoted\", thing"]
    let rows = ReceiptCSV.text([Receipt(entry)]).split(separator: "\n")
    #expect(rows.count == 2)
    #expect(rows[1].contains(",'=cmd(),"))
    #expect(rows[1].hasSuffix(",\"a \"\"quoted\"\", thing\""))
  }
}

private let listGolden = """
  ID                      Started (UTC)     Name   Project        Time  Energy    Emissions  Evidence       End
  20261124-140000-aaaaaa  2026-11-24 14:00  train  demo     1 min 00 s  7.4 kJ  840 mg CO2e  81 % modelled  exit 0
  b                       2026-11-24 14:00  eval   demo     1 min 00 s  7.4 kJ  840 mg CO2e  81 % modelled  exit 0
  2 runs, 2 min 00 s: 15 kJ (11 to 20 kJ), 1.7 g CO2e (1.0 to 3.3 g CO2e)
  There are older runs: joulebook list --all
  ! Damaged and not in the sums: c. Run joulebook check.

  """

private let treeGolden = """
  emissions = 0.8432 g CO2e (0.5137 to 1.646)
      = facility energy × carbon intensity ÷ 3600000 J/kWh
      Method 1, Joulebook 0.1.0, policy by-use.
    facility energy = 8928 J (6164 to 14810)
        = IT energy of the run × PUE
      IT energy of the run = 7440 J (5604 to 9876)
          = sum over the devices
          48 % of the width of the range
        package-0 = 1440 J (1404 to 1476), attributed
            = energy in use − idle power × time in use
            0.81 % of the width of the range
            Range from idle power ±36 J.
          energy in use = 1800 J
              = Σ E·s over the samples
              s: the run's part of the use of the device; by CPU time
            CPU time of the run = 144 s
                counted over the process tree, of 240 s of everybody on the
                  machine; not seen: children that ended unseen under an ignored
                  SIGCHLD
          idle power = 10 W (9 to 11), metered
              lowest power seen on this machine
          time in use = 36 s
              = Σ s·Δt over the samples
          device energy = 3000 J, metered
              = (1000 − 4000 + 1 × 6000) × energy per count
              Sensor rapl-powercap, 60.0 s covered; closing − opening + wraps ×
                turn, in counts.
            closing counter value = 1000 counts
            opening counter value = 4000 counts
            wraps = 1
            counts per turn = 6000 counts
            energy per count = 1 J/count
            correction = 0 J
                For ends between two counter updates, resets and gaps.
        GPU-0 = 6000 J (4200 to 8400), modelled
            = energy in use
            47 % of the width of the range
            Range from the sensor's accuracy ±2100 J.
          energy in use = 6000 J
              = Σ E·s over the samples
              s: the run's part of the use of the device; only the run's processes
                were on the device
          device energy = 6000 J, modelled
              = Σ power × Δt
              Sensor gpu-model, 60.0 s covered.
      PUE = 1.2 (1.1 to 1.5)
          28 % of the width of the range
          given by --pue
    carbon intensity = 340 g CO2e/kWh (300 to 400)
        24 % of the width of the range
        Germany 2024, life-cycle, yearly average; region: time zone Europe/Berlin
        Source: Sample 2025, Yearly electricity, CC-BY-4.0, https://example.org
    gap of package-0 = 1 s
        reset, from 12.0 s on: The counter began again from a lower value

  """

private let balanceGolden = """
  Machine machine-1, 1 run
    2026-11-24T14:00:00.000Z to 2026-11-24T14:01:00.000Z
    drew 9.000 kJ = booked 7.440 kJ + idle 0.6000 kJ + Joulebook 0.02400 kJ + unexplained 0.9360 kJ
  Every joule is booked once.

  """
