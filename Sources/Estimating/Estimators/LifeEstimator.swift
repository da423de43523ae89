import Accounting
import Quantities

/// A model's whole life: what its training, the search before it and its service come to.
struct LifeEstimator: Estimator {
  let name = "life"
  let summary =
    "Training, search and inference of a model over its service life, and which part outweighs."

  var parameters: [Parameter] {
    [
      .number("training-kwh", "kWh", 0...1e13, "IT energy of the final training run"),
      .number(
        "development-multiplier", "1", 1...1000, "energy of all runs over that of the final one"),
      .number("wh-per-request", "Wh", 0...1e6, "IT energy of a request"),
      .number("requests-per-day", "1/d", 0...1e13, "requests of a day"),
      .number("years", "a", 0.001...50, "years in service"),
    ]
      + TrainingEstimator().parameters.filter {
        !["method", "solve", "budget-kwh", "budget-kg"].contains($0.name)
      }
  }

  func build(_ draft: inout Draft) throws(Problem) {
    var seconds: Model.Term?
    var device: DeviceFacts?
    let training: Model.Term
    if draft.has("training-kwh") {
      training = try draft.needed("training-kwh", label: "training", unit: "J", scale: 3.6e6)
    } else {
      let run = try TrainingEstimator.run(&draft)
      training = draft.model.product([run.seconds, run.watts], label: "training", unit: "J")
      (seconds, device) = (run.seconds, run.device)
    }
    let multiplier = try draft.needed(
      "development-multiplier", label: "all runs over the final one", unit: "",
      otherwise: draft.facts.defaultValue("development-multiplier"))
    let search = draft.model.product(
      [training, draft.model.difference(multiplier, draft.model.constant(1))], label: "search",
      unit: "J")
    let each = try draft.needed(
      "wh-per-request", label: "energy of a request", unit: "J", scale: 3600)
    let daily = try draft.needed("requests-per-day", label: "requests of a day", unit: "1/d")
    let years = try draft.needed("years", label: "service life", unit: "d", scale: 365)
    let requests = draft.model.product([daily, years], label: "requests")
    let inference = draft.model.product([requests, each], label: "inference", unit: "J")
    let made = draft.model.sum([training, search], label: "training and search", unit: "J")
    let energy = draft.model.sum([made, inference], label: "IT energy of the life", unit: "J")
    for (key, term) in [
      ("training_joules", training), ("search_joules", search), ("inference_joules", inference),
    ] {
      draft.model.result(key, term)
    }
    for (key, term) in [
      ("training_share", training), ("search_share", search), ("inference_share", inference),
    ] {
      draft.model.result(
        key, draft.model.quotient(term, energy, label: key.replacing("_", with: " ")))
    }
    // Q* = E_train ÷ e_request (Luccioni, Jernite and Strubell 2024, table 5).
    let even = draft.model.quotient(made, each, label: "requests at which inference outweighs")
    draft.model.result("break_even_requests", even)
    draft.model.result(
      "break_even_days",
      draft.model.quotient(even, daily, label: "days until inference outweighs", unit: "d"))
    // Inference takes a share s of the whole once E_inf = s/(1−s) · E_made.
    for (share, key) in [(0.8, "80"), (0.9, "90")] {
      draft.model.result(
        "requests_for_\(key)_percent",
        draft.model.product(
          [even, draft.model.constant(share / (1 - share))],
          label: "requests for a share of \(key) % inference"))
    }
    draft.model.result("requests", requests)
    draft.model.result(
      "joules_per_request",
      draft.model.quotient(
        energy, requests, label: "energy per request, training spread over all", unit: "J"))
    try FootprintPart.add(to: &draft, energy: energy, deviceSeconds: seconds, device: device)
    draft.rowTitles = ["energy", "share"]
    draft.rows = [
      ("training", ["training_joules", "training_share"]),
      ("search", ["search_joules", "search_share"]),
      ("inference", ["inference_joules", "inference_share"]),
    ]
  }
}
