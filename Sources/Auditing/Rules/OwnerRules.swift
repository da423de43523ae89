import Accounting
import Quantities

/// Claims of a document that have a figure in common, found without comparing each with each.
private struct SharedFigures {
  let claims: [Claim]
  private var places: [Key: [Int]] = [:]

  private struct Key: Hashable {
    let measure: Measure
    let value: Double
  }

  init(_ document: AuditDocument) {
    claims = document.claims.flatMap { [$0] + $0.rows }
    for (index, claim) in claims.enumerated() {
      for (measure, amount) in claim.amounts where amount.value != 0 {
        places[Key(measure: measure, value: amount.value), default: []].append(index)
      }
    }
  }

  /// The first few claims before one that have its figure.
  func earlier(than index: Int, with measure: Measure) -> [Claim] {
    guard let amount = claims[index][measure] else { return [] }
    let all = places[Key(measure: measure, value: amount.value)] ?? []
    return all.prefix(8).filter { $0 < index }.map { claims[$0] }
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
    let rows = SharedFigures(document)
    let twins = rows.claims.indices.compactMap { twin(of: $0, in: rows) }
    return document.all.compactMap { known($0, facts) } + twins
  }

  private func known(_ claim: Claim, _ facts: AuditFacts) -> AuditFinding? {
    guard claim.modelName.count > 2 else { return nil }
    for measure in Self.measures {
      guard let amount = claim[measure], amount.value > 0, amount.looseRounding < 0.0005 else {
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

  /// Digits enough to be nobody else's. Device time is often a multiple of the chips of a pod.
  private static func isFingerprint(_ figure: AuditFacts.Published) -> Bool {
    guard figure.measure == .deviceTime else { return figure.value.digitCount >= 4 }
    let hours = figure.value / 3600
    return hours.digitCount >= 5 && hours.truncatingRemainder(dividingBy: 64) != 0
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
  private func twin(of index: Int, in rows: SharedFigures) -> AuditFinding? {
    let claim = rows.claims[index]
    guard !claim.modelName.isEmpty else { return nil }
    for measure in Self.measures {
      guard let amount = claim[measure], amount.value > 0, amount.looseRounding < 0.00005 else {
        continue
      }
      let other = rows.earlier(than: index, with: measure).first {
        !$0.modelName.isEmpty && $0.modelName.foldedName != claim.modelName.foldedName
          && CarriedOverRule.sharedCount($0, claim) < 2
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
    let rows = SharedFigures(document)
    return rows.claims.indices.compactMap { index -> AuditFinding? in
      let claim = rows.claims[index]
      for other in Self.results.flatMap({ rows.earlier(than: index, with: $0) }) {
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
