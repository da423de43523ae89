public import Accounting
import Auditing
import Bookkeeping
import Metering
import Planning
import Quantities
import ReferenceData
public import Reporting

/// What is changed about a finished run; nil stays as it was.
public struct WhatIfRequest: Sendable {
  public var run = "last"
  public var region: String?
  public var pue: String?
  public var start: String?
  public var hardware: String?
  public var powerCap: String?
  /// Intensity of the electricity instead of the place's own: `120 g/kWh`.
  public var intensity: String?

  public init() {}
}

extension Joulebook {
  /// A finished run's own power curve under other circumstances.
  public func whatIf(_ request: WhatIfRequest) throws(Problem) -> WhatIfAnswer {
    let changes = [
      request.region, request.pue, request.start, request.hardware, request.powerCap,
      request.intensity,
    ].compactMap(\.self)
    guard !changes.isEmpty else {
      throw Problem(
        "Nothing is changed.", why: "Without a change the run is what it was.",
        fix: "Give --region, --start, --on, --power-cap, --pue or --intensity.", exit: .usage)
    }
    guard request.intensity == nil || (request.region == nil && request.start == nil) else {
      throw Problem(
        "An intensity is given, and a place or a time besides.",
        why: "With one given figure every place and every hour is the same.",
        fix: "Leave out --intensity, or --region and --start.", exit: .usage)
    }
    guard request.hardware == nil || request.powerCap == nil else {
      throw Problem(
        "Other hardware and a power limit are both given.",
        why: "Limits are known for the run's own device.", fix: "Give one of them.", exit: .usage)
    }
    let entry = try ledger().entry(request.run)
    return WhatIfAnswer(
      report: try WhatIf(
        entry: entry, request: request, joulebook: self, catalogue: try catalogue()
      ).report())
  }
}

/// A run beside what it would have been.
public struct WhatIfAnswer: Answer {
  public let report: WhatIfReport

  public func text(style: TextStyle) -> String { report.text(style: style) }
  public func encode(to encoder: any Encoder) throws { try report.encode(to: encoder) }
}

private struct WhatIf {
  let entry: Entry
  let request: WhatIfRequest
  let joulebook: Joulebook
  let catalogue: Catalogue

  func report() throws(Problem) -> WhatIfReport {
    let run = entry.run
    let job = try PlanJobReader.job(of: entry)
    guard job.energy.joules > 0, job.seconds > 0 else {
      throw Problem(
        "Run \(run.id) booked no energy.", why: "There is nothing to move.",
        fix: "Take another run: joulebook list.", exit: .usage)
    }
    let old = catalogue.place(key: entry.site.place ?? entry.site.factor.region) ?? catalogue.world
    let new =
      try request.region.map { text throws(Problem) in
        try catalogue.place(named: text)
      } ?? old
    let start = try moment()
    let (hardware, tier) = try self.hardware()
    let settings = try Settings.resolve(
      flags: SettingsFlags(), environment: joulebook.environment, directory: joulebook.directory)
    // Hours are set against hours, and a year against a year.
    let isHourly =
      settings.intensity.provider != nil
      || [old, new].allSatisfy { catalogue.usualHours(of: $0, scope: "life-cycle") != nil }
    if request.start != nil, !isHourly {
      throw Problem(
        "`--start` would change nothing.",
        why: "The hours of \(new.text) are not known: by the year every hour is the same.",
        fix: "Leave it out, or take one of \(catalogue.climatologyPlaces.joined(separator: ", ")).",
        exit: .usage)
    }
    let pue = try request.pue.map { text throws(Problem) in try PlanCandidates.pue(text) }
    let newPUE = pue ?? (new.key == old.key ? entry.site.pue : catalogue.pue(key: new.key))
    let given = try request.intensity.map { text throws(Problem) in
      try FlagAmount.read(text, .intensity, "--intensity", example: "\"120 g/kWh\"")
    }
    let before = try self.case(
      job, old, .own(1), entry.site.pue.ratio, at: run.started, isHourly, settings)
    let after = try self.case(
      job, new, hardware, (newPUE ?? entry.site.pue).ratio, at: start, isHourly, settings,
      given: given)
    return WhatIfReport(
      run: run.id, name: run.name,
      booked: AccountingMethod().footprint(of: entry).emissions.value, before: before.case,
      after: after.case,
      assumptions: assumptions(
        job, from: before.source, to: after.source, isHourly, tier, hardware.notes,
        pue: newPUE.map { new.key == old.key && pue == nil ? nil : $0 } ?? nil),
      notes: (before.notes + after.notes).uniqued)
  }

  private func moment() throws(Problem) -> Timestamp {
    guard let text = request.start else { return entry.run.started }
    if let shift = text.first, "+-".contains(shift) {
      let seconds = try FlagAmount.seconds(String(text.dropFirst()), "--start", example: "-6h")
      return entry.run.started + .seconds(shift == "-" ? -seconds : seconds)
    }
    guard let moment = Timestamp(text) else {
      throw Problem(
        "Cannot understand `\(text.printable)` (--start).",
        why: "It is a moment, or a shift against the run's own start.",
        fix: "Write `--start 2026-12-01T03:00:00Z`, `--start=+6h` or `--start=-6h`.", exit: .usage)
    }
    return moment
  }

  private func hardware() throws(Problem) -> (PlanHardware, Evidence) {
    let accelerators = entry.run.devices.map(\.device).filter { $0.component == .gpu }
    let key = accelerators.first.flatMap { try? catalogue.entry("accelerators", $0.name) }?.key
    let count = max(1, accelerators.count)
    if let text = request.hardware {
      return (
        try PlanHardware.device(text, from: (key, count), in: catalogue), .assumed
      )
    }
    if let text = request.powerCap {
      let cap = try PlanHardware.cap(text, device: key, count: count, in: catalogue)
      let isOwn = key.map { CapCurve.all(of: $0, in: catalogue).isOwn } ?? false
      return (cap, isOwn ? .modelled : .assumed)
    }
    return (.own(count), .metered)
  }

  private func `case`(
    _ job: PlannedJob, _ place: Place, _ hardware: PlanHardware, _ pue: Estimate<Ratio>,
    at start: Timestamp, _ isHourly: Bool, _ settings: Settings, given: Double? = nil
  ) throws(Problem) -> (case: WhatIfReport.Case, source: String, notes: [String]) {
    let seconds = job.seconds * hardware.time.value.base
    let window = PlanWindow(release: start, deadline: start + .seconds(seconds * 1.01 + 3600))
    let known: CatalogueIntensity.Found
    if let given {
      known = Self.flat(given, at: place, from: start, to: window.deadline)
    } else {
      known = try intensity(
        of: place, from: start, to: window.deadline, isHourly: isHourly, settings)
    }
    var candidate = PlanCandidate(
      place: place.key, placeName: place.name, hardware: hardware.name, intensity: known.series,
      intensityRange: known.range, pue: pue)
    candidate.timeFactor = hardware.time
    candidate.powerFactor = hardware.power
    guard let plan = Planner(job: job, window: window).plans(candidate).first else {
      throw Problem(
        "The intensity of \(place.text) is not known for the whole run.",
        why: "Its series has a gap.", fix: "Give another --start or --region.", exit: .usage)
    }
    let kilowattHours = plan.energy.value.kilowattHours
    return (
      WhatIfReport.Case(
        place: place.key, hardware: hardware.name, start: start, seconds: seconds,
        energy: plan.energy, emissions: plan.emissions,
        intensity: .gramsPerKilowattHour(
          kilowattHours > 0 ? plan.emissions.value.grams / kilowattHours : 0)),
      known.series.source, known.notes
    )
  }

  /// One figure for all hours.
  private static func flat(
    _ intensity: Double, at place: Place, from: Timestamp, to: Timestamp
  ) -> CatalogueIntensity.Found {
    let hour = from.startOfHour
    return CatalogueIntensity.Found(
      series: IntensitySeries(
        zone: place.key, start: hour, slotSeconds: 3600,
        values: Array(repeating: intensity, count: hour.hours(to: to)), kind: .yearly,
        source: "given by --intensity"), range: Estimate(exactly: Ratio(1)), notes: [])
  }

  /// From the provider that is set, where one is; else from the catalogue.
  private func intensity(
    of place: Place, from: Timestamp, to: Timestamp, isHourly: Bool, _ settings: Settings
  ) throws(Problem) -> CatalogueIntensity.Found {
    guard settings.intensity.provider != nil else {
      return CatalogueIntensity(catalogue: catalogue)
        .series(of: place, from: from, to: to, isHourly: isHourly)
    }
    let answer = try IntensitySource(
      place: place, isHome: place.key == (entry.site.place ?? entry.site.factor.region),
      settings: settings, catalogue: catalogue, environment: joulebook.environment
    ).seriesWaiting(from: from, to: to, now: SystemClock.wall())
    return CatalogueIntensity.Found(
      series: answer.series, range: Estimate(exactly: Ratio(1)), notes: answer.notes)
  }

  private func assumptions(
    _ job: PlannedJob, from before: String, to after: String, _ isHourly: Bool, _ tier: Evidence,
    _ notes: [String], pue: PUE?
  ) -> [WhatIfReport.Assumption] {
    var list = [
      WhatIfReport.Assumption(
        "power over time", job.evidence, source: "\(job.stages.count) spans of the run")
    ]
    let how = isHourly ? "intensity by the hour" : "intensity of the year"
    list.append(WhatIfReport.Assumption(how + ", as it was", .modelled, source: before))
    list.append(
      WhatIfReport.Assumption(
        request.intensity == nil ? how + ", what if" : "intensity, what if",
        request.intensity == nil ? .modelled : .assumed, source: after))
    if let pue {
      list.append(
        WhatIfReport.Assumption(
          "PUE \(pue.ratio.value.base.text(significant: 3))", .assumed, source: pue.origin))
    }
    if request.hardware != nil || request.powerCap != nil {
      list += notes.map { WhatIfReport.Assumption("time and power", tier, source: $0) }
    }
    return list
  }
}
