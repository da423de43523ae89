import Accounting
import Quantities

/// PUE and intensity that published methods bring along. Whoever gives another goes before them.
enum PublishedFactors {
  /// PUE 1.58 and 0.954 lb CO2e per kWh; one pound is 453.59237 g (Strubell et al. 2019, section 2).
  static let strubell = (
    pue: KnownValue(
      .exact(1.58), evidence: .assumed, note: "Strubell et al. 2019: mean of the Uptime survey 2018"
    ),
    intensity: KnownValue(
      .exact(0.954 * 453.592_37), evidence: .assumed,
      note: "Strubell et al. 2019, equation 2: 0.954 lb CO2e per kWh, United States")
  )

  /// PUE 1.67 and 475 g/kWh, the world (Lannelongue et al. 2021).
  static let greenAlgorithms = (
    pue: KnownValue(.exact(1.67), evidence: .assumed, note: "Lannelongue et al. 2021: default PUE"),
    intensity: KnownValue(
      .exact(475), evidence: .assumed, note: "Lannelongue et al. 2021: world average")
  )

  /// Kilowatt-hours and pounds, as Strubell et al. 2019 print them.
  static func addPaperUnits(_ draft: inout Draft) {
    guard let facility = draft.model.output("facility_energy_joules"),
      let emissions = draft.model.output("emissions_grams")
    else { return }
    draft.model.result(
      "facility_energy_kwh",
      draft.model.quotient(
        facility, draft.model.constant(3.6e6, unit: "J/kWh"), label: "energy as printed",
        unit: "kWh"))
    draft.model.result(
      "emissions_pounds",
      draft.model.quotient(
        emissions, draft.model.constant(453.592_37, unit: "g/lb"), label: "emissions as printed",
        unit: "lb CO2e"))
  }

  /// Patterson et al. 2021 take PUE and intensity of the site; both must be given.
  static func patterson(_ draft: inout Draft) throws(Problem) -> (
    pue: KnownValue, intensity: KnownValue
  ) {
    for name in ["pue", "intensity"] where !draft.has(name) { throw draft.missing([name]) }
    let none = KnownValue(.exact(1), evidence: .assumed, note: "given")
    return (none, none)
  }
}
