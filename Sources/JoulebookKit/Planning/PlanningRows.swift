import Accounting
import Estimating
import Planning

/// Rows of planning, made up to have exact answers: one kilowatt-hour a slot, three of seven slots.
enum PlanningRows {
  private static let own = "joulebook-checks"

  private static func problem(resume: Double = 0) -> SlotProblem {
    SlotProblem(
      intensities: [300, 100, 400, 120, 380, 90, 360], profile: [1, 1, 1], resumeEnergy: resume)
  }

  private static func grams(_ choice: SlotProblem.Choice?) -> Double { choice?.grams ?? .nan }

  private static func resumed(_ energy: Double) -> Double {
    grams(problem(resume: energy).interruptible())
  }

  static let all: [ValidationRow] = [
    ValidationRow(
      "V117", own, "Three of seven slots",
      .formula("contiguous, interruptible, baseline") {
        [
          "contiguous": grams(problem().contiguous()),
          "interruptible": resumed(0),
          "baseline": grams(problem().baseline()),
        ]
      },
      [
        Validation.Expectation("g contiguous", "contiguous", 590),
        Validation.Expectation("g interruptible", "interruptible", 310),
        Validation.Expectation("g baseline", "baseline", 800),
      ], origin: .exact),
    ValidationRow(
      "V118", own, "The same when going on costs 0.2, 1.2 or 1.4 kWh",
      .formula("dynamic programming") {
        ["low": resumed(0.2), "middle": resumed(1.2), "high": resumed(1.4)]
      },
      [
        Validation.Expectation("g at 0.2 kWh", "low", 352),
        Validation.Expectation("g at 1.2 kWh", "middle", 562),
        Validation.Expectation("g at 1.4 kWh", "high", 590),
      ], origin: .exact, note: "Three pieces are best up to 4/3 kWh, one piece above."),
  ]
}
