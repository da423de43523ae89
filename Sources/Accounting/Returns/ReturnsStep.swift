/// From one point to the next in order of what they used: what was gained, for how much.
public struct ReturnsStep: Hashable, Sendable {
  public let from: ReturnsPoint
  public let to: ReturnsPoint
  /// Above zero where quality got better.
  public let gain: PrintedNumber
  /// More of each measure that both points have.
  public let more: [ReturnsMeasure: PrintedNumber]

  public init(from: ReturnsPoint, to: ReturnsPoint, quality: ReturnsQuality) {
    self.from = from
    self.to = to
    gain = PrintedNumber(
      quality.gain(to.quality.value - from.quality.value),
      halfUnit: from.quality.halfUnit + to.quality.halfUnit)
    var more: [ReturnsMeasure: PrintedNumber] = [:]
    for (measure, amount) in to.amounts {
      guard let before = from.amounts[measure] else { continue }
      more[measure] = PrintedNumber(
        amount.value - before.value, halfUnit: amount.halfUnit + before.halfUnit)
    }
    self.more = more
  }

  /// Gain per unit of `measure`, with the ends that rounding leaves open; nil where no more was used.
  public func marginal(_ measure: ReturnsMeasure) -> ReturnsRange? {
    guard let more = more[measure], more.value > 0 else { return nil }
    return ReturnsRange(
      gain.value / more.value,
      among: Self.ends(gain, over: more))
  }

  /// What `size` of gain cost at this step's rate; nil where nothing was gained or no more was used.
  /// Its high end is endless where rounding may hide that nothing was gained.
  public func price(of size: Double, in measure: ReturnsMeasure) -> ReturnsRange? {
    guard let more = more[measure], more.value > 0, gain.value > 0 else { return nil }
    let low = max(more.value - more.halfUnit, 0) / (gain.value + gain.halfUnit) * size
    let least = gain.value - gain.halfUnit
    // Equal within a rounding error of the subtraction counts as nothing gained.
    let isOpen = least <= 1e-9 * abs(gain.value)
    let high = isOpen ? Double.infinity : (more.value + more.halfUnit) / least * size
    return ReturnsRange(more.value / gain.value * size, low: low, high: high)
  }

  private static func ends(_ gain: PrintedNumber, over more: PrintedNumber) -> [Double] {
    let tops = [gain.value - gain.halfUnit, gain.value + gain.halfUnit]
    let bottoms = [more.value - more.halfUnit, more.value + more.halfUnit]
    return tops.flatMap { top in
      bottoms.map { bottom in
        bottom > 1e-9 * more.value ? top / bottom : top < 0 ? -.infinity : .infinity
      }
    }
  }

  /// True when rounding alone may have made the gain or hidden it.
  public var isWithinRounding: Bool {
    gain.halfUnit > 0 && abs(gain.value) <= gain.halfUnit * (1 + 1e-9)
  }
}

/// A number between two others; an end may be endless.
public struct ReturnsRange: Hashable, Sendable {
  public let value: Double
  public let low: Double
  public let high: Double

  public init(_ value: Double, low: Double, high: Double) {
    self.value = value
    self.low = min(low, value)
    self.high = max(high, value)
  }

  init(_ value: Double, among ends: [Double]) {
    self.init(
      value, low: ends.reduce(value) { min($0, $1) }, high: ends.reduce(value) { max($0, $1) })
  }
}
