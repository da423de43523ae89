public import Accounting
import Quantities
import RealModule

/// A series over time, and what can be said of its growth.
///
/// The binary logarithm of the amount is fitted on time by ordinary least squares. The interval holds for points that
/// lie about the line independently; chosen ones do not, so it is set beside a bootstrap, other rules, and the same
/// without each point.
public struct GrowthTrend: Sendable {
  public var selection = GrowthSelection.all
  /// Draws of the bootstrap; 0 leaves it out.
  public var draws = 2000
  /// Draws that the break search is held against; 0 leaves it out.
  public var breakDraws = 999
  public var seed: UInt64 = 1

  public init(selection: GrowthSelection = .all) { self.selection = selection }

  /// - Parameters:
  ///   - subject: what grows, for messages.
  ///   - points: those of the window, in one unit.
  ///   - warnings: what was noticed before.
  public func findings(
    of points: [GrowthPoint], subject: String, warnings: [String] = []
  ) throws(Problem) -> GrowthFindings {
    var warnings = warnings
    let usable = points.filter { $0.amount > 0 && $0.amount.isFinite }
    warnings += Self.leftOut(points.filter { !($0.amount > 0 && $0.amount.isFinite) })
    let chosen = selection.chosen(from: usable)
    let estimate = try estimate(of: chosen, subject: subject, among: usable.count)
    let influences = Self.influences(on: estimate, of: chosen)
    warnings += Self.decisive(influences, estimate, subject)
    warnings += Self.crowded(chosen)
    if selection != .all {
      warnings.insert(
        "Points chosen for their height lean on each other: the intervals are too narrow, those of the bootstrap too.",
        at: 0)
    }
    let names = Set(chosen)
    return GrowthFindings(
      estimate: estimate, points: chosen, others: usable.filter { !names.contains($0) },
      rules: rules(usable), influences: Array(influences.prefix(3)),
      breakSearch: breakDraws > 0
        ? BreakSearch(draws: breakDraws, seed: seed).found(in: chosen) : nil,
      warnings: warnings)
  }

  /// The trend of points that are already chosen; nil with fewer than three of them or without a span in time.
  public static func estimate(_ points: [GrowthPoint], _ selection: String) -> GrowthEstimate? {
    guard let first = points.map(\.date).min(), let last = points.map(\.date).max(),
      let doubling = DoublingTime(years: points.map(\.year), amounts: points.map(\.amount))
    else { return nil }
    return GrowthEstimate(selection: selection, doubling: doubling, first: first, last: last)
  }

  private func estimate(
    of chosen: [GrowthPoint], subject: String, among count: Int
  ) throws(Problem) -> GrowthEstimate {
    guard chosen.count >= 3 else {
      let names = chosen.map(\.name).joined(separator: ", ")
      throw Problem(
        "There is no trend of \(subject): it needs three points, and \(chosen.count) \(chosen.count == 1 ? "is" : "are") left.",
        why: chosen.isEmpty
          ? "No point above zero lies in the window."
          : "By the rule `\(selection.text)` there \(chosen.count == 1 ? "is" : "are") \(names).",
        fix: count >= 3 && selection != .all
          ? "Take all points: `--rule all`." : "Widen the window, or give more points.",
        exit: .usage)
    }
    guard let plain = Self.estimate(chosen, selection.text) else {
      throw Problem(
        "There is no trend of \(subject): all \(chosen.count) points are of \(chosen[0].day).",
        why: "Growth needs a span of time.", fix: "Give points of other dates.", exit: .usage)
    }
    return GrowthEstimate(
      selection: plain.selection, doubling: plain.doubling, first: plain.first, last: plain.last,
      bootstrap: draws > 0 ? GrowthBootstrap(draws: draws, seed: seed).interval(of: chosen) : nil)
  }

  /// Each rule on the same window, where it leaves enough points and chooses others than the one before.
  private func rules(_ points: [GrowthPoint]) -> [GrowthEstimate] {
    var seen: Set<[GrowthPoint]> = []
    var rules: [GrowthSelection] = [.all, .top(10), .record]
    if !rules.contains(selection) { rules.append(selection) }
    return rules.compactMap { rule in
      let chosen = rule.chosen(from: points)
      guard seen.insert(chosen).inserted else { return nil }
      return Self.estimate(chosen, rule.text)
    }
  }

  // MARK: Single points

  /// What each point's absence does, the strongest first.
  static func influences(
    on estimate: GrowthEstimate, of points: [GrowthPoint]
  ) -> [GrowthInfluence] {
    let whole = estimate.doubling.line.slope
    return points.indices.compactMap { index -> GrowthInfluence? in
      var rest = points
      let point = rest.remove(at: index)
      guard let without = Self.estimate(rest, "without \(point.name)") else { return nil }
      let slope = without.doubling.line.slope
      let effect: GrowthInfluence.Effect =
        slope * whole < 0 ? .sign : without.verdict != estimate.verdict ? .verdict : .size
      return GrowthInfluence(name: point.name, without: without, effect: effect)
    }.sorted {
      abs($0.without.doubling.line.slope - whole) > abs($1.without.doubling.line.slope - whole)
    }
  }

  // MARK: Warnings

  private static func decisive(
    _ influences: [GrowthInfluence], _ estimate: GrowthEstimate, _ subject: String
  ) -> [String] {
    let turning = influences.filter { $0.effect == .sign }
    if let first = turning.first {
      let others = turning.count - 1
      return [
        "\(first.name) decides the sign: without it \(subject) \(first.without.doubling.line.slope > 0 ? "would grow" : "would fall")"
          + (others > 0
            ? ". So \(others == 1 ? "does 1 other point" : "do \(others) other points")." : ".")
      ]
    }
    let deciding = influences.filter { $0.effect == .verdict }
    guard let first = deciding.first else { return [] }
    let names = deciding.prefix(3).map(\.name).joined(separator: ", ")
    if estimate.verdict == .notSignificant {
      return [
        "\(names): without \(deciding.count == 1 ? "it" : "any one of them") the \(first.without.verdict == .growth ? "growth" : "decline") would be significant."
      ]
    }
    return [
      "The \(estimate.verdict == .growth ? "growth" : "decline") rests on \(names): without "
        + "\(deciding.count == 1 ? "it" : "any one of them") it is not significant."
    ]
  }

  private static func leftOut(_ points: [GrowthPoint]) -> [String] {
    guard !points.isEmpty else { return [] }
    let (zeros, others) = (
      points.filter { $0.amount == 0 }, points.filter { $0.amount != 0 }
    )
    func sentence(_ points: [GrowthPoint], _ word: String) -> String? {
      guard !points.isEmpty else { return nil }
      let names = points.prefix(3).map { "\($0.name) (\($0.day))" }.joined(separator: ", ")
      let more = points.count > 3 ? " and \(points.count - 3) more" : ""
      return "\(names)\(more): left out, as a logarithm has no place for \(word)."
    }
    return [
      sentence(zeros, "zero"), sentence(others, "amounts below zero or without end"),
    ].compactMap(\.self)
  }

  /// Points of one date carry no growth between them.
  private static func crowded(_ points: [GrowthPoint]) -> [String] {
    let days = Dictionary(grouping: points, by: \.day)
    guard let most = days.max(by: { ($0.value.count, $1.key) < ($1.value.count, $0.key) }),
      most.value.count >= 3, most.value.count * 2 >= points.count
    else { return [] }
    return [
      "\(most.value.count) of \(points.count) points are of one date, \(most.key): the trend rests on the few others."
    ]
  }
}
