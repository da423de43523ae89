import Accounting
import Quantities

/// Floating-point operations of a training run, and the time they take.
enum ComputePart {
  static let parameters: [Parameter] = [
    .number("flop", "FLOP", 0...1e32, "operations of the whole run"),
    .number(
      "parameters", "1", 0...1e16, "parameters of a dense model, or all of a mixture of experts"),
    .number(
      "active-parameters", "1", 0...1e16, "parameters that a token uses, of a mixture of experts"),
    .number("encoder-parameters", "1", 0...1e16, "parameters of the encoder"),
    .number("decoder-parameters", "1", 0...1e16, "parameters of the decoder"),
    .number("input-tokens", "1", 0...1e17, "tokens that the encoder reads"),
    .number("output-tokens", "1", 0...1e17, "tokens that the decoder writes"),
    .number("macs", "1", 0...1e16, "multiply-accumulates of a forward pass, per image"),
    .number("tokens", "1", 0...1e17, "tokens of the data set"),
    .number("words", "1", 0...1e17, "words of the data set"),
    .number("bytes", "1", 0...1e18, "bytes of text of the data set"),
    .number("images", "1", 0...1e13, "images of the data set"),
    .number("epochs", "1", 0...1e5, "passes over the data set"),
    .number("sequence-length", "1", 1...1e8, "tokens that attention sees"),
    .number("layers", "1", 1...1e5, "layers, for the operations of attention"),
    .number("width", "1", 1...1e7, "width of attention, heads × head size"),
    .number(
      "peak-tflops", "TFLOP/s", 0.001...1e6, "dense peak of one device, in place of the catalogue's"
    ),
    Parameter(
      "recompute", .choice(["yes", "no"]), "activations are computed again in the backward pass"),
  ]

  /// The run's operations; nil when neither size nor compute is known.
  static func compute(_ draft: inout Draft, facts: ModelFacts?) throws(Problem) -> Model.Term? {
    if draft.has("flop") {
      return try draft.needed("flop", label: "training compute", unit: "FLOP")
    }
    if draft.has("macs") { return try convolution(&draft) }
    if draft.has("encoder-parameters") { return try encoderDecoder(&draft) }
    let hasSize = draft.has("parameters") || draft.has("active-parameters")
    if !hasSize, !draft.has("tokens"), !draft.has("words"), !draft.has("bytes"),
      !draft.has("epochs"),
      let known = facts?.trainingFLOP
    {
      return draft.known("training compute", known, unit: "FLOP")
    }
    guard hasSize || facts?.parameters != nil,
      try draft.only(of: ["tokens", "words", "bytes"]) != nil || facts?.tokens != nil
    else { return nil }
    return try transformer(&draft, facts: facts)
  }

  /// F = 6·N·D (Kaplan et al. 2020, section 2.1), N active for a mixture of experts; attention adds 12·L·d·s per token
  /// (Chowdhery et al. 2022, appendix B).
  private static func transformer(
    _ draft: inout Draft, facts: ModelFacts?
  ) throws(Problem) -> Model.Term {
    let tokens = try self.tokens(&draft, facts: facts)
    var parameters: Model.Term
    if let active = try draft.distribution("active-parameters") {
      if let total = try draft.distribution("parameters") ?? facts?.parameters?.distribution,
        active.best > total.best
      {
        throw Problem(
          "A token cannot use more parameters than there are.",
          why:
            "active-parameters \(active.best.plain) is more than parameters \(total.best.plain).",
          fix: "Swap the two, or give `--parameters` alone for a dense model.", exit: .usage)
      }
      parameters = draft.model.input(
        "active parameters", active, evidence: .assumed, note: "given by --active-parameters")
    } else {
      parameters = try draft.needed("parameters", unit: "", otherwise: facts?.parameters)
    }
    let six = draft.model.constant(6, unit: "FLOP per parameter and token")
    let dense = draft.model.product(
      [six, parameters, tokens], label: "training compute", unit: "FLOP",
      note: "Two operations forward and four backward per parameter and token (Kaplan et al. 2020)."
    )
    let attention = ["layers", "width", "sequence-length"].filter { draft.has($0) }
    guard !attention.isEmpty else { return dense }
    let layers = try draft.needed("layers", unit: "")
    let width = try draft.needed("width", unit: "")
    let length = try draft.needed("sequence-length", unit: "")
    let extra = draft.model.product(
      [draft.model.constant(12), layers, width, length, tokens], label: "compute of attention",
      unit: "FLOP",
      note: "12 × layers × width × length per token (Chowdhery et al. 2022, appendix B).")
    return draft.model.sum([dense, extra], label: "training compute with attention", unit: "FLOP")
  }

  /// Tokens seen in training. A word is 1/0.75 tokens and five bytes of English text, each known to some per cent.
  private static func tokens(_ draft: inout Draft, facts: ModelFacts?) throws(Problem) -> Model.Term
  {
    let way = try draft.only(of: ["tokens", "words", "bytes"])
    var tokens: Model.Term
    switch way {
    case "words":
      let words = try draft.needed("words", unit: "")
      tokens = draft.model.quotient(words, wordsPerToken(&draft), label: "tokens")
    case "bytes":
      let bytes = try draft.needed("bytes", unit: "B")
      let perWord = draft.known(
        "bytes per word",
        KnownValue(
          .range(5, low: 4.5, high: 5.6), evidence: .assumed, note: "English text in UTF-8"),
        unit: "B")
      tokens = draft.model.quotient(
        bytes, draft.model.product([perWord, wordsPerToken(&draft)]), label: "tokens")
    case _: tokens = try draft.needed("tokens", unit: "", otherwise: facts?.tokens)
    }
    if let epochs = try draft.term("epochs", unit: "") {
      tokens = draft.model.product([tokens, epochs], label: "tokens seen")
    }
    draft.model.result("training_tokens", tokens)
    return tokens
  }

  private static func wordsPerToken(_ draft: inout Draft) -> Model.Term {
    draft.known(
      "words per token",
      KnownValue(
        .range(0.75, low: 0.68, high: 0.83), evidence: .assumed,
        note: "English, subword vocabularies"),
      unit: "")
  }

  /// F = 3·2·MAC·images·epochs (Amodei and Hernandez 2018, appendix).
  private static func convolution(_ draft: inout Draft) throws(Problem) -> Model.Term {
    let macs = try draft.needed("macs", label: "multiply-accumulates per image", unit: "")
    let images = try draft.needed("images", unit: "")
    let epochs = try draft.needed(
      "epochs", unit: "", otherwise: KnownValue(.exact(1), evidence: .assumed, note: "one pass"))
    return draft.model.product(
      [draft.model.constant(6, unit: "FLOP per multiply-accumulate"), macs, images, epochs],
      label: "training compute", unit: "FLOP",
      note: "Two operations each, and the backward pass twice the forward one.")
  }

  /// F = 6·(N_enc·D_in + N_dec·D_out) (Raffel et al. 2020, section 3.2.2, per stack).
  private static func encoderDecoder(_ draft: inout Draft) throws(Problem) -> Model.Term {
    let read = draft.model.product([
      try draft.needed("encoder-parameters", unit: ""), try draft.needed("input-tokens", unit: ""),
    ])
    let written = draft.model.product([
      try draft.needed("decoder-parameters", unit: ""), try draft.needed("output-tokens", unit: ""),
    ])
    return draft.model.product(
      [draft.model.constant(6), draft.model.sum([read, written])], label: "training compute",
      unit: "FLOP")
  }

  /// Device-seconds = F ÷ (peak × MFU). With HFU, what is computed again counts on top.
  static func deviceSeconds(
    _ draft: inout Draft, compute: Model.Term, device: DeviceFacts?
  ) throws(Problem) -> Model.Term {
    guard let peak = try peak(&draft, device: device, isNeeded: true) else {
      throw draft.missing(["device", "peak-tflops"])
    }
    if try draft.only(of: ["mfu", "hfu"]) == "hfu" {
      let share = try draft.needed("hfu", label: "hardware FLOP utilisation", unit: "")
      // Full recomputation repeats the forward pass: 8ND in place of 6ND.
      let again = try draft.word("recompute") == "yes" ? 4.0 / 3 : 1
      let done = draft.model.product(
        [compute, draft.model.constant(again)], label: "operations done", unit: "FLOP")
      draft.model.result(
        "mfu",
        draft.model.quotient(share, draft.model.constant(again), label: "model FLOP utilisation"))
      return draft.model.quotient(
        done, draft.model.product([peak, share]), label: "device time", unit: "s")
    }
    let kind = draft.has("active-parameters") ? "mfu-moe" : "mfu-dense"
    let share = try draft.needed(
      "mfu", label: "model FLOP utilisation", unit: "", otherwise: draft.facts.defaultValue(kind))
    draft.model.result("mfu", share)
    return draft.model.quotient(
      compute, draft.model.product([peak, share]), label: "device time", unit: "s")
  }

  /// Dense peak of the device in the number format of the run.
  static func peak(
    _ draft: inout Draft, device: DeviceFacts?, isNeeded: Bool
  ) throws(Problem) -> Model.Term? {
    if draft.has("peak-tflops") {
      return try draft.needed("peak-tflops", label: "dense peak", unit: "FLOP/s", scale: 1e12)
    }
    guard let device else { return nil }
    let asked = try draft.word("precision")
    let formats = asked.map { [$0] } ?? ["bf16", "fp16", "tf32", "fp32"]
    guard let format = formats.first(where: { device.peaks[$0] != nil }),
      let peak = device.peaks[format]
    else {
      guard isNeeded || asked != nil else { return nil }
      throw Problem(
        "The peak of \(device.name) in \(formats.joined(separator: " or ")) is not known.",
        why: device.peaks.isEmpty
          ? "The catalogue has none of its peaks."
          : "The catalogue has \(device.peaks.keys.sorted().joined(separator: ", ")).",
        fix: "Give another `--precision`, or the time with `--hours` and `--count`.", exit: .usage)
    }
    return draft.known("dense peak of \(device.name) in \(format)", peak, unit: "FLOP/s")
  }
}
