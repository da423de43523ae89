import Accounting
import Auditing
import Metering
import Planning
import Quantities
import ReferenceData
import Reporting

/// Places times hardware: what a plan chooses from. The first is the job as it is, here.
struct PlanCandidates {
  let request: PlanRequest
  let joulebook: Joulebook
  let catalogue: Catalogue
  let found: PlanJobReader.Found
  let window: PlanWindow

  struct Result {
    let list: [PlanCandidate]
    let currency: String
    let notes: [String]
    /// What came at home in a window that has passed.
    let outcome: IntensitySeries?
  }

  func all() throws(Problem) -> Result {
    let settings = try Settings.resolve(
      flags: SettingsFlags(), environment: joulebook.environment, directory: joulebook.directory)
    let site = try here(settings)
    let places = PlanPlaces(catalogue: catalogue, here: site.site)
    let given = try request.pue.map { text throws(Problem) in try Self.pue(text) }
    let asked = try places.spots(request.regions, pue: given)
    // Where nothing tells where we are, the first place that is asked for is taken for here.
    let isLost = site.site.factor.region == catalogue.world.key && !asked.isEmpty
    let own =
      isLost
      ? asked[0] : given.map { PlanPlaces.Spot(place: places.own.place, pue: $0) } ?? places.own
    let spots = [own] + asked.filter { $0.place.key != own.place.key }
    let money = try PlanMoney(request) { text throws(Problem) in
      try catalogue.place(named: text).key
    }
    let hardware = try self.hardware()
    let gigabytes = try request.data.map { text throws(Problem) in
      try FlagAmount.read(text, .bytes, "--data", example: "500GB") / 1e9
    }
    var notes =
      (isLost
        ? ["Nothing tells where this machine stands, so \(own.place.text) is taken for here."]
        : site.warnings) + hardware.flatMap(\.notes)
    var list: [PlanCandidate] = []
    let end = max(window.deadline, window.release + .seconds(found.job.seconds))
    let isSearch = spots.count > 30
    let intensity = PlanIntensity(
      catalogue: catalogue, settings: settings, environment: joulebook.environment,
      now: SystemClock.wall(), release: window.release, end: end, home: own.place.key)
    if intensity.usesProvider, spots.count > PlanIntensity.mostPlaces {
      notes.append(
        "The provider is asked for \(own.place.text) only; the other \(spots.count - 1) places have the catalogue's figures."
      )
    }
    let marginals = Memo<String, PlanCandidate.MarginalIntensity?>()
    for (index, spot) in spots.enumerated() {
      let isAsked = index == 0 || spots.count <= PlanIntensity.mostPlaces
      let known = try intensity.known(spot.place, isAsked: isAsked)
      let marginal =
        (isAsked ? intensity.marginal(spot.place) : nil)
        ?? marginals.value(spot.place.country) { self.marginal(of: spot.place) }
      // In a search over everything, a place that only the world's average is known of says nothing.
      if isSearch, index > 0, known.series.zone == catalogue.world.key { continue }
      if !isSearch || index == 0 { notes += known.notes }
      for piece in hardware {
        list.append(
          candidate(
            spot, known, marginal, piece, money,
            gigabytes: index == 0 ? nil : gigabytes, from: own.place))
      }
    }
    if gigabytes != nil, spots.count == 1 {
      throw Problem(
        "`--data` would not be used.", why: "Nothing is moved: the job stays here.",
        fix: "Add --region, or leave it out.", exit: .usage)
    }
    if request.choosesSpeed, request.resumeEnergy != nil || request.minimumStretch != nil {
      notes.append(
        "The plan whose speed varies counts no energy of going on again, and no minimum stretch.")
    }
    let bases = Set(list.map(\.intensity.basis)).sorted(by: >)
    if bases.count > 1, !isSearch {
      notes.append(
        "Places are compared on different bases, \(bases.joined(separator: " and ")): direct figures "
          + "leave out fuel supply and building of power stations.")
    }
    return Result(
      list: list, currency: money.currency, notes: notes.uniqued,
      outcome: intensity.outcome(own.place))
  }

  private func here(_ settings: Settings) throws(Problem) -> SiteFinder.Found {
    try SiteFinder(catalogue: catalogue).find(
      settings, hints: SiteHints.gather(environment: joulebook.environment), at: window.release)
  }

  private func hardware() throws(Problem) -> [PlanHardware] {
    var list = [PlanHardware.own(found.count)]
    for text in request.hardware.flatMap({ $0.split(separator: ",").map(String.init) }) {
      list.append(
        try PlanHardware.device(text, from: (found.device, found.count), in: catalogue))
    }
    for text in request.powerCaps.flatMap({ $0.split(separator: ",").map(String.init) }) {
      list.append(
        try PlanHardware.cap(text, device: found.device, count: found.count, in: catalogue))
    }
    if request.choosesSpeed, !request.isInterruptible {
      throw Problem(
        "`--elastic` needs a job that may pause.",
        why: "In dirty slots its best speed may be none.",
        fix: "Add --interruptible, or leave --elastic out.", exit: .usage)
    }
    if request.choosesSpeed, list.count < 2 {
      throw Problem(
        "There is one speed only.", why: "`--elastic` chooses between several.",
        fix: "Add --power-cap 250W,200W or --on 4x,16x.", exit: .usage)
    }
    return list
  }

  private func candidate(
    _ spot: PlanPlaces.Spot, _ known: CatalogueIntensity.Found,
    _ marginal: PlanCandidate.MarginalIntensity?, _ hardware: PlanHardware, _ money: PlanMoney,
    gigabytes: Double?, from here: Place
  ) -> PlanCandidate {
    var candidate = PlanCandidate(
      place: spot.place.key, placeName: spot.place.name, hardware: hardware.name,
      intensity: known.series, intensityRange: known.range, marginal: marginal,
      pue: spot.pue.ratio)
    candidate.timeFactor = hardware.time
    candidate.powerFactor = hardware.power
    candidate.notes = known.notes
    if let gigabytes {
      candidate.transferEnergy = transfer(gigabytes, from: here, to: spot.place)
      candidate.priceOnce = gigabytes * (money.perGigabyte ?? 0)
    }
    if found.device != nil {
      let grams = embodied
      candidate.embodiedPerSecond = grams * (Double(hardware.count) / 3600)
    }
    candidate.pricePerKilowattHour = money.perKilowattHour(spot.place.key)
    candidate.pricePerSecond = money.perDeviceHour.map { $0 * Double(hardware.count) / 3600 }
    return candidate
  }

  private func marginal(of place: Place) -> PlanCandidate.MarginalIntensity? {
    guard let factor = catalogue.marginalFactor(of: place) else { return nil }
    let start = window.release.startOfHour
    return PlanCandidate.MarginalIntensity(
      series: IntensitySeries(
        zone: factor.region, start: start, slotSeconds: 3600,
        values: Array(
          repeating: factor.intensity.value.gramsPerKilowattHour,
          count: start.hours(to: window.deadline)), signal: .marginal, basis: "direct",
        kind: .yearly, source: factor.source.author),
      source: "operating margin \(factor.year), \(factor.source.author)")
  }

  /// Energy of moving data: inside a provider by one figure, over the internet by another.
  private func transfer(_ gigabytes: Double, from here: Place, to place: Place) -> Estimate<Energy>
  {
    func provider(_ place: Place) -> Substring? {
      place.kind == "cloud-region" ? place.key.prefix { $0 != "/" } : nil
    }
    let isInside = provider(here) != nil && provider(here) == provider(place)
    guard
      let entry = try? catalogue.entry("network", isInside ? "provider" : "internet-2015"),
      let value = entry.cell("kwh_per_gb")?.value
    else { return .zero }
    return Estimate(
      .kilowattHours(gigabytes * value),
      low: .kilowattHours(gigabytes * (entry.cell("low_kwh_per_gb")?.value ?? value)),
      high: .kilowattHours(gigabytes * (entry.cell("high_kwh_per_gb")?.value ?? value)))
  }

  /// Carbon of making an accelerator with its server, for an hour of it.
  private var embodied: Estimate<Emissions> {
    guard let entry = try? catalogue.entry("defaults", "embodied-per-gpu-hour"),
      let value = entry.cell("value")?.value
    else { return .zero }
    return Estimate(
      .grams(value), low: .grams(entry.cell("low")?.value ?? value),
      high: .grams(entry.cell("high")?.value ?? value))
  }

  static func pue(_ text: String) throws(Problem) -> PUE {
    guard let ratio = Double(text), ratio >= 1, ratio <= 10 else {
      throw Problem(
        "A PUE of `\(text.printable)` cannot be.", why: "It is 1 or more, and below 10.",
        fix: "Write for example `--pue 1.2`.", exit: .usage)
    }
    return PUE(Estimate(exactly: Ratio(ratio)), origin: "given by --pue")
  }
}

extension [String] {
  /// Each text once, in the order of their first places.
  var uniqued: [String] {
    var seen: Set<String> = []
    return filter { seen.insert($0).inserted }
  }
}
