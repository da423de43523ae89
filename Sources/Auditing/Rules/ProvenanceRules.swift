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
        guard apart > rounding(first, other.amount) || decides(claim, first, other)
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

  /// How far apart two prints of one number can stand. Rounded to the same place, they are the same.
  private func rounding(_ first: Amount, _ other: Amount) -> Double {
    let (one, two) = (first.looseHalfStep, other.looseHalfStep)
    return abs(one - two) <= 1e-6 * max(one, two) ? max(one, two) : (one + two) * 1.001
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
