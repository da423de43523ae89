/// Carbon-free energy hour by hour (Google 2021, "24/7 carbon-free energy: methodologies and metrics", equation 1).
public enum CarbonFree {
  /// Share of the load that was met by carbon-free energy in its own hour, 0…1: contracted energy up to the load, and
  /// the grid's own share of the rest.
  /// - Parameters:
  ///   - load: energy used per hour, in any unit.
  ///   - contracted: contracted carbon-free energy per hour, in the same unit.
  ///   - gridShare: carbon-free share of the grid per hour, 0…1.
  public static func hourlyScore(
    load: [Double], contracted: [Double], gridShare: [Double]
  ) -> Double {
    let met = load.indices.reduce(0) { sum, hour in
      guard contracted.indices.contains(hour), gridShare.indices.contains(hour) else { return sum }
      return sum + min(load[hour], contracted[hour])
        + max(load[hour] - contracted[hour], 0) * gridShare[hour]
    }
    let total = load.reduce(0, +)
    return total > 0 ? met / total : 0
  }

  /// Contracted energy over load, whatever the hour: what matching by the year claims, at most 1.
  public static func volumeShare(load: [Double], contracted: [Double]) -> Double {
    let total = load.reduce(0, +)
    return total > 0 ? min(contracted.reduce(0, +) / total, 1) : 0
  }
}
