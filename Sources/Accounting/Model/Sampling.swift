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
    let controls = self.controls(of: terms, uncertain)
    let many = Self.normals(dimensions: uncertain.count, seed: seed ^ 0xC0FF_EE, draws: 16384)
    let scores = controls.map {
      $0?.scores(of: normals, among: many) ?? OrderStatistics.scores(count: draws)
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
      dimension < even
        ? sequence.coordinates(dimension, count: draws).map(Normal.quantile)
        : (0..<draws).map { _ in Normal.quantile(random.unit()) }
    }
  }

  /// Per step, a number that moves with its logarithm; nil for a step that is not positive throughout.
  private func controls(of terms: [Int], _ uncertain: [Int]) -> [Control?] {
    var given = inputs.map(\.distribution.best)
    var values = [Double](repeating: 0, count: steps.count)
    evaluate(given, into: &values)
    let middle = terms.map { values[$0] }
    var isPositive = middle.map { $0 > 0 && !uncertain.isEmpty }
    /// Logarithms of the steps over their middle, with some inputs at other scores.
    func logs(_ scores: [(input: Int, score: Double)]) -> [Double] {
      for (input, score) in scores {
        given[input] = inputs[input].distribution.value(atScore: score)
      }
      evaluate(given, into: &values)
      for (input, _) in scores { given[input] = inputs[input].distribution.best }
      return terms.indices.map { place in
        let value = values[terms[place]]
        if value <= 0 { isPositive[place] = false }
        return isPositive[place] ? Double.log(value / middle[place]) : 0
      }
    }
    var controls = terms.map { _ in Control() }
    for input in uncertain {
      let rows = (0...Control.steps).map { logs([(input, Control.score($0))]) }
      for place in terms.indices { controls[place].curves.append(rows.map { $0[place] }) }
    }
    let t = Control.pairScore
    let alone = uncertain.map { input in [logs([(input, -t)]), logs([(input, t)])] }
    for a in uncertain.indices {
      for b in uncertain.indices where b > a {
        let corners = [(0, 0), (0, 1), (1, 0), (1, 1)].map { i, j in
          let both = logs([
            (uncertain[a], i == 0 ? -t : t), (uncertain[b], j == 0 ? -t : t),
          ])
          return terms.indices.map { both[$0] - alone[a][i][$0] - alone[b][j][$0] }
        }
        for place in terms.indices {
          let pair = Control.Pair(a: a, b: b, corners: corners.map { $0[place] / (t * t) })
          if pair.size > 1e-4 { controls[place].pairs.append(pair) }
        }
      }
    }
    for place in terms.indices { controls[place].keepLargestPairs() }
    return zip(controls, isPositive).map { $1 ? $0 : nil }
  }
}

/// A number that moves with a result: what each input does to the result's logarithm alone, and the largest of what two do
/// together.
private struct Control {
  static let steps = 32
  static let pairScore = 1.5
  private static let mostPairs = 10
  /// Per input: the logarithm of the result as that input alone goes through scores from −4 to 4.
  var curves: [[Double]] = []
  var pairs: [Pair] = []

  /// What two inputs do beyond what each does alone, per product of their scores, for each pair of signs.
  struct Pair {
    let a: Int
    let b: Int
    let corners: [Double]
    var size: Double { corners.reduce(0) { max($0, abs($1)) } }
  }

  static func score(_ step: Int) -> Double { Double(step - steps / 2) * 8 / Double(steps) }

  mutating func keepLargestPairs() {
    pairs.sort { ($0.size, $1.a, $1.b) > ($1.size, $0.a, $0.b) }
    pairs.removeLast(max(pairs.count - Self.mostPairs, 0))
  }

  private func values(_ normals: [[Double]]) -> [Double] {
    let count = normals.first?.count ?? 0
    var sums = [Double](repeating: 0, count: count)
    let scale = Double(Self.steps) / 8
    for (curve, scores) in zip(curves, normals) where curve.contains(where: { $0 != 0 }) {
      curve.withUnsafeBufferPointer { curve in
        for draw in 0..<count {
          let position = min(max((scores[draw] + 4) * scale, 0), Double(Self.steps) - 1e-9)
          let index = Int(position)
          sums[draw] +=
            curve[index] + (position - Double(index)) * (curve[index + 1] - curve[index])
        }
      }
    }
    for pair in pairs {
      let (x, y) = (normals[pair.a], normals[pair.b])
      for draw in 0..<count {
        let corner = pair.corners[(x[draw] < 0 ? 0 : 2) + (y[draw] < 0 ? 0 : 1)]
        sums[draw] += corner * abs(x[draw] * y[draw])
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
