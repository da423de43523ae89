import Accounting

extension Validation {
  /// Operations, device time and utilisation from what papers state.
  static let computeRows: [ValidationRow] = [
    ValidationRow(
      "V61", "brown-2020", "GPT-3, compute",
      .estimate(
        "training",
        [
          "parameters": 175e9, "tokens": 300e9, "count": 10_000, "days": 14.8, "watts": 330,
          "node-factor": 1, "pue": 1.1, "intensity": 429,
        ]),
      [
        .flop(3.15e23, printed: 3.14e23, within: 0.005),
        Expectation(
          "PF-days", "training_petaflop_s_days", 3645.833_333_33, printed: 3640, within: 0.003),
      ]
    ) { _ in [Flags.farFromSixND(declared: 3.14e23, parameters: 175e9, tokens: 300e9)] },
    ValidationRow(
      "V63", "deepseek-v3", "DeepSeek-V3, hours and compute",
      .estimate(
        "training",
        [
          "active-parameters": 37e9, "tokens": 14.8e12,
          "device-hours": .number(2664e3 + 119e3 + 5e3),
          "watts": 700, "node-factor": 1, "pue": 1, "intensity": 0,
        ],
        also: {
          [
            "mfu": TrainingCompute.modelFLOPUtilisation(
              flop: $0["training_flop"], deviceHours: 2664e3, peakFLOPPerSecond: 989e12)
          ]
        }),
      [
        Expectation(
          "thousand h", "device_seconds", per: 3.6e6, 2788, printed: 2788, within: 1e-5),
        .flop(3.2856e24), Expectation("MFU of 2,664,000 h", "mfu", 0.346_403_025_877),
        Expectation("IT MWh", "energy_joules", per: 3.6e9, 1951.6),
      ], flags: ["X11"],
      note: "Energy and emissions were never published: 1,952 MWh is an estimate at rated power."
    ) { _ in [Flags.ratedPower(watts: 700, rated: [700])] },
    ValidationRow(
      "V64", "chowdhery-2022", "PaLM 540B",
      .estimate(
        "training",
        [
          "parameters": 540e9, "tokens": 780e9, "device-hours": 8.4e6, "peak-tflops": 275,
          "solve": "mfu", "watts": 378.5, "node-factor": 1, "pue": 1.08, "intensity": 79,
        ]),
      [
        .flop(2.5272e24, printed: 2.527e24, within: 0.001),
        Expectation("MFU", "mfu", 0.303_896_103_896),
      ], flags: ["X29"], note: "The paper has 46.2 % of a step."
    ) { outcome in [Flags.stepUtilisation(step: 0.462, run: outcome["mfu"])] },
    ValidationRow(
      "V65", "rae-2021", "Gopher 280B",
      .estimate(
        "training",
        [
          "flop": 6.31e23, "device-hours": 3.77e6, "peak-tflops": 123, "solve": "mfu",
          "watts": 283, "node-factor": 1, "pue": 1.08, "intensity": 330,
        ], also: { _ in ["six_nd": TrainingCompute.trainingFLOP(parameters: 280e9, tokens: 300e9)] }
      ),
      [
        Expectation("MFU", "mfu", 0.377_990_075_215),
        Expectation("FLOP by 6ND", "six_nd", 5.04e23),
      ], flags: ["X30"], note: "6ND is a fifth under the published count: recomputation, attention."
    ) { _ in [Flags.farFromSixND(declared: 6.31e23, parameters: 280e9, tokens: 300e9)] },
    ValidationRow(
      "V66", "almazrouei-2023", "Falcon-180B, compute",
      .estimate(
        "training",
        [
          "parameters": 180e9, "tokens": 3.5e12, "peak-tflops": 312, "mfu": 0.5, "watts": 400,
          "node-factor": 1, "pue": 1, "intensity": 0,
        ]), [.flop(3.78e24, printed: 43_500 * UnitConversion.flopPerPetaflopDay, within: 0.006)],
      flags: ["X11"], note: "Printed as 43,500 petaflop/s-days. Emissions were never published."
    ) { _ in
      [
        Flags.farFromSixND(
          declared: 43_500 * UnitConversion.flopPerPetaflopDay, parameters: 180e9, tokens: 3.5e12),
        Flags.ratedPower(watts: 400, rated: [400]),
      ]
    },
    ValidationRow(
      "V69", "amodei-hernandez-2018", "ResNet-152",
      .estimate(
        "training",
        [
          "macs": 11.3e9, "images": 1.2e6, "epochs": 128, "device-hours": 1, "watts": 1,
          "node-factor": 1, "pue": 1, "intensity": 0,
        ]),
      [
        Expectation(
          "PF-days", "training_petaflop_s_days", 0.120_533_333_333, printed: 0.12, within: 0.006)
      ]),
  ]

  private static let faiz = "faiz-2024"

  /// A row of table 4 of Faiz et al. 2024.
  /// - Parameter achieved: TFLOP/s of the run itself, from which the efficiency was taken.
  private static func llmCarbon(
    _ id: String, _ title: String, parameters: Double, tokens: Double, count: Double,
    efficiency: Double, peak: Double, achieved: Double, watts: Double, rated: [Double],
    pue: Double, intensity: Double, days: Double, tonnes: (Double, Double),
    flags: [String] = []
  ) -> ValidationRow {
    ValidationRow(
      id, faiz, title,
      .estimate(
        "training",
        [
          "parameters": .number(parameters), "tokens": .number(tokens), "count": .number(count),
          "mfu": .number(efficiency), "peak-tflops": .number(peak), "watts": .number(watts),
          "node-factor": 1, "pue": .number(pue), "intensity": .number(intensity),
        ]),
      [
        Expectation("days", "duration_seconds", per: 86_400, days),
        .tonnes(tonnes.1, printed: tonnes.0, within: 0.04),
      ], flags: flags + ["X43"], note: "Printed is the actual figure that it predicts."
    ) { _ in
      [
        Flags.circular(
          "the efficiency", input: efficiency, impliedByResult: achieved / peak),
        Flags.powerOfAnotherProduct(watts: watts, rated: rated),
      ]
    }
  }

  /// LLMCarbon's own validation (Faiz et al. 2024), with the defaults of its code.
  static let llmCarbonRows: [ValidationRow] = [
    llmCarbon(
      "V71", "T5", parameters: 1.1e10, tokens: 6e11, count: 512, efficiency: 0.37, peak: 123,
      achieved: 45.6, watts: 310, rated: [450], pue: 1.12, intensity: 545, days: 19.670_013_000_8,
      tonnes: (46.7, 45.736_409_580_3)),
    llmCarbon(
      "V72", "GPT-3", parameters: 1.75e11, tokens: 3e11, count: 10_000, efficiency: 0.197,
      peak: 125, achieved: 24.6, watts: 330, rated: [300], pue: 1.1, intensity: 429,
      days: 14.805_414_551_6, tonnes: (552.1, 553.344_670_051), flags: ["X12"]),
    llmCarbon(
      "V73", "GShard", parameters: 2.3e9, tokens: 1e12, count: 1000, efficiency: 0.39, peak: 123,
      achieved: 48, watts: 288, rated: [450], pue: 1.09, intensity: 177, days: 3.329_627_313_37,
      tonnes: (4.3, 4.440_165_103_19)),
    llmCarbon(
      "V74", "XLM", parameters: 5.5e8, tokens: 7e12, count: 512, efficiency: 0.212, peak: 125,
      achieved: 26.5, watts: 342, rated: [300], pue: 1.1, intensity: 413, days: 19.705_270_571_3,
      tonnes: (39, 37.621_183_018_9), flags: ["X12"]),
    ValidationRow(
      "V75", faiz, "XLM, embodied",
      .formula("Σ area × CPA × count × days ÷ life") {
        [
          "t": EmbodiedShare.kilograms(
            of: [
              .init(amount: 1.47, kilogramsPerUnit: 1, count: 64),
              .init(amount: 256, kilogramsPerUnit: 0.4, count: 64),
              .init(amount: 32_768, kilogramsPerUnit: 0.018, count: 64),
              .init(amount: 8.15, kilogramsPerUnit: 1.2, count: 512),
              .init(amount: 111.6, kilogramsPerUnit: 1.2, count: 64),
            ], days: 20.4, lifeDays: 1825) / 1000
        ]
      }, [Expectation("t", "t", 0.648_045_469_808, printed: 0.66, within: 0.02)],
      flags: ["X34", "X44"],
      note: "Dies only: 9.8 kg a V100, against 164 kg by the maker's own account of an H100."
    ) { _ in
      [
        Flags.productDiffers("SSD of a node", printed: 576, factors: [32_768, 0.018]),
        Flags.embodiedScope(8.15 * 1.2, 164),
      ]
    },
  ]
}
