import Accounting

/// Which form the points speak for; `Docs/Methods/Returns.md` gives the reasons.
///
/// 1. A form must lead its rivals by 6 in Akaike's criterion, about twenty to one (Burnham and Anderson 2002, section 2.9),
///    each curve with the noise that suits it better. A power is a rival even where an error of zero keeps it from being fitted.
/// 2. A curve with a limit can imitate the other two. So a logarithm must lead those whose limit makes a difference: no more
///    than the gain seen lies beyond the last point. A power must lead those whose limit is half of that gain from perfect.
///    And the best curve with a limit must not lead them by 6.
/// 3. Cross-validation, which knows nothing of how noise is spread, must not speak for another form; for one with a limit,
///    not by more than a tenth.
struct ReturnsChoice {
  private let fits: [ReturnsFit]
  private let data: ReturnsData
  private let criteria: ReturnsCriteria
  private let candidates: [Candidate]

  private struct Candidate {
    let form: ReturnsForm
    let criterion: Double
    let fit: ReturnsFit?
  }

  static let lead = 6.0
  static let crossAllowance = 1.1

  init(fits: [ReturnsFit], data: ReturnsData) {
    self.fits = fits
    self.data = data
    let criteria = ReturnsCriteria(data)
    self.criteria = criteria
    candidates = ReturnsForm.allCases.compactMap { form in
      let fit = fits.first { $0.form == form }
      let criterion = fit == nil && form == .power ? criteria.power : fit?.criterion
      return criterion.map { Candidate(form: form, criterion: $0, fit: fit) }
    }
  }

  var verdict: ReturnsFindings.Verdict {
    guard candidates.count >= 2 else {
      return .cannotTell(
        fits.count < 2
          ? "Only one form can be fitted, and no rival speaks against it."
          : "\(data.count) points are too few to tell forms apart; five are the least.")
    }
    let ranked = candidates.sorted { $0.criterion < $1.criterion }
    for candidate in ranked {
      if let fit = candidate.fit, rivals(of: candidate).isEmpty, !allowsAnotherLimit(fit) {
        return .form(candidate.form)
      }
    }
    let best = ranked[0]
    var rivals = rivals(of: best)
    if best.form != .saturating, !rivals.contains(.saturating) { rivals.append(.saturating) }
    let all = ([best.form] + rivals).map(\.name)
    let names = all.dropLast().joined(separator: ", ") + " and " + (all.last ?? "")
    return .cannotTell("The points do not tell \(names) apart.")
  }

  /// The forms that one is not told apart from.
  private func rivals(of candidate: Candidate) -> [ReturnsForm] {
    candidates.filter { $0.form != candidate.form && !isBetter(candidate, than: $0) }.map(\.form)
  }

  private func isBetter(_ candidate: Candidate, than rival: Candidate) -> Bool {
    let allowance = rival.form == .saturating ? Self.crossAllowance : 1
    if let own = candidate.fit?.crossError, let other = rival.fit?.crossError,
      own > other * allowance
    {
      return false
    }
    return rival.form == .saturating
      ? candidate.criterion - rival.criterion < Self.lead
      : rival.criterion - candidate.criterion >= Self.lead
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
      criteria.saturating(limit: limit).map { $0 - own < Self.lead } ?? true
    }
  }
}
