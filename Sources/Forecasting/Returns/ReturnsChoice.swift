import Accounting

/// Which form the points speak for. Decided before any data were looked at; `Docs/Methods/Returns.md` gives the reasons.
///
/// 1. A form must lead each rival by 4 in Akaike's criterion: about seven to one (Burnham and Anderson 2002).
/// 2. A logarithm or a power need not lead the saturating form, which can imitate them: it must not be led by 4, and
///    every limit that the points allow must make no difference to it, that is, lie more than the gain seen beyond the last point
///    for the logarithm, and within half of it from perfect for the power.
/// 3. Cross-validation must not speak for another form by more than a tenth.
struct ReturnsChoice {
  let fits: [ReturnsFit]
  let data: ReturnsData

  static let lead = 4.0
  static let crossLead = 1.1

  var verdict: ReturnsFindings.Verdict {
    let judged = fits.filter { $0.criterion != nil }
    guard judged.count >= 2 else {
      return .cannotTell(
        fits.count < 2
          ? "Only one form can be fitted, and no rival speaks against it."
          : "\(data.count) points are too few to tell forms apart; five are the least.")
    }
    let ranked = judged.sorted { ($0.criterion ?? 0) < ($1.criterion ?? 0) }
    for fit in ranked where rivals(of: fit, among: judged).isEmpty { return .form(fit.form) }
    let best = ranked[0]
    let rivals = rivals(of: best, among: judged)
    let names = ([best.form] + rivals).map(\.name).joined(separator: " and ")
    return .cannotTell("The points do not tell \(names) apart.")
  }

  /// The forms that a fit is not told apart from.
  private func rivals(of fit: ReturnsFit, among judged: [ReturnsFit]) -> [ReturnsForm] {
    judged.filter { $0.form != fit.form && !isBetter(fit, than: $0) }.map(\.form)
  }

  private func isBetter(_ fit: ReturnsFit, than rival: ReturnsFit) -> Bool {
    guard let own = fit.criterion, let other = rival.criterion else { return false }
    if let own = fit.crossError, let other = rival.crossError, own > other * Self.crossLead {
      return false
    }
    guard rival.form == .saturating else { return other - own >= Self.lead }
    guard own - other < Self.lead else { return false }
    return isIndifferent(fit, toLimitOf: rival)
  }

  /// True when all limits that the points allow make nearly the same curve as `fit`.
  private func isIndifferent(_ fit: ReturnsFit, toLimitOf rival: ReturnsFit) -> Bool {
    guard let limit = rival.parameter("limit"), let first = fit.curve.first,
      let last = fit.curve.last(where: { !$0.isBeyondTheData })
    else { return false }
    let seen = abs(last.value - first.value)
    let ends = [limit.low, limit.high]
    switch fit.form {
    case .logarithmic:
      return ends.allSatisfy { data.scale.gain($0 - last.value) >= seen }
    case .power:
      guard let perfect = data.scale.perfect else { return false }
      return ends.allSatisfy { abs($0 - perfect) <= seen / 2 }
    case .saturating: return true
    }
  }
}
