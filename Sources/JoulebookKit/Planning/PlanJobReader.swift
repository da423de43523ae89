import Accounting
import Estimating
import Planning
import Quantities
import ReferenceData
import Auditing
import Reporting
import Bookkeeping

/// The job of a plan: from a run of the ledger, from an estimate, or from flags.
struct PlanJobReader {
  let request: PlanRequest
  let joulebook: Joulebook
  let catalogue: Catalogue

  /// The job, and the device that it is stated for.
  struct Found {
    var job: PlannedJob
    var device: String?
    var count: Int
  }

  func job() throws(Problem) -> Found {
    let ways = [
      ("--like", request.like), ("--spec", request.spec),
      ("--duration", request.duration),
    ].filter { $0.1 != nil }.map(\.0)
    guard ways.count == 1 else {
      throw Problem(
        ways.isEmpty
          ? "No job is given." : "The job is given twice: \(ways.joined(separator: ", ")).",
        why: "A plan is made for one job.",
        fix: "Give --like RUN, or --spec FILE, or --duration with --power, --energy or --device.",
        exit: .usage)
    }
    if request.like != nil || request.spec != nil {
      let unused = [
        ("--power", request.power), ("--energy", request.energy),
      ].filter { $0.1 != nil }.map(\.0)
      guard unused.isEmpty else {
        throw Problem(
          "\(unused.joined(separator: " and ")) would not be used.",
          why: "The job's power comes from \(ways[0]).", fix: "Leave it out.", exit: .usage)
      }
    }
    if let like = request.like { return try fromRun(like) }
    if let spec = request.spec { return try fromEstimate(spec) }
    return try fromFlags(request.duration ?? "")
  }

  private func fromRun(_ reference: String) throws(Problem) -> Found {
    let entry = try joulebook.ledger().entry(reference)
    let run = entry.run
    var job = try Self.job(of: entry)
    if job.energy.joules <= 0 {
      throw Problem(
        "Run \(run.id) booked no energy.", why: "There is nothing to plan with.",
        fix: "Take another run: joulebook list.", exit: .usage)
    }
    job = PlannedJob(
      name: job.name, stages: job.stages, energyRange: job.energyRange, evidence: job.evidence,
      source: "run \(run.id), \(job.evidence.rawValue), "
        + "\(job.stages.count == 1 ? "one stretch" : "\(job.stages.count) stretches")")
    let accelerator = run.devices.first { $0.device.component == .gpu }?.device.name
    return Found(
      job: job, device: request.device ?? accelerator.flatMap { name in known(name) },
      count: request.count ?? max(1, run.devices.filter { $0.device.component == .gpu }.count))
  }

  /// The metered curve of a run as a job.
  static func job(of entry: Entry) throws(Problem) -> PlannedJob {
    let footprint = AccountingMethod().footprint(of: entry)
    let value = max(footprint.energy.value.joules, 1e-12)
    // A span's share may come out a little below zero; a job draws no less than nothing.
    let stages = entry.powerCurve.map {
      PlannedJob.Stage(
        name: entry.run.stage, seconds: $0.seconds, power: max($0.power, .zero))
    }
    let strongest = footprint.evidenceMix.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key
    return PlannedJob(
      name: entry.run.name, stages: stages,
      energyRange: Estimate(
        Ratio(1), low: Ratio(footprint.energy.low.joules / value),
        high: Ratio(footprint.energy.high.joules / value)),
      evidence: strongest ?? .assumed, source: "run \(entry.run.id)")
  }

  private func known(_ name: String) -> String? {
    (try? catalogue.entry("accelerators", name)).map(\.key)
  }

  private func fromEstimate(_ path: String) throws(Problem) -> Found {
    let items = try joulebook.estimateItems(file: path)
    guard items.count == 1, let item = items.first else {
      throw Problem(
        "A plan is made for one estimate.", why: "`\(path)` has \(items.count).",
        fix: "Give a file with one item.", exit: .usage)
    }
    let answer = try joulebook.estimate([item])
    let results = answer.reports[0].results
    func result(_ key: String) -> Evaluation.Result? { results.first { $0.key == key } }
    guard let energy = result("energy_joules"), energy.value > 0 else {
      throw Problem(
        "The estimate in `\(path)` has no energy.", why: "A plan needs it.",
        fix: "Run `joulebook estimate --spec \(path)` to see its results.", exit: .usage)
    }
    let given = item.given["hours"].flatMap { Double($0.text) }.map { $0 * 3600 }
    guard let seconds = given ?? result("duration_seconds")?.value, seconds > 0 else {
      throw Problem(
        "The estimate in `\(path)` does not say how long the job takes.",
        why: "Its results are \(results.map(\.key).joined(separator: ", ")).",
        fix: "Give `hours` in the file, or plan with --duration and --energy.", exit: .usage)
    }
    let job = PlannedJob(
      name: answer.reports[0].title,
      stages: [.init(seconds: seconds, power: .watts(energy.value / seconds))],
      energyRange: Estimate(
        Ratio(1), low: Ratio(energy.low90 / energy.value), high: Ratio(energy.high90 / energy.value)
      ), evidence: .modelled, source: "estimate `\(path)`, 90 % range")
    return Found(
      job: job, device: request.device ?? item.given["device"]?.text,
      count: request.count ?? item.given["count"].flatMap { Int($0.text) } ?? 1)
  }

  private func fromFlags(_ duration: String) throws(Problem) -> Found {
    let seconds = try FlagAmount.seconds(duration, "--duration", example: "6h")
    guard seconds > 0, seconds <= 10 * 366 * 86_400 else {
      throw Problem(
        "A job of \(duration) cannot be planned.",
        why: "It takes more than nothing and at most ten years.",
        fix: "Write for example `--duration 6h`.", exit: .usage)
    }
    let count = request.count ?? 1
    let watts: Double
    var range = Estimate(exactly: Ratio(1))
    var source = "given"
    var evidence = Evidence.assumed
    switch (request.power, request.energy, request.device) {
    case (let power?, nil, _):
      watts = try FlagAmount.read(power, .power, "--power", example: "2.4kW")
      source = "given: \(power) for \(duration)"
    case (nil, let energy?, _):
      watts = try FlagAmount.read(energy, .energy, "--energy", example: "40kWh") / seconds
      source = "given: \(energy) in \(duration)"
    case (nil, nil, let device?):
      let (board, label) = try boardWatts(device)
      let load = try share("accelerator-power-training")
      let node = try share("node-factor")
      watts = board * load.value.base * node.value.base * Double(count)
      // Ends of both at once.
      range = Estimate(
        Ratio(1), low: Ratio(load.low.base * node.low.base / (load.value.base * node.value.base)),
        high: Ratio(load.high.base * node.high.base / (load.value.base * node.value.base)))
      source =
        "\(count) × \(label) at \(load.value.base.text(significant: 2)) of board power, node × "
        + "\(node.value.base.text(significant: 3))"
      evidence = .modelled
    case (nil, nil, nil):
      throw Problem(
        "The job's power is not given.", why: "Emissions follow from energy.",
        fix: "Give --power 2.4kW, --energy 40kWh, or --device h100 --count 8.", exit: .usage)
    case (.some, .some, _):
      throw Problem(
        "Power and energy are both given.", why: "One follows from the other and the duration.",
        fix: "Leave one out.", exit: .usage)
    }
    guard watts > 0 else {
      throw Problem(
        "A job that draws nothing needs no plan.", why: "Its power comes out as zero.",
        fix: "Give --power 2.4kW.", exit: .usage)
    }
    return Found(
      job: PlannedJob(
        name: "job", stages: [.init(seconds: seconds, power: .watts(watts))], energyRange: range,
        evidence: evidence, source: source), device: request.device, count: count)
  }

  func boardWatts(_ device: String) throws(Problem) -> (watts: Double, label: String) {
    let entry = try catalogue.entry("accelerators", device)
    guard let watts = entry.cell("board_watts")?.value else {
      throw Problem(
        "The board power of `\(entry.key)` is not known.", why: "The catalogue has no figure.",
        fix: "Give --power.", exit: .usage)
    }
    return (watts, entry.cell("name")?.text ?? entry.key)
  }

  private func share(_ key: String) throws(Problem) -> Estimate<Ratio> {
    let entry = try catalogue.entry("defaults", key)
    let value = entry.cell("value")?.value ?? 1
    return Estimate(
      Ratio(value), low: Ratio(entry.cell("low")?.value ?? value),
      high: Ratio(entry.cell("high")?.value ?? value))
  }
}
