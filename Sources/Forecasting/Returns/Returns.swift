public import Accounting
import Quantities
import RealModule

/// Return on what runs used: curves, marginal gains, the front, and the last run that was worth it.
public struct Returns: Sendable {
  private let quality: ReturnsQuality
  private let measure: ReturnsMeasure
  private let points: [ReturnsPoint]
  private let worth: (most: Double, measure: ReturnsMeasure)?
  private var warnings: [String] = []

  /// - Parameters:
  ///   - points: of one evaluation protocol; this refuses a mixture by name.
  ///   - worth: the most that a step of quality may cost, and in what.
  public init(
    _ points: [ReturnsPoint], quality: ReturnsQuality, measure: ReturnsMeasure,
    worth: (most: Double, measure: ReturnsMeasure)? = nil
  ) throws(Problem) {
    try Self.refuseMixture(points)
    try Self.refuseMixedUnits(points, quality)
    self.quality = quality
    self.measure = measure
    self.worth = worth
    let known = points.filter { $0.amounts[measure] != nil }
    let unknown = points.filter { $0.amounts[measure] == nil }.map(\.name)
    if !unknown.isEmpty {
      warnings.append("Left out, as their \(measure.rawValue) is not known: \(Self.list(unknown)).")
    }
    self.points = known.enumerated().sorted { a, b in
      let (x, y) = (a.element.amount(measure), b.element.amount(measure))
      return x == y ? a.offset < b.offset : x < y
    }.map(\.element)
    if let suspicion = Self.suspectedUnits(self.points, quality, measure) {
      warnings.append(suspicion)
    }
    guard known.count >= 2 else {
      throw Problem(
        "There \(known.isEmpty ? "is no point" : "is one point") with its \(measure.rawValue).",
        why: "A return lies between two points, and a curve needs three.",
        fix: unknown.isEmpty
          ? "Give more runs." : "Give the \(measure.rawValue) of \(Self.list(unknown)).",
        exit: .usage)
    }
    let distinct = Set(known.map { $0.amount(measure) })
    guard distinct.count > 1 else {
      throw Problem(
        "All \(known.count) points used the same \(measure.rawValue).",
        why: "Without a difference there is no return on it.",
        fix: "Give runs that used more or less, or set quality against something else: --against.",
        exit: .usage)
    }
  }

  public var findings: ReturnsFindings {
    var warnings = self.warnings
    let usable = points.filter { $0.amount(measure) > 0 }
    let unusable = points.filter { $0.amount(measure) <= 0 }
    if !unusable.isEmpty {
      warnings.append(
        "Zero or below, so on no curve: the \(measure.rawValue) of \(Self.list(unusable.map(\.name)))."
      )
    }
    let data = ReturnsData(
      usable.map { (x: $0.amount(measure), quality: $0.quality) }, scale: quality)
    let fits = self.fits(data, usable, &warnings)
    let steps = zip(points, points.dropFirst()).map {
      ReturnsStep(from: $0, to: $1, quality: quality)
    }
    warnings += remarks(on: steps)
    let front = ReturnsFront(points, quality: quality, measure: measure)
    return ReturnsFindings(
      quality: quality, measure: measure, points: points, steps: steps,
      front: front.points.map(\.name), fits: fits,
      verdict: verdict(fits, data, distinct: Set(data.x).count),
      lastWorth: worth.flatMap {
        ReturnsFront(points, quality: quality, measure: $0.measure).lastWorth($0)
      },
      warnings: warnings)
  }

  private func fits(
    _ data: ReturnsData, _ usable: [ReturnsPoint], _ warnings: inout [String]
  ) -> [ReturnsFit] {
    guard data.count >= 3, Set(data.x).count >= 3 else { return [] }
    if quality.perfect != nil, data.errors == nil {
      let names = usable.filter { (quality.error(of: $0.quality.value) ?? 1) <= 0 }.map(\.name)
      warnings.append(
        "At \(quality.perfect?.shortText() ?? "") or better, so no power of the error was fitted: "
          + "\(Self.list(names)).")
    }
    let fits = [
      LogarithmicReturns(data)?.fit(of: data), PowerReturns(data)?.fit(of: data),
      SaturatingReturns(data)?.fit(of: data),
    ].compactMap(\.self)
    warnings += outliers(data, usable)
    if let line = fits.first(where: { $0.form == .logarithmic }), line.elasticity.low <= 0,
      line.elasticity.high >= 0
    {
      warnings.append("No clear return: by the logarithm's interval quality may rise or fall.")
    }
    return fits
  }

  private func verdict(
    _ fits: [ReturnsFit], _ data: ReturnsData, distinct: Int
  ) -> ReturnsFindings.Verdict {
    guard !fits.isEmpty else {
      return .noCurve(
        data.count < 3
          ? "\(data.count == 1 ? "One point is" : "\(data.count) points are") too few for a curve; three are the least."
          : "The points have \(distinct) different amounts of \(measure.rawValue); a curve needs three."
      )
    }
    return ReturnsChoice(fits: fits, data: data).verdict
  }

  /// Points without which the logarithm's slope has the other sign, by the closed form of leaving one out
  /// (Belsley, Kuh and Welsch 1980, section 2.1).
  private func outliers(_ data: ReturnsData, _ usable: [ReturnsPoint]) -> [String] {
    guard data.count >= 4, let line = LineFit(data.logX, data.quality), line.slope != 0 else {
      return []
    }
    return data.x.indices.compactMap { place in
      let off = data.logX[place] - line.meanX
      let lever = 1 / Double(data.count) + off * off / line.squaresX
      guard lever < 1 else { return nil }
      let residual = data.quality[place] - line.value(at: data.logX[place])
      let without = line.slope - off * residual / (line.squaresX * (1 - lever))
      guard without * line.slope < 0 else { return nil }
      return "\(usable[place].name) alone decides the sign: without it quality "
        + "\(without > 0 ? "rises" : "falls") with \(measure.rawValue)."
    }
  }

  private func remarks(on steps: [ReturnsStep]) -> [String] {
    var remarks: [String] = []
    let losses = steps.filter { $0.gain.value < 0 && !$0.isWithinRounding }
    if !losses.isEmpty {
      remarks.append(
        "Quality got worse from \(Self.list(losses.map { "\($0.from.name) to \($0.to.name)" })).")
    }
    let unclear = steps.filter(\.isWithinRounding)
    if !unclear.isEmpty {
      remarks.append(
        "Rounding alone could make or hide the change from "
          + "\(Self.list(unclear.map { "\($0.from.name) to \($0.to.name)" })).")
    }
    let level = steps.filter { ($0.more[measure]?.value ?? 0) == 0 }
    if !level.isEmpty {
      remarks.append(
        "The same \(measure.rawValue), so no return between them: "
          + "\(Self.list(level.map { "\($0.from.name) and \($0.to.name)" })).")
    }
    return remarks
  }

  /// Up to six names, and how many more there are.
  static func list(_ names: [String]) -> String {
    names.count <= 6
      ? names.joined(separator: ", ")
      : names.prefix(5).joined(separator: ", ") + " and \(names.count - 5) more"
  }
}

extension ReturnsPoint {
  /// Not a number where it is not known.
  func amount(_ measure: ReturnsMeasure) -> Double { amounts[measure]?.value ?? .nan }
}
