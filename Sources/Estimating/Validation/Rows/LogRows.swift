import Accounting

extension Validation {
  private static let logs = "published-logs"

  /// Rows that trackers wrote and people published beside their models.
  static let logRows: [ValidationRow] = [
    ValidationRow(
      "V103", logs, "Log A, Germany",
      .estimate(
        "hardware",
        [
          "energy-kwh": .number(PowerSamples.sum([0.078_362, 0.598_520, 0.057_708])), "pue": 1,
          "intensity": 365.48,
        ]),
      [
        .kilowattHours(0.734_59, printed: 0.734_59, within: 1e-5),
        .kilograms(0.268_477_953_2, printed: 0.268_476, within: 2e-4),
      ],
      note: "The row has no factor; 365.48 g/kWh is what its emissions imply, to five digits."
    ) { _ in
      [
        Flags.sumDoesNotClose(
          "the parts", [0.078_362, 0.598_520, 0.057_708], total: 0.734_59, rounding: 2e-6)
      ]
    },
    ValidationRow(
      "V104", logs, "Log A, CPU and memory from power",
      .formula("W × s") { () throws(Problem) in
        func joules(_ watts: Double) throws(Problem) -> Double {
          try Validation.estimate(
            "hardware",
            [
              "watts": .number(watts), "hours": .number(6637.735 / 3600), "node-factor": 1,
              "pue": 1, "intensity": 0,
            ])["energy_joules"]
        }
        return ["cpu": try joules(42.5), "memory": try joules(31.304)]
      },
      [
        Expectation(
          "kWh of CPU", "cpu", per: 3.6e6, 0.078_362_149_305_6, printed: 0.078_362, within: 1e-5),
        Expectation(
          "kWh of memory", "memory", per: 3.6e6, 0.057_718_793_455_6, printed: 0.057_708,
          within: 5e-4),
      ]),
    ValidationRow(
      "V105", logs, "Log B, 4 H200, California",
      .formula("sum of the parts; kg ÷ kWh") {
        let kwh = PowerSamples.sum([0.189_758, 2.514_705, 0.073_820])
        return ["kwh": kwh, "kg": 0.570_296 / 2.778_284]
      },
      [
        Expectation("kWh", "kwh", 2.778_283, printed: 2.778_284, within: 1e-5),
        Expectation("kg/kWh", "kg", 0.205_269_151_75),
      ], note: "Emissions of 0.570296 kg are the stored factor times the stored energy."
    ) { outcome in
      [
        Flags.sumDoesNotClose("the parts", [outcome["kwh"]], total: 2.778_284, rounding: 2e-6)
      ]
    },
    ValidationRow(
      "V106", logs, "Log C, France: to be rejected",
      .estimate(
        "hardware",
        [
          "energy-kwh": .number(PowerSamples.sum([-0.026_080, 1.266_416, 2.113_085])), "pue": 1,
          "intensity": 55,
        ], also: { ["kg_per_kwh": $0["emissions_grams"] / 1000 / 3.353_421] }),
      [
        .kilowattHours(3.353_421, printed: 3.353_419, within: 1e-5),
        Expectation("kg/kWh", "kg_per_kwh", 0.055, printed: 0.055, within: 1e-4),
      ], flags: ["X03", "X46"],
      note: "The sum closes, but the CPU's part is below zero, and memory draws more than the GPUs."
    ) { _ in
      [
        Flags.negativeComponent(["CPU": -0.026_080, "GPU": 1.266_416, "memory": 2.113_085]),
        Flags.memoryAboveAccelerators(memory: 2.113_085, accelerators: 1.266_416),
        Flags.sumDoesNotClose(
          "the parts", [-0.026_080, 1.266_416, 2.113_085], total: 3.353_419, rounding: 3e-6),
      ]
    },
    ValidationRow(
      "V107", "teenytinyllama", "TeenyTinyLlama-460m, 1.2 million steps",
      .formula("kg ÷ kWh") {
        [
          "kg": ImpliedFigure.gramsPerKilowattHour(grams: 41_110, kilowattHours: 115.69) / 1000
        ]
      }, [Expectation("kg/kWh", "kg", 0.355_346_183_767, printed: 0.3553, within: 3e-4)]
    ) { _ in
      [
        Flags.fallingTotal([
          9.40, 18.82, 28.59, 38.20, 48.04, 57.74, 67.32, 76.84, 86.40, 96.19, 106.06, 115.69,
        ])
      ]
    },
  ]
}
