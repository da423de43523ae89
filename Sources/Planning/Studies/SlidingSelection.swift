extension BestStarts {
  /// For each slot taken as the release, the mean intensity of the cleanest slots within the window: what a job gets that
  /// may pause for nothing.
  /// - Parameters:
  ///   - values: intensity of each slot, all of them known.
  ///   - length: slots that the job runs, 1 or more.
  ///   - window: slots from the release to the deadline, `length` or more.
  public static func cleanestMeans(of values: [Double], length: Int, window: Int) -> [Double] {
    guard length >= 1, window >= length, values.count >= window else { return [] }
    // The window in order; one slot leaves it and one comes at each release.
    var sorted = values.prefix(window).sorted()
    var means: [Double] = []
    means.reserveCapacity(values.count - window + 1)
    for release in 0...(values.count - window) {
      means.append(sorted.prefix(length).reduce(0, +) / Double(length))
      guard release + window < values.count else { break }
      sorted.remove(at: place(of: values[release], in: sorted))
      let next = values[release + window]
      sorted.insert(next, at: place(of: next, in: sorted))
    }
    return means
  }

  /// Index of the first element that is not below the value.
  private static func place(of value: Double, in sorted: [Double]) -> Int {
    var (low, high) = (0, sorted.count)
    while low < high {
      let middle = (low + high) / 2
      if sorted[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
