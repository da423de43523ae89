/// The shape of a curve of quality q over what was used, x.
public enum ReturnsForm: String, Hashable, Codable, CaseIterable, Sendable {
  /// q = a + k·ln x (Schwartz et al. 2019 call it the best case).
  case logarithmic
  /// e = c·x^k, where e is the error: the distance to perfect (Thompson et al. 2020).
  case power
  /// q = limit − b·x^−c for a quality that rises, limit + b·x^−c for one that falls.
  case saturating
}

/// One curve through the points, with what it says and how well it does.
public struct ReturnsFit: Hashable, Sendable {
  public let form: ReturnsForm
  /// `a` and `k`; `c` and `k`; `limit`, `b` and `c`: the form's own names.
  public let parameters: [Parameter]
  public let points: Int
  /// Part of the variance of quality that it explains; of the logarithm of the error for `power`.
  public let determination: Double
  /// Standard deviation of the points about the curve, in quality.
  public let spread: Double
  /// Akaike's criterion for small samples, of quality itself for every form; nil with too few points.
  public let criterion: Double?
  /// Root mean square of the errors where each point was forecast from the others.
  public let crossError: Double?
  /// Relative change of the gain's distance: d ln e / d ln x for `power`, dq/d ln x for `logarithmic`.
  public let elasticity: ReturnsRange
  /// Gain per unit of x at the last point.
  public let marginal: ReturnsRange
  public let nextStep: NextStep
  public let curve: [CurvePoint]

  /// A number of the curve with its 95 % interval; an end may be endless.
  public struct Parameter: Hashable, Sendable {
    public let name: String
    public let value: Double
    public let low: Double
    public let high: Double

    public init(_ name: String, _ value: Double, low: Double, high: Double) {
      self.name = name
      self.value = value
      self.low = low
      self.high = high
    }
  }

  /// What one more step of quality would take, from the curve's own value at the last point.
  public enum NextStep: Hashable, Sendable {
    /// More of x; with the part of x that the points reach, it lies `beyond` times as far.
    case costs(ReturnsRange, beyond: Double)
    /// The curve's limit lies before it.
    case beyondTheLimit(Double)
    /// The curve does not rise.
    case never
  }

  /// Where the curve runs, and where it and one more point may lie, 95 %.
  public struct CurvePoint: Hashable, Sendable {
    public let x: Double
    public let value: Double
    public let low: Double
    public let high: Double
    public let isBeyondTheData: Bool

    public init(x: Double, value: Double, low: Double, high: Double, isBeyondTheData: Bool) {
      self.x = x
      self.value = value
      self.low = low
      self.high = high
      self.isBeyondTheData = isBeyondTheData
    }
  }

  public init(
    form: ReturnsForm, parameters: [Parameter], points: Int, determination: Double,
    spread: Double, criterion: Double?, crossError: Double?, elasticity: ReturnsRange,
    marginal: ReturnsRange, nextStep: NextStep, curve: [CurvePoint]
  ) {
    self.form = form
    self.parameters = parameters
    self.points = points
    self.determination = determination
    self.spread = spread
    self.criterion = criterion
    self.crossError = crossError
    self.elasticity = elasticity
    self.marginal = marginal
    self.nextStep = nextStep
    self.curve = curve
  }

  public func parameter(_ name: String) -> Parameter? { parameters.first { $0.name == name } }
}

extension ReturnsForm {
  /// As sentences call it.
  public var name: String {
    switch self {
    case .logarithmic: "a logarithm"
    case .power: "a power of the error"
    case .saturating: "a curve with a limit"
    }
  }
}
