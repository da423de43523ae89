import Accounting
import Quantities

/// X09: multiply-accumulates are not operations.
struct MACRule: AuditRule {
  let id = "X09"
  let severity = AuditSeverity.warning
  let meaning = (
    title: "multiply-accumulates for FLOP",
    why: "One multiply-accumulate is two operations, and training takes three times a forward pass."
  )

  func findings(in document: AuditDocument, _ facts: AuditFacts) -> [AuditFinding] {
    document.all.compactMap { claim in
      guard let flop = claim[.flop], flop.value > 0 else { return nil }
      if let macs = claim[.macs], macs.value > 0 { return pair(claim, flop, macs) }
      guard claim[.tokens] == nil, claim[.parameters] == nil || claim[.images] == nil,
        let macs = facts.macs(claim.modelName), !flop.written.uppercased().contains("MAC"),
        abs(flop.value / macs - 1) <= 0.02
      else { return nil }
      return finding(
        claim, at: flop.place, .likely, declared: flop.written,
        follows:
          "\(claim.modelName) has \(Dimension.scientific(macs)) multiply-accumulates; these are "
          + "\(Dimension.scientific(2 * macs)) FLOP.", fix: "Double it, or call it MACs.")
    }
  }

  private func pair(_ claim: Claim, _ flop: Amount, _ macs: Amount) -> AuditFinding? {
    // Of a whole training: 3 passes × 2 operations × images × epochs (OpenAI 2018).
    let passes = claim[.images].map { 3 * $0.value * (claim[.epochs]?.value ?? 1) } ?? 1
    let right = 2 * macs.value * passes
    let ratio = flop.value / right
    let tolerance = 0.01 + flop.looseRounding + macs.rounding
    let slips: [(Double, String)] =
      passes == 1
      ? [(0.5, "They are the multiply-accumulates themselves")]
      : [
        (0.5, "The factor 2 of a multiply-accumulate is missing"),
        (1.0 / 3, "The factor 3 of the backward pass is missing"),
        (1.0 / 6, "The factor 6 of operations and backward pass is missing"),
      ]
    guard let slip = slips.first(where: { abs(ratio / $0.0 - 1) <= tolerance }) else { return nil }
    return finding(
      claim, at: flop.place, declared: flop.written,
      follows: "\(slip.1): \(Dimension.scientific(right)) FLOP follow from \(macs.written) MACs.",
      fix: "Multiply it, or call it MACs.")
  }
}

/// X29: the utilisation of a whole run is not that of its best steps.
struct RunUtilisationRule: AuditRule {
  let id = "X29"
  let severity = AuditSeverity.note
  let meaning = (
    title: "step and run utilisation",
    why:
      "Restarts, evaluation and idle nodes are in the energy, so the whole run's utilisation counts."
  )

  func findings(in document: AuditDocument, _ facts: AuditFacts) -> [AuditFinding] {
    document.all.compactMap { claim in
      guard let mfu = claim[.mfu], !claim.says(.mfuScope, "step"),
        let whole = claim.wholeRunUtilisation, whole > 0, mfu.value / whole > 1.08
      else { return nil }
      return finding(
        claim, at: mfu.place, .likely, declared: "utilisation \(mfu.written)",
        follows:
          "Operations, device time and peak make \(whole.text(significant: 3)) for the whole run.",
        fix: "Write `mfu_scope: step`, and compute energy with the whole run's.")
    }
  }
}

/// X30: declared compute lies near 6·N·D.
struct SixNDRule: AuditRule {
  let id = "X30"
  let severity = AuditSeverity.note
  let meaning = (
    title: "compute far from 6 × N × D",
    why: "Recomputed activations, attention, epochs or another count of parameters are in it."
  )

  func findings(in document: AuditDocument, _ facts: AuditFacts) -> [AuditFinding] {
    document.all.compactMap { claim in
      guard let flop = claim[.flop], flop.value > 0, let made = claim.sixND, made.flop > 0 else {
        return nil
      }
      let ratio = flop.value / made.flop
      guard !(0.8...1.2).contains(ratio), ratio.powerOfTen == nil else { return nil }
      // Between 0.7 and 1.5 it is within what recomputation explains, and worth a word only then.
      let isFar = !(0.7...1.5).contains(ratio)
      return finding(
        claim, at: flop.place, isFar ? .likely : .possible, declared: flop.written,
        follows: "\(made.text) = \(Dimension.operations.text(made.flop)), a ratio of "
          + "\(ratio.text(significant: 3)).",
        fix: isFar
          ? "Check tokens, epochs and active parameters."
          : "Say what besides is counted: recomputation, attention.")
    }
  }
}

/// X31: the size in a model's name is that of the model.
struct NameSizeRule: AuditRule {
  let id = "X31"
  let severity = AuditSeverity.warning
  let meaning = (
    title: "size in the name",
    why: "The number of parameters belongs to another model, or has slipped."
  )

  func findings(in document: AuditDocument, _ facts: AuditFacts) -> [AuditFinding] {
    document.all.compactMap { claim in
      guard let stored = claim[.parameters], stored.value > 0 else { return nil }
      let name = claim.modelName
      let inName = NameSize.size(in: name)
      guard let size = inName ?? facts.parameters(name) else { return nil }
      let ratio = max(stored.value / size, size / stored.value)
      guard ratio > 2.5 else { return nil }
      let owner = inName == nil ? "The catalogue's `\(name)` has" : "The name `\(name)` says"
      return finding(
        claim, at: stored.place, .likely, declared: "\(stored.written) parameters",
        follows: "\(owner) \(Dimension.scientific(size)).",
        fix: "Check both; of a mixture of experts give `active_parameters` too.")
    }
  }
}

/// Sizes that names of models hold.
enum NameSize {
  /// Every one of them: `7e9` of `Llama 2-7B`, `2e9, 9e9` of `2B & 9B`.
  static func sizes(in name: String) -> [Double] {
    name.split { !($0.isLetter || $0.isNumber || $0 == ".") }.compactMap { word in
      guard let last = word.last, let number = Double(word.dropLast()), number > 0 else {
        return nil
      }
      return switch last {
      case "B", "b": number * 1e9
      case "M": number * 1e6
      case "T": number * 1e12
      case _: nil
      }
    }
  }

  /// The size, where a name has just one; nil for `8x7B` and `30B-A3B`.
  static func size(in name: String) -> Double? {
    let sizes = sizes(in: name)
    let hasActive = name.split { !($0.isLetter || $0.isNumber || $0 == ".") }
      .contains { $0.first == "A" && $0.count > 2 && Double($0.dropFirst().dropLast()) != nil }
    return sizes.count == 1 && !hasActive ? sizes[0] : nil
  }
}

/// X32: in a mixture of experts only the active parameters compute.
struct ActiveParametersRule: AuditRule {
  let id = "X32"
  let severity = AuditSeverity.warning
  let meaning = (
    title: "all experts counted",
    why:
      "A token passes a few experts; memory and embodied carbon follow all of them, compute does not."
  )

  func findings(in document: AuditDocument, _ facts: AuditFacts) -> [AuditFinding] {
    document.all.compactMap { claim in
      guard let total = claim[.parameters], total.value > 0 else { return nil }
      if let active = claim[.activeParameters], let used = claim[.activeExperts], used.value > 1,
        abs(active.value / (total.value / used.value) - 1) <= 0.01
      {
        return finding(
          claim, at: active.place, .likely, declared: "\(active.written) active",
          follows: "It is all parameters over the number of active experts; what is active is the "
            + "shared part and \(used.written) of \(claim[.experts]?.written ?? "all") experts.",
          fix: "Add the shared parameters to the active experts' ones.")
      }
      guard let flop = claim[.flop], let tokens = claim[.tokens], tokens.value > 0 else {
        return nil
      }
      let ratio = flop.value / (6 * total.value * tokens.value * (claim[.epochs]?.value ?? 1))
      if let active = claim[.activeParameters], active.value < 0.7 * total.value {
        guard abs(ratio - 1) <= 0.1 else { return nil }
        return finding(
          claim, at: flop.place, .likely, declared: flop.written,
          follows: "It is 6 × \(total.written) × \(tokens.written); only \(active.written) of the "
            + "parameters compute.", fix: "Take 6 × active parameters × tokens.")
      }
      // Without the active part a small ratio is the mark of a mixture.
      guard claim[.activeParameters] == nil, ratio < 0.5, ratio > 1e-4, ratio.powerOfTen == nil,
        claim[.experts] != nil || ratio < 0.3
      else { return nil }
      return finding(
        claim, at: total.place, .possible, declared: "\(total.written) parameters",
        follows:
          "The compute is \(ratio.text(significant: 2)) of 6 × all parameters × tokens, as in a "
          + "mixture of experts.", fix: "Give `active_parameters`.")
    }
  }
}

/// X39: an exponent does not hang on a few points.
struct InfluentialPointsRule: AuditRule {
  let id = "X39"
  let severity = AuditSeverity.note
  let meaning = (
    title: "outliers decide",
    why: "A law that a few points turn over predicts little at another scale."
  )

  func findings(in document: AuditDocument, _ facts: AuditFacts) -> [AuditFinding] {
    document.all.compactMap { claim in
      guard let fit = claim.fit else { return nil }
      let all = fit.points.filter { $0.x > 0 && $0.y > 0 }
      guard all.count >= 6, let whole = PowerLaw.exponent(all) else { return nil }
      let (rest, dropped) = PowerLaw.withoutInfluential(all, dropping: max(1, all.count / 50))
      guard let other = PowerLaw.exponent(rest), abs(other - whole) > 0.15 * abs(whole) else {
        return nil
      }
      return finding(
        claim, at: fit.place,
        declared: fit.exponent.map(\.written) ?? "a fit of \(all.count) points",
        follows: "The exponent is \(whole.text(significant: 3)) with all points and "
          + "\(other.text(significant: 3)) without \(dropped) of them.",
        fix: "Show both, and say why the points count.")
    }
  }
}
