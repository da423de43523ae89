import RealModule

/// Exponential growth in base two.
enum Doublings {
  static func count(_ factor: Double) -> Double { Double.log2(factor) }
  static func factor(_ count: Double) -> Double { Double.exp2(min(count, 1000)) }
}
