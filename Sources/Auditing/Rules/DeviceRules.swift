import Accounting
import Quantities

/// X10: a peak is that of the chip, dense, in the stated number format.
struct PeakRule: AuditRule {
  let id = "X10"
  let severity = AuditSeverity.warning
  let meaning = (
    title: "dense and sparse peaks; chip, core and board",
    why: "Sparse peaks are twice the dense ones, and no run comes near either."
  )

  func findings(in document: AuditDocument, _ facts: AuditFacts) -> [AuditFinding] {
    document.all.flatMap { claim -> [AuditFinding] in
      [peak(claim, facts), utilisation(claim)].compactMap(\.self)
    }
  }

  private func peak(_ claim: Claim, _ facts: AuditFacts) -> AuditFinding? {
    guard let peak = claim[.peak], !claim.says(.peakScope, "sparse"),
      let device = claim[.device].flatMap(facts.device)
    else { return nil }
    let formats = claim[.precision].map { [$0.lowercased()] } ?? Array(device.densePeaks.keys)
    let known = formats.flatMap { device.densePeaks[$0] ?? [] }.filter { $0 > 0 }
    guard !known.isEmpty, !known.contains(where: { abs(peak.value / $0 - 1) < 0.02 }) else {
      // Of no stated format, twice the 16-bit peak is as likely the sparse one as another format's.
      guard claim[.precision] == nil,
        let half = device.densePeaks["bf16"]?.first(where: { abs(peak.value / $0 - 2) < 0.04 })
      else { return nil }
      return finding(
        claim, at: peak.place, .possible, declared: peak.written,
        follows:
          "It is twice the dense 16-bit peak of \(device.name), \(Dimension.rate.text(half)).",
        fix: "Say in `precision` and `peak_scope` which peak it is.")
    }
    let ratios: [(Double, String)] = [
      (2, "the sparse peak, or that of two cores or chips"), (0.5, "the peak of one core"),
      (4, "the peak of a board of four"), (8, "the peak of eight"),
    ]
    for base in known {
      for (ratio, name) in ratios where abs(peak.value / base / ratio - 1) < 0.02 {
        return finding(
          claim, at: peak.place, .likely, declared: peak.written,
          follows: "The dense peak of \(device.name) is \(Dimension.rate.text(base)); "
            + "\(ratio.text(significant: 2)) times that is \(name).",
          fix: "Use the dense peak of one chip in the number format of the run.")
      }
    }
    return foreign(claim, peak, device, known)
  }

  /// The peak of another number format, or one with a slipped prefix.
  private func foreign(
    _ claim: Claim, _ peak: Amount, _ device: AuditFacts.Device, _ known: [Double]
  ) -> AuditFinding? {
    let other = device.densePeaks.sorted { $0.key < $1.key }.first { _, peaks in
      peaks.contains { abs(peak.value / $0 - 1) < 0.02 }
    }
    let power = known.lazy.compactMap { (peak.value / $0).powerOfTen }.first
    guard claim[.precision] != nil && other != nil || power != nil, let base = known.first else {
      return nil
    }
    return finding(
      claim, at: peak.place, .likely, declared: peak.written,
      follows: "The dense peak of \(device.name) is \(Dimension.rate.text(base)); this is "
        + (other.map { "its \($0.key) peak." } ?? "a power of ten away."),
      fix: "Use the dense peak of one chip in the number format of the run.")
  }

  private func utilisation(_ claim: Claim) -> AuditFinding? {
    if let mfu = claim[.mfu], mfu.value > 0.8 {
      return finding(
        claim, at: mfu.place, .likely, declared: "utilisation \(mfu.written)",
        follows: "No training run uses more than about 0.65 of the dense peak.",
        fix: "Check the peak (dense, per chip) and the count of chips, or call it HFU.")
    }
    guard let whole = claim.wholeRunUtilisation, whole > 0.8, let peak = claim[.peak] else {
      return nil
    }
    return finding(
      claim, at: peak.place, .likely, declared: "peak \(peak.written)",
      follows: "Operations over time and peak make a utilisation of \(whole.text(significant: 3)).",
      fix: "Check the operations, the device time and whether the peak is of a chip or a core.")
  }
}

/// X11: a power that equals a rated one was not measured.
struct RatedPowerRule: AuditRule {
  let id = "X11"
  let severity = AuditSeverity.note
  let meaning = (
    title: "rated power for measured",
    why:
      "Boards draw less than they are rated for, so energy from TDP is an upper bound of the board's."
  )

  func findings(in document: AuditDocument, _ facts: AuditFacts) -> [AuditFinding] {
    document.all.compactMap { claim in
      guard !claim.says(.powerSource, "tdp", "assumed", "system") else { return nil }
      let power = claim[.power]
      let device = claim[.device].flatMap(facts.device)
      if let power {
        let rated = (claim[.tdp].map { [$0.value] } ?? []) + (device?.boardWatts ?? [])
        guard rated.contains(where: { abs(power.value / $0 - 1) < 1e-6 }) else { return nil }
        return finding(
          claim, at: power.place, .likely, declared: power.written,
          follows:
            "It is the rated power\(device.map { " of \($0.name)" } ?? ""), and not a measurement.",
          fix: "Measure it, or write `power_source: tdp`; training draws about 0.75 of it.")
      }
      guard let tdp = claim[.tdp], claim[.energy] == nil, claim[.emissions] != nil,
        claim.heldTime != nil
      else { return nil }
      return finding(
        claim, at: tdp.place, .likely, declared: tdp.written,
        follows: "The emissions rest on a rated power, not on a measured one.",
        fix: "Measure the power, or say that the figure is an upper bound of the boards' share.")
    }
  }
}

/// X12: the declared power is one of that product.
struct BoardNameRule: AuditRule {
  let id = "X12"
  let severity = AuditSeverity.warning
  let meaning = (
    title: "board and name",
    why: "The power belongs to another product or form than the one that is named."
  )

  func findings(in document: AuditDocument, _ facts: AuditFacts) -> [AuditFinding] {
    document.all.compactMap { claim in
      guard let device = claim[.device].flatMap(facts.device), let most = device.boardWatts.max()
      else { return nil }
      let ratings = device.boardWatts.map { $0.text(significant: 4) }.joined(separator: ", ")
      let declared = claim[.tdp] ?? (claim.says(.powerSource, "tdp") ? claim[.power] : nil)
      if let declared, !device.boardWatts.contains(where: { abs(declared.value / $0 - 1) <= 0.02 })
      {
        return finding(
          claim, at: declared.place, .likely, declared: "\(declared.written) for \(device.name)",
          follows: "Its boards are rated \(ratings) W.",
          fix: "Check the name of the device, its form (SXM, PCIe) and the power.")
      }
      // A whole machine, or a share of one, may draw more than the board.
      guard let power = claim[.power], power.value > most * 1.05,
        claim[.chips] != nil || claim[.deviceTime] != nil,
        !claim.says(.boundary, "node", "it", "facility"), !claim.says(.powerSource, "system")
      else { return nil }
      return finding(
        claim, at: power.place, .likely, declared: "\(power.written) for \(device.name)",
        follows: "Its boards are rated \(ratings) W; more is drawn only by the machine around it.",
        fix: "Write `power_source: system` when it is the machine's share, or check the device.")
    }
  }
}

/// X45: a part draws no more than the whole.
struct PackagePowerRule: AuditRule {
  let id = "X45"
  let severity = AuditSeverity.error
  let meaning = (
    title: "part above the whole: process, package, plug",
    why:
      "TDP is of the package and not of a core, and a plug delivers more than what comes behind it."
  )

  func findings(in document: AuditDocument, _ facts: AuditFacts) -> [AuditFinding] {
    document.all.flatMap { claim -> [AuditFinding] in
      var found: [AuditFinding] = []
      let package = claim[.packagePower] ?? (claim[.cores] == nil ? nil : claim[.tdp])
      if let package, let process = claim[.processPower], process.value > package.value * 1.02 {
        found.append(
          finding(
            claim, at: process.place, declared: "process \(process.written)",
            follows: "The package it runs on takes \(package.written).",
            fix: "Share the package's power out by CPU time."))
      }
      if let package, let core = claim[.powerPerCore], let cores = claim[.cores],
        core.value * cores.value > package.value * 1.1, cores.value > 1
      {
        found.append(
          finding(
            claim, at: core.place, declared: "\(core.written) for each of \(cores.written) cores",
            follows:
              "They make \(Dimension.power.text(core.value * cores.value)); the package takes "
              + "\(package.written).",
            fix: "Divide the package's power by its cores."))
      }
      if let plug = claim[.acPower], let inside = claim[.dcPower], inside.value > plug.value {
        found.append(
          finding(
            claim, at: inside.place,
            declared: "\(plug.written) at the plug, \(inside.written) behind it",
            follows: "A power supply loses 4 to 20 %, it adds nothing.",
            fix: "Check which side of the power supply each figure is of."))
      }
      return found
    }
  }
}
