import Accounting

extension Validation {
  private static let strubell = "strubell-2019"

  /// Preemptible and on-demand price of a device-hour in USD, as the costs of table 3 imply them.
  private static let prices = (
    p100: (0.43, 1.46), v100: (0.74, 2.48), tpuV2: (1.35, 4.50), tpuV3: (2.40, 8.00)
  )

  /// Cloud cost of a row of table 3, by the estimator's own prices of devices.
  private static func cost(
    _ id: String, _ title: String, devices: Double, hours: Double, prices: (Double, Double),
    low: (Double, Double), high: (Double, Double), tolerance: Double, flags: [String] = [],
    note: String = "", checks: @escaping @Sendable (Outcome) -> [Inconsistency?] = { _ in [] }
  ) -> ValidationRow {
    ValidationRow(
      id, strubell, title,
      .formula("device-hours × price, `hardware`") { () throws(Problem) in
        func cost(_ price: Double) throws(Problem) -> Double {
          try estimate(
            "hardware",
            [
              "count": .number(devices), "hours": .number(hours), "watts": 1, "pue": 1,
              "intensity": 0, "device-price": .number(price),
            ])["cost"]
        }
        return ["low": try cost(prices.0), "high": try cost(prices.1)]
      },
      [
        Expectation("USD low", "low", low.1, printed: low.0, within: tolerance),
        Expectation("USD high", "high", high.1, printed: high.0, within: tolerance),
      ], flags: flags, note: note, checks: checks)
  }

  /// Cloud costs of table 3, the mixes of table 2 and an earlier preprint: figures beside the rows of section 5.
  static let strubellCostRows: [ValidationRow] = [
    cost(
      "V01a", "Transformer (base) in the cloud", devices: 8, hours: 12, prices: prices.p100,
      low: (41, 41.28), high: (140, 140.16), tolerance: 0.01),
    cost(
      "V02a", "Transformer (big) in the cloud", devices: 8, hours: 84, prices: prices.p100,
      low: (289, 288.96), high: (981, 981.12), tolerance: 1e-3),
    cost(
      "V03b", "BERT (base) on V100 in the cloud", devices: 64, hours: 79.2, prices: prices.v100,
      low: (3751, 3750.912), high: (12_571, 12_570.624), tolerance: 1e-4, flags: ["X13"],
      note: "79 h as in the table would be $3,741 to $12,539."
    ) { _ in [Flags.textDiffersFromTable("hours", 79, 79.2, rounding: 0.05)] },
    cost(
      "V03c", "BERT (base) on 16 TPUv2 in the cloud", devices: 16, hours: 96,
      prices: prices.tpuV2, low: (2074, 2073.6), high: (6912, 6912), tolerance: 1e-3,
      flags: ["X13"], note: "A footnote has 1.46 for a TPUv2, which is the P100's."
    ) { outcome in
      [
        Flags.textDiffersFromTable(
          "USD an hour", 1.46, outcome["low"] / 16 / 96, rounding: 0.005)
      ]
    },
    cost(
      "V04a", "Neural architecture search on P100 in the cloud", devices: 8, hours: 274_120,
      prices: prices.p100, low: (942_973, 942_972.8), high: (3_201_722, 3_201_721.6),
      tolerance: 1e-6),
    cost(
      "V04b", "Neural architecture search on a TPUv2 in the cloud", devices: 1, hours: 32_633,
      prices: prices.tpuV2, low: (44_055, 44_054.55), high: (146_848, 146_848.5),
      tolerance: 2e-5, flags: ["X13"], note: "32,623 h as in the table would be $44,041."
    ) { outcome in
      [
        Flags.textDiffersFromTable(
          "hours of the search", 32_623, outcome["low"] / 1.35, rounding: 0.5)
      ]
    },
    cost(
      "V04c", "GPT-2 on 32 TPUv3 in the cloud", devices: 32, hours: 168, prices: prices.tpuV3,
      low: (12_902, 12_902.4), high: (43_008, 43_008), tolerance: 1e-4),
    ValidationRow(
      "V04d", strubell, "Neural architecture search in an earlier preprint",
      .estimate(
        "hardware",
        ["method": "strubell2019", "watts": 1515.43, "hours": 274_120, "pue": 1]),
      [.pounds(396_300.826_706, printed: 394_863, within: 0.005)], flags: ["X01"],
      note: "394,863 lb, still quoted, look like the row without PUE."
    ) { outcome in
      [
        Flags.pueNotOnce(
          "394,863 lb", declared: 394_863,
          withoutPUE: outcome["emissions_grams"] / UnitConversion.gramsPerPound, pue: 1.58)
      ]
    },
    ValidationRow(
      "V04e", strubell, "Electricity mixes of six consumers",
      .formula("sums of table 2") {
        ["least": 22 + 3 + 65 + 4, "most": 17 + 35 + 27 + 19]
      },
      [Expectation("% in China's row", "least", 94), Expectation("% in the US row", "most", 98)],
      flags: ["X04"], note: "A factor from these shares must be divided by their sum."
    ) { outcome in
      [
        Flags.sumDoesNotClose(
          "the shares of China, per cent,", [outcome["least"]], total: 100, rounding: 0.5)
      ]
    },
  ]
}
