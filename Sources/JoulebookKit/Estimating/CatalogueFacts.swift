import Accounting
import Estimating
import Quantities
import ReferenceData

/// What estimators ask, answered from the catalogue.
struct CatalogueFacts: Sendable {
  let catalogue: Catalogue
  /// The year whose factors are taken where none is asked for.
  let year: Int

  var facts: EstimatingFacts {
    // A grid asks the same thousands of times.
    let devices = Memo<String, DeviceFacts>()
    let models = Memo<String, ModelFacts>()
    let sites = Memo<SiteQuery, SiteFacts>()
    let measured = Memo<[String?], [MeasuredInference]>()
    let defaults = Memo<String, KnownValue?>()
    return EstimatingFacts(
      device: { name throws(Problem) in
        try devices.value(name) { () throws(Problem) in try device(name) }
      },
      model: { name throws(Problem) in
        try models.value(name) { () throws(Problem) in try model(name) }
      },
      hostedModel: { name throws(Problem) in try hostedModel(name) },
      site: { query throws(Problem) in
        try sites.value(query) { () throws(Problem) in try site(query) }
      },
      measured: { model, device in
        measured.value([model, device]) { self.measured(model: model, device: device) }
      }, strubell: { strubell($0) },
      defaultValue: { key in defaults.value(key) { defaultValue(key) } })
  }

  private func device(_ name: String) throws(Problem) -> DeviceFacts {
    let entry = try catalogue.entry("accelerators", name)
    let label = entry.cell("name")?.text ?? entry.key
    var peaks: [String: KnownValue] = [:]
    for (format, column) in [
      ("fp64", "fp64_tflops"), ("fp32", "fp32_tflops"), ("tf32", "tf32_tflops"),
      ("bf16", "tensor_fp16_tflops"), ("fp16", "tensor_fp16_tflops"), ("fp8", "fp8_tflops"),
      ("fp4", "fp4_tflops"), ("int8", "int8_tops"),
    ] {
      peaks[format] = entry.known(column, "dense peak of \(label)", scale: 1e12)
    }
    let idle = [entry.cell("idle_low_watts")?.value, entry.cell("idle_high_watts")?.value]
    let ends = idle.compactMap(\.self)
    return DeviceFacts(
      name: label, boardWatts: entry.known("board_watts", "rated power of \(label)"),
      idleWatts: ends.count == 2
        ? KnownValue(
          .range((ends[0] * ends[1]).squareRoot(), low: ends[0], high: ends[1]),
          note: "idle power of \(label)", citation: entry.sources.first) : nil, peaks: peaks,
      memoryBytes: entry.cell("memory_gb")?.value.map { $0 * 1e9 },
      bandwidth: entry.known("bandwidth_gb_per_s", "memory bandwidth of \(label)", scale: 1e9),
      embodiedGrams: entry.known("embodied_kg", "emissions of making \(label)"))
  }

  private func model(_ name: String) throws(Problem) -> ModelFacts {
    let entry = try catalogue.entry("ai_models", name)
    let label = entry.cell("name")?.text ?? entry.key
    func known(_ column: String, _ what: String) -> KnownValue? {
      entry.known(column, "\(what) of \(label), as published", evidence: .assumed)
    }
    let isTokens = entry.cell("dataset_unit")?.text == "tokens"
    return ModelFacts(
      name: label, parameters: known("parameters", "parameters"),
      trainingFLOP: known("training_flop", "training compute"),
      tokens: known("tokens_seen", "tokens") ?? (isTokens ? known("dataset_size", "tokens") : nil),
      hours: known("training_hours", "hours of training"),
      // Where several are named, the first did the work.
      hardware: entry.cell("hardware")?.text.split(separator: ",").first.map(String.init),
      count: known("hardware_quantity", "devices"), mfu: known("mfu", "utilisation"))
  }

  private func hostedModel(_ name: String) throws(Problem) -> HostedModelFacts {
    let entry = try catalogue.entry("hosted_models", name)
    guard let total = entry.known("total_billion", "size of \(entry.key)", scale: 1e9),
      let active = entry.known("active_billion", "active size of \(entry.key)", scale: 1e9)
    else {
      throw Problem(
        "The size of `\(entry.key)` is not known.", why: "The catalogue has no figure.",
        fix: "Give `--active-parameters` and `--total-parameters`.", exit: .usage)
    }
    return HostedModelFacts(name: entry.key, total: total, active: active)
  }

  private func site(_ query: SiteQuery) throws(Problem) -> SiteFacts {
    let place =
      try query.region.map { name throws(Problem) in try catalogue.place(named: name) }
      ?? catalogue.world
    let usual = try usualIntensity(of: place, query)
    let placed = catalogue.factor(of: place, year: query.year ?? year, basis: query.basis)
    let factor = placed.factor
    if usual == nil, let basis = query.basis, !factor.basis.hasPrefix(basis) {
      throw Problem(
        "There is no \(basis) factor for \(place.text).",
        why: "The catalogue has none on that basis.",
        fix: "Leave `basis` out, or give `intensity`.", exit: .usage)
    }
    let isCloud = place.kind == "cloud-region"
    let pue =
      query.facility.map { defaultValue("pue-\($0)") }
      ?? (isCloud ? catalogue.pue(key: place.key) : nil).map { Self.known($0) }
      ?? Self.known(
        catalogue.defaultPUE(
          cloud: isCloud ? String(place.key.prefix { $0 != "/" }) : "server", otherwise: "server"))
    let region = isCloud ? try? catalogue.entry("cloud_regions", place.key) : nil
    let country = place.country.isEmpty ? nil : try? catalogue.entry("water_grid", place.country)
    var warnings = usual == nil ? placed.warnings : []
    if query.region == nil {
      warnings.append("No region is given, so the world average was taken.")
    }
    return SiteFacts(
      name: place.text, pue: pue ?? KnownValue(.exact(1), evidence: .assumed, note: "no figure"),
      intensity: usual
        ?? KnownValue(
          .range(
            factor.intensity.value.gramsPerKilowattHour,
            low: factor.intensity.low.gramsPerKilowattHour,
            high: factor.intensity.high.gramsPerKilowattHour),
          evidence: .modelled,
          note: "\(placed.path.joined(separator: " → ")), \(factor.year), \(factor.basis)",
          citation: factor.source),
      waterOnSite: region?.known("wue_litres_per_kwh", "water used on site at \(place.text)"),
      waterOffSite: country?.known(
        "water_litres_per_kwh", "water of power stations, \(place.country)"), warnings: warnings)
  }

  /// What the hours that were asked for usually emit; nil where none were.
  private func usualIntensity(of place: Place, _ query: SiteQuery) throws(Problem) -> KnownValue? {
    guard query.month != nil || query.hour != nil else { return nil }
    let scope = query.basis ?? "life-cycle"
    guard
      let usual = catalogue.usualIntensity(
        of: place, month: query.month, hour: query.hour, scope: scope)
    else {
      throw Problem(
        "The hours of \(place.text) are not known.",
        why: "There are hourly figures of \(catalogue.climatologyPlaces.joined(separator: ", ")).",
        fix: "Give one of these, or `--intensity`.", exit: .usage)
    }
    let time = [
      query.month.map { "month \($0)" }, query.hour.map { "from \($0):00 UTC" },
    ].compactMap(\.self).joined(separator: ", ")
    return KnownValue(
      .range(usual.mean, p10: usual.p10, p90: usual.p90), evidence: .modelled,
      note: "\(usual.place), \(time), usual in \(usual.years), \(scope), location-based",
      citation: usual.citation)
  }

  private static func known(_ pue: PUE) -> KnownValue {
    KnownValue(
      .range(pue.ratio.value.base, low: pue.ratio.low.base, high: pue.ratio.high.base),
      evidence: .modelled, note: pue.origin)
  }

  private func measured(model: String, device: String?) -> [MeasuredInference] {
    catalogue.inferenceRows(model: model, device: device).map { entry in
      let note = "\(entry.key), GPU energy as metered"
      return MeasuredInference(
        key: entry.key, model: entry.cell("name")?.text ?? entry.key,
        task: entry.cell("task")?.text ?? "", device: entry.cell("gpu")?.text ?? "",
        batch: entry.cell("max_batch")?.value,
        perOutputToken: entry.known("joules_per_output_token", note, evidence: .metered),
        perRequest: entry.known("joules_per_request", note, evidence: .metered),
        perImage: entry.known("joules_per_image", note, evidence: .metered))
    }
  }

  /// Hours of a row as its text has them, where table and text differ.
  private func strubell(_ name: String) -> StrubellRow? {
    guard let entry = try? catalogue.entry("strubell_models", Self.strubellKey(name)),
      let watts = entry.cell("watts")?.value, let hours = entry.cell("hours")?.value,
      let citation = entry.sources.first
    else { return nil }
    let text = entry.notes.first { $0.column == "hours" && $0.check == "X13" }?.value
      .split(separator: " ").first.flatMap { Double($0) }
    return StrubellRow(
      name: entry.cell("name")?.text ?? entry.key, watts: watts, hours: text ?? hours,
      citation: citation)
  }

  /// The paper's rows are on two kinds of hardware; power is known of the GPU ones.
  private static func strubellKey(_ name: String) -> String {
    switch name.lowercased() {
    case "bert-base", "bert": "bert-base-v100"
    case "nas": "nas-p100"
    case _: name
    }
  }

  private func defaultValue(_ key: String) -> KnownValue? {
    guard let entry = try? catalogue.entry("defaults", key) else { return nil }
    return entry.known("value", entry.cell("name")?.text ?? key, evidence: .assumed)
  }
}

extension CatalogueEntry {
  func cell(_ column: String) -> Cell? { cells.first { $0.column == column } }

  /// A number of the row with its range; nil where the cell is empty.
  func known(
    _ column: String, _ note: String, evidence: Evidence = .modelled, scale: Double = 1
  ) -> KnownValue? {
    guard let cell = cell(column), let value = cell.value else { return nil }
    let distribution: Distribution =
      cell.low == cell.high
      ? .exact(value * scale)
      : .range(value * scale, low: (cell.low ?? value) * scale, high: (cell.high ?? value) * scale)
    return KnownValue(distribution, evidence: evidence, note: note, citation: sources.first)
  }
}
