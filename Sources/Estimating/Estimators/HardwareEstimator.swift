import Accounting
import Quantities

/// Devices × hours × power.
struct HardwareEstimator: Estimator {
  let name = "hardware"
  let summary = "Energy and footprint of devices that ran, or will run, for some hours."

  var parameters: [Parameter] {
    [
      Parameter(
        "method", .choice(["joulebook", "strubell2019", "patterson2021", "green-algorithms"]),
        "whose formula and defaults"),
      .number("energy-kwh", "kWh", 0...1e13, "IT energy, where it is known already"),
      .number("count", "1", 0...1e7, "devices"),
      .number("hours", "h", 0...1e8, "hours that each device runs"),
      .number("days", "d", 0...4e6, "days that each device runs"),
      .number("device-hours", "h", 0...1e11, "hours of all devices together"),
      .number("runs", "1", 1...1e7, "times that the work is repeated"),
      .number("cpu-watts", "W", 0...1e5, "mean power of the processors (strubell2019)"),
      .number("memory-watts", "W", 0...1e5, "mean power of the memory (strubell2019)"),
      .number(
        "net-intensity", "g/kWh", 0...2000,
        "intensity after carbon-free energy bought by the hour (patterson2021)"),
      .number("cores", "1", 0...1e6, "processor cores (green-algorithms)"),
      .number("core-watts", "W", 0...100, "power of a core (green-algorithms)"),
      .number("core-usage", "1", 0...1, "usage of the cores (green-algorithms)"),
      .number("gpu-usage", "1", 0...1, "usage of the devices (green-algorithms)"),
      .number("memory-gb", "GB", 0...1e6, "memory available to the work (green-algorithms)"),
    ] + PowerPart.parameters
  }

  func build(_ draft: inout Draft) throws(Problem) {
    switch try draft.word("method") ?? "joulebook" {
    case "strubell2019": try strubell(&draft)
    case "patterson2021": try patterson(&draft)
    case "green-algorithms": try greenAlgorithms(&draft)
    case _: try own(&draft)
    }
  }

  private func own(_ draft: inout Draft) throws(Problem) {
    if draft.has("energy-kwh") {
      let energy = try draft.needed("energy-kwh", label: "IT energy", unit: "J", scale: 3.6e6)
      return try FootprintPart.add(to: &draft, energy: energy, deviceSeconds: nil)
    }
    let device = try PowerPart.device(&draft)
    let seconds = try Self.deviceSeconds(&draft)
    let watts = try PowerPart.watts(&draft, device: device, use: "training")
    let energy = draft.model.product([seconds, watts], label: "IT energy", unit: "J")
    try FootprintPart.add(to: &draft, energy: energy, deviceSeconds: seconds, device: device)
  }

  /// Device-seconds: count × hours × runs, or given as device-hours.
  static func deviceSeconds(_ draft: inout Draft) throws(Problem) -> Model.Term {
    let runs = try draft.term("runs", unit: "")
    let seconds: Model.Term
    if try draft.only(of: ["hours", "days", "device-hours"]) == "device-hours" {
      seconds = try draft.needed(
        "device-hours", label: "device-seconds given", unit: "s",
        scale: FootprintPart.secondsPerHour)
    } else {
      let count = try draft.needed(
        "count", label: "devices", unit: "",
        otherwise: KnownValue(.exact(1), evidence: .assumed, note: "one device"))
      let time = try duration(&draft)
      seconds = draft.model.product([count, time], label: "device time", unit: "s")
    }
    draft.model.result("device_seconds", seconds)
    guard let runs else { return seconds }
    let all = draft.model.product([seconds, runs], label: "device time of all runs", unit: "s")
    draft.model.result("device_seconds", all)
    return all
  }

  static func duration(_ draft: inout Draft) throws(Problem) -> Model.Term {
    if try draft.only(of: ["hours", "days"]) == "days" {
      return try draft.needed("days", label: "duration", unit: "s", scale: 86_400)
    }
    guard draft.has("hours") else { throw draft.missing(["hours", "days", "device-hours"]) }
    return try draft.needed(
      "hours", label: "duration", unit: "s", scale: FootprintPart.secondsPerHour)
  }

  /// p = 1.58 · t · (p_c + p_r + g·p_g) / 1000 kWh and 0.954 lb CO2e per kWh (Strubell et al. 2019, equations 1 and 2).
  private func strubell(_ draft: inout Draft) throws(Problem) {
    let time = try Self.duration(&draft)
    var parts: [Model.Term] = []
    if let cpu = try draft.term("cpu-watts", label: "power of processors", unit: "W") {
      parts.append(cpu)
    }
    if let memory = try draft.term("memory-watts", label: "power of memory", unit: "W") {
      parts.append(memory)
    }
    let watts = try draft.needed("watts", label: "power of a device", unit: "W")
    let count = try draft.needed(
      "count", label: "devices", unit: "",
      otherwise: KnownValue(.exact(1), evidence: .assumed, note: "the power is of all devices"))
    parts.append(draft.model.product([count, watts]))
    let power = parts.count == 1 ? parts[0] : draft.model.sum(parts, label: "power", unit: "W")
    let energy = draft.model.product([time, power], label: "IT energy", unit: "J")
    let deviceTime = draft.model.product([count, time], label: "device time", unit: "s")
    draft.model.result("device_seconds", deviceTime)
    try FootprintPart.add(
      to: &draft, energy: energy, deviceSeconds: deviceTime, fixed: PublishedFactors.strubell)
    PublishedFactors.addPaperUnits(&draft)
  }

  /// MWh = watts · chips · hours · PUE / 1e6, t = MWh · intensity, gross and net (Patterson et al. 2021, section 2.5).
  private func patterson(_ draft: inout Draft) throws(Problem) {
    let seconds = try Self.deviceSeconds(&draft)
    let watts = try draft.needed("watts", label: "power of a chip with its system", unit: "W")
    let energy = draft.model.product([seconds, watts], label: "IT energy", unit: "J")
    let net = try draft.distribution("net-intensity")
    try FootprintPart.add(
      to: &draft, energy: energy, deviceSeconds: nil,
      fixed: try PublishedFactors.patterson(&draft))
    if let net, let facility = draft.model.output("facility_energy_joules") {
      let factor = draft.model.input(
        "net carbon intensity", net, unit: "g CO2e/kWh", evidence: .assumed, note: "given")
      draft.model.result(
        "net_emissions_grams",
        draft.model.product(
          [draft.model.quotient(facility, draft.model.constant(3.6e6, unit: "J/kWh")), factor],
          label: "net emissions", unit: "g CO2e"))
    }
  }

  /// E = t · (n_c·P_c·u_c + n_g·P_g·u_g + mem·0.3725) · PUE · PSF (Lannelongue et al. 2021, equation 2).
  private func greenAlgorithms(_ draft: inout Draft) throws(Problem) {
    let time = try Self.duration(&draft)
    let runs = try draft.needed(
      "runs", label: "pragmatic scaling factor", unit: "",
      otherwise: KnownValue(.exact(1), evidence: .assumed, note: "one run"))
    let one = KnownValue(.exact(1), evidence: .assumed, note: "usage 1 where none is given")
    var parts: [Model.Term] = []
    if draft.has("cores") {
      parts.append(
        draft.model.product([
          try draft.needed("cores", unit: ""), try draft.needed("core-watts", unit: "W"),
          try draft.needed("core-usage", unit: "", otherwise: one),
        ]))
    }
    if draft.has("watts") {
      parts.append(
        draft.model.product([
          try draft.needed("count", label: "devices", unit: "", otherwise: one),
          try draft.needed("watts", label: "power of a device", unit: "W"),
          try draft.needed("gpu-usage", unit: "", otherwise: one),
        ]))
    }
    if let memory = try draft.term("memory-gb", label: "memory", unit: "GB") {
      parts.append(draft.model.product([memory, draft.model.constant(0.3725, unit: "W/GB")]))
    }
    guard !parts.isEmpty else { throw draft.missing(["cores", "watts", "memory-gb"]) }
    let power = draft.model.sum(parts, label: "power", unit: "W")
    let energy = draft.model.product([time, power, runs], label: "IT energy", unit: "J")
    try FootprintPart.add(
      to: &draft, energy: energy, deviceSeconds: nil, fixed: PublishedFactors.greenAlgorithms)
  }
}
