import Accounting
import Quantities

/// Energy of answering: per token, request, image or second.
struct InferenceEstimator: Estimator {
  let name = "inference"
  let summary = "Energy and footprint of serving a model, or of a model that runs all the time."

  var parameters: [Parameter] {
    [
      Parameter("model", .word, "model that is served"),
      Parameter(
        "method", .choice(["measured", "roofline", "throughput", "epoch2025", "continuous"]),
        "how the energy is found; the first that can be"),
      .number("requests", "1", 0...1e15, "requests answered"),
      .number("input-tokens", "1", 0...1e8, "tokens of a prompt"),
      .number("output-tokens", "1", 0...1e8, "tokens of an answer"),
      .number("images", "1", 0...1e13, "images made or looked at"),
      .number("batch", "1", 1...1e5, "requests worked on at a time"),
      .number("active-parameters", "1", 0...1e16, "parameters that a token uses"),
      .number("bytes-per-parameter", "B", 0.1...8, "size of a stored parameter"),
      .number("utilisation", "1", 0.0001...1, "part of the peak that is reached"),
      .number(
        "tokens-per-second", "1/s", 0...1e9, "output tokens per second of all devices together"),
      .number("count", "1", 1...1e6, "devices of a replica"),
      .number("replicas", "1", 1...1e6, "replicas kept ready"),
      .number("idle-watts", "W", 0...1e5, "power of a device with nothing to do"),
      .number("rate", "1/s", 0...1e9, "requests per second that arrive"),
      Parameter("traffic", .word, "requests per second hour by hour: 24 numbers parted by commas"),
      .number("hours", "h", 0...1e7, "hours of service"),
      .number("days", "d", 0...4e5, "days of service"),
      .number("hours-per-day", "h", 0...24, "hours of work in a day (continuous)"),
      .number(
        "units", "1", 1...1e10, "vehicles, cameras or machines that do the same (continuous)"),
      .number("frames-per-second", "1/s", 0...1e6, "frames looked at per second (continuous)"),
      Parameter(
        "precision", .choice(["fp32", "tf32", "bf16", "fp16", "fp8", "fp4", "int8"]),
        "number format of the matrix products"),
      .number(
        "peak-tflops", "TFLOP/s", 0.001...1e6,
        "dense peak of one device, in place of the catalogue's"),
    ] + PowerPart.parameters
  }

  func build(_ draft: inout Draft) throws(Problem) {
    let method = try draft.word("method") ?? Self.usual(draft)
    switch method {
    case "continuous": try continuous(&draft)
    case "throughput": try throughput(&draft)
    case "epoch2025", "roofline": try modelled(&draft, isEpoch: method == "epoch2025")
    case _: try measured(&draft)
    }
  }

  private static func usual(_ draft: Draft) -> String {
    if draft.has("frames-per-second") || draft.has("hours-per-day") { return "continuous" }
    if draft.has("tokens-per-second") { return "throughput" }
    return draft.has("active-parameters") ? "roofline" : "measured"
  }

  // MARK: Power and throughput

  /// J per token = W ÷ tokens per second.
  private func throughput(_ draft: inout Draft) throws(Problem) {
    let device = try PowerPart.device(&draft)
    let watts = try PowerPart.watts(&draft, device: device, use: "inference")
    let rate = try draft.needed("tokens-per-second", unit: "1/s")
    let count = try draft.needed("count", label: "devices", unit: "", otherwise: Self.one)
    let each = draft.model.quotient(
      draft.model.product([watts, count]), rate, label: "energy of an output token", unit: "J")
    draft.model.result("joules_per_output_token", each)
    let tokens = try draft.needed("output-tokens", unit: "")
    let served = try requests(&draft)
    let busy = draft.model.quotient(
      draft.model.product([served, tokens, count]), rate, label: "device time", unit: "s")
    let energy = draft.model.product(
      [served, tokens, each], label: "IT energy of answering", unit: "J")
    try finish(
      &draft, energy: energy, served: served, unit: "request", seconds: busy, device: device,
      watts: watts)
  }

  // MARK: Model

  /// Prefill at the peak, decode at the slower of peak and memory: each token reads the weights once per batch. With one
  /// utilisation for all, it is Epoch's estimate (You 2025).
  private func modelled(_ draft: inout Draft, isEpoch: Bool) throws(Problem) {
    let device = try PowerPart.device(&draft)
    let facts = try draft.word("model").map { name throws(Problem) in try draft.facts.model(name) }
    let active = try draft.needed(
      "active-parameters", label: "active parameters", unit: "", otherwise: facts?.parameters)
    guard let peak = try ComputePart.peak(&draft, device: device, isNeeded: true) else {
      throw draft.missing(["device", "peak-tflops"])
    }
    let watts = try PowerPart.watts(&draft, device: device, use: "inference")
    let output = try draft.needed("output-tokens", unit: "")
    let served = try requests(&draft)
    let two = draft.model.constant(2, unit: "FLOP per parameter and token")
    let share = try draft.needed(
      "utilisation", label: "part of the peak that is reached", unit: "",
      otherwise: isEpoch
        ? KnownValue(.exact(0.1), evidence: .assumed, note: "You 2025: a tenth of the peak")
        : KnownValue(
          .range(0.3, low: 0.1, high: 0.5), evidence: .assumed, note: "of the peak, in prefill"))
    var time = draft.model.quotient(
      draft.model.product([two, active]), draft.model.product([peak, share]),
      label: "compute time of a token", unit: "s")
    var perRequest = draft.model.product(
      [output, time], label: "device time of a request", unit: "s")
    if !isEpoch {
      let prompt = try draft.needed(
        "input-tokens", unit: "",
        otherwise: KnownValue(.exact(0), evidence: .assumed, note: "no prompt given"))
      let prefill = draft.model.product([prompt, time])
      if let device, let bandwidth = device.bandwidth {
        let size = try draft.needed(
          "bytes-per-parameter", unit: "B",
          otherwise: KnownValue(.exact(2), evidence: .assumed, note: "16 bits"))
        let batch = try draft.needed(
          "batch", unit: "",
          otherwise: KnownValue(
            .range(16, low: 4, high: 64), evidence: .assumed, note: "of a busy server"))
        let speed = draft.known("memory bandwidth of \(device.name)", bandwidth, unit: "B/s")
        let reading = draft.model.quotient(
          draft.model.product([active, size]), draft.model.product([speed, batch]),
          label: "reading time of a token", unit: "s")
        time = draft.model.greatest([time, reading], label: "time of an output token", unit: "s")
      }
      perRequest = draft.model.sum(
        [prefill, draft.model.product([output, time])], label: "device time of a request", unit: "s"
      )
    }
    let busy = draft.model.product([served, perRequest], label: "device time", unit: "s")
    let energy = draft.model.product([busy, watts], label: "IT energy of answering", unit: "J")
    try finish(
      &draft, energy: energy, served: served, unit: "request", seconds: busy, device: device,
      watts: watts)
  }

  // MARK: Continuous

  /// Work that goes on whether anybody asks or not: driving perception, cameras.
  private func continuous(_ draft: inout Draft) throws(Problem) {
    let device = try PowerPart.device(&draft)
    let watts = try PowerPart.watts(&draft, device: device, use: "inference")
    let units = try draft.needed("units", label: "machines", unit: "", otherwise: Self.one)
    let count = try draft.needed(
      "count", label: "devices of a machine", unit: "", otherwise: Self.one)
    let time: Model.Term
    if draft.has("hours-per-day") {
      let daily = try draft.needed(
        "hours-per-day", unit: "s/d", scale: FootprintPart.secondsPerHour)
      let days = try draft.needed("days", unit: "d")
      time = draft.model.product([daily, days], label: "working time of a machine", unit: "s")
    } else {
      time = try HardwareEstimator.duration(&draft)
    }
    let busy = draft.model.product([units, count, time], label: "device time", unit: "s")
    let energy = draft.model.product([busy, watts], label: "IT energy", unit: "J")
    if let rate = try draft.term("frames-per-second", label: "frames per second", unit: "1/s") {
      let frames = draft.model.product([units, time, rate], label: "frames")
      try finish(
        &draft, energy: energy, served: frames, unit: "frame", seconds: busy, device: device)
    } else {
      draft.model.result("device_seconds", busy)
      try FootprintPart.add(to: &draft, energy: energy, deviceSeconds: busy, device: device)
    }
  }

  // MARK: Parts

  private static let one = KnownValue(.exact(1), evidence: .assumed, note: "one")

  /// Requests: counted, or a rate over a time, or a curve of 24 hours over days; one request where nothing is said.
  func requests(_ draft: inout Draft) throws(Problem) -> Model.Term {
    switch try draft.only(of: ["requests", "rate", "traffic"]) {
    case "requests": return try draft.needed("requests", unit: "")
    case "rate":
      let rate = try draft.needed("rate", label: "requests per second", unit: "1/s")
      let time = try HardwareEstimator.duration(&draft)
      return draft.model.product([rate, time], label: "requests")
    case "traffic":
      let text = try draft.word("traffic") ?? ""
      let hours = text.split(separator: ",").map { Double($0.filter { $0 != " " }) }
      guard hours.count == 24, hours.allSatisfy({ ($0 ?? -1) >= 0 }) else {
        throw Problem(
          "Cannot read the traffic `\(text)`.",
          why: "It is 24 numbers, requests per second of each hour of a day.",
          fix: "Write `--traffic 1,1,1,…`.", exit: .usage)
      }
      let daily = draft.model.input(
        "requests of a day", .exact(hours.compactMap(\.self).reduce(0, +) * 3600),
        evidence: .assumed,
        note: "sum over the hours that were given")
      let days = try draft.needed("days", unit: "d")
      return draft.model.product([daily, days], label: "requests")
    case _:
      return draft.model.input("requests", .exact(1), evidence: .assumed, note: "one request")
    }
  }

  /// Adds what replicas draw while they wait, the energy of one request, and the footprint.
  func finish(
    _ draft: inout Draft, energy: Model.Term, served: Model.Term, unit: String,
    seconds: Model.Term?, device: DeviceFacts? = nil, watts: Model.Term? = nil
  ) throws(Problem) {
    var energy = energy
    var seconds = seconds
    if draft.has("replicas") {
      let replicas = try draft.needed("replicas", unit: "")
      guard let busy = seconds else {
        throw Problem(
          "`replicas` needs to know how long the devices work.",
          why: "A measured energy per answer does not tell it.",
          fix: "Give `--tokens-per-second` or `--active-parameters`.", exit: .usage)
      }
      let time = try HardwareEstimator.duration(&draft)
      let count = try draft.needed(
        "count", label: "devices of a replica", unit: "", otherwise: Self.one)
      let ready = draft.model.product(
        [replicas, count, time], label: "device time kept ready", unit: "s")
      let waiting = draft.model.greatest(
        [draft.model.difference(ready, busy), draft.model.constant(0)],
        label: "device time of waiting", unit: "s")
      let idle = try draft.needed(
        "idle-watts", label: "power of a waiting device", unit: "W", otherwise: device?.idleWatts)
      let wasted = draft.model.product([waiting, idle], label: "IT energy of waiting", unit: "J")
      draft.model.result("idle_joules", wasted)
      energy = draft.model.sum([energy, wasted], label: "IT energy", unit: "J")
      seconds = draft.model.greatest([ready, busy], label: "device time reserved", unit: "s")
    }
    if let seconds { draft.model.result("device_seconds", seconds) }
    draft.model.result(
      "joules_per_\(unit)",
      draft.model.quotient(energy, served, label: "IT energy per \(unit)", unit: "J"))
    try FootprintPart.add(to: &draft, energy: energy, deviceSeconds: seconds, device: device)
    if let emissions = draft.model.output("emissions_grams") {
      draft.model.result(
        "grams_per_\(unit)",
        draft.model.quotient(emissions, served, label: "emissions per \(unit)", unit: "g CO2e"))
    }
  }
}
