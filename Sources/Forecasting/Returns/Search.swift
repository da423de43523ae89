/// Least values and crossings along one number.
enum Search {
  /// The least value: the best of evenly spaced places, then a golden section around it (Kiefer 1953).
  static func least(
    in ends: ClosedRange<Double>, cells: Int, _ function: (Double) -> Double
  ) -> (place: Double, value: Double, isAtAnEnd: Bool) {
    let width = (ends.upperBound - ends.lowerBound) / Double(cells)
    func place(_ cell: Int) -> Double { ends.lowerBound + width * Double(cell) }
    var best = (cell: 0, value: Double.infinity)
    for cell in 0...cells {
      let value = function(place(cell))
      if value < best.value { best = (cell, value) }
    }
    var (low, high) = (place(max(best.cell - 1, 0)), place(min(best.cell + 1, cells)))
    let golden = 0.381_966_011_250_105_2
    var (left, right) = (low + golden * (high - low), high - golden * (high - low))
    var (atLeft, atRight) = (function(left), function(right))
    for _ in 0..<34 {
      if atLeft < atRight {
        (high, right, atRight) = (right, left, atLeft)
        left = low + golden * (high - low)
        atLeft = function(left)
      } else {
        (low, left, atLeft) = (left, right, atRight)
        right = high - golden * (high - low)
        atRight = function(right)
      }
    }
    let middle = (low + high) / 2
    let isAtAnEnd = min(middle - ends.lowerBound, ends.upperBound - middle) < width / 50
    return (middle, min(function(middle), best.value), isAtAnEnd)
  }

  /// Where a function that is below zero at `inside` rises above it; nil where it is still below at `outside`.
  static func crossing(
    from inside: Double, to outside: Double, _ function: (Double) -> Double
  ) -> Double? {
    guard function(outside) > 0 else { return nil }
    var (inside, outside) = (inside, outside)
    for _ in 0..<34 {
      let middle = (inside + outside) / 2
      if function(middle) > 0 { outside = middle } else { inside = middle }
    }
    return (inside + outside) / 2
  }
}
