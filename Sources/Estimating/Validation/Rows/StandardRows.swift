import Accounting

extension Validation {
  /// Standards, clouds, and what hardware carries embodied.
  static let standardRows: [ValidationRow] = [
    ValidationRow(
      "V108", "sci-spec", "Embodied example: one hour of four years",
      .estimate(
        "hardware",
        [
          "device-hours": 1, "watts": 1, "pue": 1, "intensity": 0, "embodied": 1000,
          "lifetime": 4, "use-rate": 1,
        ]),
      [Expectation("g", "embodied_grams", 28.538_812_785_4, printed: 28.54, within: 1e-4)]),
    ValidationRow(
      "V109", "teads", "Impact Framework's vector: 100 W TDP, half used, 1 s, 1 of 8 cores",
      .formula("TDP × curve × share") {
        let watts = 100 * PowerCurves.teadsShareOfTDP(utilisation: 0.5)
        let kwh = watts * 1 / 8 / UnitConversion.joulesPerKilowattHour
        return ["kwh": kwh, "g": kwh * 800]
      },
      [
        Expectation("kWh", "kwh", 2.604_166_666_67e-6, printed: 2.604_167e-6, within: 1e-6),
        Expectation("g", "g", 0.002_083_333_333_33, printed: 0.002_083_33, within: 1e-5),
      ]),
    ValidationRow(
      "V110", "teads", "Impact Framework's embodied default, a second of four years",
      .formula("TE × time ÷ life") {
        ["g": defaultEmbodied(declared: 1533.12)]
      },
      [Expectation("g/s", "g", 0.007_927_447_995_94, printed: 0.007_927_45, within: 1e-4)],
      flags: ["X06", "X24"],
      note: "The manifest gives 1,533.12, kilograms taken for grams, and it is ignored."
    ) { _ in
      [
        Flags.inputIgnored(
          "the embodied figure", with: defaultEmbodied(declared: 1533.12),
          without: defaultEmbodied(declared: 1e6), given: 1533.12, usual: 1e6),
        Flags.outsideBand("a server's embodied", 1533.12, 5e4...2e7, unit: "g"),
      ]
    },
    ValidationRow(
      "V111", "ccf", "A vCPU-hour on AWS, half used",
      .formula("straight line × PUE") {
        [
          "wh": PowerCurves.watts(idleWatts: 0.74, fullWatts: 3.5, utilisation: 0.5) * 1.135
        ]
      }, [Expectation("Wh", "wh", 2.4062)]),
    ValidationRow(
      "V112", "dell-r740", "Dell R740, product carbon sheet",
      .formula("shares of 8,640 kg") {
        [
          "made": 8640 * 0.152,
          "kg": ImpliedFigure.gramsPerKilowattHour(
            grams: 8640e3 * 0.843, kilowattHours: 1760.3 * 4) / 1000,
        ]
      },
      [
        Expectation("kg of making", "made", 1313.28, printed: 1313, within: 0.001),
        Expectation("kg/kWh", "kg", 1.034_414_588_42),
      ], flags: ["X14"],
      note: "The mix of the EU, for which it is said to be, has about 0.3 kg/kWh."
    ) { outcome in
      [Flags.impliedFactor("kg/kWh", implied: outcome["kg"], stated: 0.3, within: 0.2)]
    },
    ValidationRow(
      "V113", "luccioni-2023-counting", "Example: 0.3 kW for 100 h",
      .estimate(
        "hardware",
        ["watts": 300, "hours": 100, "node-factor": 1, "pue": 1, "intensity": 500],
        also: { ["clean": $0["energy_joules"] / UnitConversion.joulesPerKilowattHour * 100] }),
      [
        .kilograms(15, printed: 15, within: 1e-5),
        Expectation("kg at 100 g/kWh", "clean", per: 1000, 3, printed: 3, within: 1e-5),
      ]),
  ]

  /// Grams a second as that framework's sample gives them: 1,000 kg whatever is declared.
  private static func defaultEmbodied(declared: Double) -> Double {
    EmbodiedShare.grams(
      madeGrams: 1e6, reservedHours: 1 / 3600.0, lifeHours: 4 * UnitConversion.hoursPerYear)
  }
}
