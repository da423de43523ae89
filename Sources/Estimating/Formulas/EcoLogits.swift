import RealModule

/// EcoLogits' model of a request (versions 0.9 to 0.11, documentation "LLM inference"): what differs between its
/// versions is a parameter here. The estimator `api` is version 0.11.3.
public enum EcoLogits {
  /// Seconds of a token: per 10⁹ active parameters, per request of the batch, and of all. Fit to ML.ENERGY, batches to 64.
  static let secondsPerToken = (
    active: 6.785_088_094_353_663e-4, batch: 3.119_310_311_688_259e-4,
    base: 0.019_473_717_579_473_387
  )

  /// Seconds of an answer, where nobody measured them; `activeBillions` of parameters.
  public static func latencySeconds(
    activeBillions: Double, tokens: Double, batch: Double = 64
  ) -> Double {
    tokens
      * (secondsPerToken.active * activeBillions + secondsPerToken.batch * batch
        + secondsPerToken.base)
  }

  /// Grams of the making of a server of eight devices and of its devices that fall to one request of a batch.
  /// - Parameter deviceGrams: 164,000 in version 0.9.1, 273,000 in 0.11.3.
  public static func embodiedGrams(
    latencySeconds: Double, devices: Double, deviceGrams: Double, batch: Double = 64,
    serverGrams: Double = 5.7e6, lifeYears: Double = 3
  ) -> Double {
    let life = lifeYears * UnitConversion.hoursPerYear * 3600
    return latencySeconds / life * (devices / 8 * serverGrams + devices * deviceGrams) / batch
  }
}
