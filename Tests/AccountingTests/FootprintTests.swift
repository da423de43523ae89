import Accounting
import Quantities
import Testing

@Suite struct FootprintTests {
  private let footprint = AccountingMethod().footprint(of: Entries.entry())

  @Test func `lines add up to the total`() {
    let lines = footprint.lines.filter { !$0.isBreakdown }.map(\.attribution.run.value.joules)
    #expect(isClose(lines.reduce(0, +), footprint.energy.value.joules))
  }

  @Test func `a breakdown enters no sum`() {
    #expect(footprint.lines.count == 2)
    #expect(footprint.machine == .joules(1000))
  }

  @Test func `PUE is applied once`() {
    #expect(isClose(footprint.facilityEnergy.value / footprint.energy.value, 1.5))
    let expected = footprint.energy.value.kilowattHours * 1.5 * 200
    #expect(isClose(footprint.emissions.value.grams, expected))
  }

  @Test func `pools and run add up to the machine`() {
    let sum = footprint.energy.value + footprint.own + footprint.idle + footprint.unexplained
    #expect(isClose(sum.joules, footprint.machine.joules))
  }

  @Test func `the parts of the evidence mix add up to one`() {
    #expect(isClose(footprint.evidenceMix.values.reduce(0, +), 1))
  }

  @Test func `a run without devices has an empty mix and no energy`() {
    var entry = Entries.entry()
    entry.run.devices = []
    entry.run.spans = []
    let footprint = AccountingMethod().footprint(of: entry)
    #expect(footprint.evidenceMix.isEmpty)
    #expect(footprint.energy == .zero)
  }
}

/// A run of 10 s with one package and a breakdown of it.
enum Entries {
  static func entry(
    id: String = "a", after: Double = 0, spans: Int = 5, share: Double = 0.6,
    policy: AttributionPolicy = .byUse, scale: Double = 1
  ) -> Entry {
    let pieces = (0..<spans).map { index in
      let tally = Records.tally(scale: scale / Double(spans), share: share)
      let step = 10.0 / Double(spans)
      return Run.Span(
        start: Double(index) * step, end: Double(index + 1) * step, tallies: [tally, tally])
    }
    var package = Records.record(Records.tally(scale: scale, share: share))
    package.counter = Run.CounterEnds(
      opening: 9000, closing: 500, wraps: 1, modulus: 9500, joulesPerCount: scale, correction: 0)
    var cores = Records.record(Records.tally(scale: scale, share: share))
    cores.device = Device(
      component: .cpu, name: "core-0", sensor: "rapl", evidence: .metered, sharing: .cpuTime,
      partOf: "package-0")
    let start = Timestamp(nanoseconds: 1_795_528_800_000_000_000 + Int64(after * 1e9))
    return Entry(
      run: Run(
        id: id, name: "train", project: "demo", stage: "", tags: [:], command: ["true"],
        started: start, ended: start + .seconds(10), seconds: 10, exitCode: nil, signal: nil,
        host: "h", machine: "m", devices: [package, cores], spans: pieces,
        cpu: Run.CPUUse(
          run: 6, own: 0.1, machine: 10, capacity: 40, way: .processTree, blindSpot: "nothing"),
        gaps: [], warnings: []),
      policy: policy,
      site: Site(
        factor: EmissionFactor(
          region: "DE", name: "Germany",
          intensity: Estimate(
            .gramsPerKilowattHour(200), low: .gramsPerKilowattHour(150),
            high: .gramsPerKilowattHour(300)), year: 2024, basis: "life-cycle",
          source: Citation(
            id: "s", author: "S", title: "T", year: 2025, licence: "CC0", address: "a")),
        pue: PUE(Estimate(Ratio(1.5), low: Ratio(1.2), high: Ratio(2)), origin: "given"),
        origin: "given"), version: "0")
  }
}
