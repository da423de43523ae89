public import Accounting
public import Quantities

/// A finished run beside what it would have been elsewhere, at another time or on other hardware: schema 1.
public struct WhatIfReport: Hashable, Sendable {
  public let run: String
  public let name: String
  /// The figure in the ledger, by its own factor.
  public let booked: Emissions
  /// The run as it was, and as it would have been, by the same kind of figures.
  public let before: Case
  public let after: Case
  public let assumptions: [Assumption]
  public let notes: [String]

  public struct Case: Hashable, Sendable {
    public let place: String
    public let hardware: String
    public let start: Timestamp
    public let seconds: Double
    /// At the facility's meter.
    public let energy: Estimate<Energy>
    public let emissions: Estimate<Emissions>
    /// Mean over its energy, g CO2e/kWh.
    public let intensity: CarbonIntensity

    public init(
      place: String, hardware: String, start: Timestamp, seconds: Double,
      energy: Estimate<Energy>, emissions: Estimate<Emissions>, intensity: CarbonIntensity
    ) {
      self.place = place
      self.hardware = hardware
      self.start = start
      self.seconds = seconds
      self.energy = energy
      self.emissions = emissions
      self.intensity = intensity
    }
  }

  /// Something that the answer rests on, and how well it is known.
  public struct Assumption: Hashable, Sendable, Encodable {
    public let what: String
    public let evidence: Evidence
    public let source: String

    public init(_ what: String, _ evidence: Evidence, source: String) {
      self.what = what
      self.evidence = evidence
      self.source = source
    }
  }

  public init(
    run: String, name: String, booked: Emissions, before: Case, after: Case,
    assumptions: [Assumption], notes: [String]
  ) {
    self.run = run
    self.name = name
    self.booked = booked
    self.before = before
    self.after = after
    self.assumptions = assumptions
    self.notes = notes
  }

  /// Part of the emissions that would have been saved; negative where it would have been more.
  public var saving: Double? {
    before.emissions.value.grams > 0
      ? 1 - after.emissions.value.grams / before.emissions.value.grams : nil
  }

  /// `37 % less: 380 g/kWh then, 240 g/kWh so.`
  package var difference: String {
    guard let saving else { return "It was nothing, so no part of it is saved." }
    guard saving != 0 else { return "No difference." }
    return "\(abs(saving * 100).text(significant: 2)) % \(saving > 0 ? "less" : "more"): "
      + "\(before.intensity.gramsPerKilowattHour.text(significant: 3)) g/kWh then, "
      + "\(after.intensity.gramsPerKilowattHour.text(significant: 3)) g/kWh so."
  }

  public func text(style: TextStyle) -> String {
    var table = TextTable([.left, .left, .left, .left, .right, .right, .right, .left])
    table.add(["", "Place", "On", "Start (UTC)", "Time", "Energy", "CO2e", "Range"])
    for (name, item) in [("it was", before), ("what if", after)] {
      table.add([
        name, item.place, item.hardware.isEmpty ? "same" : item.hardware, item.start.minuteText,
        Duration.seconds(item.seconds).text, item.energy.text, item.emissions.text,
        item.emissions.rangeText,
      ])
    }
    var lines = [style.bold("\(name.cut(to: 40)) (\(run))"), ""] + table.lines + [""]
    if saving != nil { lines.append(style.bold(difference)) }
    lines.append("Booked, by the yearly factor: \(booked.text(digits: 3)).")
    lines += ["", "It rests on:"]
    var sources = TextTable([.left, .left, .left])
    for assumption in assumptions {
      sources.add(["  " + assumption.what, assumption.evidence.rawValue, assumption.source])
    }
    lines += sources.lines
    lines += notes.map { style.warning("! " + $0.asSentence.wrapped(width: 78, indent: "  ")) }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension WhatIfReport: Encodable {
  enum CodingKeys: String, CodingKey {
    case schema, run, name, before, after, saving, assumptions, notes
    case booked = "booked_emissions_grams"
  }

  public func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(1, forKey: .schema)
    try keys.encode(run, forKey: .run)
    try keys.encode(name, forKey: .name)
    try keys.encode(booked, forKey: .booked)
    try keys.encode(before, forKey: .before)
    try keys.encode(after, forKey: .after)
    try keys.encode(saving, forKey: .saving)
    try keys.encode(assumptions, forKey: .assumptions)
    try keys.encode(notes, forKey: .notes)
  }
}

extension WhatIfReport.Case: Encodable {
  enum CodingKeys: String, CodingKey {
    case place, hardware, start
    case seconds = "duration_seconds"
    case energy = "facility_energy_joules"
    case emissions = "emissions_grams"
    case low = "emissions_low_grams"
    case high = "emissions_high_grams"
    case intensity = "intensity_g_per_kwh"
  }

  public func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(place, forKey: .place)
    try keys.encode(hardware, forKey: .hardware)
    try keys.encode(start, forKey: .start)
    try keys.encode(seconds, forKey: .seconds)
    try keys.encode(energy.value, forKey: .energy)
    try keys.encode(emissions.value, forKey: .emissions)
    try keys.encode(emissions.low, forKey: .low)
    try keys.encode(emissions.high, forKey: .high)
    try keys.encode(intensity, forKey: .intensity)
  }
}
