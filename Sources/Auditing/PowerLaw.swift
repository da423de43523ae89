import RealModule

/// y = c·x^a, fitted by least squares of logarithms.
enum PowerLaw {
  typealias Point = (x: Double, y: Double)

  /// a; nil when all x are one.
  static func exponent(_ points: [Point]) -> Double? {
    line(points.map { (Double.log($0.x), Double.log($0.y)) })?.slope
  }

  private static func line(_ points: [Point]) -> (slope: Double, offset: Double)? {
    guard points.count > 1 else { return nil }
    let count = Double(points.count)
    let meanX = points.reduce(0) { $0 + $1.x } / count
    let meanY = points.reduce(0) { $0 + $1.y } / count
    let spread = points.reduce(0) { $0 + ($1.x - meanX) * ($1.x - meanX) }
    guard spread > 0 else { return nil }
    let slope = points.reduce(0) { $0 + ($1.x - meanX) * ($1.y - meanY) } / spread
    return (slope, meanY - slope * meanX)
  }

  /// The points without those that move the exponent most, and how many were left out. With many points only
  /// those farthest at the ends and from the line are tried.
  static func withoutInfluential(_ points: [Point], dropping count: Int) -> ([Point], Int) {
    var rest = points
    for _ in 0..<min(count, 20) {
      guard rest.count > 4, let whole = exponent(rest) else { break }
      let moved = rest.indices.map { index -> (Int, Double) in
        var others = rest
        others.remove(at: index)
        return (index, exponent(others).map { abs($0 - whole) } ?? 0)
      }
      guard let most = moved.max(by: { $0.1 < $1.1 }) else { break }
      rest.remove(at: most.0)
    }
    return (rest, points.count - rest.count)
  }
}
