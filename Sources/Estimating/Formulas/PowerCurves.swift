/// Power by utilisation, where no sensor is.
public enum PowerCurves {
  /// Part of TDP at a CPU utilisation 0…1: 0.12, 0.32, 0.75 and 1.02 at 0, 10, 50 and 100 %, straight between (Teads 2021,
  /// "Building an AWS EC2 carbon emissions dataset"; Impact Framework, `teads-curve`). Package and memory together.
  public static func teadsShareOfTDP(utilisation: Double) -> Double {
    let points = [(0.0, 0.12), (0.1, 0.32), (0.5, 0.75), (1.0, 1.02)]
    for (low, high) in zip(points, points.dropFirst()) where utilisation <= high.0 {
      return low.1 + (utilisation - low.0) / (high.0 - low.0) * (high.1 - low.1)
    }
    return 1.02
  }

  /// P = P_min + u · (P_max − P_min): a straight line (Cloud Carbon Footprint, methodology, "Compute").
  public static func watts(idleWatts: Double, fullWatts: Double, utilisation: Double) -> Double {
    idleWatts + utilisation * (fullWatts - idleWatts)
  }
}
