import Accounting
import Quantities

extension Claim {
  /// Emissions over energy, in g/kWh, after PUE where the energy is without it.
  var impliedIntensity: Double? {
    guard let emissions = self[.emissions], emissions.value > 0 else { return nil }
    let pue = self[.pue]?.value ?? 1
    if let facility = self[.facilityEnergy] { return emissions.value / (facility.value / 3.6e6) }
    if let energy = self[.energy] ?? self[.itEnergy], energy.value > 0 {
      let isIT = self[.energy] == nil || says(.boundary, "device", "node", "it")
      return emissions.value / (energy.value / 3.6e6) / (isIT ? pue : 1)
    }
    guard let drawn, !drawn.isRated, drawn.joules > 0 else { return nil }
    return emissions.value / (drawn.joules / 3.6e6) / pue
  }
}

/// X06: a factor lies where factors of its kind lie.
struct PlausibleFactorRule: AuditRule {
  let id = "X06"
  let severity = AuditSeverity.error
  let meaning = (
    title: "grams for kilograms",
    why: "A factor a thousand times off makes every figure that it enters so."
  )

  func findings(in document: AuditDocument, _ facts: AuditFacts) -> [AuditFinding] {
    document.all.flatMap { claim -> [AuditFinding] in
      let intensity = claim[.intensity].flatMap { amount -> AuditFinding? in
        // Contracts may bring it down to nothing.
        guard amount.value != 0, !claim.says(.intensityMethod, "market") else { return nil }
        return band(claim, amount, 0.5...1500, "Electricity carries 5 to 1,300 g/kWh")
      }
      let embodied = claim[.embodied].flatMap { amount -> AuditFinding? in
        guard amount.value > 0, !claim.says(.embodiedScope, "die") else { return nil }
        return band(
          claim, amount, 5_000...50_000_000, "Making a device takes 10 kg to 20 t of CO2e")
      }
      let tight = claim[.wue].flatMap { amount -> AuditFinding? in
        guard amount.value > 0 else { return nil }
        return band(claim, amount, 0...30, "Cooling takes 0 to 10 L/kWh")
      }
      let pue = claim[.pue].flatMap { amount -> AuditFinding? in
        guard amount.value < 0.999 || amount.value > 5 else { return nil }
        return finding(
          claim, at: amount.place, declared: "PUE \(amount.written)",
          follows: "Energy of the facility over that of its IT is 1 to about 3.",
          fix: amount.value < 1 && amount.value > 0
            ? "Give its reciprocal, or check it." : "Check it.")
      }
      return [intensity, embodied, tight, pue].compactMap(\.self)
    }
  }

  private func band(
    _ claim: Claim, _ amount: Amount, _ band: ClosedRange<Double>, _ sentence: String
  ) -> AuditFinding? {
    guard !band.contains(amount.value) else { return nil }
    let steps: [(Double, String)] = [
      (1000, "a thousandth of it"), (1 / 1000, "a thousand times it"),
    ]
    let other = steps.first { band.contains(amount.value / $0.0) }
    return finding(
      claim, at: amount.place, other == nil ? .possible : .likely, declared: amount.both,
      follows: "\(sentence)\(other.map { "; \($0.1) would lie there" } ?? "").",
      fix: "Check its unit: g for kg, kWh for MWh.")
  }
}

/// X15: the factor is that of the place.
struct WrongRegionRule: AuditRule {
  let id = "X15"
  let severity = AuditSeverity.warning
  let meaning = (
    title: "another region's factor",
    why: "A world average was used although the place is known, and its grid is another."
  )

  func findings(in document: AuditDocument, _ facts: AuditFacts) -> [AuditFinding] {
    document.all.compactMap { claim in
      guard let place = claim[.place], !claim.says(.intensityMethod, "market", "marginal"),
        let used = claim[.intensity]?.value ?? claim.impliedIntensity,
        let grid = facts.grid(place, claim.year ?? facts.currentYear), !grid.isWorld,
        !(grid.low...grid.high).contains(used),
        let world = facts.worldDefaults.first(where: { abs(used / $0.intensity - 1) <= 0.0035 })
      else { return nil }
      let amount = claim[.intensity] ?? claim[.emissions]
      return finding(
        claim, at: amount?.place, .likely,
        declared: claim[.intensity]?.both ?? "\(Dimension.intensity.text(used)) implied",
        follows:
          "That is \(world.name); \(grid.name) had \(Dimension.intensity.text(grid.value)) in "
          + "\(grid.year).",
        fix: "Use the factor of the place: joulebook catalog show grids '\(place)'.")
    }
  }
}

/// X16: a reference is not older than what it is used for.
struct StaleReferenceRule: AuditRule {
  let id = "X16"
  let severity = AuditSeverity.note
  let meaning = (
    title: "stale reference",
    why: "Grids and halls change by some per cent a year; comparators are quoted for decades."
  )

  func findings(in document: AuditDocument, _ facts: AuditFacts) -> [AuditFinding] {
    document.all.flatMap { claim -> [AuditFinding] in
      let dated: [(Topic, String)] = [(.intensityYear, "intensity"), (.pueYear, "PUE")]
      let factors = dated.compactMap { topic, what -> AuditFinding? in
        guard let year = claim.year, let said = claim.words[topic], let from = Int(said.text),
          from < year - 2
        else { return nil }
        return finding(
          claim, at: said.place, declared: "\(what) of \(from) for \(year)",
          follows: "It is \(year - from) years older than what it is used for.",
          fix: "Use one of \(year - 1) or \(year).")
      }
      let comparators = claim.equivalences.compactMap { item -> AuditFinding? in
        let known = facts.comparators.first { Self.matches(item, $0) && $0.isStale }
        let year = item.year ?? known?.year
        guard let year,
          known != nil || item.year.map({ $0 < (claim.year ?? facts.currentYear) - 5 }) == true
        else { return nil }
        return finding(
          claim, at: item.comparator.place, known == nil ? .certain : .likely,
          declared: item.comparator.text,
          follows: "The figure behind it is of \(year)\(known.map { " (\($0.source))" } ?? "").",
          fix: "Use a comparator with a figure of today, or say how old it is.")
      }
      return factors + comparators
    }
  }

  static func matches(_ item: Claim.Equivalence, _ known: AuditFacts.Comparator) -> Bool {
    let words = item.comparator.text.lowercased().split { !$0.isLetter }.map(String.init)
    let names = known.name.lowercased().split { !$0.isLetter }.map(String.init)
      .filter { $0.count > 3 }
    let hits = names.filter { name in
      words.contains {
        $0.hasPrefix(name.prefix(5)) || name.hasPrefix($0.prefix(5)) && $0.count > 3
      }
    }
    return !names.isEmpty && hits.count >= min(2, names.count)
  }
}

/// X18: location-based and market-based figures stay apart.
struct MarketRule: AuditRule {
  let id = "X18"
  let severity = AuditSeverity.error
  let meaning = (
    title: "market and location mixed",
    why: "Contracts change what is booked and not what the grid emits."
  )

  func findings(in document: AuditDocument, _ facts: AuditFacts) -> [AuditFinding] {
    document.all.flatMap { claim -> [AuditFinding] in
      [zero(claim), tooClean(claim, facts), sides(claim)].compactMap(\.self)
    }
  }

  /// Nothing emitted, energy used, and no contract named.
  private func zero(_ claim: Claim) -> AuditFinding? {
    let uses = claim[.energy] ?? claim[.itEnergy] ?? claim[.facilityEnergy] ?? claim[.deviceTime]
    guard let uses, uses.value > 0, !claim.says(.intensityMethod, "market"),
      let none = [claim[.emissions], claim[.intensity]].compactMap(\.self).first(where: {
        $0.value == 0
      })
    else { return nil }
    return finding(
      claim, at: none.place, declared: none.written,
      follows: "\(uses.written) were used; only contracts make that zero, and no grid does.",
      fix: "Move it to `market_emissions` and give the location-based figure in `emissions`.")
  }

  /// Far below anything that the place's plants emit.
  private func tooClean(_ claim: Claim, _ facts: AuditFacts) -> AuditFinding? {
    guard claim[.intensityMethod] == nil, let place = claim[.place],
      let used = claim[.intensity]?.value ?? claim.impliedIntensity, used > 0,
      let grid = facts.grid(place, claim.year ?? facts.currentYear), !grid.isWorld,
      grid.value > 150, used < grid.low * 0.6,
      let amount = claim[.intensity] ?? claim[.emissions]
    else { return nil }
    return finding(
      claim, at: amount.place, .possible, declared: amount.both,
      follows: "\(Dimension.intensity.text(used)); the grid of \(grid.name) has at least "
        + "\(Dimension.intensity.text(grid.low)), so contracts are in it.",
      fix: "Say `intensity_method: market`, and give the location-based figure beside it.")
  }

  private func sides(_ claim: Claim) -> AuditFinding? {
    let methods = claim.comparison.map { side -> String in
      let isMarket =
        side.says(.intensityMethod, "market")
        || side[.emissions] == nil && side[.marketEmissions] != nil
      return isMarket ? "market" : "location"
    }
    guard Set(methods).count > 1 else { return nil }
    return finding(
      claim, at: claim.comparison.first?.place, declared: claim.sideText(methods),
      follows: "One side counts contracts, the other the grid: their ratio says nothing of either.",
      fix: "Compare location-based figures with location-based ones.")
  }
}

/// X19: average and marginal figures stay apart.
struct MarginalRule: AuditRule {
  let id = "X19"
  let severity = AuditSeverity.warning
  let meaning = (
    title: "average and marginal mixed",
    why: "An average shares out what was emitted; a marginal factor says what a change would do."
  )

  func findings(in document: AuditDocument, _ facts: AuditFacts) -> [AuditFinding] {
    document.all.flatMap { claim -> [AuditFinding] in
      var found: [AuditFinding] = []
      let methods = claim.comparison.map {
        $0.says(.intensityMethod, "marginal") ? "marginal" : "average"
      }
      if Set(methods).count > 1 {
        found.append(
          finding(
            claim, at: claim.comparison.first?.place, declared: claim.sideText(methods),
            follows: "One side is marginal, the other an average.",
            fix: "Use one kind on both sides; averages for reports, marginal ones for decisions."))
      }
      if claim.says(.purpose, "inventory"), claim.says(.intensityMethod, "marginal") {
        found.append(
          finding(
            claim, at: claim.words[.intensityMethod]?.place, declared: "marginal, in an inventory",
            follows: "Marginal emissions of all do not add up to what was emitted.",
            fix: "Report with an average factor."))
      }
      return found
    }
  }
}

extension Claim {
  /// `A (market), B (location)`.
  func sideText(_ words: [String]) -> String {
    zip(comparison, words).map { side, word in
      "\(side.name.isEmpty ? "one side" : side.name) (\(word))"
    }.joined(separator: ", ")
  }
}
