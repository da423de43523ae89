import Accounting
import Quantities

/// From a model and its data, or from devices and hours, to the energy of a training run.
struct TrainingEstimator: Estimator {
  let name = "training"
  let summary = "Compute, time, energy and footprint of training a model."

  var parameters: [Parameter] {
    [
      Parameter("model", .word, "published model, whose size, data and hardware are filled in"),
      Parameter("method", .choice(["joulebook", "strubell2019"]), "whose formula and figures"),
      Parameter(
        "solve", .choice(["days", "chips", "mfu", "budget"]), "the unknown that is asked for"),
      .number("count", "1", 1...1e7, "devices"),
      .number("hours", "h", 0...1e8, "duration of the run"),
      .number("days", "d", 0...4e6, "duration of the run"),
      .number("device-hours", "h", 0...1e11, "hours of all devices together"),
      .number("throughput", "tokens/s", 0...1e12, "tokens per second of all devices together"),
      .number("mfu", "1", 0.0001...1, "model FLOP utilisation of the whole run"),
      .number("hfu", "1", 0.0001...1, "hardware FLOP utilisation, recomputation counted"),
      Parameter(
        "precision", .choice(["fp32", "tf32", "bf16", "fp16", "fp8", "fp4", "int8"]),
        "number format of the matrix products"),
      .number("budget-kwh", "kWh", 0...1e12, "energy that may be used, for --solve budget"),
      .number("budget-kg", "kg", 0...1e12, "emissions that may be caused, for --solve budget"),
    ] + ComputePart.parameters + PowerPart.parameters
  }

  func build(_ draft: inout Draft) throws(Problem) {
    if try draft.word("method") == "strubell2019" { return try strubell(&draft) }
    let run = try Self.run(&draft)
    let energy = draft.model.product([run.seconds, run.watts], label: "IT energy", unit: "J")
    try FootprintPart.add(
      to: &draft, energy: energy, deviceSeconds: run.seconds, device: run.device)
    if try draft.word("solve") == "budget" { try addBudget(&draft, run) }
  }

  /// What a training run comes down to.
  struct Run {
    var seconds: Model.Term
    var watts: Model.Term
    var device: DeviceFacts?
    var compute: Model.Term?
  }

  /// Device-seconds and power of the run, from what is given: time, throughput, or compute and utilisation.
  static func run(_ draft: inout Draft) throws(Problem) -> Run {
    let facts = try draft.word("model").map { name throws(Problem) in try draft.facts.model(name) }
    let ways = ["hours", "days", "device-hours", "throughput", "mfu", "hfu"].filter {
      draft.has($0)
    }
    let isPublished = ways.isEmpty && !draft.has("device") && facts?.hours != nil
    let compute = try ComputePart.compute(&draft, facts: facts)
    if let compute {
      draft.model.result("training_flop", compute)
      draft.model.result(
        "training_petaflop_s_days",
        draft.model.quotient(
          compute, draft.model.constant(PetaflopDay.flop, unit: "FLOP per PFLOP/s-day"),
          label: "training compute in petaflop/s-days", unit: "PFLOP/s-days"))
    }
    let device: DeviceFacts?
    if draft.has("device") || facts?.hardware == nil || draft.has("watts") {
      device = try PowerPart.device(&draft)
    } else {
      device = try draft.facts.device(facts?.hardware ?? "")
    }
    let seconds: Model.Term
    if isPublished, let hours = facts?.hours, let count = facts?.count {
      let devices = try draft.needed("count", label: "devices", unit: "", otherwise: count)
      let time = draft.known("duration", hours, unit: "s", scale: FootprintPart.secondsPerHour)
      seconds = draft.model.product([devices, time], label: "device time", unit: "s")
      draft.model.result("duration_seconds", time)
    } else {
      seconds = try time(&draft, facts: facts, compute: compute, device: device)
    }
    draft.model.result("device_seconds", seconds)
    try addUtilisation(&draft, compute: compute, seconds: seconds, device: device)
    let watts = try PowerPart.watts(&draft, device: device, use: "training")
    return Run(seconds: seconds, watts: watts, device: device, compute: compute)
  }

  private static func time(
    _ draft: inout Draft, facts: ModelFacts?, compute: Model.Term?, device: DeviceFacts?
  ) throws(Problem) -> Model.Term {
    let way = try draft.only(of: ["hours", "days", "device-hours", "throughput"])
    let solve = try draft.word("solve")
    if way == "device-hours" {
      return try draft.needed(
        "device-hours", label: "device time given", unit: "s", scale: FootprintPart.secondsPerHour)
    }
    if way == "throughput" {
      guard let tokens = draft.model.output("training_tokens") else {
        throw draft.missing(["tokens", "words", "bytes"])
      }
      let rate = try draft.needed("throughput", unit: "tokens/s")
      let duration = draft.model.quotient(tokens, rate, label: "duration", unit: "s")
      draft.model.result("duration_seconds", duration)
      let count = try draft.needed("count", label: "devices", unit: "", otherwise: facts?.count)
      return draft.model.product([count, duration], label: "device time", unit: "s")
    }
    if way != nil, solve != "chips" {
      let duration = try HardwareEstimator.duration(&draft)
      draft.model.result("duration_seconds", duration)
      let count = try draft.needed("count", label: "devices", unit: "", otherwise: facts?.count)
      return draft.model.product([count, duration], label: "device time", unit: "s")
    }
    guard let compute else {
      let hasSize = draft.has("parameters") || draft.has("active-parameters")
      throw draft.missing(
        hasSize ? ["tokens", "words", "bytes"] : ["parameters", "flop", "hours", "device-hours"])
    }
    let seconds = try ComputePart.deviceSeconds(&draft, compute: compute, device: device)
    if way != nil {
      let duration = try HardwareEstimator.duration(&draft)
      draft.model.result("duration_seconds", duration)
      draft.model.result(
        "devices", draft.model.roundedUp(draft.model.quotient(seconds, duration), label: "devices"))
    } else if let count = try draft.term(
      "count", label: "devices", unit: "", otherwise: facts?.count)
    {
      draft.model.result(
        "duration_seconds", draft.model.quotient(seconds, count, label: "duration", unit: "s"))
    } else if solve == "days" {
      throw draft.missing(["count"])
    }
    if solve == "chips", way == nil { throw draft.missing(["days", "hours"]) }
    return seconds
  }

  /// MFU = model FLOP ÷ (device-seconds × dense peak), of the whole run (Chowdhery et al. 2022, appendix B).
  private static func addUtilisation(
    _ draft: inout Draft, compute: Model.Term?, seconds: Model.Term, device: DeviceFacts?
  ) throws(Problem) {
    let isAsked = try draft.word("solve") == "mfu"
    guard !draft.has("mfu"), !draft.has("hfu"), draft.model.output("mfu") == nil, let compute else {
      if isAsked { throw draft.missing(["parameters", "flop"]) }
      return
    }
    guard let peak = try ComputePart.peak(&draft, device: device, isNeeded: isAsked) else {
      if isAsked { throw draft.missing(["device", "peak-tflops"]) }
      return
    }
    draft.model.result(
      "mfu",
      draft.model.quotient(
        compute, draft.model.product([seconds, peak]), label: "model FLOP utilisation",
        note: "Over 1 or under 0.05 an input is wrong."))
    guard let share = draft.model.best("mfu"), share > 1 else { return }
    if draft.has("hours") || draft.has("days") || draft.has("device-hours") {
      throw Problem(
        "The devices cannot do that much in that time.",
        why: "MFU would be \(share.text(significant: 3)): more than their peak.",
        fix: "Check parameters, data, time and count, and that `--precision` is the run's own.",
        exit: .usage)
    }
    draft.warnings.append(
      "MFU would be \(share.text(significant: 3)): a published figure of this model is wrong")
  }

  private func addBudget(_ draft: inout Draft, _ run: Run) throws(Problem) {
    let way = try draft.only(of: ["budget-kwh", "budget-kg"])
    guard let way else { throw draft.missing(["budget-kwh", "budget-kg"]) }
    let used: Model.Term?
    let budget: Model.Term
    if way == "budget-kwh" {
      used = draft.model.output("facility_energy_joules")
      budget = try draft.needed("budget-kwh", label: "budget", unit: "J", scale: 3.6e6)
    } else {
      used = draft.model.output("emissions_grams")
      budget = try draft.needed("budget-kg", label: "budget", unit: "g CO2e", scale: 1000)
    }
    guard let used, let compute = run.compute else { throw draft.missing(["parameters", "flop"]) }
    let share = draft.model.quotient(budget, used, label: "budget over the run")
    draft.model.result("budget_share", share)
    draft.model.result(
      "budget_flop",
      draft.model.product([share, compute], label: "compute within the budget", unit: "FLOP"))
    if let tokens = draft.model.output("training_tokens") {
      draft.model.result(
        "budget_tokens", draft.model.product([share, tokens], label: "tokens within the budget"))
    }
  }

  /// Power and hours of a row of table 3, by the paper's own formula (Strubell et al. 2019).
  private func strubell(_ draft: inout Draft) throws(Problem) {
    guard let name = try draft.word("model") else { throw draft.missing(["model"]) }
    guard let row = draft.facts.strubell(name) else {
      throw Problem(
        "Strubell et al. 2019 have no power for `\(name)`.", why: "Table 3 names eight models.",
        fix: "See `joulebook catalog list strubell_models`.", exit: .usage)
    }
    func known(_ value: Double, _ what: String) -> KnownValue {
      KnownValue(
        .exact(value), evidence: .assumed, note: "\(row.name), \(what)", citation: row.citation)
    }
    let watts = draft.known("power of all devices", known(row.watts, "table 3"), unit: "W")
    let time = draft.known(
      "duration", known(row.hours, "table 3, or the text where it is more exact"), unit: "s",
      scale: FootprintPart.secondsPerHour)
    draft.model.result("duration_seconds", time)
    let energy = draft.model.product([watts, time], label: "IT energy", unit: "J")
    try FootprintPart.add(
      to: &draft, energy: energy, deviceSeconds: nil, fixed: PublishedFactors.strubell)
    PublishedFactors.addPaperUnits(&draft)
  }
}
