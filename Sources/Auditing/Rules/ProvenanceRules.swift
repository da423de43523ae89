import Accounting
import Quantities

/// X13: a quantity that is said twice is said once.
struct TextAndTableRule: AuditRule {
  let id = "X13"
  let severity = AuditSeverity.warning
  let meaning = (
    title: "text and table",
    why: "Two figures for one quantity: only one of them can have made the results."
  )

  func findings(in document: AuditDocument, _ facts: AuditFacts) -> [AuditFinding] {
    document.all.flatMap { claim in
      claim.restated.compactMap { other -> AuditFinding? in
        guard let first = claim[other.measure] ?? claim.total[other.measure],
          first.isImperial == other.amount.isImperial
        else { return nil }
        let apart = abs(first.value - other.amount.value)
        guard
          apart > (first.looseHalfStep + other.amount.looseHalfStep) * 1.001
            || decides(claim, first, other)
        else { return nil }
        return finding(
          claim, at: other.amount.place,
          declared: "\(other.measure.rawValue): \(first.written), and \(other.amount.written) in "
            + "\(other.location)",
          follows:
            "They differ by \((apart / max(abs(first.value), abs(other.amount.value))).percentText).",
          fix: "Find out which one the results were computed from, and correct the other.")
      }
    }
  }

  /// True when they differ only by rounding, and the results follow from one of them alone.
  private func decides(_ claim: Claim, _ first: Amount, _ other: Claim.Restatement) -> Bool {
    guard first.value != other.amount.value else { return false }
    var exact = claim
    exact[other.measure] = first.exact
    var changed = claim
    changed[other.measure] = other.amount.exact
    let before = exact.balances.filter { $0.verdict != .agrees }.count
    let after = changed.balances.filter { $0.verdict != .agrees }.count
    return before != after
  }
}

extension Amount {
  /// The amount as if every digit counted.
  var exact: Amount {
    Amount(value, dimension, written: written, imperial: isImperial, place: place)
  }
}

/// X22: what was extrapolated stays so when it is quoted.
struct HypotheticalRule: AuditRule {
  let id = "X22"
  let severity = AuditSeverity.warning
  let meaning = (
    title: "hypothetical shown as real",
    why: "A search that nobody ran became the best known figure of the field."
  )

  func findings(in document: AuditDocument, _ facts: AuditFacts) -> [AuditFinding] {
    document.all.compactMap { claim in
      guard !claim.says(.kind, "hypothetical", "estimated", "target") else { return nil }
      if claim.says(.sourceKind, "hypothetical", "estimated", "target") {
        return finding(
          claim, at: claim.words[.sourceKind]?.place,
          declared: "\(claim[.kind] ?? "stated as a fact"), from a source that says "
            + "\(claim[.sourceKind] ?? "")",
          follows: "Quoting does not make it measured.",
          fix: "Write `kind: \(claim[.sourceKind] ?? "")`.")
      }
      for known in facts.published where known.isHypothetical {
        // A figure of fewer than four digits may be anybody's.
        guard let amount = claim[known.measure], amount.value > 0, known.value.digitCount >= 4,
          abs(amount.value / known.value - 1) <= max(5e-5, amount.rounding),
          amount.rounding < 0.0005
        else { continue }
        return finding(
          claim, at: amount.place, .likely, declared: amount.both,
          follows:
            "It is the figure of \(known.name) (\(known.source)), which was extrapolated, not run.",
          fix: "Write `kind: hypothetical`.")
      }
      return nil
    }
  }
}

extension Double {
  /// Significant digits that the number has, up to seven.
  var digitCount: Int {
    (1...7).first { abs(rounded(significant: $0) - self) <= abs(self) * 1e-9 } ?? 7
  }
}

/// X23: what a program computes is not measured.
struct EstimatorRule: AuditRule {
  let id = "X23"
  let severity = AuditSeverity.warning
  let meaning = (
    title: "estimate called measured",
    why: "The kind of evidence follows from where a value is from, not from what a text calls it."
  )

  func findings(in document: AuditDocument, _ facts: AuditFacts) -> [AuditFinding] {
    document.all.compactMap { claim in
      guard claim.says(.kind, "measured"), let tool = claim.words[.tool],
        facts.estimators.contains(where: { tool.text.foldedName.contains($0.foldedName) })
      else { return nil }
      return finding(
        claim, at: tool.place, declared: "measured, by \(tool.text)",
        follows: "\(tool.text) computes what it gives; nothing is metered.",
        fix: "Write `kind: estimated`.")
    }
  }
}

/// X28: training and use stay apart.
struct StagesRule: AuditRule {
  let id = "X28"
  let severity = AuditSeverity.warning
  let meaning = (
    title: "training and use merged",
    why: "One happens once and the other with every request; their sum is of neither."
  )

  func findings(in document: AuditDocument, _ facts: AuditFacts) -> [AuditFinding] {
    document.all.compactMap { claim in
      guard let said = claim.words[.stage], claim.stages.isEmpty else { return nil }
      let words = said.text.lowercased()
      let hasTraining = ["train", "development"].contains { words.contains($0) }
      let hasUse = ["inference", "use", "serving", "deployment"].contains { words.contains($0) }
      guard hasTraining, hasUse, let amount = claim[.emissions] ?? claim[.energy] ?? claim[.water]
      else { return nil }
      return finding(
        claim, at: said.place, declared: "\(amount.written) for \(said.text)",
        follows: "One figure holds training and use.",
        fix: "Give them as `stages`, and how many requests the use is of.")
    }
  }
}

/// X33: a number belongs to one thing.
struct OwnerRule: AuditRule {
  let id = "X33"
  let severity = AuditSeverity.warning
  let meaning = (
    title: "wrong owner",
    why: "A figure with many digits is a fingerprint: under another name it was misquoted."
  )

  private static let measures: [Measure] = [.emissions, .energy, .deviceTime]

  func findings(in document: AuditDocument, _ facts: AuditFacts) -> [AuditFinding] {
    document.all.compactMap { claim in known(claim, facts) ?? twin(of: claim, in: document) }
  }

  private func known(_ claim: Claim, _ facts: AuditFacts) -> AuditFinding? {
    guard claim.modelName.count > 2 else { return nil }
    for measure in Self.measures {
      guard let amount = claim[measure], amount.value > 0, amount.rounding < 0.0005 else {
        continue
      }
      let owners = facts.published.filter {
        $0.measure == measure
          && abs(amount.value / $0.value - 1) <= max(amount.rounding, 5e-5)
          && !$0.isHypothetical && Self.isFingerprint($0)
      }
      guard let owner = owners.first,
        !owners.contains(where: { Self.isSame(claim.modelName, $0.name) })
      else { continue }
      return finding(
        claim, at: amount.place, .likely, declared: amount.both,
        follows: "\(owner.source) gives this figure for \(owner.name).",
        fix: "Check whose it is.")
    }
    return nil
  }

  /// Digits enough to be nobody else's; hours of devices are often multiples of 1,024.
  private static func isFingerprint(_ figure: AuditFacts.Published) -> Bool {
    figure.measure == .deviceTime
      ? (figure.value / 3600).digitCount >= 5 : figure.value.digitCount >= 4
  }

  /// Names of one thing share their first word and do not differ in size.
  static func isSame(_ a: String, _ b: String) -> Bool {
    func words(_ name: String) -> [String] {
      name.lowercased().split { !($0.isLetter || $0.isNumber || $0 == ".") }.map(String.init)
    }
    let first = words(a)
    let second = words(b)
    let sizes = (NameSize.sizes(in: a), NameSize.sizes(in: b))
    if !sizes.0.isEmpty, !sizes.1.isEmpty, Set(sizes.0) != Set(sizes.1) { return false }
    return first.contains { word in word.count > 1 && second.contains(word) }
      || a.foldedName.contains(b.foldedName) || b.foldedName.contains(a.foldedName)
  }

  /// The same figure to many digits under two names of one file.
  private func twin(of claim: Claim, in document: AuditDocument) -> AuditFinding? {
    let rows = document.claims.flatMap { [$0] + $0.rows }
    guard !claim.modelName.isEmpty, let index = rows.firstIndex(where: { $0.place == claim.place })
    else { return nil }
    for measure in Self.measures {
      guard let amount = claim[measure], amount.value > 0, amount.rounding < 0.0005 else {
        continue
      }
      let other = rows[..<index].first {
        !$0.modelName.isEmpty && $0.modelName.foldedName != claim.modelName.foldedName
          && $0[measure]?.value == amount.value && CarriedOverRule.sharedCount($0, claim) < 2
      }
      guard let other else { continue }
      return finding(
        claim, at: amount.place, .possible, declared: amount.both,
        follows: "\(other.name) has the same figure, to the last digit.", fix: "Check whose it is.")
    }
    return nil
  }
}

/// X37: figures are made anew for each release, place or year.
struct CarriedOverRule: AuditRule {
  let id = "X37"
  let severity = AuditSeverity.warning
  let meaning = (
    title: "carried over",
    why: "Equal results beside changed inputs were copied from an earlier edition."
  )

  private static let results: [Measure] = [
    .energy, .emissions, .deviceTime, .water, .wue, .offsiteWater, .marketEmissions,
  ]
  private static let inputs: [Measure] = [.parameters, .tokens, .chips, .power, .pue, .intensity]

  /// Result figures that are equal in both, those of three digits or more.
  static func sharedCount(_ a: Claim, _ b: Claim) -> Int {
    results.filter { measure in
      guard let first = a[measure], let second = b[measure], first.value != 0 else { return false }
      return first.value == second.value && first.value.digitCount >= 2
    }.count
  }

  func findings(in document: AuditDocument, _ facts: AuditFacts) -> [AuditFinding] {
    let rows = document.claims.flatMap { [$0] + $0.rows }
    return rows.indices.compactMap { index -> AuditFinding? in
      let claim = rows[index]
      for other in rows[..<index] {
        let shared = Self.results.filter { measure in
          guard let first = other[measure], let second = claim[measure] else { return false }
          return first.value == second.value && first.value != 0
        }
        let changed = Self.inputs.filter { measure in
          guard let first = other[measure], let second = claim[measure] else { return false }
          return first.value != second.value
        }
        let moved = other[.place] != nil && claim[.place] != nil && other[.place] != claim[.place]
        let what = changed.map(\.rawValue) + (moved ? ["place"] : [])
        let isWater = moved && shared.contains(where: { $0 == .wue || $0 == .offsiteWater })
        guard Self.sharedCount(other, claim) >= 2 && !what.isEmpty || isWater,
          let first = shared.first, let amount = claim[first]
        else { continue }
        return finding(
          claim, at: amount.place, .possible,
          declared: shared.map { "\($0.rawValue) \(claim[$0]?.written ?? "")" }.joined(
            separator: ", "),
          follows: "\(other.name.isEmpty ? "An earlier claim" : other.name) has the same, though "
            + "\(what.joined(separator: ", ")) changed.", fix: "Compute the figures anew for each.")
      }
      return nil
    }
  }
}

/// X43: what is to be predicted is no input.
struct CircularRule: AuditRule {
  let id = "X43"
  let severity = AuditSeverity.note
  let meaning = (
    title: "circular validation",
    why: "A model that takes its efficiency from the paper that it is checked against cannot miss."
  )

  func findings(in document: AuditDocument, _ facts: AuditFacts) -> [AuditFinding] {
    document.all.compactMap { claim in
      guard let target = claim[.validates], let inputs = claim.words[.inputsFrom] else {
        return nil
      }
      let same = target.foldedName
      guard !same.isEmpty,
        inputs.text.foldedName.contains(same) || same.contains(inputs.text.foldedName)
      else { return nil }
      return finding(
        claim, at: inputs.place, declared: "checked against \(target), inputs from \(inputs.text)",
        follows: "The agreement is built in.", fix: "Predict a run whose figures did not enter.")
    }
  }
}
