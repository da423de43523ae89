import Accounting
import Quantities

/// What was tried before one run was published: tuning, architecture search, failed runs.
struct SearchEstimator: Estimator {
  let name = "search"
  let summary = "Energy and footprint of a search over many runs, beside the one that is published."

  var parameters: [Parameter] {
    [
      .number("trials", "1", 1...1e9, "runs that were started"),
      Parameter("grid-points", .word, "points of a grid search: 3x4x5"),
      Parameter(
        "scheduler", .choice(["none", "successive-halving", "hyperband"]),
        "how runs are stopped early"),
      .number("eta", "1", 1.5...10, "of a scheduler: one in eta runs goes on"),
      .number("rungs", "1", 1...20, "of successive halving: how often runs are compared"),
      .number(
        "trial-hours", "h", 0...1e7,
        "length of a run that goes to its end; a range or a list is a distribution"),
      .number("count", "1", 1...1e6, "devices of a run"),
      .number("failed-share", "1", 0...1, "share of runs that failed"),
      .number("failed-part", "1", 0...1, "part of its length that a failed run used"),
      .number("stopped-share", "1", 0...1, "share of runs that were stopped early"),
      .number("stopped-part", "1", 0...1, "part of its length that a stopped run used"),
      .number("published-hours", "h", 0...1e8, "device-hours of the run that is published"),
    ] + PowerPart.parameters
  }

  func build(_ draft: inout Draft) throws(Problem) {
    let device = try PowerPart.device(&draft)
    let length = try self.length(&draft)
    let count = try draft.needed(
      "count", label: "devices of a run", unit: "",
      otherwise: KnownValue(.exact(1), evidence: .assumed, note: "one device"))
    let whole = draft.model.product(
      [length, count], label: "device time of a whole run", unit: "s")
    let runs = try wholeRuns(&draft)
    let seconds = draft.model.product([whole, runs], label: "device time of the search", unit: "s")
    let published =
      try draft.term(
        "published-hours", label: "device time of the published run", unit: "s",
        scale: FootprintPart.secondsPerHour) ?? whole
    let watts = try PowerPart.watts(&draft, device: device, use: "training")
    let energy = draft.model.product([seconds, watts], label: "IT energy", unit: "J")
    draft.model.result("device_seconds", seconds)
    try FootprintPart.add(to: &draft, energy: energy, deviceSeconds: seconds, device: device)
    let ratio = draft.model.quotient(seconds, published, label: "search over the published run")
    draft.model.result("published_device_seconds", published)
    draft.model.result("search_ratio", ratio)
    for key in ["energy_joules", "facility_energy_joules", "emissions_grams", "cost"] {
      guard let term = draft.model.output(key) else { continue }
      draft.model.result(
        "published_" + key,
        draft.model.quotient(
          term, ratio, label: "\(key) of the published run", unit: draft.model.unit(of: term)))
    }
    let keys = [
      "device_seconds", "energy_joules", "facility_energy_joules", "emissions_grams", "cost",
    ]
    draft.rowTitles = ["device time", "IT energy", "at the meter", "emissions", "cost"]
    draft.rows = [
      ("the published run", keys.map { "published_" + $0 }), ("the whole search", keys),
    ]
  }

  /// Mean length of a run. Lengths that differ from run to run (a list, a triangle) even out over many runs: what stays
  /// open is their mean, by the standard error. A range such as `40..60` is itself about the mean.
  private func length(_ draft: inout Draft) throws(Problem) -> Model.Term {
    guard let given = try draft.distribution("trial-hours") else {
      throw draft.missing(["trial-hours"])
    }
    let mean: Distribution
    switch given {
    // A list of all runs leaves nothing open.
    case .empirical(let values)
    where Double(values.count) == (try draft.distribution("trials")?.best):
      mean = .exact(given.moments.mean)
    case .triangular, .uniform, .empirical:
      let count = try draft.has("trials") ? draft.distribution("trials")?.best ?? 1 : 1
      let moments = given.moments
      let error =
        moments.deviation / max(count, 1).squareRoot() / max(moments.mean, .leastNonzeroMagnitude)
      mean = error > 0 ? .lognormal(median: moments.mean, spread: error) : .exact(moments.mean)
    case .exact, .lognormal, .split: mean = given
    }
    return draft.model.input(
      "mean length of a run", mean.scaled(by: FootprintPart.secondsPerHour), unit: "s",
      evidence: .assumed, note: "given by --trial-hours")
  }

  /// How many whole runs the search comes to: each trial counts by the part of its length that it used.
  private func wholeRuns(_ draft: inout Draft) throws(Problem) -> Model.Term {
    let scheduler = try draft.word("scheduler") ?? "none"
    if scheduler == "hyperband" { return try hyperband(&draft) }
    let trials = try self.trials(&draft)
    var parts = [draft.model.constant(1)]
    if scheduler == "successive-halving" { parts = [try halving(&draft)] }
    var part = parts[0]
    for (share, used, usual) in [
      ("failed-share", "failed-part", 0.5), ("stopped-share", "stopped-part", 0.3),
    ]
    where draft.has(share) {
      let lost = try draft.needed(share, unit: "")
      let rest = try draft.needed(
        used, unit: "",
        otherwise: KnownValue(
          .range(usual, low: usual / 2, high: min(1, usual * 1.8)), evidence: .assumed,
          note: "where it is not given"))
      // Of the lost runs, only the part that they used counts.
      let saved = draft.model.product([lost, draft.model.difference(draft.model.constant(1), rest)])
      part = draft.model.product(
        [part, draft.model.difference(draft.model.constant(1), saved)], label: "part after \(share)"
      )
    }
    return draft.model.product([trials, part], label: "whole runs")
  }

  private func trials(_ draft: inout Draft) throws(Problem) -> Model.Term {
    if try draft.only(of: ["trials", "grid-points"]) == "grid-points",
      let text = try draft.word("grid-points")
    {
      let sizes = text.split(whereSeparator: { "x×*".contains($0) }).map { Double($0) }
      guard !sizes.isEmpty, sizes.allSatisfy({ ($0 ?? 0) >= 1 }) else {
        throw Problem(
          "Cannot read the grid `\(text)`.", why: "A grid is numbers of values, such as 3x4x5.",
          fix: "Write `--grid-points 3x4x5`.", exit: .usage)
      }
      return draft.model.input(
        "points of the grid", .exact(sizes.compactMap(\.self).reduce(1, *)), evidence: .assumed,
        note: "grid \(text)")
    }
    return try draft.needed("trials", unit: "")
  }

  /// Every rung costs the same: k rungs of n runs at R/eta^(k−1) each come to k ÷ eta^(k−1) whole runs per run (Jamieson
  /// and Talwalkar 2016).
  private func halving(_ draft: inout Draft) throws(Problem) -> Model.Term {
    let eta = try draft.distribution("eta")?.best ?? 3
    let rungs = try draft.distribution("rungs")?.best.rounded() ?? 4
    let part = rungs / (1..<Int(max(rungs, 1))).reduce(1) { product, _ in product * eta }
    return draft.model.input(
      "part of a run under successive halving", .exact(min(part, 1)), evidence: .modelled,
      note: "\(rungs.plain) rungs, one in \(eta.plain) goes on")
  }

  /// All brackets of Hyperband up to one whole run (Li et al. 2018, algorithm 1), in whole runs.
  private func hyperband(_ draft: inout Draft) throws(Problem) -> Model.Term {
    let eta = try draft.distribution("eta")?.best ?? 3
    let brackets = Int(try draft.distribution("rungs")?.best ?? 5)
    let most = brackets - 1
    var total = 0.0
    func power(_ exponent: Int) -> Double {
      (0..<exponent).reduce(1) { product, _ in product * eta }
    }
    for bracket in 0...max(most, 0) {
      let runs = (Double(most + 1) / Double(bracket + 1) * power(bracket)).rounded(.up)
      for rung in 0...bracket {
        let left = (runs / power(rung)).rounded(.down)
        total += left * power(rung) / power(bracket)
      }
    }
    return draft.model.input(
      "whole runs under Hyperband", .exact(total), evidence: .modelled,
      note: "\(brackets) brackets, one in \(eta.plain) goes on")
  }
}
