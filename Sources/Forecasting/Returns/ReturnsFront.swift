import Accounting

/// The points that nothing beats: nobody used less and was as good.
struct ReturnsFront {
  /// In order of what they used; each is better than the one before.
  let points: [ReturnsPoint]
  private let quality: ReturnsQuality
  private let measure: ReturnsMeasure

  init(_ all: [ReturnsPoint], quality: ReturnsQuality, measure: ReturnsMeasure) {
    self.quality = quality
    self.measure = measure
    let sorted = all.filter { $0.amounts[measure] != nil }.sorted { a, b in
      let (x, y) = (a.amount(measure), b.amount(measure))
      return x == y ? quality.gain(a.quality.value - b.quality.value) > 0 : x < y
    }
    var front: [ReturnsPoint] = []
    for point in sorted {
      if let last = front.last, quality.gain(point.quality.value - last.quality.value) <= 0 {
        continue
      }
      front.append(point)
    }
    points = front
  }

  /// The front without points from which a later one was the better bargain: the upper edge of the convex hull.
  private var edge: [ReturnsPoint] {
    func rate(_ a: ReturnsPoint, _ b: ReturnsPoint) -> Double {
      quality.gain(b.quality.value - a.quality.value) / (b.amount(measure) - a.amount(measure))
    }
    var edge: [ReturnsPoint] = []
    for point in points {
      while edge.count >= 2,
        rate(edge[edge.count - 2], edge[edge.count - 1]) <= rate(edge[edge.count - 1], point)
      {
        edge.removeLast()
      }
      edge.append(point)
    }
    return edge
  }

  /// Nil where the front has a single point.
  func lastWorth(_ worth: (most: Double, measure: ReturnsMeasure)) -> ReturnsFindings.LastWorth? {
    let edge = self.edge
    let bargains = zip(edge, edge.dropFirst()).compactMap { from, to -> ReturnsFindings.Bargain? in
      let step = ReturnsStep(from: from, to: to, quality: quality)
      guard let price = step.price(of: quality.step, in: measure) else { return nil }
      return ReturnsFindings.Bargain(
        from: from.name, to: to.name, price: price, isWorth: price.value <= worth.most,
        isClose: price.low <= worth.most && price.high > worth.most)
    }
    guard !bargains.isEmpty else { return nil }
    return ReturnsFindings.LastWorth(
      most: worth.most, measure: worth.measure, bargains: bargains)
  }
}
