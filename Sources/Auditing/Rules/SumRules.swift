import Accounting
import Quantities

/// X03: energy is never negative, and a running total never falls.
struct NegativeEnergyRule: AuditRule {
  let id = "X03"
  let severity = AuditSeverity.error
  let meaning = (
    title: "negative or falling energy",
    why: "A counter wrapped or was reset, and the difference reached the total."
  )

  func findings(in document: AuditDocument, _ facts: AuditFacts) -> [AuditFinding] {
    document.all.flatMap { claim in
      let amounts =
        claim.amounts.filter { Self.neverNegative($0.key) }.map { ($0.key.rawValue, $0.value) }
        + claim.components.map { ($0.name, $0.amount) }
      let negative = amounts.filter { $0.1.value < 0 }.sorted { $0.0 < $1.0 }.map { name, amount in
        finding(
          claim, at: amount.place, declared: "\(name): \(amount.written)",
          follows: "It cannot be below zero.",
          fix: "Look for a counter that wrapped or was reset, and leave the interval out as a gap.")
      }
      return negative + falling(claim)
    }
  }

  private static func neverNegative(_ measure: Measure) -> Bool {
    switch measure.dimension {
    case .energy, .power, .time, .volume, .count, .tokens, .words, .bytes, .operations, .rate,
      .waterIntensity, .energyPerData, .money, .price:
      measure != .score
    // Credits and removals may be booked below zero.
    case .mass, .intensity, .ratio, .massRate: false
    }
  }

  private func falling(_ claim: Claim) -> [AuditFinding] {
    for (earlier, later) in zip(claim.series, claim.series.dropFirst())
    where later.value < earlier.value {
      return [
        finding(
          claim, at: later.place, declared: "\(earlier.written), then \(later.written)",
          follows: "A running total of energy never falls.",
          fix: "Look for a restart or a counter that wrapped, and add the parts up.")
      ]
    }
    return []
  }
}

/// X04: the parts make the total.
struct PartsRule: AuditRule {
  let id = "X04"
  let severity = AuditSeverity.warning
  let meaning = (
    title: "parts do not make the total",
    why: "Something is missing from the parts, or counted in two of them."
  )

  func findings(in document: AuditDocument, _ facts: AuditFacts) -> [AuditFinding] {
    document.all.flatMap { claim -> [AuditFinding] in
      var found: [AuditFinding] = []
      if let total = claim[.energy], let finding = sum(claim, claim.components, total, "components")
      {
        found.append(finding)
      }
      found += [claim.shares, claim.mix].compactMap { shares(claim, $0) }
      for measure in [Measure.energy, .emissions, .deviceTime, .water] {
        let parts = claim.stages.compactMap { stage in
          stage[measure].map { Claim.Part(stage.name, $0) }
        }
        guard parts.count == claim.stages.count, let total = claim[measure],
          let finding = sum(claim, parts, total, "stages")
        else { continue }
        found.append(finding)
      }
      return found
    }
  }

  private func sum(
    _ claim: Claim, _ parts: [Claim.Part], _ total: Amount, _ what: String
  ) -> AuditFinding? {
    guard parts.count > 1 else { return nil }
    let sum = parts.reduce(0) { $0 + $1.amount.value }
    let rounding = parts.reduce(total.looseHalfStep) { $0 + $1.amount.halfStep }
    guard abs(sum - total.value) > rounding * 1.001 + abs(total.value) * 1e-6 else { return nil }
    return finding(
      claim, at: total.place, declared: total.both,
      follows: "The \(parts.count) \(what) make \(total.dimension.text(sum)).",
      fix: "Name what is missing, or what is counted twice.")
  }

  /// Fractions of one; what each was rounded by adds up.
  private func shares(_ claim: Claim, _ parts: [Claim.Part]) -> AuditFinding? {
    guard parts.count > 1, let first = parts.first else { return nil }
    let sum = parts.reduce(0) { $0 + $1.amount.value }
    // Shares are rounded so that they close; half a unit in all is what one may miss.
    let step = parts.map(\.amount.halfStep).max() ?? 0
    guard abs(sum - 1) > max(step * 1.001, 1e-6) else { return nil }
    return finding(
      claim, at: first.amount.place,
      declared: parts.map { "\($0.name) \($0.amount.written)" }.joined(separator: ", "),
      follows: "The shares make \(sum.percentText).",
      fix: sum < 1 ? "Name the rest as a share of its own." : "Round the shares so that they close."
    )
  }
}

/// X38: the rows that are shown make the printed total.
struct HiddenRowsRule: AuditRule {
  let id = "X38"
  let severity = AuditSeverity.warning
  let meaning = (
    title: "rows left out",
    why: "The printed total holds more, or less, than the rows that are shown."
  )

  func findings(in document: AuditDocument, _ facts: AuditFacts) -> [AuditFinding] {
    document.all.flatMap { claim -> [AuditFinding] in
      guard claim.rows.count > 1 else { return [] }
      return claim.total.sorted { $0.key.rawValue < $1.key.rawValue }.compactMap {
        measure, total -> AuditFinding? in
        guard Self.adds(measure) else { return nil }
        let rows = claim.rows.compactMap { $0[measure] }
        guard rows.count > 1 else { return nil }
        let sum = rows.reduce(0) { $0 + $1.value }
        let rounding = rows.reduce(total.looseHalfStep) { $0 + $1.looseHalfStep }
        let rest = total.value - sum
        guard abs(rest) > rounding * 1.001 + abs(total.value) * 1e-6 else { return nil }
        return finding(
          claim, at: total.place, declared: "total \(measure.rawValue): \(total.both)",
          follows: "The \(rows.count) rows make \(total.dimension.text(sum)); "
            + "\(total.dimension.text(abs(rest))) are \(rest > 0 ? "not shown" : "too many").",
          fix: "Show every row, or name the rest.")
      }
    }
  }

  private static func adds(_ measure: Measure) -> Bool {
    [.energy, .itEnergy, .facilityEnergy, .emissions, .marketEmissions, .deviceTime, .water]
      .contains(measure)
  }
}

/// X25: power does not fall with use, and does not jump.
struct PowerCurveRule: AuditRule {
  let id = "X25"
  let severity = AuditSeverity.error
  let meaning = (
    title: "power curve falls or jumps",
    why: "A model of power that falls with use books less for more work."
  )

  func findings(in document: AuditDocument, _ facts: AuditFacts) -> [AuditFinding] {
    document.all.compactMap { claim in
      let points = claim.powerCurve.sorted { $0.use < $1.use }
      guard let most = points.map(\.power.value).max(), most > 0 else { return nil }
      for (low, high) in zip(points, points.dropFirst()) {
        if high.power.value < low.power.value {
          return finding(
            claim, at: high.power.place,
            declared: "\(low.power.written) at \(low.use.percentText), \(high.power.written) at "
              + "\(high.use.percentText)",
            follows: "Power falls while use rises.",
            fix: "Measure the points again, or fit a rising curve.")
        }
        // Two points that close together stand for one use from either side.
        if high.use - low.use <= 0.01, high.power.value - low.power.value > 0.05 * most {
          return finding(
            claim, at: high.power.place,
            declared: "\(low.power.written) at \(low.use.percentText), \(high.power.written) at "
              + "\(high.use.percentText)",
            follows:
              "The curve jumps by \(((high.power.value - low.power.value) / most).percentText) "
              + "of full power.", fix: "Let the pieces of the curve meet.")
        }
      }
      return nil
    }
  }
}

/// X26: one device is recorded once at a time.
struct CountedTwiceRule: AuditRule {
  let id = "X26"
  let severity = AuditSeverity.error
  let meaning = (
    title: "counted twice",
    why: "Two records of one device over the same time hold the same joules."
  )

  func findings(in document: AuditDocument, _ facts: AuditFacts) -> [AuditFinding] {
    document.claims.flatMap { claim -> [AuditFinding] in
      let trackers = claim.all.flatMap(\.trackers).sorted {
        ($0.device, $0.start) < ($1.device, $1.start)
      }
      return zip(trackers, trackers.dropFirst()).compactMap { first, second in
        let overlap = min(first.end, second.end) - second.start
        let shorter = min(first.end - first.start, second.end - second.start)
        // Clocks of processes differ by a second or two.
        guard first.device == second.device, first.run.isEmpty || first.run != second.run,
          overlap > 2, overlap > 0.02 * shorter
        else {
          return nil
        }
        return finding(
          claim, at: second.place, .likely, declared: "two records of \(first.device)",
          follows:
            "They overlap for \(Dimension.time.text(overlap)), and each holds the whole device.",
          fix: "Keep one record of each device, or share its energy out among the processes.")
      }
    }
  }
}

/// X27: a median is not multiplied into a total.
struct MedianRule: AuditRule {
  let id = "X27"
  let severity = AuditSeverity.error
  let meaning = (
    title: "median times count",
    why: "Few long requests draw most of the energy: only a mean times a count is a total."
  )

  func findings(in document: AuditDocument, _ facts: AuditFacts) -> [AuditFinding] {
    document.all.compactMap { claim in
      guard claim.says(.statistic, "median"), let each = claim[.perRequest],
        let count = claim[.requests], let total = claim[.energy],
        abs(total.value / (each.value * count.value) - 1) <= 0.02 + total.looseRounding
      else { return nil }
      return finding(
        claim, at: total.place, declared: total.written,
        follows: "It is \(count.written) times the median \(each.written); the mean is higher.",
        fix: "Multiply the mean, or leave the total out.")
    }
  }
}
