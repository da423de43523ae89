import Accounting
import Estimating
import JoulebookKit
import Quantities

/// Speed of estimates on one core, and how far 1,024 quasi-random draws are from a million plain ones.
///
/// Prints `name value` per line; `measure.py` reads them.

func perSecond(_ count: Int, _ body: () -> Void) -> Double {
  // The best of five: what else the machine does only slows.
  (0..<5).map { _ in
    let clock = ContinuousClock()
    let time = clock.measure(body)
    let seconds = Double(time.components.seconds) + Double(time.components.attoseconds) * 1e-18
    return Double(count) / seconds
  }.max() ?? 0
}

/// Inputs that differ from scenario to scenario by up to a factor of two.
func scenarios(_ model: Model, varying: Set<String>, count: Int) -> [[Double]] {
  var random = SplitMix64(state: 5)
  return (0..<count).map { _ in
    model.inputs.map { input in
      let best = input.distribution.best
      return varying.contains(input.label) ? best * (0.7 + 0.7 * random.unit()) : best
    }
  }
}

let facts = try Joulebook(environment: [:], directory: "/").estimatingFacts()

func model(_ kind: String, _ given: [String: String]) throws -> Model {
  try Estimators.draft(
    try Estimators.named(kind), given.mapValues { Given($0, origin: "benchmark") }, facts: facts
  ).model
}

// Energy to footprint: facility energy and emissions of an energy that is known.
do {
  var model = Model()
  let energy = model.input("energy", .exact(1e9), unit: "J")
  let pue = model.input("PUE", .exact(1.2))
  let intensity = model.input("intensity", .exact(400), unit: "g CO2e/kWh")
  let facility = model.product([energy, pue], label: "facility energy", unit: "J")
  let hours = model.quotient(facility, model.constant(3.6e6, unit: "J/kWh"))
  model.result("facility_energy_joules", facility)
  model.result("emissions_grams", model.product([hours, intensity], label: "emissions", unit: "g"))
  let varying: Set<String> = ["energy", "PUE", "intensity"]
  guard let form = model.closedForm(varying: varying) else { fatalError("no closed form") }
  let given = scenarios(model, varying: varying, count: 100_000)
  var values = [0.0, 0.0]
  var sum = 0.0
  print(
    "point_estimates_per_second",
    perSecond(given.count * 10) {
      for _ in 0..<10 {
        for scenario in given {
          form.evaluate(scenario, into: &values)
          sum += values[1]
        }
      }
    })
  guard sum > 0 else { fatalError("nothing was worked out") }
}

// A full training estimate: all results, each with its 50 % and 90 % interval.
do {
  let training = try model("training", ["model": "gpt-3", "region": "US", "count": "1000"])
  let varying: Set<String> = Set(training.inputs.map(\.label))
  guard let form = training.closedForm(varying: varying) else { fatalError("no closed form") }
  let given = scenarios(training, varying: varying, count: 50_000)
  var intervals = [ClosedForm.Interval](repeating: .init(), count: form.names.count)
  var sum = 0.0
  print(
    "training_estimates_per_second",
    perSecond(given.count) {
      for scenario in given {
        form.evaluate(scenario, into: &intervals)
        sum += intervals[0].high90
      }
    })
  print("results_of_a_training_estimate", form.names.count)
  guard sum > 0 else { fatalError("nothing was worked out") }
}

// Ends of intervals by 1,024 quasi-random draws against a million plain ones.
do {
  let cases: [(String, [String: String])] = [
    ("training", ["model": "gpt-3", "region": "US"]),
    ("hardware", ["device": "H100", "count": "8", "hours": "100", "region": "DE"]),
    (
      "search",
      ["trials": "100", "trial-hours": "2~1.5", "watts": "300", "region": "FR"]
    ),
    (
      "life",
      [
        "training-kwh": "1287000", "development-multiplier": "2(1.5..6)", "wh-per-request": "0.3~2",
        "requests-per-day": "1e7", "years": "2", "region": "US",
      ]
    ),
  ]
  var worst = 0.0
  for (kind, given) in cases {
    let model = try model(kind, given)
    let keys = ["emissions_grams", "total_emissions_grams"].filter { model.output($0) != nil }
    let evaluations = (1...12).map { model.evaluated(seed: $0) }
    var random = SplitMix64(state: 23)
    var columns = keys.map { _ in [Double]() }
    for _ in 0..<1_000_000 {
      for (place, value) in model.draw(keys, using: &random).enumerated() {
        columns[place].append(value)
      }
    }
    for (place, key) in keys.enumerated() {
      let sorted = columns[place].sorted()
      for result in evaluations.compactMap({ $0[key] }) {
        for (p, end) in [
          (0.05, result.low90), (0.25, result.low50), (0.75, result.high50), (0.95, result.high90),
        ] {
          worst = max(worst, abs(end / Distribution.quantile(of: sorted, at: p) - 1))
        }
      }
    }
  }
  print("worst_deviation_of_1024_draws", worst)
}
