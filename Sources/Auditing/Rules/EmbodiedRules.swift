import Accounting
import Quantities

/// X24: what is given is used, or refused.
struct IgnoredInputRule: AuditRule {
  let id = "X24"
  let severity = AuditSeverity.error
  let meaning = (
    title: "input ignored",
    why: "A parameter without effect lets people believe that their figure counted."
  )

  func findings(in document: AuditDocument, _ facts: AuditFacts) -> [AuditFinding] {
    document.all.flatMap { claim -> [AuditFinding] in
      var found: [AuditFinding] = []
      if claim.hasUsed {
        let used = Set(claim.used.map(\.text.foldedName))
        found += claim.given.filter { !used.contains($0.text.foldedName) }.map { given in
          finding(
            claim, at: given.place, declared: "\(given.text) was given",
            follows: "It is not among what was used.",
            fix: "Refuse it, or let it count.")
        }
      }
      if let share = claim[.embodiedShare], let embodied = claim[.embodied],
        let other = Self.fallbacks.first(where: { grams, _ in
          guard abs(embodied.value / grams - 1) > 0.02,
            let booked = claim.embodiedShare(of: Amount(grams, .mass))
          else { return false }
          return abs(share.value / booked.grams - 1) <= 0.001 + share.rounding
        }), let right = claim.embodiedShare(of: embodied)
      {
        found.append(
          finding(
            claim, at: embodied.place, .likely, declared: "embodied \(embodied.written)",
            follows: "The share \(share.written) is that of \(other.1); with what was given it is "
              + "\(Dimension.mass.text(right.grams)).",
            fix: "Check the name of the parameter: the tool fell back on a default."))
      }
      return found
    }
  }

  /// Round figures that tools fall back on.
  private static let fallbacks: [(Double, String)] = [
    (1e6, "a default of 1,000 kg"), (1.2e6, "a default of 1,200 kg"),
    (3e6, "a default of 3,000 kg"), (150_000, "a default of 150 kg"),
  ]
}

/// X34: embodied carbon names what it holds.
struct EmbodiedScopeRule: AuditRule {
  let id = "X34"
  let severity = AuditSeverity.warning
  let meaning = (
    title: "scope of embodied carbon",
    why: "A die, its module and the server around it are more than five times apart."
  )

  func findings(in document: AuditDocument, _ facts: AuditFacts) -> [AuditFinding] {
    document.all.flatMap { claim -> [AuditFinding] in
      [device(claim, facts), sides(claim)].compactMap(\.self)
    }
  }

  private func device(_ claim: Claim, _ facts: AuditFacts) -> AuditFinding? {
    guard let embodied = claim[.embodied], embodied.value > 0, claim[.embodiedScope] != "server",
      let device = claim[.device].flatMap(facts.device), let known = device.embodied, known > 0
    else { return nil }
    let ratio = embodied.value / known
    guard ratio > 5 || ratio < 0.2 else { return nil }
    return finding(
      claim, at: embodied.place, .likely, declared: embodied.written,
      follows: "\(device.name) as a whole takes \(Dimension.mass.text(known)): this is of "
        + (ratio < 1 ? "the die alone." : "the server, or of several."),
      fix: "Say in `embodied_scope` what it holds, and take the device's own footprint.")
  }

  private func sides(_ claim: Claim) -> AuditFinding? {
    let values = claim.comparison.compactMap { $0[.embodied]?.value }.filter { $0 > 0 }
    guard values.count > 1, values.count == claim.comparison.count, let low = values.min(),
      let high = values.max(), high / low > 5
    else { return nil }
    return finding(
      claim, at: claim.comparison.first?.place,
      declared: claim.sideText(claim.comparison.map { $0[.embodied]?.written ?? "" }),
      follows: "They are \((high / low).text(significant: 2)) times apart: scopes differ.",
      fix: "Compare die with die, or server with server.")
  }
}

/// X35: a share of embodied carbon says for how long and how much the hardware is used.
struct HiddenLifetimeRule: AuditRule {
  let id = "X35"
  let severity = AuditSeverity.warning
  let meaning = (
    title: "life and use hidden",
    why: "Between 3 years at full use and 6 years at a third of it the share differs sixfold."
  )

  func findings(in document: AuditDocument, _ facts: AuditFacts) -> [AuditFinding] {
    document.all.compactMap { claim in
      guard let share = claim[.embodiedShare], share.value > 0 else { return nil }
      let missing = [
        claim[.lifetime] == nil ? "lifetime" : nil, claim[.useRate] == nil ? "use_rate" : nil,
      ].compactMap(\.self)
      guard !missing.isEmpty else { return nil }
      return finding(
        claim, at: share.place, declared: "embodied share \(share.written)",
        follows: "It comes without \(missing.joined(separator: " and ")).",
        fix:
          "Add `\(missing.joined(separator: "` and `"))`; 1 when all of its life is counted as use."
      )
    }
  }
}
