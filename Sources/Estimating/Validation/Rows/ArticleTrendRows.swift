import Accounting

extension Validation {
  private static let article = "toews-2020"

  /// Points of "AI and Compute" (Amodei and Hernandez 2018), in petaflop/s-days.
  static let aiAndCompute: [(name: String, year: Int, month: Int, day: Int, petaflopDays: Double)] =
    [
      ("Dropout", 2012, 6, 3, 0.0021), ("AlexNet", 2012, 9, 30, 0.0054),
      ("Visualizing CNNs", 2013, 11, 12, 0.0062), ("DQN", 2013, 12, 19, 2.66e-5),
      ("VGG", 2014, 9, 4, 0.098), ("Seq2Seq", 2014, 9, 10, 0.085),
      ("GoogLeNet", 2014, 9, 17, 0.0175), ("DeepSpeech2", 2015, 12, 8, 0.30),
      ("ResNet-152", 2015, 12, 10, 0.1204), ("GNMT", 2016, 9, 26, 79),
      ("Xception", 2016, 10, 7, 5), ("NAS", 2016, 11, 5, 22), ("TI7 Dota 1v1", 2017, 8, 11, 7),
      ("AlphaGo Zero", 2017, 10, 18, 1860), ("AlphaZero", 2017, 12, 5, 424.5),
    ]

  private static func doubling(without names: [String] = []) -> [String: Double] {
    let points = aiAndCompute.filter { !names.contains($0.name) }
    guard
      let fit = DoublingTime(
        years: points.map {
          Double(UnitConversion.days(year: $0.year, month: $0.month, day: $0.day)) / 365.25
        }, amounts: points.map(\.petaflopDays))
    else { return [:] }
    return [
      "months": fit.months, "low": fit.low95Months, "high": fit.high95Months,
      "r2": fit.determination, "growth": fit.factorPerYear,
    ]
  }

  /// What the founding article says of growth and size.
  static let articleTrendRows: [ValidationRow] = [
    ValidationRow(
      "A01", article, "Compute of the best models doubles every 3.4 months",
      .formula("least squares on 15 points") { doubling() },
      [
        Expectation("months", "months", 3.361_925_105, printed: 3.4, within: 0.015),
        Expectation("months, 95 % from", "low", 2.562_275_751),
        Expectation("months, 95 % to", "high", 4.887_127_066),
        Expectation("R²", "r2", 0.786_602_090_178),
      ], claim: .reproduced, note: "The interval is never quoted."),
    ValidationRow(
      "A01a", article, "The same without DQN and the Dota bot",
      .formula("least squares on 13 points") { doubling(without: ["DQN", "TI7 Dota 1v1"]) },
      [
        Expectation("months", "months", 3.500_152_607),
        Expectation("months, 95 % from", "low", 2.794_931_380),
        Expectation("months, 95 % to", "high", 4.681_360_397),
      ], origin: .computed, claim: .context,
      note: "3.5 months stood in the first version. Sure, given the list."),
    ValidationRow(
      "A02", article, "Compute grew 300,000 times",
      .formula("AlphaGo Zero ÷ AlexNet") {
        ["factor": 1860 / 0.0054, "to_alphazero": 424.5 / 0.0054]
      },
      [
        Expectation("times", "factor", 344_444.444_444, printed: 300_000, within: 0.15),
        Expectation("times to AlphaZero", "to_alphazero", 78_611.111_1),
      ], claim: .reproduced, note: "Rounded down; the window is another matter, see A03."),
    ValidationRow(
      "A03", article, "That was from 2012 to 2018",
      .formula("3.4 months × log₂ 300,000") {
        [
          "months": Doubling.months(factor: 3e5, doublingMonths: 3.4),
          "years": Doubling.months(factor: 3e5, doublingMonths: 3.4) / 12,
          "six": Doubling.factor(months: 72, doublingMonths: 3.4),
        ]
      },
      [
        Expectation("months", "months", 61.861_650_115_5),
        Expectation("years", "years", 5.155_137_509_63),
        Expectation("times in six years", "six", 2.370_024_575e6),
      ], flags: ["X21"], claim: .flag,
      note: "AlexNet to AlphaGo Zero are 60.6 months; six years would be 2.4 million times."
    ) { _ in
      [Flags.growthTimesPeriod(factor: 3e5, doublingMonths: 3.4, statedMonths: 72)]
    },
    ValidationRow(
      "A04", article, "GPT-3 has 175 billion parameters",
      .formula("12·L·d² and embeddings") {
        [
          "n": TrainingCompute.transformerParameters(
            layers: 96, width: 12_288, vocabulary: 50_257, context: 2048)
        ]
      },
      [Expectation("parameters", "n", 174_588_899_328, printed: 175e9, within: 5e-3)],
      claim: .reproduced, note: "96 layers of 12,288 (Brown et al. 2020, table 2.1)."),
    ValidationRow(
      "A05", article, "GPT-2 has 1.5 billion, GPT-3 over a hundred times as many",
      .formula("12·L·d² and embeddings; ratio") {
        [
          "n": TrainingCompute.transformerParameters(
            layers: 48, width: 1600, vocabulary: 50_257, context: 1024), "ratio": 175e9 / 1.5e9,
        ]
      },
      [
        Expectation("parameters", "n", 1_556_609_600, printed: 1.5e9, within: 0.05),
        Expectation("times", "ratio", 116.666_666_667),
      ], claim: .reproduced, note: "48 layers of 1,600; the paper has 1,542 million."),
    ValidationRow(
      "A06", article, "GPT-2 took tens of petaflop/s-days",
      .formula("FLOP ÷ 8.64e19") {
        [
          "pfd": UnitConversion.petaflopDays(flop: 1.92e21),
          "hardware": UnitConversion.petaflopDays(
            flop: TrainingCompute.trainingFLOP(
              days: 7, devices: 32, peakFLOPPerSecond: 123e12, utilisation: 0.3)),
        ]
      },
      [
        Expectation("PF-days", "pfd", 22.222_222_222_2, printed: 24, within: 0.5),
        Expectation("PF-days by hardware", "hardware", 8.2656),
      ], flags: ["X08"], claim: .context,
      note: "An order of magnitude: nothing was published. One rendering makes days of it."
    ) { _ in [Flags.workReadAsTime(claimed: .time, source: .work)] },
    ValidationRow(
      "A07", article, "GPT-3 took thousands of petaflop/s-days",
      .estimate(
        "training",
        [
          "parameters": 175e9, "tokens": 300e9, "count": 10_000, "days": 14.8, "watts": 330,
          "node-factor": 1, "pue": 1.1, "intensity": 429,
        ], also: { ["days": $0["duration_seconds"] / 86_400] }),
      [
        Expectation(
          "PF-days", "training_petaflop_s_days", 3645.833_333_33, printed: 3640, within: 0.003),
        Expectation("days on 10,000 V100", "days", 14.8),
      ], flags: ["X08"], claim: .flag, note: "An amount of work, no time."
    ) { _ in [Flags.workReadAsTime(claimed: .time, source: .work)] },
  ]
}
