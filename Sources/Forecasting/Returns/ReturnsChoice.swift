import Accounting

/// Which form the points speak for; `Docs/Methods/Returns.md` gives the reasons.
///
/// 1. A form must lead its rivals by 6 in Akaike's criterion, about twenty to one (Burnham and Anderson 2002, section 2.9).
/// 2. A curve with a limit can imitate the other two. So a logarithm must lead those whose limit makes a difference: no more
///    than the gain seen lies beyond the last point. A power must lead those whose limit is half of that gain from perfect.
///    And the best curve with a limit must not lead them by 6.
/// 3. Cross-validation, which knows nothing of how noise is spread, must not speak for another form; for one with a limit,
///    not by more than a tenth.
struct ReturnsChoice {
  let fits: [ReturnsFit]
  let data: ReturnsData

  static let lead = 6.0
  static let crossAllowance = 1.1

  var verdict: ReturnsFindings.Verdict {
    let judged = fits.filter { $0.criterion != nil }
    guard judged.count >= 2 else {
      return .cannotTell(
        fits.count < 2
          ? "Only one form can be fitted, and no rival speaks against it."
          : "\(data.count) points are too few to tell forms apart; five are the least.")
    }
    let ranked = judged.sorted { ($0.criterion ?? 0) < ($1.criterion ?? 0) }
    for fit in ranked
    where rivals(of: fit, among: judged).isEmpty && !allowsAnotherLimit(fit) {
      return .form(fit.form)
    }
    let best = ranked[0]
    var rivals = rivals(of: best, among: judged)
    if best.form != .saturating, !rivals.contains(.saturating) { rivals.append(.saturating) }
    let all = ([best.form] + rivals).map(\.name)
    let names = all.dropLast().joined(separator: ", ") + " and " + (all.last ?? "")
    return .cannotTell("The points do not tell \(names) apart.")
  }

  /// The forms that a fit is not told apart from.
  private func rivals(of fit: ReturnsFit, among judged: [ReturnsFit]) -> [ReturnsForm] {
    judged.filter { $0.form != fit.form && !isBetter(fit, than: $0) }.map(\.form)
  }

  private func isBetter(_ fit: ReturnsFit, than rival: ReturnsFit) -> Bool {
    guard let own = fit.criterion, let other = rival.criterion else { return false }
    let allowance = rival.form == .saturating ? Self.crossAllowance : 1
    if let own = fit.crossError, let other = rival.crossError, own > other * allowance {
      return false
    }
    return rival.form == .saturating ? own - other < Self.lead : other - own >= Self.lead
  }

  /// True when the points allow a curve with a limit that is another curve than `fit`.
  private func allowsAnotherLimit(_ fit: ReturnsFit) -> Bool {
    guard fit.form != .saturating, let own = fit.criterion else { return false }
    let last = fit.curve.last { !$0.isBeyondTheData }
    guard let first = fit.curve.first, let last else { return true }
    let seen = abs(last.value - first.value)
    let limits: [Double]
    switch (fit.form, data.scale.perfect) {
    case (.logarithmic, _), (.saturating, _), (.power, nil):
      limits = [last.value + data.scale.gain(seen)]
    case (.power, let perfect?):
      // A limit short of the last point is no limit.
      limits = [perfect + seen / 2, perfect - seen / 2].filter {
        data.scale.gain($0 - last.value) > 0
      }
    }
    return limits.contains { limit in
      SaturatingReturns.criterion(of: data, limit: limit).map { $0 - own < Self.lead } ?? true
    }
  }
}
