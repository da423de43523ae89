/// What a series of runs says about the return on what they used.
public struct ReturnsFindings: Hashable, Sendable {
  public let quality: ReturnsQuality
  public let measure: ReturnsMeasure
  /// In order of what they used.
  public let points: [ReturnsPoint]
  public let steps: [ReturnsStep]
  /// Names of the points that nothing beats: less used and no worse.
  public let front: [String]
  public let fits: [ReturnsFit]
  public let verdict: Verdict
  /// Nil where nobody said what a step may cost.
  public let lastWorth: LastWorth?
  public let warnings: [String]

  /// Whether the points tell which form holds.
  public enum Verdict: Hashable, Sendable {
    case form(ReturnsForm)
    /// Why not, as a sentence.
    case cannotTell(String)
    /// There are too few points for any curve.
    case noCurve(String)
  }

  /// Along the front, taken so that every step is dearer than the one before.
  public struct LastWorth: Hashable, Sendable {
    /// The most that a step of quality may cost, and in what.
    public let most: Double
    public let measure: ReturnsMeasure
    public let bargains: [Bargain]

    public init(most: Double, measure: ReturnsMeasure, bargains: [Bargain]) {
      self.most = most
      self.measure = measure
      self.bargains = bargains
    }

    /// The last point whose step was worth it; the first of the front where none was.
    public var point: String { bargains.last { $0.isWorth }?.to ?? bargains.first?.from ?? "" }
  }

  /// A step of the front, and what `quality.step` of its gain cost.
  public struct Bargain: Hashable, Sendable {
    public let from: String
    public let to: String
    public let price: ReturnsRange
    public let isWorth: Bool
    /// True where rounding leaves the answer open.
    public let isClose: Bool

    public init(from: String, to: String, price: ReturnsRange, isWorth: Bool, isClose: Bool) {
      self.from = from
      self.to = to
      self.price = price
      self.isWorth = isWorth
      self.isClose = isClose
    }
  }

  public init(
    quality: ReturnsQuality, measure: ReturnsMeasure, points: [ReturnsPoint],
    steps: [ReturnsStep], front: [String], fits: [ReturnsFit], verdict: Verdict,
    lastWorth: LastWorth?, warnings: [String]
  ) {
    self.quality = quality
    self.measure = measure
    self.points = points
    self.steps = steps
    self.front = front
    self.fits = fits
    self.verdict = verdict
    self.lastWorth = lastWorth
    self.warnings = warnings
  }

  public func fit(_ form: ReturnsForm) -> ReturnsFit? { fits.first { $0.form == form } }

  /// The fit that the points speak for; nil where they do not tell.
  public var chosen: ReturnsFit? {
    if case .form(let form) = verdict { fit(form) } else { nil }
  }
}
