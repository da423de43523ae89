import Accounting
import JoulebookTesting
import Quantities
import Testing

@Suite struct RunSpanTests {
  private let entry = SampleEntries.entry()

  @Test func `parts that tile a run add up to the run`() {
    let whole = AccountingMethod().footprint(of: entry)
    var random = SplitMix(state: 7)
    for _ in 0..<200 {
      let cuts = ([0, 60] + (0..<4).map { _ in random.unit * 60 }).sorted()
      let parts = zip(cuts, cuts.dropFirst()).map { RunSpan(entry, from: $0, to: $1) }
      let sum = parts.map(\.energy.value.joules).reduce(0, +)
      #expect(abs(sum - whole.energy.value.joules) < 1e-9 * sum)
      let grams = parts.map(\.emissions.value.grams).reduce(0, +)
      #expect(abs(grams - whole.emissions.value.grams) < 1e-9 * grams)
      #expect(abs(parts.map(\.covered).reduce(0, +) - 60) < 1e-9)
    }
  }

  @Test func `the whole run is its receipt to the last bit`() {
    let whole = AccountingMethod().footprint(of: entry)
    let span = RunSpan(entry)
    #expect(span.energy == whole.energy && span.emissions == whole.emissions)
    #expect(span.facilityEnergy == whole.facilityEnergy)
  }

  @Test func `a span that is cut counts in proportion to time`() throws {
    // 5 s of a span of 10 s: package (50 × 0.6 − 10 × 0.6) W, DRAM (4 × 0.6 − 0.6) W, GPU 100 W.
    let span = RunSpan(entry, from: 12, to: 17)
    let cpu = try #require(span.parts.first { $0.component == .cpu })
    #expect(abs(cpu.energy.value.joules - 120) < 1e-9)
    #expect(abs((span.power?.watts ?? 0) - 125.8) < 1e-9)
    #expect(span.parts.map(\.component) == [.cpu, .memory, .gpu])
  }

  @Test func `a part is put inside the run, and time without readings is not covered`() {
    var gapped = entry
    gapped.run.spans.remove(at: 2)
    let span = RunSpan(gapped, from: 15, to: 500)
    #expect(span.end == 60 && span.start == 15)
    #expect(span.covered == 35)
    #expect(RunSpan(entry, from: 100, to: 200).seconds == 0)
  }

  @Test func `a run whose power over time is not known is taken to be even`() {
    var even = entry
    even.run.spans = []
    let half = RunSpan(even, from: 0, to: 30)
    let whole = RunSpan(even)
    #expect(abs(half.energy.value.joules * 2 - whole.energy.value.joules) < 1e-9)
  }
}

/// Numbers that are the same in every run of the tests.
private struct SplitMix {
  var state: UInt64
  var unit: Double {
    mutating get {
      state &+= 0x9e37_79b9_7f4a_7c15
      var z = state
      z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
      z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
      return Double((z ^ (z >> 31)) >> 11) * 0x1p-53
    }
  }
}
