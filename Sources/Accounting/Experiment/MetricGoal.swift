/// A metric of a run, and which way is better.
public struct MetricGoal: Hashable, Sendable {
  public let name: String
  public let maximises: Bool

  public init(name: String, maximises: Bool) {
    self.name = name
    self.maximises = maximises
  }

  /// True when `a` is strictly better than `b`.
  public func isBetter(_ a: Double, _ b: Double) -> Bool { maximises ? a > b : a < b }

  /// How much better `a` is than `b`; negative when it is worse.
  public func gain(_ a: Double, over b: Double) -> Double { maximises ? a - b : b - a }
}
