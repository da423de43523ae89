import Quantities
import RealModule

extension Model {
  /// Draws of some steps, and the scores that their order statistics stand at.
  struct Draws {
    /// One column per step.
    var columns: [[Double]]
    /// Per step, in rising order: where the draws of a number that moves with it stand among all that it could be. What the
    /// points leave uneven shows in both alike and cancels (control variates, Hsu and Nelson 1990).
    var scores: [[Double]]
  }

  /// Values of some steps at quasi-random inputs.
  func sample(_ terms: [Int], seed: UInt64, draws: Int, isQuick: Bool = false) -> Draws {
    let uncertain = inputs.indices.filter { !inputs[$0].distribution.isExact }
    let normals = Self.normals(dimensions: uncertain.count, seed: seed, draws: draws)
    var given = inputs.map(\.distribution.best)
    var values = [Double](repeating: 0, count: steps.count)
    var columns = terms.map { _ in [Double](repeating: 0, count: draws) }
    for draw in 0..<draws {
      for (dimension, input) in uncertain.enumerated() {
        given[input] = inputs[input].distribution.value(atScore: normals[dimension][draw])
      }
      evaluate(given, into: &values)
      for (place, term) in terms.enumerated() { columns[place][draw] = values[term] }
    }
    guard !isQuick else {
      let plain = OrderStatistics.scores(count: draws)
      return Draws(columns: columns, scores: terms.map { _ in plain })
    }
    let curves = self.curves(of: terms, uncertain)
    let many = Self.normals(dimensions: uncertain.count, seed: seed ^ 0xC0FF_EE, draws: 8192)
    let scores = curves.map { curves -> [Double] in
      guard let curves else { return OrderStatistics.scores(count: draws) }
      return Control(curves).scores(of: normals, among: many)
    }
    return Draws(columns: columns, scores: scores)
  }

  /// Normal scores, one array per dimension. Beyond the last dimension of the sequence they are drawn at random: by then
  /// each matters little.
  private static func normals(dimensions: Int, seed: UInt64, draws: Int) -> [[Double]] {
    let even = min(dimensions, Sobol.mostDimensions)
    let sequence = Sobol(dimensions: even, seed: seed)
    var random = SplitMix64(state: seed ^ 0x5DEE_CE66)
    return (0..<dimensions).map { dimension in
      (0..<draws).map { draw in
        Normal.quantile(
          dimension < even ? sequence.coordinate(dimension, of: draw) : random.unit())
      }
    }
  }

  /// Per step and uncertain input: the logarithm of the step as that input alone goes through its range, at scores from −4
  /// to 4. Nil for a step that is not positive throughout.
  private func curves(of terms: [Int], _ uncertain: [Int]) -> [[[Double]]?] {
    var curves = terms.map { _ in [[Double]]() }
    var isPositive = terms.map { _ in true }
    var given = inputs.map(\.distribution.best)
    var values = [Double](repeating: 0, count: steps.count)
    evaluate(given, into: &values)
    let middle = terms.map { values[$0] }
    for input in uncertain {
      let best = given[input]
      var rows = terms.map { _ in [Double]() }
      for step in 0...Control.steps {
        given[input] = inputs[input].distribution.value(atScore: Control.score(step))
        evaluate(given, into: &values)
        for (place, term) in terms.enumerated() {
          if values[term] > 0, middle[place] > 0 {
            rows[place].append(Double.log(values[term] / middle[place]))
          } else {
            isPositive[place] = false
          }
        }
      }
      given[input] = best
      for place in terms.indices { curves[place].append(rows[place]) }
    }
    return zip(curves, isPositive).map { $1 && !uncertain.isEmpty ? $0 : nil }
  }
}

/// A number that moves with a result: the sum of what each input does to the result's logarithm alone.
private struct Control {
  static let steps = 32
  private let curves: [[Double]]

  init(_ curves: [[Double]]) { self.curves = curves }

  static func score(_ step: Int) -> Double { Double(step - steps / 2) * 8 / Double(steps) }

  private func values(_ normals: [[Double]]) -> [Double] {
    let count = normals.first?.count ?? 0
    var sums = [Double](repeating: 0, count: count)
    for (curve, scores) in zip(curves, normals) {
      for draw in 0..<count {
        let position = min(
          max((scores[draw] + 4) / 8 * Double(Self.steps), 0), Double(Self.steps) - 1e-9)
        let index = Int(position)
        sums[draw] += curve[index] + (position - Double(index)) * (curve[index + 1] - curve[index])
      }
    }
    return sums
  }

  /// Normal scores, rising, of the draws' own control values among those of many draws.
  func scores(of normals: [[Double]], among many: [[Double]]) -> [Double] {
    let own = values(normals).sorted()
    let all = values(many)
    guard let low = all.min(), let high = all.max(), low < high else {
      return OrderStatistics.scores(count: own.count)
    }
    // The cumulative distribution of the many in narrow bins, straight lines between.
    let bins = 2048
    var counts = [Double](repeating: 0, count: bins + 1)
    let width = (high - low) / Double(bins)
    for value in all { counts[min(Int((value - low) / width), bins - 1) + 1] += 1 }
    for bin in 1...bins { counts[bin] += counts[bin - 1] }
    let total = Double(all.count)
    return own.map { value in
      let position = min(max((value - low) / width, 0), Double(bins) - 1e-9)
      let bin = Int(position)
      let below = counts[bin] + (position - Double(bin)) * (counts[bin + 1] - counts[bin])
      return Normal.quantile(min(max(below / total, 0.5 / total), 1 - 0.5 / total))
    }
  }
}
