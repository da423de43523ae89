import Accounting
import Estimating
import Importing
import Quantities
import ReferenceData

/// Works out what imported work drew: from its own readings, else from what its devices usually draw.
struct ImportPower {
  private let request: ImportRequest
  private let catalogue: Catalogue
  private let facts: EstimatingFacts
  private let known = Gathered<[String: Estimate<Power>]>([:])

  init(_ request: ImportRequest, catalogue: Catalogue, year: Int) {
    self.request = request
    self.catalogue = catalogue
    facts = CatalogueFacts(catalogue: catalogue, year: year).facts
  }

  /// The devices of a run, its spans and gaps.
  struct Found {
    var devices: [Run.DeviceRecord]
    var spans: [Run.Span]
    var gaps: [Gap] = []
  }

  /// - Parameter id: of the run.
  func find(_ work: ImportedWork, id: String) throws(Problem) -> Found {
    switch work.power {
    case .devices(let devices): return ImportDevices(devices, of: work).found
    case .parts(let parts): return Self.steady(parts, seconds: work.seconds, id: id)
    case .curves(let curves): return ImportCurves(curves, seconds: work.seconds).found
    case .joules(let joules, let what):
      return steady(
        work, Device.Accuracy.exact, joules: joules, deviceSeconds: work.seconds,
        component: .system, name: what, sensor: "slurm-energy", evidence: .metered,
        note: "as the scheduler's meter counted it")
    case .accelerators(let count, let name):
      let (watts, evidence, note) = try accelerator(name)
      return steady(work, watts, count: count, component: .gpu, evidence: evidence, note: note)
    case .unknown:
      guard request.watts != nil || request.device != nil else {
        throw Problem(
          "Nothing says what this work drew.", why: "Its record holds times and metrics.",
          fix: "Give `--device NAME --count N`, or `--watts W`.", exit: .usage)
      }
      let (watts, evidence, note) = try accelerator(nil)
      return steady(
        work, watts, count: request.count ?? 1, component: .gpu, evidence: evidence, note: note)
    case .cores(let count):
      guard let text = request.wattsPerCore else {
        throw Problem(
          "It held \(count.shortText()) processor cores and no accelerator.",
          why: "What a core of that machine draws is not known.", fix: "Give `--watts-per-core W`.",
          exit: .usage)
      }
      return steady(
        work, try given(text, "--watts-per-core"), count: count, component: .cpu,
        evidence: .assumed, note: "\(text) W a core, as given")
    case .instances(let count, let kind): return try instances(work, count, kind)
    }
  }

  /// A device for each part, each with a steady power.
  private static func steady(
    _ parts: [ImportedWork.Part], seconds: Double, id: String
  ) -> Found {
    let tallies = parts.map { part in
      var tally = Tally()
      tally.energy = part.joules
      tally.run = part.joules
      tally.runSeconds = seconds
      tally.seconds = seconds
      return tally
    }
    let records = zip(parts, tallies).map { part, tally in
      Run.DeviceRecord(
        imported: Device(
          component: part.component, name: "\(part.component.rawValue) of \(id)",
          sensor: part.sensor, evidence: part.evidence, sharing: .deviceProcesses), total: tally,
        note: part.note)
    }
    return Found(
      devices: records, spans: [Run.Span(start: 0, end: seconds, tallies: tallies)])
  }

  // MARK: Powers

  /// Power of one accelerator: given, else from the catalogue by the record's name or the one that was given.
  private func accelerator(
    _ name: String?
  ) throws(Problem) -> (Estimate<Power>, Evidence, String) {
    if let text = request.watts {
      return (try given(text, "--watts"), .assumed, "\(text) W a device, as given")
    }
    guard let name = request.device ?? name else {
      throw Problem(
        "It does not say which accelerators it held.", why: "Its record has only their number.",
        fix: "Give `--device NAME`, or `--watts W`.", exit: .usage)
    }
    let watts = try estimated(["device": name], key: "device \(name)")
    return (
      watts, .modelled, "rated power of \(name) by its usual share, with its part of the machine"
    )
  }

  private func given(_ text: String, _ flag: String) throws(Problem) -> Estimate<Power> {
    guard Given(text, origin: flag).distribution != nil else {
      throw Problem(
        "Cannot understand `\(text)` (\(flag)).", why: "It is no power in watts and no range.",
        fix: "Write for example `\(flag) 250`, or `\(flag) 200..300`.", exit: .usage)
    }
    return try estimated(["watts": text], key: "watts \(text)")
  }

  /// By the estimator that `joulebook estimate hardware` uses, for one device and an hour.
  private func estimated(
    _ given: [String: String], key: String
  ) throws(Problem) -> Estimate<Power> {
    if let watts = known.value[key] { return watts }
    var all = given.mapValues { Given($0, origin: "import") }
    for (name, value) in ["count": "1", "hours": "1", "pue": "1", "intensity": "0"] {
      all[name] = Given(value, origin: "import")
    }
    let draft = try Estimators.draft(try Estimators.named("hardware"), all, facts: facts)
    let evaluation =
      draft.model.evaluatedInClosedForm() ?? draft.model.evaluated(seed: 1, draws: 1024)
    guard let energy = evaluation["energy_joules"] else {
      throw Problem(
        "The power of \(key) cannot be worked out.", why: "The estimate has no energy.",
        fix: "Report this.", exit: .software)
    }
    let watts = Estimate(
      Power.watts(energy.value / 3600), low: .watts(energy.low90 / 3600),
      high: .watts(energy.high90 / 3600))
    known.value[key] = watts
    return watts
  }

  private func instances(
    _ work: ImportedWork, _ count: Double, _ kind: String
  ) throws(Problem) -> Found {
    let provider = work.place.map { String($0.prefix { $0 != "/" }) } ?? "aws"
    if request.watts != nil {
      let (watts, evidence, note) = try accelerator(nil)
      return steady(work, watts, count: count, component: .system, evidence: evidence, note: note)
    }
    let key = "\(provider)/\(kind)"
    if let entry = try? catalogue.entry("accelerator_instances", key), entry.key == key,
      let accelerators = entry.cell("accelerator_count")?.value,
      let device = entry.cell("accelerator")?.text
    {
      let watts = try estimated(["device": device], key: "device \(device)")
      return steady(
        work, watts, count: count * accelerators * (entry.cell("board_share")?.value ?? 1),
        component: .gpu, evidence: .modelled,
        note: "\(accelerators.shortText()) × \(device) of \(kind), by rated power and usual share")
    }
    if let entry = try? catalogue.entry("cpu_instances", key), entry.key == key,
      let cores = entry.cell("vcpus")?.value,
      let usual = try? catalogue.entry("watts_per_vcpu", "\(provider)/any"),
      let idle = usual.cell("idle_watts")?.value, let full = usual.cell("full_watts")?.value
    {
      // Half way between idle and full, as Cloud Carbon Footprint takes where use is not known; the ends are the range.
      let watts = Estimate(
        Power.watts((idle + full) / 2), low: .watts(idle), high: .watts(full))
      return steady(
        work, watts, count: count * cores, component: .cpu, evidence: .modelled,
        note: "\(cores.shortText()) vCPU of \(kind), half way between idle and full")
    }
    throw Problem(
      "The catalogue does not know the instance `\(key)`.", why: "Its devices are not known.",
      fix: "Give `--watts W`, the mean power of one.", exit: .usage)
  }

  // MARK: Steady power

  private func steady(
    _ work: ImportedWork, _ watts: Estimate<Power>, count: Double, component: Component,
    evidence: Evidence, note: String
  ) -> Found {
    let value = watts.value.watts
    let accuracy =
      value > 0
      ? Device.Accuracy(low: watts.low.watts / value, high: watts.high.watts / value) : .exact
    return steady(
      work, accuracy, joules: value * count * work.seconds, deviceSeconds: count * work.seconds,
      component: component, name: "\(count.shortText()) devices", sensor: "import",
      evidence: evidence,
      note: note)
  }

  /// One device that stands for all. Its name is the work's own, because works of one machine hold different ones.
  private func steady(
    _ work: ImportedWork, _ accuracy: Device.Accuracy, joules: Double, deviceSeconds: Double,
    component: Component, name: String, sensor: String, evidence: Evidence, note: String
  ) -> Found {
    let device = Device(
      component: component, name: "\(name) of \(work.key)", sensor: sensor, evidence: evidence,
      sharing: .deviceProcesses, accuracy: accuracy)
    var tally = Tally()
    tally.energy = joules
    tally.run = joules
    tally.runSeconds = deviceSeconds
    tally.seconds = deviceSeconds
    return Found(
      devices: [Run.DeviceRecord(imported: device, total: tally, note: note)],
      spans: [Run.Span(start: 0, end: work.seconds, tallies: [tally])])
  }
}

extension Run.DeviceRecord {
  /// A device that belonged to the work alone.
  init(imported device: Device, total: Tally, note: String) {
    self.init(
      device: device, total: total, idlePower: .zero, idleEvidence: .assumed, idleOrigin: "",
      reserved: 1, shareNote: note, exclusive: true, counter: nil)
  }
}
