public import Accounting
import RealModule
public import Quantities

/// What a running job will still take until its planned end: time and energy, each with the interval that
/// should hold the truth in 80 of 100 cases.
///
/// It is about the planned number of steps. Whether the job stops before them is another matter, which
/// `Calibration` keeps apart. The method is in `Docs/Methods/RunForecast.md`.
public struct RunForecast: Hashable, Sendable {
  /// How far the job was, in steps of `of`.
  public let done: Double
  public let of: Double
  /// Seconds from now to the planned end.
  public let seconds: Spread
  /// Joules from now to the planned end.
  public let joules: Spread
  /// The rule that carbontracker uses, for comparison: mean of the steps so far × steps to come.
  public let meanSeconds: Double
  public let meanJoules: Double
  /// What was seen in the step times.
  public let pattern: Pattern

  /// A value and the interval that should hold the truth in 80 of 100 cases.
  public struct Spread: Hashable, Codable, Sendable {
    public var value: Double
    public var low: Double
    public var high: Double

    public init(_ value: Double, low: Double, high: Double) {
      self.value = value
      self.low = Swift.min(low, value)
      self.high = Swift.max(high, value)
    }

    public func holds(_ truth: Double) -> Bool { low <= truth && truth <= high }
  }

  /// What the steps so far look like.
  public struct Pattern: Hashable, Sendable {
    /// Steps at the beginning that are unlike the rest and are left out.
    public var warmUp = 0
    /// Every how many steps a longer one comes: a validation, a checkpoint.
    public var period: Int?
    /// Change per step over the level; zero where none is sure.
    public var trend = 0.0
    /// First of the steps that the level was taken from.
    public var since = 0
  }

  /// Where a job was at one moment.
  public struct Point: Hashable, Sendable {
    public var done: Double
    public var seconds: Double
    public var joules: Double

    public init(done: Double, seconds: Double, joules: Double) {
      self.done = done
      self.seconds = seconds
      self.joules = joules
    }
  }

  /// - Parameters:
  ///   - points: where the job was, in rising order; the first is where counting began.
  ///   - of: the planned number of steps.
  /// Nil before the second point, and when nothing is left to do.
  public init?(_ points: [Point], of: Double) {
    guard let steps = StepSeries(points, of: of), let first = points.first, let last = points.last
    else { return nil }
    let time = StepForecast(steps, cost: steps.seconds)
    let energy = StepForecast(steps, cost: steps.joules)
    done = last.done
    self.of = of
    seconds = time.rest
    joules = energy.rest
    pattern = time.pattern
    let rest = (of - last.done) / (last.done - first.done)
    meanSeconds = (last.seconds - first.seconds) * rest
    meanJoules = (last.joules - first.joules) * rest
  }

  public var progress: Double { done / of }

  /// Emissions from now to the planned end: energy × PUE × intensity, ends with ends.
  public func emissions(
    pue: Estimate<Ratio>, intensity: Estimate<CarbonIntensity>
  ) -> Estimate<Emissions> {
    Estimate(
      Energy.joules(joules.value), low: .joules(joules.low), high: .joules(joules.high)) * pue
      * intensity
  }

  /// Mean intensity of the time that the job still needs from `now` on; nil where the series does not
  /// reach that far or has a gap there.
  public func intensity(
    in series: IntensitySeries, from now: Timestamp
  ) -> Estimate<CarbonIntensity>? {
    let end = now + .milliseconds(Int64(seconds.value * 1000))
    guard now >= series.start, end <= series.end else { return nil }
    let part = series.sliced(from: now, to: end)
    guard part.count > 0, part.gaps.isEmpty else { return nil }
    func mean(_ values: [Double]) -> CarbonIntensity {
      var sum = 0.0
      var weight = 0.0
      for (index, value) in values.enumerated() {
        let from = max(part.start(ofSlot: index).nanoseconds, now.nanoseconds)
        let to = min(part.start(ofSlot: index + 1).nanoseconds, end.nanoseconds)
        let length = Double(max(to - from, 1))
        sum += value * length
        weight += length
      }
      return .gramsPerKilowattHour(sum / weight)
    }
    let value = mean(part.values)
    return Estimate(value, low: mean(part.low ?? part.values), high: mean(part.high ?? part.values))
  }
}
