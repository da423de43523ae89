extension Validation {
  private static let patterson = "patterson-2021"

  /// Rated watts of the processors in Patterson et al. 2021, table 3.
  private static let v100 = [300.0]

  /// A row of table 4: MWh, gross and net tonnes, and operations from achieved TFLOP/s.
  private static func large(
    _ id: String, _ title: String, watts: Double, chips: Double, days: Double, pue: Double,
    gross: Double, net: Double, teraflops: Double, rated: [Double], mwh: (Double, Double),
    tonnes: (Double, Double), netTonnes: (Double, Double), flop: (Double, Double),
    flags: [String] = [], note: String = ""
  ) -> ValidationRow {
    ValidationRow(
      id, patterson, title,
      .estimate(
        "hardware",
        [
          "method": "patterson2021", "watts": .number(watts), "count": .number(chips),
          "days": .number(days), "pue": .number(pue), "intensity": .number(gross),
          "net-intensity": .number(net),
        ],
        also: {
          [
            "training_flop": TrainingCompute.trainingFLOP(
              deviceSeconds: $0["device_seconds"], achievedFLOPPerSecond: teraflops * 1e12)
          ]
        }),
      [
        .megawattHours(mwh.1, printed: mwh.0, within: 0.01),
        .tonnes(tonnes.1, printed: tonnes.0, within: 0.01),
        .netTonnes(netTonnes.1, printed: netTonnes.0, within: 0.02),
        .flop(flop.1, printed: flop.0, within: 0.011),
      ], flags: flags, note: note
    ) { _ in
      [
        Flags.ratedPower(watts: watts, rated: rated),
        Flags.powerOfAnotherProduct(watts: watts, rated: rated),
      ]
    }
  }

  /// A row of table 1, of eight chips in Iowa.
  private static func iowa(
    _ id: String, _ title: String, watts: Double, days: Double, kwh: (Double, Double),
    tonnes: (Double, Double), net: (Double, Double)
  ) -> ValidationRow {
    ValidationRow(
      id, patterson, title,
      .estimate(
        "hardware",
        [
          "method": "patterson2021", "watts": .number(watts), "count": 8, "days": .number(days),
          "pue": 1.11, "intensity": 478, "net-intensity": 80,
        ]),
      [
        .kilowattHours(kwh.1, printed: kwh.0, within: 0.012),
        .tonnes(tonnes.1, printed: tonnes.0, within: 0.005),
        .netTonnes(net.1, printed: net.0, within: 0.013),
      ])
  }

  /// A search whose chip-hours each emit what Strubell's eight P100 do, by chip: 0.2855296 lb, PUE included.
  private static func perChipHour(
    trials: Double, hours: Double, chips: Double
  ) -> [String: Amount] {
    [
      "trials": .number(trials), "trial-hours": .number(hours), "count": .number(chips),
      "watts": 1000, "node-factor": 1, "pue": 1,
      "intensity": .number(0.285_529_6 * UnitConversion.gramsPerPound),
    ]
  }

  /// Tables 1 and 4 and appendix C of Patterson et al. 2021.
  static let pattersonRows: [ValidationRow] = [
    large(
      "V07", "Evolved Transformer search, TPUv2", watts: 208, chips: 200, days: 6.8, pue: 1.1,
      gross: 431, net: 431, teraflops: 24.8, rated: [280], mwh: (7.5, 7.468_032),
      tonnes: (3.2, 3.218_721_792), netTonnes: (3.2, 3.218_721_792), flop: (2.91e21, 2.914_099_2e21)
    ),
    large(
      "V08", "T5-11B, TPUv3", watts: 310, chips: 512, days: 20, pue: 1.12, gross: 545, net: 545,
      teraflops: 45.6, rated: [450], mwh: (85.7, 85.327_872), tonnes: (46.7, 46.503_690_24),
      netTonnes: (46.7, 46.503_690_24), flop: (4.05e22, 4.034_396_16e22)),
    large(
      "V09", "Meena, TPUv3", watts: 289, chips: 1024, days: 30, pue: 1.09, gross: 415, net: 415,
      teraflops: 42.3, rated: [450], mwh: (232, 232.250_572_8), tonnes: (96.4, 96.383_987_712),
      netTonnes: (96.4, 96.383_987_712), flop: (1.12e23, 1.122_729_984e23)),
    large(
      "V10", "GShard-600B, TPUv3", watts: 288, chips: 1024, days: 3.1, pue: 1.09, gross: 201,
      net: 177, teraflops: 48, rated: [450], mwh: (24.1, 23.916_183_552),
      tonnes: (4.8, 4.807_152_893_95),
      netTonnes: (4.3, 4.233_164_488_7), flop: (1.33e22, 1.316_487_168e22)),
    large(
      "V11", "GPT-3, V100", watts: 330, chips: 10_000, days: 14.8, pue: 1.1, gross: 429, net: 429,
      teraflops: 24.6, rated: v100, mwh: (1287, 1289.376), tonnes: (552.1, 553.142_304),
      netTonnes: (552.1, 553.142_304), flop: (3.14e23, 3.145_651_2e23), flags: ["X12"],
      note: "330 W is a chip with its part of the system; the chip is rated 300 W."),
    ValidationRow(
      "V12", patterson, "Transformer (big), 8 P100, average US site",
      .estimate(
        "hardware",
        [
          "method": "patterson2021", "watts": 296, "count": 8, "days": 3.5, "pue": 1.59,
          "intensity": 429,
        ]),
      [
        .kilowattHours(316.270_08, printed: 316, within: 0.012),
        .tonnes(0.135_679_864_32, printed: 0.1357, within: 0.005),
      ]),
    iowa(
      "V13", "Transformer (big), 8 P100, Iowa", watts: 296, days: 3.5, kwh: (221, 220.792_32),
      tonnes: (0.1055, 0.105_538_728_96), net: (0.0177, 0.017_663_385_6)),
    iowa(
      "V14", "Evolved Transformer (medium), 8 P100, Iowa", watts: 271, days: 3.2,
      kwh: (185, 184.817_664), tonnes: (0.0883, 0.088_342_843_392), net: (0.0148, 0.014_785_413_12)),
    iowa(
      "V15", "Transformer (big), 8 TPUv2, Iowa", watts: 229, days: 0.81, kwh: (40, 39.531_628_8),
      tonnes: (0.0189, 0.018_896_118_566_4), net: (0.0032, 0.003_162_530_304)),
    iowa(
      "V16", "Evolved Transformer (medium), 8 TPUv2, Iowa", watts: 227, days: 0.62,
      kwh: (30, 29.994_508_8), tonnes: (0.0143, 0.014_337_375_206_4),
      net: (0.0024, 0.002_399_560_704)),
    ValidationRow(
      "V17", patterson, "Architecture search as Strubell et al. costed it",
      .estimate("search", perChipHour(trials: 979e6 / 3e5, hours: 84, chips: 8)),
      [.pounds(626_154.991_616, printed: 626_155, within: 1e-4)], flags: ["X22"],
      note: "Appendix C; a full-size search that was never run."
    ) { _ in [Flags.hypotheticalShown(as: .estimate, source: .hypothetical)] },
    ValidationRow(
      "V18", patterson, "The search on its small proxy task, one chip",
      .estimate(
        "search", perChipHour(trials: 979e6 / 1e5, hours: 12, chips: 1),
        also: {
          let full = SearchCost.deviceHours(
            steps: 979e6, stepsPerRun: 3e5, hoursPerRun: 84, devices: 8)
          return ["ratio": full / ($0["device_seconds"] / 3600)]
        }),
      [
        .pounds(33_544.017_408, printed: 33_544, within: 1e-4),
        Expectation("ratio", "ratio", 18.666_666_666_7, printed: 18.7, within: 0.003),
      ]),
    ValidationRow(
      "V68", patterson, "GPT-3, utilisation of 10,000 V100",
      .estimate(
        "training",
        [
          "flop": 3.14e23, "count": 10_000, "days": 14.8, "peak-tflops": 125, "solve": "mfu",
          "watts": 330, "node-factor": 1, "pue": 1.1, "intensity": 429,
        ]), [Expectation("MFU", "mfu", 0.196_446_446_446, printed: 0.197, within: 0.005)],
      flags: ["X12"]
    ) { _ in [Flags.powerOfAnotherProduct(watts: 330, rated: v100)] },
  ]
}
