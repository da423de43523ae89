import Accounting

extension Validation {
  private static let tasks = "luccioni-2024"

  /// A row of table 5: inferences until they outweigh training and fine-tuning.
  private static func breakEven(
    _ id: String, _ title: String, training: Double, tuning: Double, kwhPerThousand: Double,
    inferences: (Double, Double), tolerance: Double, note: String = ""
  ) -> ValidationRow {
    ValidationRow(
      id, tasks, title,
      .estimate(
        "life",
        [
          "training-kwh": .number(training + tuning), "development-multiplier": 1,
          "wh-per-request": .number(kwhPerThousand), "requests-per-day": 1e6, "years": 1,
          "pue": 1, "intensity": 0,
        ]),
      [
        Expectation(
          "inferences", "break_even_requests", inferences.1, printed: inferences.0,
          within: tolerance)
      ], note: note)
  }

  /// Luccioni, Jernite and Strubell 2024.
  static let taskRows: [ValidationRow] = [
    // kWh a request × 1,000 Wh/kWh.
    breakEven(
      "V92", "BLOOMz-7B, parity", training: 51_686, tuning: 7571, kwhPerThousand: 1.0e-4 * 1000,
      inferences: (592_570_000, 592_570_000), tolerance: 1e-6),
    breakEven(
      "V93", "BLOOMz-3B, parity", training: 25_634, tuning: 3242, kwhPerThousand: 7.3e-5 * 1000,
      inferences: (395_602_740, 395_561_643.8), tolerance: 2e-4,
      note: "The printed value needs 7.2992e-5 kWh: its inputs are rounded."),
    ValidationRow(
      "V94", tasks, "The whole study, implied factor",
      .formula("kg ÷ kWh") { ["kg": 178.97 / 754.66] },
      [Expectation("kg/kWh", "kg", 0.237_153_155_063)], flags: ["X14"],
      note: "The text has 297.6 g/kWh, table 3 uses about 139: three factors in one paper."
    ) { outcome in
      [
        Flags.impliedFactor(
          "kg/kWh", implied: outcome["kg"], stated: 0.2976, within: 0.01)
      ]
    },
  ]

  private static let li = "li-2025"
  /// MWh of GPT-3 without PUE: 330 W, 10,000 devices, 14.8 days.
  private static let gpt3MegawattHours = 330.0 * 10_000 * 14.8 * 24 / 1e6

  /// A row of table 1 of Li et al. 2025: training of GPT-3, and a request of 4 Wh.
  private static func place(
    _ id: String, _ title: String, pue: Double, onSite: Double, offSite: Double,
    megalitres: (Double, Double), millilitres: (Double, Double)
  ) -> ValidationRow {
    ValidationRow(
      id, li, title,
      .estimate(
        "hardware",
        [
          "energy-kwh": 1.287e6, "pue": .number(pue), "intensity": 0, "wue": .number(onSite),
          "water-intensity": .number(offSite),
        ],
        also: { _ in
          [
            "request": WaterUse.litres(
              itKilowattHours: 0.004, pue: pue, onSite: onSite, offSite: offSite)
          ]
        }),
      [
        Expectation(
          "ML", "water_litres", per: 1e6, megalitres.1, printed: megalitres.0, within: 0.001),
        Expectation(
          "mL/request", "request", per: 1e-3, millilitres.1, printed: millilitres.0,
          within: 0.001),
      ], flags: ["X01"], note: "1,287 MWh holds a PUE of 1.1 already."
    ) { _ in [holdsPUE] }
  }

  private static var holdsPUE: Inconsistency? {
    Flags.pueTwice("1,287 MWh", declaredIT: 1287, withoutPUE: gpt3MegawattHours, pue: 1.1)
  }

  /// Water.
  static let waterRows: [ValidationRow] = [
    place(
      "V95", "US average", pue: 1.17, onSite: 0.55, offSite: 3.142,
      megalitres: (5.439, 5.439_042_18), millilitres: (16.904, 16.904_56)),
    place(
      "V96", "Iowa", pue: 1.16, onSite: 0.14, offSite: 3.104, megalitres: (4.814, 4.814_203_68),
      millilitres: (14.963, 14.962_56)),
    place(
      "V97", "Texas", pue: 1.28, onSite: 0.25, offSite: 1.287, megalitres: (2.442, 2.441_902_32),
      millilitres: (7.59, 7.589_44)),
    place(
      "V98", "Washington", pue: 1.15, onSite: 0.95, offSite: 9.501,
      megalitres: (15.285, 15.284_605_05), millilitres: (47.506, 47.504_6)),
    place(
      "V99", "Ireland", pue: 1.19, onSite: 0.02, offSite: 1.476, megalitres: (2.287, 2.286_278_28),
      millilitres: (7.107, 7.105_76)),
    place(
      "V100", "Sweden", pue: 1.16, onSite: 0.09, offSite: 6.019, megalitres: (9.101, 9.101_715_48),
      millilitres: (28.287, 28.288_16)),
    ValidationRow(
      "V101", li, "US average, PUE once",
      .estimate(
        "hardware",
        [
          "energy-kwh": .number(1.287e6 / 1.1), "pue": 1.17, "intensity": 0, "wue": 0.55,
          "water-intensity": 3.142,
        ]), [Expectation("ML", "water_litres", per: 1e6, 4.944_583_8)], flags: ["X01"],
      origin: .computed,
      note: "What V95 is without the PUE of 1.1 that 1,287 MWh holds already. Sure."
    ) { _ in [holdsPUE] },
    ValidationRow(
      "V102", "meta-2024", "Meta 2023, water of its electricity",
      .formula("ML ÷ MWh") { ["litres": 55_475e6 / 14_975_435e3] },
      [Expectation("L/kWh", "litres", 3.704_399_905_58, printed: 3.7, within: 0.002)]),
  ]
}
