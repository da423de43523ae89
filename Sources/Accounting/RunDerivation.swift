import Quantities

extension Derivation {
  /// The emissions of a run, from the total back to raw counter values.
  public init(of entry: Entry) {
    let footprint = AccountingMethod().footprint(of: entry)
    let factor = entry.site.factor
    let pue = entry.site.pue
    let widths = Widths(footprint, entry.site)
    let devices = zip(entry.run.devices, footprint.lines).filter { !$0.1.isBreakdown }
    let energy = Derivation(
      "IT energy of the run", footprint.energy, "J",
      formula: devices.isEmpty ? nil : "sum over the devices", rangePart: widths.energy,
      note: devices.isEmpty ? "No device was measured or modelled." : nil,
      inputs: devices.map { record, line in
        .device(
          record, line.attribution, policy: entry.policy, cpu: entry.run.cpu,
          rangePart: widths.part(of: line.attribution.run, in: footprint.energy))
      })
    let facility = Derivation(
      "facility energy", footprint.facilityEnergy, "J", formula: "IT energy of the run × PUE",
      inputs: [
        energy, Derivation("PUE", pue.ratio, "", rangePart: widths.pue, note: pue.origin),
      ])
    let intensity = Derivation(
      "carbon intensity", factor.intensity, "g CO2e/kWh", rangePart: widths.intensity,
      note: "\(factor.name) \(factor.year), \(factor.basis); region: \(entry.site.origin)",
      citation: factor.source)
    self.init(
      "emissions", footprint.emissions, "g CO2e",
      formula: "facility energy × carbon intensity ÷ 3600000 J/kWh",
      note: "Method \(entry.method), Joulebook \(entry.version), policy \(entry.policy.rawValue).",
      inputs: [facility, intensity] + entry.run.gaps.map { .gap($0) })
  }

  private static func device(
    _ record: Run.DeviceRecord, _ share: Attribution, policy: AttributionPolicy, cpu: Run.CPUUse,
    rangePart: Double?
  ) -> Derivation {
    let idleInput = Derivation(
      "idle power", record.idlePower, "W", evidence: record.idleEvidence, note: record.idleOrigin)
    let formula: String
    var inputs: [Derivation]
    switch policy {
    case .byUse where record.device.sharing == .cpuTime:
      formula = "energy in use − idle power × time in use"
      inputs = [
        Derivation(
          "energy in use", record.total.run, "J", formula: "Σ E·s over the samples",
          note: "s: the run's part of the use of the device; \(record.shareNote)",
          inputs: [.cpu(cpu)]), idleInput,
        Derivation("time in use", record.total.runSeconds, "s", formula: "Σ s·Δt over the samples"),
      ]
    case .byUse:
      formula = "energy in use"
      inputs = [
        Derivation(
          "energy in use", record.total.run, "J", formula: "Σ E·s over the samples",
          note: "s: the run's part of the use of the device; \(record.shareNote)")
      ]
    case .byReservation:
      formula = "device energy × reserved part"
      inputs = [
        Derivation("reserved part", record.reserved, "", note: "Set aside for the run, 0…1.")
      ]
    case .wholeMachine:
      formula = "device energy − energy of Joulebook itself"
      inputs = [Derivation("energy of Joulebook itself", share.own.joules, "J")]
    }
    inputs.append(.counted(record))
    return Derivation(
      record.device.name, share.run, "J", formula: formula, rangePart: rangePart,
      evidence: share.evidence, note: rangeNote(record, share), inputs: inputs)
  }

  /// What makes the device's range as wide as it is.
  private static func rangeNote(_ record: Run.DeviceRecord, _ share: Attribution) -> String? {
    let total = record.total
    let accuracy = record.device.accuracy
    let part = total.energy > 0 ? share.run.value.joules / total.energy : 0
    let idleWidth = (record.idlePower.high - record.idlePower.low).watts * total.runSeconds
    let widths = [
      ("idle power", record.device.sharing == .cpuTime ? idleWidth : 0),
      ("the counter's resolution", (total.slackBelow + total.slackAbove) * part),
      ("the sensor's accuracy", share.run.value.joules * (accuracy.high - accuracy.low)),
    ].filter { $0.1 > 0 }.sorted { $0.1 > $1.1 }
    guard !widths.isEmpty else { return nil }
    let parts = widths.map { "\($0.0) ±\(($0.1 / 2).text(significant: 2)) J" }
    return "Range from \(parts.joined(separator: ", "))."
  }

  private static func counted(_ record: Run.DeviceRecord) -> Derivation {
    let device = record.device
    let sensor = "Sensor \(device.sensor), \(record.total.seconds.text()) s covered"
    guard let ends = record.counter else {
      return Derivation(
        "device energy", record.total.energy, "J",
        low: record.total.energy - record.total.slackBelow,
        high: record.total.energy + record.total.slackAbove, formula: "Σ power × Δt",
        evidence: device.evidence, note: sensor + ".")
    }
    return Derivation(
      "device energy", ends.joules, "J", low: ends.joules - record.total.slackBelow,
      high: ends.joules + record.total.slackAbove,
      formula:
        "(\(ends.closing) − \(ends.opening) + \(ends.wraps) × \(ends.modulus)) × energy per count"
        + (ends.correction == 0 ? "" : " + correction"),
      evidence: device.evidence, note: sensor + "; closing − opening + wraps × turn, in counts.",
      inputs: [
        Derivation("closing counter value", Double(ends.closing), "counts"),
        Derivation("opening counter value", Double(ends.opening), "counts"),
        Derivation("wraps", Double(ends.wraps), ""),
        Derivation("counts per turn", Double(ends.modulus), "counts"),
        Derivation("energy per count", ends.joulesPerCount, "J/count"),
        Derivation(
          "correction", ends.correction, "J",
          note: "For ends between two counter updates, resets and gaps."),
      ])
  }

  private static func cpu(_ cpu: Run.CPUUse) -> Derivation {
    let way =
      switch cpu.way {
      case .ownCgroup: "counted in a control group made for the run"
      case .givenCgroup: "counted in the control group that the run was given"
      case .processTree: "counted over the process tree"
      }
    let seen = cpu.blindSpot.isEmpty ? "" : "; not seen: \(cpu.blindSpot)"
    return Derivation(
      "CPU time of the run", cpu.run, "s",
      note: "\(way), of \(cpu.machine.text()) s of everybody on the machine\(seen)")
  }

  private static func gap(_ gap: Gap) -> Derivation {
    Derivation(
      "gap of \(gap.device)", gap.end - gap.start, "s",
      note: "\(gap.reason.rawValue), from \(gap.start.text()) s on: \(gap.note)")
  }
}

/// What the range of the emissions is made of: relative widths of the factors, which add up to that
/// of the product while they are small; within the sum over devices, the widths themselves do.
private struct Widths {
  let energy: Double?
  let pue: Double?
  let intensity: Double?

  init(_ footprint: Footprint, _ site: Site) {
    let energy = Self.width(footprint.energy)
    let pue = Self.width(site.pue.ratio)
    let intensity = Self.width(site.factor.intensity)
    let sum = energy + pue + intensity
    self.energy = sum > 0 ? energy / sum : nil
    self.pue = sum > 0 ? pue / sum : nil
    self.intensity = sum > 0 ? intensity / sum : nil
  }

  /// The device's part of the part that the energy has.
  func part(of device: Estimate<Energy>, in total: Estimate<Energy>) -> Double? {
    let width = (total.high - total.low).joules
    guard let energy, width > 0 else { return nil }
    return energy * (device.high - device.low).joules / width
  }

  private static func width(_ estimate: Estimate<some Quantity>) -> Double {
    estimate.value.base == 0 ? 0 : (estimate.high.base - estimate.low.base) / estimate.value.base
  }
}
