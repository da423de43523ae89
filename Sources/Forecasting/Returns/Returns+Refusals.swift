import Accounting
import Quantities

extension Returns {
  /// A return holds within one way of evaluating: another recipe or data set is a gain that nobody paid for in x.
  static func refuseMixture(_ points: [ReturnsPoint]) throws(Problem) {
    let evaluations = Set(points.map(\.evaluation)).sorted()
    guard evaluations.count > 1 else { return }
    let groups = evaluations.map { evaluation in
      let names = points.filter { $0.evaluation == evaluation }.map(\.name)
      return "\(evaluation.isEmpty ? "none named" : evaluation) (\(list(names)))"
    }
    let largest = evaluations.max { a, b in
      points.count { $0.evaluation == a } < points.count { $0.evaluation == b }
    }
    throw Problem(
      "The points were evaluated by \(evaluations.count) protocols, and returns across them mean nothing.",
      why: groups.joined(separator: "; ") + "." + (gap(between: points) ?? ""),
      fix: "Take one of them: --protocol \(largest.map { $0.isEmpty ? "NAME" : $0 } ?? "NAME").",
      exit: .usage)
  }

  /// The widest difference that protocols make to one and the same model.
  private static func gap(between points: [ReturnsPoint]) -> String? {
    let byName = Dictionary(grouping: points, by: \.name).filter { $0.value.count > 1 }
    let gaps = byName.compactMap { name, same -> (size: Double, text: String)? in
      guard let low = same.min(by: { $0.quality.value < $1.quality.value }),
        let high = same.max(by: { $0.quality.value < $1.quality.value }),
        low.evaluation != high.evaluation
      else { return nil }
      return (
        high.quality.value - low.quality.value,
        " \(name) is \(low.quality.value.shortText()) by \(low.evaluation) "
          + "and \(high.quality.value.shortText()) by \(high.evaluation)."
      )
    }
    return gaps.max { ($0.size, $1.text) < ($1.size, $0.text) }?.text
  }

  /// Parts of one beside per cent: 0.91 and 78.3.
  static func refuseMixedUnits(
    _ points: [ReturnsPoint], _ quality: ReturnsQuality
  ) throws(Problem) {
    guard quality.isHigherBetter, let perfect = quality.perfect else { return }
    let parts = points.filter { abs($0.quality.value) <= 1 && $0.quality.value != 0 }.map(\.name)
    let percents = points.filter { abs($0.quality.value) > 1 }.map(\.name)
    if perfect == 1, let name = percents.first {
      throw Problem(
        "\(quality.name) is above 1 in \(list(percents)).",
        why: parts.isEmpty
          ? "Perfect is said to be 1."
          : "\(list(parts)) \(parts.count == 1 ? "has" : "have") parts of one.",
        fix: "Write all in one unit: \(name) looks like per cent. Or give --perfect.", exit: .usage)
    }
    if perfect == 100, !parts.isEmpty, parts.count < points.count {
      throw Problem(
        "\(quality.name) is below 1 in \(list(parts)), and above it in \(list(percents)).",
        why: "Per cent and parts of one seem to be mixed.",
        fix: "Write all in one unit, or give --perfect none if they are as they should be.",
        exit: .usage)
    }
  }

  /// Amounts a thousand times too high: a gap of a hundred times and more that parts points of like quality, and that closes
  /// when those above it are divided by a thousand.
  /// - Parameter points: in rising order of the measure.
  static func suspectedUnits(
    _ points: [ReturnsPoint], _ quality: ReturnsQuality, _ measure: ReturnsMeasure
  ) -> String? {
    let units = [ReturnsMeasure.energy: "Wh and kWh", .emissions: "g and kg"]
    let points = points.filter { $0.amount(measure) > 0 }
    guard let units = units[measure], points.count >= 3 else { return nil }
    func step(_ place: Int) -> Double {
      points[place].amount(measure) / points[place - 1].amount(measure)
    }
    guard let gap = (1..<points.count).max(by: { step($0) < step($1) }), step(gap) >= 100 else {
      return nil
    }
    let (below, above) = (points[..<gap], points[gap...])
    guard let first = below.first, let last = below.last,
      above.allSatisfy({
        let amount = $0.amount(measure) / 1000
        return amount >= first.amount(measure) / 10 && amount <= last.amount(measure) * 10
      })
    else { return nil }
    let isNoBetter = above.contains { high in
      below.contains { quality.gain(high.quality.value - $0.quality.value) <= 0 }
    }
    guard isNoBetter else { return nil }
    return "The \(measure.rawValue) of \(list(above.map(\.name))) is "
      + "\(step(gap).text(significant: 2)) times that of any other, and not all of it brought more: "
      + "\(units) may be mixed."
  }
}
