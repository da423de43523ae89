import Accounting
import Quantities
import RealModule

/// Calls of a hosted language model, by what its provider lets one know: EcoLogits' method, version 0.11.
///
/// Figures by other versions of that method differ by up to two orders of magnitude (methods note X42).
struct APIEstimator: Estimator {
  let name = "api"
  let summary = "Energy and footprint of calls of a hosted language model, by model and tokens."

  var parameters: [Parameter] {
    [
      Parameter("model", .word, "hosted model: provider/name"),
      .number("total-parameters", "1", 0...1e16, "parameters of the model"),
      .number("active-parameters", "1", 0...1e16, "parameters that a token uses"),
      .number("requests", "1", 0...1e15, "calls"),
      .number("output-tokens", "1", 1...1e8, "tokens of an answer"),
      .number("latency", "s", 0...1e5, "seconds until the answer is complete, as measured"),
      .number("batch", "1", 1...4096, "requests that the server works on at a time"),
    ]
  }

  // Fit to ML.ENERGY, batches to 64 (EcoLogits 0.9 to 0.11, documentation "LLM inference").
  private static let alpha = 1.166_527_317_045_191_4e-6
  private static let beta = -0.011_205_921_025_579_175
  private static let gamma = 4.052_928_146_734_005e-5
  private static let serverWatts = 1200.0
  private static let serverGrams = 5.7e6
  private static let deviceGrams = 2.73e5
  private static let lifeSeconds = 3 * 365 * 86_400.0

  func build(_ draft: inout Draft) throws(Problem) {
    let hosted = try draft.word("model").map { name throws(Problem) in
      try draft.facts.hostedModel(name)
    }
    let active = try draft.needed(
      "active-parameters", label: "active parameters", unit: "10⁹", scale: 1e-9,
      otherwise: hosted?.active)
    let total = try draft.needed(
      "total-parameters", label: "parameters", unit: "10⁹", scale: 1e-9,
      otherwise: hosted?.total ?? nil)
    let tokens = try draft.needed("output-tokens", label: "tokens of an answer", unit: "")
    let requests = try draft.needed(
      "requests", unit: "", otherwise: KnownValue(.exact(1), evidence: .assumed, note: "one call"))
    let batch = try draft.distribution("batch")?.best ?? 64
    // Devices of 80 GB that hold 16-bit weights with a fifth to spare, a power of two.
    let devices = draft.model.function(
      total, name: "80 GB devices, 16 bits and a fifth to spare, a power of two,", label: "devices",
      unit: ""
    ) { billions in
      let least = max((1.2 * billions * 16 / 8 / 80).rounded(.up), 1)
      return Double.exp2((Double.log2(least)).rounded(.up))
    }
    let perToken = draft.model.sum(
      [
        draft.model.product([
          draft.model.constant(Self.alpha * Double.exp(Self.beta * batch)), active,
        ]),
        draft.model.constant(Self.gamma),
      ], label: "energy of a token on a device", unit: "Wh",
      note: "α·exp(β·batch)·active + γ, EcoLogits 0.11, batch \(batch.plain)")
    let modelled = draft.model.product(
      [
        tokens,
        draft.model.sum([
          draft.model.product([draft.model.constant(EcoLogits.secondsPerToken.active), active]),
          draft.model.constant(
            EcoLogits.secondsPerToken.batch * batch + EcoLogits.secondsPerToken.base),
        ]),
      ], label: "latency by the model", unit: "s")
    var latency = modelled
    if let measured = try draft.term("latency", label: "latency as measured", unit: "s") {
      latency = draft.model.least([measured, modelled], label: "latency", unit: "s")
    }
    // A server of eight devices, shared by the devices in use and the batch.
    let serverShare = draft.model.quotient(
      draft.model.product([latency, devices]), draft.model.constant(8 * batch),
      label: "server time of a request", unit: "s")
    let server = draft.model.product(
      [serverShare, draft.model.constant(Self.serverWatts, unit: "W")],
      label: "energy of the server", unit: "J")
    let device = draft.model.product(
      [devices, tokens, perToken, draft.model.constant(3600, unit: "J/Wh")],
      label: "energy of the devices", unit: "J")
    let each = draft.model.sum([server, device], label: "IT energy of a call", unit: "J")
    draft.model.result("joules_per_request", each)
    draft.model.result("devices", devices)
    let energy = draft.model.product([each, requests], label: "IT energy", unit: "J")
    try FootprintPart.add(to: &draft, energy: energy, deviceSeconds: nil)
    let made = draft.model.sum(
      [
        draft.model.product([
          serverShare, draft.model.constant(Self.serverGrams / Self.lifeSeconds),
        ]),
        draft.model.quotient(
          draft.model.product([latency, devices, draft.model.constant(Self.deviceGrams)]),
          draft.model.constant(Self.lifeSeconds * batch)),
      ], label: "embodied emissions of a call", unit: "g CO2e")
    let embodied = draft.model.product(
      [made, requests], label: "embodied emissions", unit: "g CO2e")
    draft.model.result("embodied_grams", embodied)
    if let emissions = draft.model.output("emissions_grams") {
      draft.model.result(
        "total_emissions_grams",
        draft.model.sum(
          [emissions, embodied], label: "emissions and embodied emissions", unit: "g CO2e"))
    }
  }
}
