import RealModule

/// L(x) = (scale/x)^exponent, in nat per token, of one thing alone (Kaplan et al. 2020, equations 1.1 to 1.3).
public struct KaplanLaw: Hashable, Sendable {
  public let scale: Double
  public let exponent: Double

  public init(scale: Double, exponent: Double) {
    self.scale = scale
    self.exponent = exponent
  }

  /// - Parameter amount: in the unit of `scale`: parameters without embeddings, tokens, or PF-days of compute.
  public func loss(_ amount: Double) -> Double { Double.pow(scale / amount, exponent) }

  /// The amount that reaches a loss above zero.
  public func amount(forLoss loss: Double) -> Double { scale * Double.pow(loss, -1 / exponent) }

  /// Change of the loss with the natural logarithm of the amount; below zero.
  public func lossPerEFold(_ amount: Double) -> Double { -exponent * loss(amount) }

  /// Times the amount that leave `part` of the loss: 2.79 for 0.95 of it with the exponent 0.05.
  public func factor(leaving part: Double) -> Double { Double.pow(part, -1 / exponent) }
}
