import Accounting
import Quantities
import Testing

@testable import Forecasting

struct StoppingTests {
  private let goal = MetricGoal(name: "accuracy", maximises: true)

  /// One point each ten seconds, one joule a second.
  private func trial(_ values: [Double], at start: Double) -> Trial {
    let seconds = Double(values.count) * 10
    return Trial(
      started: Timestamp(nanoseconds: Int64(start * 1e9)), seconds: seconds,
      deviceSeconds: seconds, energy: .joules(seconds),
      series: MetricSeries(
        last: values.last ?? 0,
        points: values.enumerated().map {
          MetricSeries.Point(step: Double($0 + 1), at: Double($0 + 1) * 10, value: $1)
        }))
  }

  @Test func `the running median is the median of all values so far`() {
    var median = RunningMedian()
    var values: [Double] = []
    var generator = SystemRandomNumberGenerator()
    #expect(median.median == nil)
    for _ in 0..<500 {
      let value = Double(Int.random(in: 0..<60, using: &generator))
      values.append(value)
      median.add(value)
      let sorted = values.sorted()
      let middle = sorted.count / 2
      let expected =
        sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
      #expect(median.median == expected)
    }
  }

  @Test func `a trial below the median of those that ended is stopped at its first bad step`()
    throws
  {
    let good = (0..<3).map { trial([0.5, 0.6, 0.7, 0.8], at: Double($0) * 40) }
    let bad = trial([0.6, 0.1, 0.1, 0.1], at: 200)
    let worse = trial([0.1, 0.1, 0.1, 0.9], at: 300)
    let result = try #require(MedianStopping.replay(good + [bad, worse], goal: goal))
    // Its best value up to step 2 is 0.6 against a running average of 0.55, up to step 3 0.6 against 0.6: it goes on
    // to its end, where there is nothing left to stop. The other one is under 0.5 at once, and would have been the best.
    #expect(result.stopped == 1)
    #expect(result.saved == .joules(30))
    #expect(result.best == 0.9 && result.bestKept == 0.8)
  }

  @Test func `nobody is judged by trials that had not ended`() throws {
    let good = (0..<5).map { _ in trial([0.5, 0.6, 0.7, 0.8], at: 0) }
    let result = try #require(
      MedianStopping.replay(good + [trial([0.1, 0.1, 0.1, 0.1], at: 0)], goal: goal))
    #expect(result.stopped == 0)
  }

  @Test func `halving lets one in three go on at each rung`() throws {
    // Nine steps: rungs at 1 and 3. Of nine trials three go on, then one.
    let trials = (1...9).map { rank in
      trial((1...9).map { Double($0) / 100 + Double(rank) / 10 }, at: 0)
    }
    let result = try #require(SuccessiveHalving.replay(trials, goal: goal))
    #expect(result.stopped == 8 && result.best == result.bestKept)
    #expect(abs(result.saved.joules - (6 * 80 + 2 * 60)) < 1e-9)
    #expect(result.basis == .points)
  }

  @Test func `a trial that ended by itself saves nothing`() throws {
    let long = (1...3).map { rank in trial(Array(repeating: Double(rank) / 10, count: 9), at: 0) }
    let trials = [trial([0.9], at: 0)] + long
    let result = try #require(SuccessiveHalving.replay(trials, goal: goal))
    // One rung of four trials: at step 3 the short one is gone, and one of three goes on.
    #expect(result.stopped == 2 && abs(result.saved.joules - 2 * 60) < 1e-9)
  }

  @Test func `by final values alone the bound is the same as when rankings never change`() throws {
    let trials = (1...9).map { rank in
      trial((1...9).map { _ in Double(rank) / 10 }, at: 0)
    }
    let bound = try #require(SuccessiveHalving.bound(trials, goal: goal))
    let replayed = try #require(SuccessiveHalving.replay(trials, goal: goal))
    #expect(bound.basis == .finalValues)
    #expect(bound.stopped == replayed.stopped)
    #expect(abs(bound.saved.joules - replayed.saved.joules) < 1e-9)
  }

  @Test func `without values by step the median rule says nothing`() {
    let trial = Trial(
      started: Timestamp(nanoseconds: 0), seconds: 1, deviceSeconds: 1, energy: .joules(1),
      series: MetricSeries(last: 1, points: []))
    #expect(MedianStopping.replay([trial, trial], goal: goal) == nil)
    #expect(SuccessiveHalving.replay([trial, trial], goal: goal) == nil)
  }
}
