/// The best start for every release at once: what a year of releases would have saved.
public enum BestStarts {
  /// For each slot taken as the release, the start of the least mean intensity within the window.
  ///
  /// A sliding window over prefix sums, and a sliding minimum over it by blocks (van Herk 1992, Gil and Werman 1993):
  /// a few operations a slot whatever the window's length.
  /// - Parameters:
  ///   - values: intensity of each slot; NaN where it is not known.
  ///   - length: slots that the job runs, 1 or more.
  ///   - window: slots from the release to the deadline, `length` or more.
  /// - Returns: mean intensity of the best start by release, as far as whole windows reach; infinite where no start
  ///   has all of its slots known.
  public static func means(of values: [Double], length: Int, window: Int) -> [Double] {
    guard length >= 1, window >= length, values.count >= window else { return [] }
    let starts = values.count - length + 1
    var sums = [Double](unsafeUninitializedCapacity: starts) { sums, count in
      var sum = 0.0
      var unknown = 0
      for slot in values.indices {
        let value = values[slot]
        if value.isFinite { sum += value } else { unknown += 1 }
        let start = slot - length + 1
        guard start >= 0 else { continue }
        sums[start] = unknown == 0 ? sum / Double(length) : .infinity
        let first = values[start]
        if first.isFinite { sum -= first } else { unknown -= 1 }
      }
      count = starts
    }
    minimise(&sums, over: window - length + 1)
    return sums
  }

  /// Replaces each value by the least of itself and the `width - 1` that follow; the end, which has fewer, is cut off.
  static func minimise(_ values: inout [Double], over width: Int) {
    let count = values.count
    guard width > 1, count >= width else { return }
    // The least from each value to the end of its block, and from the block's beginning to it.
    var toEnd = values
    var fromStart = values
    toEnd.withUnsafeMutableBufferPointer { toEnd in
      for index in stride(from: count - 2, through: 0, by: -1) where (index + 1) % width != 0 {
        toEnd[index] = Swift.min(toEnd[index], toEnd[index + 1])
      }
    }
    fromStart.withUnsafeMutableBufferPointer { fromStart in
      for index in 1..<count where index % width != 0 {
        fromStart[index] = Swift.min(fromStart[index], fromStart[index - 1])
      }
    }
    for index in 0...(count - width) {
      values[index] = Swift.min(toEnd[index], fromStart[index + width - 1])
    }
    values.removeLast(width - 1)
  }
}
