import Accounting
import Quantities
import Testing

struct ExperimentTests {
  private func summary(
    joules: Double, seconds: Double = 3600, ending: RunSummary.Ending = .done, at start: Double = 0
  ) -> RunSummary {
    let started = Timestamp(nanoseconds: Int64(start * 1e9))
    var byEvidence = EnergyByEvidence()
    byEvidence.modelled = .joules(joules)
    return RunSummary(
      started: started, ended: started + .seconds(seconds), ending: ending, seconds: seconds,
      deviceSeconds: 2 * seconds,
      energy: Estimate(.joules(joules), low: .joules(joules / 2), high: .joules(joules * 2)),
      byEvidence: byEvidence, own: .zero, idle: .zero, unexplained: .zero)
  }

  private func site(_ grams: Double, pue: Double) -> Site {
    Site(
      factor: EmissionFactor(
        region: "X", name: "X", intensity: Estimate(exactly: .gramsPerKilowattHour(grams)),
        year: 2020,
        basis: "b",
        source: Citation(id: "i", author: "A", title: "T", year: 2020, licence: "", address: "")),
      pue: PUE(Estimate(exactly: Ratio(pue)), origin: "given"), origin: "given")
  }

  @Test func `every run counts, and each joule takes the factor of its own site`() {
    var sum = ExperimentSum()
    sum.add(summary(joules: 3.6e6), number: 1, site: 1, partOf: nil)
    sum.add(summary(joules: 7.2e6, ending: .failed), number: 2, site: 2, partOf: nil)
    sum.add(summary(joules: 3.6e6, ending: .killed), number: 3, site: 2, partOf: nil)
    let total = sum.total([1: site(100, pue: 1), 2: site(500, pue: 1.5)])
    #expect(total.runs == 3 && total.done == 1 && total.failed == 1 && total.killed == 1)
    #expect(total.energy.value == .kilowattHours(4) && total.energy.low == .kilowattHours(2))
    #expect(total.facilityEnergy.value == .kilowattHours(1 + 3 * 1.5))
    #expect(abs(total.emissions.value.grams - (100 + 3 * 1.5 * 500)) < 1e-9)
    #expect(total.lost == .kilowattHours(3))
    #expect(total.deviceSeconds == 3 * 7200)
  }

  @Test func `a run within another is counted and its energy is not added again`() {
    var sum = ExperimentSum()
    sum.add(summary(joules: 10), number: 1, site: 1, partOf: nil)
    sum.add(summary(joules: 4), number: 2, site: 1, partOf: 1)
    // Started by a run that is not in this set: nobody else here has its energy.
    sum.add(summary(joules: 3), number: 3, site: 1, partOf: 99)
    let total = sum.total([1: site(100, pue: 1)])
    #expect(total.runs == 3 && total.nested == 1)
    #expect(total.energy.value == .joules(13))
  }

  @Test func `gains are counted from run to run with all energy in between`() throws {
    func trial(_ number: Int64, _ joules: Double, _ value: Double?) -> Improvement.Trial {
      Improvement.Trial(
        number: number, ended: Timestamp(nanoseconds: number), energy: .joules(joules), value: value
      )
    }
    let trials = [
      trial(1, 10, 0.5), trial(2, 20, nil), trial(3, 30, 0.4), trial(4, 40, 0.7), trial(5, 50, 0.8),
      trial(6, 60, 0.75),
    ]
    let goal = MetricGoal(name: "accuracy", maximises: true)
    let found = try #require(Improvement(trials.shuffled(), goal: goal))
    #expect(found.baseline == 0.5 && found.best == 0.8 && found.runs == 5)
    #expect(found.records.map(\.number) == [4, 5])
    #expect(found.records.map(\.energy.joules) == [20 + 30 + 40, 50])
    #expect(abs((found.joulesPerUnit ?? 0) - 210 / 0.3) < 1e-9)
    let given = try #require(Improvement(trials, goal: goal, baseline: 0.45))
    #expect(given.records.map(\.number) == [1, 4, 5])
    let least = try #require(Improvement(trials, goal: MetricGoal(name: "loss", maximises: false)))
    #expect(least.records.map(\.number) == [3])
    #expect(Improvement([trial(1, 1, nil)], goal: goal) == nil)
  }

  @Test func `nothing gained has no price`() throws {
    let goal = MetricGoal(name: "accuracy", maximises: true)
    let trial = Improvement.Trial(
      number: 1, ended: Timestamp(nanoseconds: 1), energy: .joules(1), value: 0.5)
    #expect(try #require(Improvement([trial], goal: goal)).joulesPerUnit == nil)
  }
}
