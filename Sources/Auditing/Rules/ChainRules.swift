import Accounting
import Quantities

/// X01: PUE stands in a figure once where it belongs, and not elsewhere.
struct PUETimesRule: AuditRule {
  let id = "X01"
  let severity = AuditSeverity.error
  let meaning = (
    title: "PUE applied not at all, or twice",
    why: "The facility's overhead is left out, or counted again on energy that holds it."
  )

  func findings(in document: AuditDocument, _ facts: AuditFacts) -> [AuditFinding] {
    document.all.flatMap { claim in
      claim.balances.compactMap { balance -> AuditFinding? in
        guard case .pue(let times) = balance.verdict, !balance.isUpperBound || times > 1 else {
          return nil
        }
        let should = balance.nearest
        let said =
          times < 1 ? "PUE was left out" : times == 1 ? "PUE is in it" : "PUE is in it twice"
        return finding(
          claim, at: balance.declared.place, .likely, declared: balance.declared.both,
          follows:
            "\(said): \(balance.text(times)); with PUE as stated it is \(balance.text(should)).",
          fix: "Give \(balance.declared.dimension.text(balance.follows(should))), or say in "
            + "`boundary` and `pue` what the energy holds.")
      } + water(claim)
    }
  }

  /// W = E_IT·WUE + E_IT·PUE·EWIF (Li et al. 2025, equation 1): energy at the facility's meter already holds the PUE, and
  /// water on site is per energy without it.
  private func water(_ claim: Claim) -> [AuditFinding] {
    guard let water = claim[.water], let pue = claim[.pue], let site = claim[.wue],
      let offsite = claim[.offsiteWater], pue.value >= 1.03
    else { return [] }
    let wrong: Double
    let right: Double
    let said: String
    if let energy = claim[.facilityEnergy]
      ?? (claim.says(.boundary, "facility") ? claim[.energy] : nil)
    {
      let kWh = energy.value / 3.6e6
      wrong = kWh * (site.value + pue.value * offsite.value)
      right = kWh / pue.value * site.value + kWh * offsite.value
      said =
        "\(energy.written) at the facility's meter was multiplied by PUE \(pue.written) once more"
    } else if let energy = claim[.itEnergy]
      ?? (claim.says(.boundary, "it") ? claim[.energy] : nil)
    {
      let kWh = energy.value / 3.6e6
      wrong = kWh * pue.value * (site.value + offsite.value)
      right = kWh * (site.value + pue.value * offsite.value)
      said = "water on site was multiplied by PUE \(pue.written) too"
    } else {
      return []
    }
    guard abs(water.value / wrong - 1) <= 0.005 + water.looseRounding,
      abs(water.value / right - 1) > 0.01
    else { return [] }
    return [
      finding(
        claim, at: water.place, .likely, declared: water.written,
        follows: "\(said); the water is \(Dimension.volume.text(right)).",
        fix: "Take energy without PUE for water on site, and that energy × PUE for water elsewhere."
      )
    ]
  }
}

/// X02: no figure is a power of ten away from what its inputs make.
struct PowerOfTenRule: AuditRule {
  let id = "X02"
  let severity = AuditSeverity.error
  let meaning = (
    title: "a power of ten",
    why: "A prefix or a decimal point has slipped: kWh for MWh, kg for t."
  )

  func findings(in document: AuditDocument, _ facts: AuditFacts) -> [AuditFinding] {
    let known = Dictionary(grouping: facts.published) { $0.name.foldedName }
    return document.all.flatMap { claim in
      let own = claim.balances.compactMap { balance -> AuditFinding? in
        guard case .powerOfTen(let power) = balance.verdict else { return nil }
        return finding(
          claim, at: balance.declared.place, balance.isUpperBound ? .possible : .likely,
          declared: balance.declared.both,
          follows: "\(balance.expectedText): \(Self.times(power)) as stated.",
          fix: "Check the prefix of the unit and the decimal point.")
      }
      return (own.isEmpty ? published(claim, known) : own) + products(claim)
    }
  }

  private func products(_ claim: Claim) -> [AuditFinding] {
    claim.products.compactMap { stored in
      guard let power = stored.ratio.powerOfTen else { return nil }
      return finding(
        claim, at: stored.product.place, .likely,
        declared: "\(stored.name): \(stored.product.written)",
        follows: "\(stored.text): \(Self.times(power)) as stated.",
        fix: "Check the prefix of the unit and the decimal point.")
    }
  }

  /// Against the figure that the claim's own model is known by.
  private func published(
    _ claim: Claim, _ published: [String: [AuditFacts.Published]]
  ) -> [AuditFinding] {
    let name = claim.modelName.foldedName
    guard name.count > 3 else { return [] }
    return (published[name] ?? []).compactMap { known in
      guard let amount = claim[known.measure], amount.value > 0 else { return nil }
      let ratio = amount.value / known.value
      guard let power = ratio.powerOfTen else { return nil }
      return finding(
        claim, at: amount.place, .likely, declared: amount.both,
        follows: "\(known.source) gives \(amount.dimension.text(known.value)) for \(known.name): "
          + "\(Self.times(power)).",
        fix: "Check the prefix of the unit and the decimal point against the source.")
    }
  }

  private static func times(_ power: Int) -> String {
    let size =
      abs(power) <= 6 ? "1\(String(repeating: "0", count: abs(power)))" : "10^\(abs(power))"
    return power > 0 ? "\(size) times too much" : "\(size) times too little"
  }
}

extension Double {
  /// The power of ten that a ratio is, within 0.03 of its logarithm; nil for one that is none.
  var powerOfTen: Int? {
    guard self > 0, isFinite else { return nil }
    var exponent = 0
    var value = self
    while value > 5, exponent < 40 {
      value /= 10
      exponent += 1
    }
    while value < 0.5, exponent > -40 {
      value *= 10
      exponent -= 1
    }
    // 10^±0.03.
    return exponent != 0 && value > 0.9333 && value < 1.0715 ? exponent : nil
  }
}

/// X05: pounds, kilograms, short tons and tonnes are told apart.
struct MassUnitRule: AuditRule {
  let id = "X05"
  let severity = AuditSeverity.error
  let meaning = (
    title: "pounds, kilograms, tons",
    why: "A figure in one unit of mass was taken for another, or converted with a wrong ratio."
  )

  func findings(in document: AuditDocument, _ facts: AuditFacts) -> [AuditFinding] {
    document.all.flatMap { claim in
      claim.balances.compactMap { balance -> AuditFinding? in
        guard case .massUnit(let name) = balance.verdict, !balance.isUpperBound else { return nil }
        return finding(
          claim, at: balance.declared.place, .likely, declared: balance.declared.both,
          follows: "\(balance.expectedText); the ratio is that of \(name).",
          fix: "Give the figure in kg or t, and name the unit.")
      } + conversions(claim)
    }
  }

  /// The same quantity in pounds and in kilograms: they must be one.
  private func conversions(_ claim: Claim) -> [AuditFinding] {
    claim.restated.compactMap { other in
      guard let first = claim[other.measure], first.isImperial != other.amount.isImperial,
        abs(first.value - other.amount.value) > first.halfStep + other.amount.halfStep
      else { return nil }
      return finding(
        claim, at: other.amount.place, declared: "\(first.written), and \(other.amount.written)",
        follows: "\(first.written) is \(first.text); 1 lb is 0.45359237 kg and a short ton "
          + "907.18474 kg.",
        fix: "Keep one of both and convert it again.")
    }
  }
}

/// X14: emissions over energy give the intensity that is stated.
struct ImpliedFactorRule: AuditRule {
  let id = "X14"
  let severity = AuditSeverity.warning
  let meaning = (
    title: "implied and stated factor",
    why: "Emissions over energy give another intensity than the one that is named."
  )

  func findings(in document: AuditDocument, _ facts: AuditFacts) -> [AuditFinding] {
    document.all.flatMap { claim in
      claim.balances.compactMap { balance -> AuditFinding? in
        guard balance.measure == .emissions || balance.measure == .marketEmissions,
          case .differs(let ratio) = balance.verdict,
          !balance.isUpperBound || ratio > 1,
          let stated = claim[balance.measure == .emissions ? .intensity : .marketIntensity]
        else { return nil }
        let times = balance.nearest == 1 ? " after PUE" : ""
        return finding(
          claim, at: balance.declared.place, declared: balance.declared.both,
          follows: "\(balance.expectedText); the emissions imply "
            + "\(Dimension.intensity.text(stated.value * ratio))\(times), stated is \(stated.written).",
          fix: "Name the intensity that was used, or compute the emissions again.")
      }
    }
  }
}

/// X44: a product is what its factors make.
struct StoredProductRule: AuditRule {
  let id = "X44"
  let severity = AuditSeverity.warning
  let meaning = (
    title: "product and factors",
    why: "A derived figure does not follow from the inputs beside it, so one of them is another."
  )

  func findings(in document: AuditDocument, _ facts: AuditFacts) -> [AuditFinding] {
    document.all.flatMap { claim in
      let chain = claim.balances.compactMap { balance -> AuditFinding? in
        guard case .differs(let ratio) = balance.verdict, Self.measures.contains(balance.measure),
          !balance.isUpperBound || ratio > 2.5
        else { return nil }
        return finding(
          claim, at: balance.declared.place, declared: balance.declared.both,
          follows: "\(balance.expectedText), \(abs(ratio - 1).percentText) "
            + "\(ratio > 1 ? "less" : "more").",
          fix: "Give the inputs that the figure was made of, or compute it again.")
      }
      return chain + products(claim)
    }
  }

  private static let measures: Set<Measure> = [
    .energy, .itEnergy, .facilityEnergy, .embodiedShare, .cost,
  ]

  private func products(_ claim: Claim) -> [AuditFinding] {
    claim.products.compactMap { stored in
      let made = stored.made
      guard made != 0, stored.ratio.powerOfTen == nil,
        abs(stored.product.value - made) > stored.product.halfStep + abs(made) * 0.0005
      else { return nil }
      return finding(
        claim, at: stored.product.place, declared: "\(stored.name): \(stored.product.written)",
        follows: "\(stored.text).",
        fix: "Recompute the column from its factors.")
    }
  }
}
