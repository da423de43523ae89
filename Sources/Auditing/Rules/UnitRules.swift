import Accounting
import Quantities

/// X07: words, tokens and bytes of text are told apart.
struct TextAmountRule: AuditRule {
  let id = "X07"
  let severity = AuditSeverity.warning
  let meaning = (
    title: "words, tokens, bytes",
    why:
      "A token is about 0.75 words and an English word about 5 bytes: the same number means other amounts."
  )

  private static let text: Set<Dimension> = [.tokens, .words, .bytes]

  func findings(in document: AuditDocument, _ facts: AuditFacts) -> [AuditFinding] {
    document.all.flatMap { claim in
      let units = claim.misfits.compactMap { misfit -> AuditFinding? in
        guard Self.text.contains(misfit.expected), misfit.reason.isEmpty else { return nil }
        guard let found = misfit.found else {
          return finding(
            claim, at: misfit.place, declared: "\(misfit.field): \(misfit.written)",
            follows: "It may be words, tokens or bytes, which differ up to sevenfold.",
            fix: "Write the unit behind it.")
        }
        guard Self.text.contains(found) else { return nil }
        return finding(
          claim, at: misfit.place, declared: "\(misfit.field): \(misfit.written)",
          follows: "\(found.rawValue) are not \(misfit.expected.rawValue): "
            + Self.conversion(found, misfit.expected) + ".",
          fix: "Put it where \(found.rawValue) belong, or convert it and say how.")
      }
      return units + ratios(claim)
    }
  }

  private static func conversion(_ from: Dimension, _ to: Dimension) -> String {
    switch (from, to) {
    case (.bytes, .words): "40 GB of English are about 8e9 words"
    case (.words, .tokens), (.tokens, .words): "there are about 0.75 words in a token"
    case _: "a word has about 5 bytes, a token about 4"
    }
  }

  /// The same number under two of them.
  private func ratios(_ claim: Claim) -> [AuditFinding] {
    guard let words = claim[.words] else { return [] }
    return [claim[.tokens], claim[.data]].compactMap { other -> AuditFinding? in
      guard let other, other.value > 0 else { return nil }
      let ratio = words.value / other.value
      // English has 0.65 to 0.85 words per token, and 0.15 to 0.25 per byte; an equal number is a slip.
      let isSlip =
        other.dimension == .tokens
        ? (0.97...1.03).contains(ratio) : ratio > 0.5
      guard isSlip else { return nil }
      return finding(
        claim, at: words.place, .likely, declared: "\(words.written) and \(other.written)",
        follows: other.dimension == .tokens
          ? "As many words as tokens: there are about 0.75 words in a token."
          : "\(other.written) of text hold about \(Dimension.scientific(other.value / 5)) words.",
        fix: "Give the one that was counted.")
    }
  }
}

/// X08: an amount of work is not a span of time.
struct WorkAsTimeRule: AuditRule {
  let id = "X08"
  let severity = AuditSeverity.error
  let meaning = (
    title: "work read as time",
    why: "A petaflop/s-day is 8.64e19 operations; how long they take depends on the machine."
  )

  func findings(in document: AuditDocument, _ facts: AuditFacts) -> [AuditFinding] {
    document.all.flatMap { claim in
      claim.misfits.compactMap { misfit in
        guard misfit.expected == .time, misfit.found == .operations else { return nil }
        return finding(
          claim, at: misfit.place, declared: "\(misfit.field): \(misfit.written)",
          follows: "It is an amount of work, not a time.",
          fix: "Move it to `flop`, and give the hours of the clock or of the devices.")
      }
    }
  }
}

/// X36: units measure what the field holds.
struct ImpossibleUnitRule: AuditRule {
  let id = "X36"
  let severity = AuditSeverity.error
  let meaning = (
    title: "impossible units",
    why: "Watts per hour measure nothing, kWh per hour is a power, and bits are not bytes."
  )

  func findings(in document: AuditDocument, _ facts: AuditFacts) -> [AuditFinding] {
    document.all.flatMap { claim in
      claim.misfits.compactMap { misfit in
        if misfit.reason.isEmpty, misfit.expected == .time, misfit.found == .operations {
          return nil
        }
        let isText = [Dimension.tokens, .words, .bytes].contains(misfit.expected)
        if misfit.reason.isEmpty, isText,
          misfit.found.map({ [.tokens, .words, .bytes].contains($0) }) ?? true
        {
          return nil
        }
        let reason =
          misfit.reason.isEmpty
          ? "Its unit is one of \(misfit.found?.rawValue ?? "nothing"), not of "
            + "\(misfit.expected.rawValue)"
          : misfit.reason
        return finding(
          claim, at: misfit.place, declared: "\(misfit.field): \(misfit.written)",
          follows: reason + ".",
          fix: "Give \(misfit.expected.rawValue), as in `\(misfit.expected.example)`.")
      }
    }
  }
}

/// X40: a constant of a law keeps its unit.
struct ConstantUnitRule: AuditRule {
  let id = "X40"
  let severity = AuditSeverity.error
  let meaning = (
    title: "constant in another unit",
    why: "The constants of scaling laws are in units of their own, such as petaflop/s-days."
  )

  func findings(in document: AuditDocument, _ facts: AuditFacts) -> [AuditFinding] {
    document.all.flatMap { claim in
      claim.constants.compactMap { constant in
        let known = facts.constants.first {
          constant.number != 0 && abs($0.value / constant.number - 1) < 0.005
        }
        if let known, known.unit != "1",
          constant.unit.foldedName != known.unit.foldedName,
          !Self.isSame(constant.unit, known.unit)
        {
          return finding(
            claim, at: constant.place, .likely,
            declared: "\(constant.name) = \(Dimension.scientific(constant.number)) "
              + (constant.unit.isEmpty ? "without a unit" : constant.unit),
            follows: "\(known.name) is \(Dimension.scientific(known.value)) \(known.unit).",
            fix: "Keep the unit with the constant, or convert the number.")
        }
        guard constant.unit.isEmpty, known == nil else { return nil }
        return finding(
          claim, at: constant.place,
          declared: "\(constant.name) = \(Dimension.scientific(constant.number)) without a unit",
          follows: "It cannot be used.", fix: "Name its unit; `1` for a plain number.")
      }
    }
  }

  private static func isSame(_ a: String, _ b: String) -> Bool {
    guard case .known(let first) = UnitText.read(a), case .known(let second) = UnitText.read(b)
    else { return false }
    return first == second
  }
}

extension String {
  /// Lower case, letters and digits only: how names are compared.
  package var foldedName: String { lowercased().filter { $0.isLetter || $0.isNumber } }
}
