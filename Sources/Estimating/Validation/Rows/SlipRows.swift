import Accounting

extension Validation {
  private static let sci = "sci-spec"

  /// Slips of standards and tools beside the rows of section 5, recomputed.
  static let slipRows: [ValidationRow] = [
    ValidationRow(
      "V108a", sci, "Sample of a web shop: energy × intensity + embodied",
      .formula("E·I + M") { ["g": 0.02394 * 951 + 4.305] },
      [Expectation("g", "g", 27.071_94, printed: 26.178)], flags: ["X44"],
      note: "The printed sum uses 0.023 kWh where 0.02394 are shown."
    ) { _ in
      [
        Flags.productDiffers(
          "g of energy", printed: 26.178 - 4.305, factors: [0.02394, 951])
      ]
    },
    ValidationRow(
      "V108b", sci, "SCI for AI: 130 kg in a billion tokens",
      .formula("kg ÷ tokens") { ["g": 130e3 / 1e9 * 1e6] },
      [Expectation("g per million tokens", "g", 130, printed: 0.13)], flags: ["X02"]
    ) { outcome in [Flags.powerOfTen(declared: 0.13, recomputed: outcome["g"])] },
    ValidationRow(
      "V108c", sci, "SCI for AI: 75,000 kg in 2.5 billion tokens",
      .formula("kg ÷ tokens") { ["kg": 75_000 / 2.5e9 * 1e6] },
      [Expectation("kg per million tokens", "kg", 30, printed: 3000)], flags: ["X02"],
      note: "Another line has 30 kg, per billion."
    ) { outcome in [Flags.powerOfTen(declared: 3000, recomputed: outcome["kg"])] },
    ValidationRow(
      "V108d", sci, "SCI for AI: 200,000 kg in 5e22 FLOP",
      .formula("kg ÷ FLOP") {
        ["kg": 200_000 / 5e22, "gpt3": 553.142_304e6 / 3.14e23 * 1e12]
      },
      [
        Expectation("kg/FLOP", "kg", 4e-18, printed: 4e-18, within: 1e-6),
        Expectation("g per 1e12 FLOP, GPT-3", "gpt3", 0.001_761_599_694),
      ], note: "The same text has 0.45 g per 1e12 FLOP elsewhere, 250 times GPT-3's."),
    ValidationRow(
      "V111a", "codecarbon", "Power curve of Threadripper processors",
      .formula("share of TDP at 30 and 50 %") { ["step": 0.45 - 0.41, "drop": 0.95 - 0.85] },
      [
        Expectation("TDP, jump at 30 %", "step", 0.04),
        Expectation("TDP, drop at 50 %", "drop", 0.1),
      ],
      flags: ["X25"], note: "A curve of ours must rise; a test of the catalogue sees to it."
    ) { _ in [Flags.curveFalls([0.41, 0.45, 0.95, 0.85])] },
    ValidationRow(
      "V113a", "patterson-2021", "One passenger, New York to San Francisco",
      .formula("lb to kg") {
        ["kg": 1984 * UnitConversion.gramsPerPound / 1000, "ratio": 1200.0 / 570]
      },
      [
        Expectation("kg, Strubell", "kg", 899.927_262_08, printed: 900, within: 1e-3),
        Expectation("most over least", "ratio", 2.105_263_157_89),
      ], flags: ["X17"],
      note: "900, 1,200 and 570 kg by three sources: an equivalence names its own."
    ) { outcome in [Flags.comparatorsDisagree([outcome["kg"], 1200, 570], unit: "kg")] },
  ]
}
