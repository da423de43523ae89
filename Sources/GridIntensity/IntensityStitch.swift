package import Accounting
package import Quantities

/// Joins series into one over a span: for each slot the first that knows it.
package struct IntensityStitch {
  /// Over the whole span, on the finest grid of all parts that were needed; NaN where none knows.
  package let series: IntensitySeries?
  /// Slots of the joined series by part, as many as each gave.
  package let shares: [Int]

  /// - Parameter parts: the best first.
  package init(_ parts: [IntensitySeries], from: Timestamp, to: Timestamp, now: Timestamp) {
    guard let first = parts.first, from < to else {
      series = nil
      shares = []
      return
    }
    // A day is a whole number of slots, so the finest slot divides the others in every case that occurs.
    let step = parts.filter { $0.sliced(from: from, to: to).count > 0 }.map(\.slotSeconds).min()
    let slot = Int64(step ?? first.slotSeconds) * 1_000_000_000
    let origin = (parts.first { Int64($0.slotSeconds) * 1_000_000_000 == slot } ?? first).start
    let rest = (from.nanoseconds - origin.nanoseconds) % slot
    let start = from.nanoseconds - (rest < 0 ? rest + slot : rest)
    let count = Int((to.nanoseconds - start + slot - 1) / slot)
    var values = [Double](repeating: .nan, count: count)
    var low = values
    var high = values
    var shares = [Int](repeating: 0, count: parts.count)
    var ahead = shares
    for index in 0..<count {
      let moment = Timestamp(nanoseconds: start + Int64(index) * slot)
      for (number, part) in parts.enumerated() {
        guard let place = part.slot(at: moment), part.values[place].isFinite else { continue }
        values[index] = part.values[place]
        // What was is known; what is expected has a range or has none.
        let isHistory = part.kind == .history
        low[index] = part.low?[place] ?? (isHistory ? part.values[place] : .nan)
        high[index] = part.high?[place] ?? (isHistory ? part.values[place] : .nan)
        shares[number] += 1
        if moment >= now { ahead[number] += 1 }
        break
      }
    }
    let used = parts.indices.filter { shares[$0] > 0 }
    let deciding = parts.indices.filter { ahead[$0] > 0 }
    let weakest = (deciding.isEmpty ? used : deciding).map { parts[$0].kind }
      .max { Self.weakness($0) < Self.weakness($1) }
    let hasRange = zip(values, low).allSatisfy { $0.isNaN || $1.isFinite }
    var sources: [String] = []
    for index in used where !sources.contains(parts[index].source) {
      sources.append(parts[index].source)
    }
    let main = used.max { shares[$0] < shares[$1] }.map { parts[$0] } ?? first
    self.shares = shares
    series = IntensitySeries(
      zone: first.zone, start: Timestamp(nanoseconds: start),
      slotSeconds: Int(slot / 1_000_000_000), values: values, low: hasRange ? low : nil,
      high: hasRange ? high : nil, signal: first.signal, basis: main.basis,
      kind: weakest ?? first.kind, source: sources.joined(separator: "; "))
  }

  private static func weakness(_ kind: IntensitySeries.Kind) -> Int {
    switch kind {
    case .history: 0
    case .forecast: 1
    case .usual: 2
    case .yearly: 3
    }
  }
}
