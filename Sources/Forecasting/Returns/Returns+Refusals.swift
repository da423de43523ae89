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
}
