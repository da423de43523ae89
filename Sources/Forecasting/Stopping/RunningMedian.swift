/// The median of values that come one by one, in logarithmic time each.
struct RunningMedian {
  /// The lower half with its largest value first, and the upper half with its smallest first.
  private var low = Heap(isMax: true)
  private var high = Heap(isMax: false)

  var count: Int { low.count + high.count }

  /// Midway between the two middle values of an even number; nil of none.
  var median: Double? {
    guard let first = low.first else { return nil }
    guard low.count == high.count, let second = high.first else { return first }
    return (first + second) / 2
  }

  mutating func add(_ value: Double) {
    if let middle = low.first, value > middle { high.add(value) } else { low.add(value) }
    if low.count > high.count + 1, let moved = low.remove() { high.add(moved) }
    if high.count > low.count, let moved = high.remove() { low.add(moved) }
  }
}

/// A binary heap of numbers.
private struct Heap {
  let isMax: Bool
  private var values: [Double] = []

  init(isMax: Bool) { self.isMax = isMax }

  var count: Int { values.count }
  var first: Double? { values.first }

  private func goesBefore(_ a: Int, _ b: Int) -> Bool {
    isMax ? values[a] > values[b] : values[a] < values[b]
  }

  mutating func add(_ value: Double) {
    values.append(value)
    var index = values.count - 1
    while index > 0, goesBefore(index, (index - 1) / 2) {
      values.swapAt(index, (index - 1) / 2)
      index = (index - 1) / 2
    }
  }

  mutating func remove() -> Double? {
    guard let first = values.first, let last = values.popLast() else { return nil }
    guard !values.isEmpty else { return first }
    values[0] = last
    var index = 0
    while true {
      var next = index
      for child in [2 * index + 1, 2 * index + 2]
      where child < values.count && goesBefore(child, next) {
        next = child
      }
      guard next != index else { return first }
      values.swapAt(index, next)
      index = next
    }
  }
}
