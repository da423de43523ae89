import Accounting
import Quantities

/// X17: a comparator carries its source and its grams.
struct ComparatorRule: AuditRule {
  let id = "X17"
  let severity = AuditSeverity.note
  let meaning = (
    title: "comparators that disagree",
    why: "One flight is 570, 900 or 1,200 kg depending on whom one asks."
  )

  func findings(in document: AuditDocument, _ facts: AuditFacts) -> [AuditFinding] {
    document.all.flatMap { claim in
      claim.equivalences.compactMap { item -> AuditFinding? in
        guard item.each == nil || item.source == nil else { return nil }
        let group = facts.comparators.first { StaleReferenceRule.matches(item, $0) }?.group
        let rivals = facts.comparators.filter { $0.group == group && $0.grams != nil }
        let known = rivals.map {
          "\(Dimension.mass.text($0.grams ?? 0, digits: 3)) (\($0.source))"
        }.joined(separator: ", ")
        let missing = [item.each == nil ? "its grams" : "", item.source == nil ? "its source" : ""]
          .filter { !$0.isEmpty }.joined(separator: " and ")
        return finding(
          claim, at: item.comparator.place, declared: item.comparator.text,
          follows: "It comes without \(missing)."
            + (known.isEmpty ? "" : " Known are \(known)."),
          fix: "Add `each` and `source` to it.")
      }
    }
  }
}

/// X20: boundaries are one before figures are compared.
struct BoundaryRule: AuditRule {
  let id = "X20"
  let severity = AuditSeverity.warning
  let meaning = (
    title: "boundaries differ",
    why: "A node draws 1.15 to 1.8 times what its accelerators do, and a facility more again."
  )

  func findings(in document: AuditDocument, _ facts: AuditFacts) -> [AuditFinding] {
    document.all.flatMap { claim -> [AuditFinding] in
      [sides(claim), scopes(claim), accelerators(claim)].compactMap(\.self)
    }
  }

  private func sides(_ claim: Claim) -> AuditFinding? {
    let boundaries = claim.comparison.compactMap { $0[.boundary]?.lowercased() }
    guard boundaries.count == claim.comparison.count, Set(boundaries).count > 1 else { return nil }
    return finding(
      claim, at: claim.comparison.first?.place, declared: claim.sideText(boundaries),
      follows: "They hold different parts of the machine.",
      fix:
        "Bring them to one boundary: times 1.35 (1.15 to 1.8) from accelerators to node, times PUE "
        + "to the facility.")
  }

  /// Factors with fuel supply and building in them beside factors of the stack alone.
  private func scopes(_ claim: Claim) -> AuditFinding? {
    let scopes = claim.comparison.compactMap { $0[.intensityScope]?.lowercased() }
    guard scopes.count == claim.comparison.count, Set(scopes).count > 1 else { return nil }
    return finding(
      claim, at: claim.comparison.first?.place, declared: claim.sideText(scopes),
      follows: "Life-cycle factors hold fuel supply and building, direct ones the stack alone.",
      fix: "Use one scope on both sides; between them lie some 10 to 60 g/kWh.")
  }

  /// Energy called that of the node or the facility, and made of accelerators alone.
  private func accelerators(_ claim: Claim) -> AuditFinding? {
    guard claim.says(.boundary, "node", "it", "facility"), let energy = claim[.energy],
      let tdp = claim[.tdp], let held = claim.heldTime, !claim.says(.powerSource, "system"),
      claim[.power].map({ abs($0.value / tdp.value - 1) < 1e-6 }) ?? true
    else { return nil }
    let chips =
      tdp.value * held.seconds * (claim.says(.boundary, "facility") ? claim[.pue]?.value ?? 1 : 1)
    guard chips > 0, abs(energy.value / chips - 1) <= 0.005 + energy.looseRounding else {
      return nil
    }
    return finding(
      claim, at: energy.place, .likely,
      declared: "\(energy.written), \(claim[.boundary] ?? "")",
      follows: "It is the rated power of the accelerators times their time: processors, memory, "
        + "network and storage are not in it.",
      fix: "Write `boundary: device`, or multiply by the node's factor.")
  }
}

/// X41: a gain is of one data set, recipe and resolution.
struct ProtocolRule: AuditRule {
  let id = "X41"
  let severity = AuditSeverity.warning
  let meaning = (
    title: "evaluation changed",
    why: "A new recipe can give more points than the change that is credited with them."
  )

  func findings(in document: AuditDocument, _ facts: AuditFacts) -> [AuditFinding] {
    document.all.compactMap { claim in
      let sides = claim.comparison.filter { $0[.score] != nil }
      guard sides.count > 1, sides.count == claim.comparison.count else { return nil }
      let topics: [Topic] = [.dataset, .recipe, .resolution]
      let changed = topics.filter { topic in
        let words = sides.compactMap { $0[topic]?.foldedName }
        return words.count == sides.count && Set(words).count > 1
      }
      guard let first = changed.first else { return nil }
      return finding(
        claim, at: sides.last?.words[first]?.place ?? sides.last?.place,
        declared: sides.map { "\($0.name) \($0[.score]?.written ?? "")" }.joined(separator: ", "),
        follows: "\(changed.map(\.rawValue).joined(separator: " and ")) "
          + "\(changed.count == 1 ? "differs" : "differ"), so the gain is not of the models alone.",
        fix: "Compare scores of one protocol.")
    }
  }
}

/// X42: results of a method are compared within one version of it.
struct EstimatorVersionRule: AuditRule {
  let id = "X42"
  let severity = AuditSeverity.error
  let meaning = (
    title: "version of the estimator",
    why: "One estimator's figure per token fell by a factor of 95 from one version to the next."
  )

  func findings(in document: AuditDocument, _ facts: AuditFacts) -> [AuditFinding] {
    document.all.compactMap { claim in
      let sides = claim.comparison
      let tools = sides.compactMap { $0[.tool]?.foldedName }
      guard sides.count > 1, tools.count == sides.count, Set(tools).count == 1 else { return nil }
      let versions = sides.map { $0[.toolVersion] ?? "" }
      guard Set(versions).count > 1 else { return nil }
      return finding(
        claim, at: sides.last?.words[.toolVersion]?.place ?? sides.last?.place,
        declared: claim.sideText(versions.map { $0.isEmpty ? "version not said" : $0 }),
        follows: "\(sides.first?[.tool] ?? "The tool") computes differently in these versions.",
        fix: "Compute both sides with one version.")
    }
  }
}

/// X21: period, doubling time and growth go together.
struct GrowthRule: AuditRule {
  let id = "X21"
  let severity = AuditSeverity.warning
  let meaning = (
    title: "period and growth",
    why: "Doublings in the period give the growth, and devices times days the device time."
  )

  func findings(in document: AuditDocument, _ facts: AuditFacts) -> [AuditFinding] {
    document.all.flatMap { claim -> [AuditFinding] in
      [growth(claim), period(claim)].compactMap(\.self)
    }
  }

  private func growth(_ claim: Claim) -> AuditFinding? {
    guard let growth = claim.growth, growth.factor.value > 1, growth.doubling.value > 0 else {
      return nil
    }
    let needed = Doublings.count(growth.factor.value) * growth.doubling.value
    let tolerance = 0.05 + growth.doubling.rounding + growth.period.rounding
    guard abs(growth.period.value / needed - 1) > tolerance else { return nil }
    let months = needed / 2_629_800
    return finding(
      claim, at: growth.period.place,
      declared: "\(growth.factor.written) in \(growth.period.written), doubling in "
        + growth.doubling.written,
      follows:
        "That many doublings take \(months.text(significant: 3)) months; in the period it would be "
        + "\(Dimension.scientific(Doublings.factor(growth.period.value / growth.doubling.value))) times.",
      fix: "Give the two dates between which the growth was counted.")
  }

  private func period(_ claim: Claim) -> AuditFinding? {
    guard let held = claim[.deviceTime], let chips = claim[.chips], let duration = claim[.duration],
      chips.value > 0, held.value > 0
    else { return nil }
    let needed = held.value / chips.value
    // Of a run that is quoted in whole months half of one may be missing on either side.
    let tolerance = 0.02 + held.looseRounding + duration.rounding + chips.looseRounding
    guard abs(duration.value / needed - 1) > tolerance else { return nil }
    return finding(
      claim, at: duration.place, declared: "\(duration.written) on \(chips.written) devices",
      follows: "\(held.written) on them take \((needed / 86_400).text(significant: 3)) days.",
      fix: "Say whether the time holds restarts and idle devices.")
  }
}
