import Accounting
import Quantities

/// From energy to the whole footprint: facility, emissions by location and by contract, making of the hardware, water,
/// money. The last part of every estimator.
public enum FootprintPart {
  /// What every estimator takes besides its own parameters.
  public static let parameters: [Parameter] = [
    Parameter("region", .word, "place whose electricity is used"),
    .number("year", "1", 1990...2100, "year whose factor is used"),
    .number("month", "1", 1...12, "month, for the usual intensity of its hours"),
    .number("hour-of-day", "1", 0...23, "hour in UTC, for its usual intensity"),
    Parameter("basis", .choice(["life-cycle", "direct"]), "what the intensity of the grid counts"),
    Parameter(
      "facility", .choice(["hyperscale", "colocation", "enterprise", "personal"]),
      "kind of place, for its PUE"),
    .number("pue", "1", 1...10, "power usage effectiveness"),
    .number("intensity", "g/kWh", 0...2000, "carbon intensity of the grid, location-based"),
    .number(
      "market-intensity", "g/kWh", 0...2000,
      "carbon intensity by contract, reported beside the other"),
    .number("wue", "L/kWh", 0...20, "water used on site per kWh of IT energy"),
    .number("water-intensity", "L/kWh", 0...100, "water used by power stations per kWh"),
    .number("electricity-price", "per kWh", 0...10, "price of electricity"),
    .number("device-price", "per h", 0...1000, "price of a device-hour"),
    .number(
      "embodied", "kg", 0...100_000, "emissions of making one device, its server's share included"),
    .number("lifetime", "a", 0.5...20, "years that the hardware is used"),
    .number("use-rate", "1", 0.01...1, "share of its life that it works"),
    Parameter(
      "seat", .choice(["owner", "tenant", "customer"]),
      "who reports: of own machines, of rented ones, of a service"),
    .number("functional-units", "1", 0...1e18, "units that were served or made, for the SCI"),
    Parameter("functional-unit", .word, "what a unit is: token, image, FLOP, parameter"),
  ]

  static let joulesPerKilowattHour = 3.6e6
  static let secondsPerHour = 3600.0
  static let secondsPerYear = 8760 * 3600.0

  /// Adds facility energy, emissions, water and cost of an IT energy, and what making the devices brings.
  /// - Parameters:
  ///   - energy: in joules, of the IT equipment.
  ///   - deviceSeconds: device-seconds in use; nil where no device is known.
  ///   - fixed: PUE and intensity that a published method brings along.
  static func add(
    to draft: inout Draft, energy: Model.Term, deviceSeconds: Model.Term?,
    device: DeviceFacts? = nil, fixed: (pue: KnownValue, intensity: KnownValue)? = nil
  ) throws(Problem) {
    let site = try site(of: &draft, isFixed: fixed != nil)
    draft.model.result("energy_joules", energy)
    let pue = try draft.needed(
      "pue", label: "PUE", unit: "", otherwise: fixed?.pue ?? site.pue)
    let facility = draft.model.product(
      [energy, pue], label: "facility energy", unit: "J", note: "PUE is applied once, here.")
    draft.model.result("facility_energy_joules", facility)
    let kilowattHours = draft.model.quotient(
      facility, draft.model.constant(joulesPerKilowattHour, unit: "J/kWh"))
    let intensity = try draft.needed(
      "intensity", label: "carbon intensity", unit: "g CO2e/kWh",
      otherwise: fixed?.intensity ?? site.intensity)
    let emissions = draft.model.product(
      [kilowattHours, intensity], label: "emissions, location-based", unit: "g CO2e",
      note: "GHG Protocol, Scope 2 Guidance 2015.")
    draft.model.result("emissions_grams", emissions)
    if let contract = try draft.term(
      "market-intensity", label: "carbon intensity by contract", unit: "g CO2e/kWh")
    {
      draft.model.result(
        "market_emissions_grams",
        draft.model.product(
          [kilowattHours, contract], label: "emissions, market-based", unit: "g CO2e",
          note: "Beside the location-based figure, never in its place."))
    }
    try addWater(&draft, energy: energy, kilowattHours: kilowattHours, site: site)
    try addEmbodied(
      &draft, emissions: emissions, deviceSeconds: deviceSeconds, device: device,
      isOwn: fixed == nil)
    try addCost(&draft, kilowattHours: kilowattHours, deviceSeconds: deviceSeconds)
    try addScopes(&draft)
    try addIntensityPerUnit(&draft, emissions: emissions)
  }

  /// SCI = (E·I + M) per R, location-based, without offsets or certificates (ISO/IEC 21031:2024). For AI: tokens, images
  /// or seconds in use; FLOP, training tokens or parameters in making (SCI for AI, 2026).
  private static func addIntensityPerUnit(
    _ draft: inout Draft, emissions: Model.Term
  ) throws(Problem) {
    guard let units = try draft.term("functional-units", label: "functional units", unit: "") else {
      return
    }
    let name = try draft.word("functional-unit") ?? "unit"
    let all = draft.model.output("total_emissions_grams") ?? emissions
    draft.model.result(
      "sci_grams_per_unit",
      draft.model.quotient(
        all, units, label: "software carbon intensity per \(name)", unit: "g CO2e"))
  }

  /// Scopes and categories of the GHG Protocol (Corporate Standard 2004, Scope 3 Standard 2011).
  private static func addScopes(_ draft: inout Draft) throws(Problem) {
    guard let seat = try draft.word("seat") else { return }
    let market = draft.model.output("market_emissions_grams") == nil ? "" : " and market-based"
    let made = draft.model.output("embodied_grams") != nil
    switch seat {
    case "owner":
      draft.scopes = ["Scope 2, location-based\(market): the electricity of your own machines."]
      if made { draft.scopes.append("Scope 3, category 2 (capital goods): making the machines.") }
      draft.scopes.append(
        "Scope 3, category 3: fuel supply and grid losses; life-cycle factors hold the first already."
      )
    case "tenant":
      draft.scopes = [
        "Scope 3, category 1 or 8 (purchased services, leased assets): electricity"
          + (made ? " and making of the machines." : " of the machines.")
      ]
    case _:
      draft.scopes = ["Scope 3, category 1 (purchased services): all of it."]
    }
  }

  private static func site(of draft: inout Draft, isFixed: Bool) throws(Problem) -> SiteFacts {
    // A published method brings its own factors; a place would not be used.
    guard !isFixed else { return try draft.facts.site(SiteQuery()) }
    let isNeeded = !draft.has("intensity")
    let month = isNeeded ? try draft.distribution("month").map { Int($0.best) } : nil
    let hour = isNeeded ? try draft.distribution("hour-of-day").map { Int($0.best) } : nil
    // What is usual at an hour is an average over years.
    let year =
      month == nil && hour == nil ? try draft.distribution("year").map { Int($0.best) } : nil
    let query = SiteQuery(
      region: isNeeded || draft.has("region") ? try draft.word("region") : nil,
      year: year, basis: isNeeded ? try draft.word("basis") : nil,
      facility: draft.has("pue") ? nil : try draft.word("facility"), month: month, hour: hour)
    let site = try draft.facts.site(query)
    draft.warnings += site.warnings
    return site
  }

  /// On site by WUE on IT energy, off site by the grid on facility energy (Li et al. 2025, equation 1).
  private static func addWater(
    _ draft: inout Draft, energy: Model.Term, kilowattHours: Model.Term, site: SiteFacts
  ) throws(Problem) {
    var parts: [Model.Term] = []
    if let wue = try draft.term("wue", label: "WUE", unit: "L/kWh", otherwise: site.waterOnSite) {
      let itHours = draft.model.quotient(
        energy, draft.model.constant(joulesPerKilowattHour, unit: "J/kWh"))
      parts.append(draft.model.product([itHours, wue], label: "water on site", unit: "L"))
    }
    if let grid = try draft.term(
      "water-intensity", label: "water of the grid", unit: "L/kWh", otherwise: site.waterOffSite)
    {
      parts.append(
        draft.model.product([kilowattHours, grid], label: "water off site", unit: "L"))
    }
    for (term, key) in zip(
      parts,
      parts.count == 2 ? ["water_on_site_litres", "water_off_site_litres"] : ["water_litres"])
    {
      draft.model.result(key, term)
    }
    if parts.count == 2 {
      draft.model.result("water_litres", draft.model.sum(parts, label: "water", unit: "L"))
    }
  }

  /// TE × time in use ÷ (lifetime × use rate), SCI specification (ISO/IEC 21031:2024), M = TE × TS × RS.
  private static func addEmbodied(
    _ draft: inout Draft, emissions: Model.Term, deviceSeconds: Model.Term?, device: DeviceFacts?,
    isOwn: Bool
  ) throws(Problem) {
    guard let deviceSeconds else { return }
    let embodied: Model.Term
    if draft.has("embodied") || device?.embodiedGrams != nil && isOwn && draft.has("lifetime") {
      let made = try draft.needed(
        "embodied", label: "emissions of making a device", unit: "g CO2e", scale: 1000,
        otherwise: device?.embodiedGrams)
      let life = try draft.needed(
        "lifetime", unit: "s", scale: secondsPerYear,
        otherwise: draft.facts.defaultValue("hardware-life"))
      let rate = try draft.needed(
        "use-rate", unit: "", otherwise: draft.facts.defaultValue("use-rate"))
      embodied = draft.model.quotient(
        draft.model.product([made, deviceSeconds]), draft.model.product([life, rate]),
        label: "embodied emissions", unit: "g CO2e")
    } else if isOwn, let hourly = draft.facts.defaultValue("embodied-per-gpu-hour") {
      let rate = draft.known("embodied emissions per device-hour", hourly, unit: "g CO2e/h")
      embodied = draft.model.product(
        [
          rate,
          draft.model.quotient(deviceSeconds, draft.model.constant(secondsPerHour, unit: "s/h")),
        ],
        label: "embodied emissions", unit: "g CO2e")
    } else {
      return
    }
    draft.model.result("embodied_grams", embodied)
    draft.model.result(
      "total_emissions_grams",
      draft.model.sum(
        [emissions, embodied], label: "emissions and embodied emissions", unit: "g CO2e"))
  }

  private static func addCost(
    _ draft: inout Draft, kilowattHours: Model.Term, deviceSeconds: Model.Term?
  ) throws(Problem) {
    var parts: [Model.Term] = []
    if let price = try draft.term("electricity-price", unit: "per kWh") {
      parts.append(
        draft.model.product([kilowattHours, price], label: "cost of electricity", unit: "money"))
    }
    if let deviceSeconds, let price = try draft.term("device-price", unit: "per h") {
      let hours = draft.model.quotient(
        deviceSeconds, draft.model.constant(secondsPerHour, unit: "s/h"))
      parts.append(draft.model.product([hours, price], label: "cost of devices", unit: "money"))
    }
    guard !parts.isEmpty else { return }
    draft.model.result(
      "cost", parts.count == 1 ? parts[0] : draft.model.sum(parts, label: "cost", unit: "money"))
  }
}
