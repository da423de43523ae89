/// Emissions of making hardware, shared over its life.
public enum EmbodiedShare {
  /// M = TE · TiR ÷ EL · RR ÷ ToR (SCI specification, ISO/IEC 21031:2024, section on embodied emissions).
  /// - Parameters:
  ///   - lifeHours: expected life; three to six years in practice.
  ///   - useRate: part of its life in which it works, 0.3…1; 1 where a source does not divide by it.
  ///   - resourceShare: part of the hardware that is reserved, 0…1.
  public static func grams(
    madeGrams: Double, reservedHours: Double, lifeHours: Double, useRate: Double = 1,
    resourceShare: Double = 1
  ) -> Double {
    madeGrams * reservedHours / (lifeHours * useRate) * resourceShare
  }

  /// A kind of part: an amount of it in one node, what a unit of it emits, and how many there are.
  public struct Part: Hashable, Sendable {
    /// cm² of die, GB of memory.
    public let amount: Double
    public let kilogramsPerUnit: Double
    public let count: Double

    public init(amount: Double, kilogramsPerUnit: Double, count: Double) {
      self.amount = amount
      self.kilogramsPerUnit = kilogramsPerUnit
      self.count = count
    }

    public var kilograms: Double { amount * kilogramsPerUnit * count }
  }

  /// C = Σ area · CPA · count · days ÷ life (Faiz et al. 2024, equation 9): dies only, so an order of magnitude under a
  /// maker's footprint of the whole device.
  public static func kilograms(of parts: [Part], days: Double, lifeDays: Double) -> Double {
    parts.reduce(0) { $0 + $1.kilograms } * days / lifeDays
  }
}
