import Quantities
import Testing

@testable import Accounting

@Suite struct StageTotalsTests {
  /// Ten seconds at 100 W, the second half at 300 W, whole machine.
  private func entry(_ marks: [Mark]) -> Entry {
    var tallies: [Tally] = []
    for watts in [100.0, 300] {
      var tally = Tally()
      tally.energy = 5 * watts
      tally.run = 5 * watts
      tally.seconds = 5
      tallies.append(tally)
    }
    var total = tallies[0]
    total += tallies[1]
    var entry = Entries.entry()
    entry.run.devices[0].total = total
    entry.policy = .wholeMachine
    entry.run.seconds = 10
    entry.run.spans = [
      Run.Span(start: 0, end: 5, tallies: [tallies[0]]),
      Run.Span(start: 5, end: 10, tallies: [tallies[1]]),
    ]
    var progress = RunProgress()
    progress.marks = marks
    entry.progress = progress
    return entry
  }

  private func mark(_ at: Double, _ stage: String, _ state: Mark.State?) -> Mark {
    var mark = Mark(at: at)
    mark.stage = stage
    mark.state = state
    return mark
  }

  @Test func `stages and what lies outside add up to the run`() {
    let entry = entry([
      mark(1, "training", .begin), mark(4, "validation", .begin), mark(6, "validation", .end),
      mark(9, "training", .end),
    ])
    let lines = StageTotals(entry).lines
    #expect(lines.map(\.name) == ["training", "validation", ""])
    #expect(lines.map(\.seconds) == [6, 2, 2])
    #expect(lines.map { $0.energy.joules.rounded() } == [1200, 400, 400])
    let total = lines.reduce(0) { $0 + $1.energy.joules }
    let booked = AccountingMethod().footprint(of: entry).energy.value.joules
    #expect(abs(total - booked) < 1e-9 * booked)
  }

  @Test func `a stage without a state takes the place of what was open`() {
    let lines = StageTotals(entry([mark(2, "a", nil), mark(5, "b", nil), mark(7, "a", nil)])).lines
    #expect(lines.map(\.name) == ["a", "b", ""])
    #expect(lines.map(\.seconds) == [6, 2, 2])
    #expect(lines.map(\.times) == [2, 1, 0])
  }

  @Test func `marks out of order and ends without a beginning lose no time`() {
    let lines = StageTotals(
      entry([mark(3, "x", .end), mark(2, "a", .begin), mark(99, "a", .end)])
    ).lines
    #expect(abs(lines.reduce(0) { $0 + $1.seconds } - 10) < 1e-9)
  }

  @Test func `a run without stages has none`() {
    #expect(StageTotals(entry([])).lines.isEmpty)
  }
}
