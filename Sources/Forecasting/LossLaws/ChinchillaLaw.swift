import RealModule

/// L(N, D) = E + A/N^α + B/D^β, in nat per token (Hoffmann et al. 2022, equation 2).
public struct ChinchillaLaw: Hashable, Sendable {
  public let name: String
  /// The loss that no size and no data removes.
  public let floor: Double
  public let sizeWeight: Double
  public let dataWeight: Double
  public let sizeExponent: Double
  public let dataExponent: Double

  public init(
    name: String, floor: Double, sizeWeight: Double, dataWeight: Double, sizeExponent: Double,
    dataExponent: Double
  ) {
    self.name = name
    self.floor = floor
    self.sizeWeight = sizeWeight
    self.dataWeight = dataWeight
    self.sizeExponent = sizeExponent
    self.dataExponent = dataExponent
  }

  public func loss(parameters: Double, tokens: Double) -> Double {
    floor + sizeWeight / Double.pow(parameters, sizeExponent)
      + dataWeight / Double.pow(tokens, dataExponent)
  }

  /// The best size and data for some compute.
  public struct Optimum: Hashable, Sendable {
    public let flop: Double
    public let parameters: Double
    public let tokens: Double
    public let loss: Double
    public var tokensPerParameter: Double { tokens / parameters }
  }

  /// Least loss where 6·N·D = `flop` (Hoffmann et al. 2022, equation 4): N = G·(C/6)^(β/(α+β)), G = (αA/βB)^(1/(α+β)).
  public func optimum(flop: Double) -> Optimum {
    let work = flop / 6
    let parameters = balance * Double.pow(work, dataExponent / (sizeExponent + dataExponent))
    let tokens = work / parameters
    return Optimum(
      flop: flop, parameters: parameters, tokens: tokens,
      loss: loss(parameters: parameters, tokens: tokens))
  }

  private var balance: Double {
    Double.pow(
      sizeExponent * sizeWeight / (dataExponent * dataWeight), 1 / (sizeExponent + dataExponent))
  }

  /// How fast the loss above the floor falls with compute at the optimum: d ln(L − E) / d ln C = −αβ/(α+β).
  public var returnExponent: Double {
    sizeExponent * dataExponent / (sizeExponent + dataExponent)
  }

  /// Of N with compute: N ∝ C^(β/(α+β)).
  public var sizeGrowth: Double { dataExponent / (sizeExponent + dataExponent) }

  /// Standard error of `sizeGrowth` from those of the exponents, taken as independent: their covariance is not printed.
  public func sizeGrowthError(sizeError: Double, dataError: Double) -> Double {
    let sum = (sizeExponent + dataExponent) * (sizeExponent + dataExponent)
    let (a, b) = (dataExponent * sizeError / sum, sizeExponent * dataError / sum)
    return (a * a + b * b).squareRoot()
  }

  /// Least compute that reaches a loss; nil at or below the floor, which none reaches.
  public func flop(forLoss loss: Double) -> Double? {
    guard loss > floor else { return nil }
    // At the optimum the loss above the floor is a power of compute.
    let unit = optimum(flop: 6)
    return 6 * Double.pow((unit.loss - floor) / (loss - floor), 1 / returnExponent)
  }

  /// Change of the loss with the natural logarithm of compute, at the optimum; below zero.
  public func lossPerEFold(flop: Double) -> Double {
    -returnExponent * (optimum(flop: flop).loss - floor)
  }

  /// Times the compute that leave `part` of the loss above the floor: 48.8 for a half by Besiroglu et al. 2024.
  public func computeFactor(leaving part: Double) -> Double {
    Double.pow(part, -1 / returnExponent)
  }
}
