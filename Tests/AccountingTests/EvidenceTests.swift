import Accounting
import Testing

@Suite struct EvidenceTests {
  @Test func `evidence is ordered from the strongest to the weakest`() {
    #expect(Evidence.allCases.sorted() == [.metered, .attributed, .modelled, .assumed])
  }

  @Test func `sharing makes metered attributed and leaves the rest`() {
    #expect(Evidence.allCases.map(\.whenShared) == [.attributed, .attributed, .modelled, .assumed])
  }

  @Test func `every field of a tally adds up`() {
    var tally = Records.tally()
    tally.idle = 3
    var sum = tally
    sum += tally
    let single = Mirror(reflecting: tally).children.map { $0.value as? Double }
    let double = Mirror(reflecting: sum).children.map { $0.value as? Double }
    #expect(double == single.map { $0.map { 2 * $0 } })
  }
}
