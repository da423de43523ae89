import Accounting

extension Validation {
  private static let llama1 = "touvron-2023-llama"
  private static let llama2 = "touvron-2023-llama2"
  private static let cards = "meta-cards"

  /// A row of device-hours × watts × PUE × intensity, whose power is a rated one.
  static func byHours(
    _ id: String, _ paper: String, _ title: String, hours: Double, watts: Double,
    pue: Double = 1, intensity: Double, rated: [Double], _ expectations: [Expectation],
    flags: [String], note: String = "",
    checks: @escaping @Sendable (Outcome) -> [Inconsistency?] = { _ in [] }
  ) -> ValidationRow {
    ValidationRow(
      id, paper, title,
      .estimate(
        "hardware",
        [
          "device-hours": .number(hours), "watts": .number(watts), "node-factor": 1,
          "pue": .number(pue), "intensity": .number(intensity),
        ]), expectations, flags: flags, note: note
    ) { outcome in
      [
        Flags.ratedPower(watts: watts, rated: rated),
        Flags.powerOfAnotherProduct(watts: watts, rated: rated),
      ] + checks(outcome)
    }
  }

  private static let a100 = [400.0, 300, 250]
  private static let h100 = [700.0, 350]

  /// Table 15 of Touvron et al. 2023: 400 W, PUE 1.1, 385 g/kWh.
  private static func first(
    _ id: String, _ title: String, _ hours: Double, mwh: (Double, Double), tonnes: (Double, Double)
  ) -> ValidationRow {
    byHours(
      id, llama1, title, hours: hours, watts: 400, pue: 1.1, intensity: 385, rated: a100,
      [
        .megawattHours(mwh.1, printed: mwh.0, within: 0.01),
        .tonnes(tonnes.1, printed: tonnes.0, within: 0.01),
      ], flags: ["X11"])
  }

  /// A card whose factor is PUE × intensity.
  private static func second(
    _ id: String, _ paper: String, _ title: String, _ hours: Double, _ watts: Double,
    _ printed: Double, _ calculated: Double, within tolerance: Double
  ) -> ValidationRow {
    byHours(
      id, paper, title, hours: hours, watts: watts, pue: 1.1, intensity: 385,
      rated: watts == 400 ? a100 : h100,
      [.tonnes(calculated, printed: printed, within: tolerance)], flags: ["X01", "X11"],
      note: "One factor of 0.4235 kg/kWh, 1.1 × 0.385."
    ) { _ in
      [Flags.pueInFactor(factor: printed * 1e6 / (hours * watts / 1000), intensity: 385, pue: 1.1)]
    }
  }

  /// A card whose factor is neither that nor stated.
  /// - Parameter rounding: of the printed tonnes.
  private static func third(
    _ id: String, _ title: String, _ hours: Double, factor: Double, _ printed: Double,
    rounding: Double, _ calculated: Double, within tolerance: Double
  ) -> ValidationRow {
    byHours(
      id, cards, title, hours: hours, watts: 700, intensity: factor, rated: h100,
      [.tonnes(calculated, printed: printed, within: tolerance)], flags: ["X11", "X14"],
      note: "The effective factor, PUE included, is inferred from the card."
    ) { _ in
      [
        Flags.impliedFactor(
          "g/kWh with PUE", implied: printed * 1e6 / (hours * 0.7), stated: 1.1 * 385,
          within: rounding / printed)
      ]
    }
  }

  /// The Llama papers and cards.
  static let llamaRows: [ValidationRow] = [
    first(
      "V20", "OPT-175B, recosted", 809_472, mwh: (356, 356.167_68), tonnes: (137, 137.124_556_8)),
    first(
      "V21", "BLOOM-176B, recosted", 1_082_880, mwh: (475, 476.467_2), tonnes: (183, 183.439_872)),
    first("V22", "LLaMA-7B", 82_432, mwh: (36, 36.270_08), tonnes: (14, 13.963_980_8)),
    first("V23", "LLaMA-13B", 135_168, mwh: (59, 59.473_92), tonnes: (23, 22.897_459_2)),
    first("V24", "LLaMA-33B", 530_432, mwh: (233, 233.390_08), tonnes: (90, 89.855_180_8)),
    first("V25", "LLaMA-65B", 1_022_362, mwh: (449, 449.839_28), tonnes: (173, 173.188_122_8)),
    ValidationRow(
      "V26", llama1, "LLaMA, everything",
      .estimate("hardware", ["energy-kwh": 2_638_000, "pue": 1, "intensity": 385]),
      [.tonnes(1015.63, printed: 1015, within: 0.001)], flags: ["X21"],
      note: "2,638 MWh at 0.44 kW a GPU are 6.0 million GPU-hours, 4.0 months of 2,048 GPUs; the "
        + "text has about five."
    ) { _ in
      [
        Flags.periodDiffers(
          "the energy",
          implied: ImpliedFigure.months(
            kilowattHours: 2_638_000, kilowattsPerDevice: 0.44, devices: 2048), stated: 5)
      ]
    },
    second("V27", llama2, "Llama 2 7B", 184_320, 400, 31.22, 31.223_808, within: 5e-4),
    second("V28", llama2, "Llama 2 13B", 368_640, 400, 62.44, 62.447_616, within: 5e-4),
    second("V29", llama2, "Llama 2 70B", 1_720_320, 400, 291.42, 291.422_208, within: 5e-4),
    second("V30", cards, "Llama 3 8B", 1_300_000, 700, 390, 385.385, within: 0.015),
    second("V31", cards, "Llama 3 70B", 6_400_000, 700, 1900, 1897.28, within: 0.005),
    third(
      "V32", "Llama 3.1 8B", 1_460_000, factor: 413.7, 420, rounding: 5, 422.801_4, within: 0.01),
    third(
      "V33", "Llama 3.1 70B", 7_000_000, factor: 413.7, 2040, rounding: 5, 2027.13, within: 0.01),
    third(
      "V34", "Llama 3.1 405B", 30_840_000, factor: 413.7, 8930, rounding: 5, 8930.955_6,
      within: 0.001),
    third(
      "V35", "Llama 3.2 1B", 370_000, factor: 413, 107, rounding: 0.5, 106.967, within: 0.002),
    third(
      "V36", "Llama 3.2 3B", 460_000, factor: 413, 133, rounding: 0.5, 132.986, within: 0.002),
    ValidationRow(
      "V36a", cards, "Llama 3.2, GPU-hours in text and table",
      .formula("sum of the table") { ["hours": 833 + 86] },
      [Expectation("thousand h", "hours", 919, printed: 916)], flags: ["X04"], origin: .computed,
      note: "Sure: the table's two sums against the total of the text."
    ) { _ in [Flags.sumDoesNotClose("GPU-hours", [833, 86], total: 916, rounding: 1)] },
    third(
      "V37", "Llama 4 Scout", 5_000_000, factor: 387, 1354, rounding: 0.5, 1354.5, within: 0.001),
    third(
      "V38", "Llama 4 Maverick", 2_380_000, factor: 387, 645, rounding: 0.5, 644.742,
      within: 0.001),
    ValidationRow(
      "V39", cards, "Llama 3.1, totals",
      .formula("sums of the card") {
        ["hours": 1.46 + 7.0 + 30.84, "tonnes": 420 + 2040 + 8930]
      },
      [
        Expectation("million h", "hours", 39.3, printed: 39.3, within: 1e-4),
        Expectation("t", "tonnes", 11_390, printed: 11_390, within: 1e-5),
      ], flags: ["X18"], note: "The card sets 0 t by contract beside it."
    ) { _ in [Flags.basisMixed("11,390 t and 0 t", .location, .market)] },
    byHours(
      "V40", cards, "Llama 3.2-Vision 11B, all stages", hours: 147_000 + 98_000 + 896 + 224,
      watts: 700, intensity: 412.4, rated: h100, [.tonnes(71.049_921_6, printed: 71, within: 0.01)],
      flags: ["X11", "X14"], note: "The effective factor is inferred from the card."
    ) { _ in
      [
        Flags.impliedFactor(
          "g/kWh with PUE", implied: 71e6 / (246_120 * 0.7), stated: 1.1 * 385, within: 0.5 / 71)
      ]
    },
    ValidationRow(
      "V62", cards, "Llama 3.1 405B, utilisation of the whole run",
      .estimate(
        "training",
        [
          "parameters": 405e9, "tokens": 15.6e12, "device-hours": 30.84e6, "peak-tflops": 989,
          "solve": "mfu", "watts": 700, "node-factor": 1, "pue": 1.1, "intensity": 385,
        ]),
      [
        .flop(3.7908e25, printed: 3.8e25, within: 0.005),
        Expectation("MFU", "mfu", 0.345_237_299_005),
      ], flags: ["X11", "X29"], note: "The paper has 38 to 43 % of a step."
    ) { outcome in
      [
        Flags.stepUtilisation(step: 0.38, run: outcome["mfu"]),
        Flags.ratedPower(watts: 700, rated: h100),
      ]
    },
  ]
}
