import Accounting

extension Validation {
  private static let article = "toews-2020"
  private static let americanYear = 36_156.0

  /// What the founding article says of emissions, data, costs and electricity.
  static let articleRows: [ValidationRow] = [
    ValidationRow(
      "A08", article, "Training one model can emit 626,155 lb",
      .estimate(
        "hardware", ["method": "strubell2019", "watts": 1515.43, "hours": 274_120],
        also: { ["over_real": $0["emissions_grams"] / (208 * 200 * 6.8 * 24 / 1000 * 1.1 * 431)] }),
      [
        .pounds(626_155.306_196, printed: 626_155, within: 1e-5), .tonnes(284.019_269_326),
        Expectation("times the real search", "over_real", 88.239_769_597_8),
      ], flags: ["X22"], claim: .reproduced, note: "A search that was never run at that size."
    ) { _ in [Flags.hypotheticalShown(as: .estimate, source: .hypothetical)] },
    ValidationRow(
      "A09", article, "As much as five cars in their lifetime",
      .formula("lb ÷ lb") { ["cars": 626_155.0 / 126_000] },
      [Expectation("cars", "cars", 4.969_484_126_98, printed: 5, within: 0.01)], claim: .reproduced,
      note: "Manufacture and fuel, 126,000 lb a car (Strubell et al. 2019, table 1)."),
    ValidationRow(
      "A10", article, "An average American emits 36,156 lb a year",
      .formula("lb ÷ lb") {
        ["t": americanYear * UnitConversion.gramsPerPound / 1e6, "years": 626_155 / americanYear]
      },
      [
        Expectation("t", "t", 16.400_085_729_72, printed: 16.40, within: 0.001),
        Expectation("years in A08", "years", 17.318_149_131_5),
      ], claim: .reproduced),
    ValidationRow(
      "A11", article, "BERT learned from 3 billion words",
      .formula("books + Wikipedia") { ["words": 0.8e9 + 2.5e9] },
      [Expectation("words", "words", 3.3e9, printed: 3e9, within: 0.15)], claim: .reproduced
    ) { _ in [Flags.textUnit(claimed: .words, source: .words)] },
    ValidationRow(
      "A12", article, "XLNet learned from 32 billion words",
      .formula("sum of five sets") {
        ["pieces": (2.78 + 1.09 + 4.75 + 4.30 + 19.97) * 1e9]
      },
      [Expectation("subword pieces", "pieces", 32.89e9, printed: 32e9, within: 0.03)],
      flags: ["X07"], claim: .flag
    ) { _ in [Flags.textUnit(claimed: .words, source: .pieces)] },
    ValidationRow(
      "A13", article, "GPT-2 learned from 40 billion words",
      .formula("40 GB ÷ 5 bytes a word") {
        let words = UnitConversion.words(bytes: 40e9)
        return ["words": words, "ratio": 40e9 / words]
      },
      [
        Expectation("words", "words", 8e9, printed: 40e9),
        Expectation("times too many", "ratio", 5),
      ], flags: ["X07"], claim: .flag, note: "40 GB of text became 40 billion words."
    ) { _ in [Flags.textUnit(claimed: .words, source: .bytes)] },
    ValidationRow(
      "A14", article, "GPT-3 learned from nearly 500 billion words",
      .formula("sum of the sets") {
        let tokens = (410.0 + 19 + 12 + 55 + 3) * 1e9
        return ["tokens": tokens, "words": UnitConversion.words(tokens: tokens)]
      },
      [
        Expectation("tokens at hand", "tokens", 499e9, printed: 500e9, within: 0.003),
        Expectation("words", "words", 374.25e9),
      ], flags: ["X04", "X07"], claim: .flag,
      note: "Tokens, of which 300 billion were seen in training; the weights make 101 %."
    ) { _ in
      [
        Flags.textUnit(claimed: .words, source: .tokens),
        Flags.sumDoesNotClose(
          "the weights, per cent,", [60, 22, 8, 8, 3], total: 100, rounding: 0.5),
      ]
    },
    ValidationRow(
      "A15", article, "4,789 versions in six months",
      .formula("days ÷ 30.44") { ["months": 172 / UnitConversion.daysPerMonth] },
      [Expectation("months", "months", 5.650_924_024_64, printed: 6, within: 0.1)],
      claim: .reproduced),
    ValidationRow(
      "A16", article, "9,998 GPU-days, more than 27 years",
      .formula("hours ÷ 24, ÷ 8760") {
        [
          "days": 239_942.0 / 24, "years": 239_942 / UnitConversion.hoursPerYear,
          "per_job": 239_942.0 / 4789,
        ]
      },
      [
        Expectation("GPU-days", "days", 9997.583_333_33, printed: 9998, within: 1e-4),
        Expectation("years", "years", 27.390_639_269_4, printed: 27, within: 0.02),
        Expectation("h a job", "per_job", 50.102_735_435_4),
      ], flags: ["X13"], claim: .reproduced, note: "The paper's text has 52 h a job."
    ) { outcome in
      [Flags.textDiffersFromTable("hours of a job", 52, outcome["per_job"], rounding: 0.5)]
    },
    ValidationRow(
      "A17", article, "About 78,000 lb, more than two American years",
      .estimate(
        "hardware",
        [
          "energy-kwh": .number(
            ImpliedFigure.kilowattHours(bill: 9870, pricePerKilowattHour: 0.12)),
          "pue": 1, "intensity": .number(0.954 * UnitConversion.gramsPerPound),
        ],
        also: { ["years": $0["emissions_grams"] / UnitConversion.gramsPerPound / americanYear] }),
      [
        .pounds(78_466.5, printed: 78_000, within: 0.01), .tonnes(35.591_805_700_6),
        Expectation("American years", "years", 2.170_220_710_26),
      ], claim: .reproduced),
    ValidationRow(
      "A18", article, "Inference makes 80 to 90 % of the cost",
      .formula("shares that were measured") {
        ["google": 3.0 / 5 * 100, "fleet": 70.0 / (10 + 20 + 70) * 100]
      },
      [
        Expectation("% of ML energy, Google", "google", 60, printed: 85),
        Expectation("% of AI power, Meta", "fleet", 70, printed: 85),
      ], flags: ["X20"], claim: .context,
      note: "A vendor's word about cost, as AWS's 90 %: a labelled scenario, never a default."
    ) { _ in [Flags.boundariesDiffer("80 to 90 % and 60 %", .cost, .facility)] },
    ValidationRow(
      "A19", article, "US electricity emits 0.954 lb a kWh",
      .formula("lb × 0.45359237") {
        ["kg": 0.954 * UnitConversion.gramsPerPound / 1000, "egrid": 947 / 1000.0]
      },
      [
        Expectation("kg/kWh", "kg", 0.432_727_121),
        Expectation("lb/kWh, eGRID 2018", "egrid", 0.947, printed: 0.954, within: 0.01),
      ], flags: ["X05"], claim: .flag,
      note: "Quoted elsewhere as 0.423 kg; no edition of eGRID at hand has 0.954."
    ) { _ in [Flags.poundsAreNotKilograms(pounds: 0.954, kilograms: 0.423)] },
    ValidationRow(
      "A20", article, "The mix of AWS is like that of the US",
      .formula("largest difference of shares") {
        ["points": zip([17.0, 24, 30, 26], [17.0, 35, 27, 19]).map { abs($0 - $1) }.max() ?? 0]
      }, [Expectation("points at most", "points", 11)], flags: ["X16"], claim: .context,
      note: "Renewables are equal, gas is 24 against 35 %."
    ) { _ in [Flags.stale("a mix", year: 2017, usedIn: 2020)] },
    ValidationRow(
      "A21", article, "AWS has 17 % of renewables, Google 56",
      .formula("table 2 of Strubell et al. 2019") {
        ["aws": 17, "google": 56, "sum": 56 + 14 + 15 + 10]
      },
      [
        Expectation("%, AWS", "aws", 17, printed: 17, within: 1e-3),
        Expectation("%, Google", "google", 56, printed: 56, within: 1e-3),
        Expectation("% in Google's row", "sum", 95),
      ], flags: ["X04", "X16"], claim: .reproduced
    ) { _ in
      [
        Flags.sumDoesNotClose(
          "the shares of Google, per cent,", [56, 14, 15, 10], total: 100, rounding: 0.5),
        Flags.stale("a mix", year: 2017, usedIn: 2020),
      ]
    },
    ValidationRow(
      "A22", article, "Hydropower of the Pacific Northwest lowers emissions",
      .formula("no figure") { [:] }, [], flags: ["X13"], claim: .flag,
      note: "The rendering prints the Atlantic side."
    ) { _ in [Flags.nameDiffers("the ocean", "Pacific", "Atlantic")] },
    ValidationRow(
      "A23", article, "The brain is a very efficient machine",
      .formula("20 W × time") {
        [
          "day": 20 * 24 / 1000.0, "year": 20 * UnitConversion.hoursPerYear / 1000,
          "bloom": 433_196 / (20 * UnitConversion.hoursPerYear / 1000),
        ]
      },
      [
        Expectation("kWh a day", "day", 0.48), Expectation("kWh a year", "year", 175.2),
        Expectation("brain-years of BLOOM", "bloom", 2472.579_908_68),
      ], claim: .context, note: "A comparator; this rendering leaves the 20 W out."),
    ValidationRow(
      "A24", article, "35 % more compute for half a point of accuracy",
      .formula("ResNeXt-101 64x4d over ResNet-152") {
        [
          "compute": (15.46 / 11.514 - 1) * 100, "gain": 78.956 - 78.428,
          "torch7": 79.6 - 77.84,
        ]
      },
      [
        Expectation("% more operations", "compute", 34.271_321_869, printed: 35, within: 0.025),
        Expectation("points", "gain", 0.528, printed: 0.5, within: 0.1),
        Expectation("points, original figures", "torch7", 1.76),
      ], flags: ["X41"], claim: .flag, note: "The return depends on the protocol of evaluation."
    ) { outcome in [Flags.evaluationChanged(outcome["gain"], outcome["torch7"])] },
  ]
}
