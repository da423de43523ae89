/// When a slow counter updates, told from the moments at which its value was seen to change.
///
/// NVML energy counters move every 20 to 100 ms, so a run begins and ends between two updates. The
/// grid of updates is locked like a clock recovered from a signal: the period from the first two
/// changes, then from changes ever further apart, each close enough that the number of periods
/// between is certain.
package struct UpdateGrid: Sendable {
  /// Seconds between two updates; nil until two were seen.
  package private(set) var period: Double?
  /// Seconds by which a predicted update may be off.
  package private(set) var uncertainty = 0.0
  /// True when the changes do not lie on a grid.
  package private(set) var isIrregular = false
  /// The first change after the start, in seconds; nil until it was seen.
  package private(set) var first: Double?
  private var last = 0.0
  private var periods = 0.0
  private var firstBlur = 0.0

  package init() {}

  /// Takes in a change that happened between two looks at the value, in seconds after the start.
  package mutating func change(after earlier: Double, before later: Double) {
    let moment = (earlier + later) / 2
    let blur = (later - earlier) / 2
    guard let first else {
      first = moment
      last = moment
      firstBlur = blur
      return
    }
    guard let period else {
      self.period = moment - first
      uncertainty = blur + firstBlur
      periods = 1
      last = moment
      return
    }
    let count = ((moment - first) / period).rounded()
    let error = abs(moment - first - count * period)
    let spread = uncertainty * max(count / periods, 1) + blur
    guard count > periods else { return }
    guard error <= max(spread, period / 8), spread < period / 2 else {
      isIrregular = true
      return
    }
    self.period = (moment - first) / count
    uncertainty = blur + firstBlur
    periods = count
    last = moment
  }

  /// When to look for the next change, in seconds: up to eight times as far from the first as the
  /// last was, so that no period is miscounted, and half a minute later at the most.
  package var nextLook: Double? {
    guard !isIrregular else { return nil }
    guard let first, let period else { return 0 }
    // So many times further the prediction is off by a quarter of a period.
    let certain = period / 4 / max(uncertainty, 1e-9)
    let factor = min(max(certain, 2), 8)
    return last + min(max((last - first) * (factor - 1), period), 30)
  }

  /// Seconds that had passed since the last update at `instant`, with half its range; nil when the
  /// grid is not known.
  package func age(at instant: Double) -> (seconds: Double, blur: Double)? {
    guard let first, let period, period > 0 else { return nil }
    let drift = uncertainty * max((instant - first) / period / max(periods, 1), 1)
    guard !isIrregular, drift < period / 4 else { return (period / 2, period / 2) }
    let cycles = (instant - first) / period
    return ((cycles - cycles.rounded(.down)) * period, drift)
  }

  /// Part of the first counted update that lay before the start, 0…1, with half its range.
  package var headPart: (value: Double, blur: Double)? {
    guard let first, let period, period > 0 else { return nil }
    let part = min(max((period - first) / period, 0), 1)
    return (part, min(uncertainty / period, 0.5))
  }
}
