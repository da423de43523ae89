import Accounting
import Planning
import Quantities
import ReferenceData
import Auditing
import Reporting
import Foundation

/// What a job becomes on other devices, at another number of them or under a power limit.
struct PlanHardware: Sendable {
  /// `8 × h100`, `cap 250 W`; empty for the job's own.
  let name: String
  let count: Int
  let time: Estimate<Ratio>
  let power: Estimate<Ratio>
  let notes: [String]

  static func own(_ count: Int) -> PlanHardware {
    PlanHardware(
      name: "", count: count, time: Estimate(exactly: Ratio(1)), power: Estimate(exactly: Ratio(1)),
      notes: [])
  }

  /// Reads `8xh100`, `h100`, `16x` against the device that the job is stated for.
  ///
  /// Time falls with the devices' dense half-precision peaks, at the same utilisation; power rises with their board
  /// power. Both are assumptions with a range: real jobs scale worse over more devices and differently over generations.
  static func device(
    _ text: String, from own: (device: String?, count: Int), in catalogue: Catalogue
  ) throws(Problem) -> PlanHardware {
    let parts = text.split(separator: "x", maxSplits: 1, omittingEmptySubsequences: false)
    let count = parts.count == 2 ? Int(parts[0]) : nil
    let name = count == nil ? text : String(parts[1])
    guard let base = own.device else {
      throw Problem(
        "Nothing to set `\(text.printable)` against.",
        why: "The job does not say which device it is stated for.",
        fix: "Give --device and --count of the job.", exit: .usage)
    }
    guard count.map({ (1...1_000_000).contains($0) }) ?? true else {
      throw Problem(
        "Cannot plan for \(count ?? 0) devices.", why: "A job runs on one to a million.",
        fix: "Write for example `--on 8xh100`.", exit: .usage)
    }
    let from = try catalogue.entry("accelerators", base)
    let to = name.isEmpty ? from : try catalogue.entry("accelerators", name)
    let number = count ?? own.count
    let ratio = Double(number) / Double(own.count)
    var speed = ratio
    var notes: [String] = []
    var low = 1.0
    var high = 1.0
    if from.key != to.key {
      let (a, b, format) = try peaks(from, to)
      speed *= b / a
      (low, high) = (0.7, 1.5)
      notes.append(
        "Speed of \(to.key) over \(from.key) by dense \(format) peaks at equal utilisation: assumed, 0.7 to 1.5 of it."
      )
    }
    if ratio != 1 {
      // A doubling that gives 10 % less than hoped, to one that gives all.
      let doublings = abs(log2(ratio))
      high *= pow(1.12, doublings)
      notes.append(
        "\(number) devices for \(own.count): time in proportion; each doubling may cost 12 % more.")
    }
    let watts = try [from, to].map { entry throws(Problem) in
      guard let watts = entry.cell("board_watts")?.value else {
        throw Problem(
          "The board power of `\(entry.key)` is not known.", why: "The catalogue has no figure.",
          fix: "Leave it out of --on.", exit: .usage)
      }
      return watts
    }
    return PlanHardware(
      name: "\(number) × \(to.key)", count: number,
      time: Estimate(Ratio(1 / speed), low: Ratio(low / speed), high: Ratio(high / speed)),
      power: Estimate(exactly: Ratio(ratio * watts[1] / watts[0])), notes: notes)
  }

  private static func peaks(
    _ from: CatalogueEntry, _ to: CatalogueEntry
  ) throws(Problem) -> (Double, Double, String) {
    for (column, format) in [
      ("tensor_fp16_tflops", "FP16"), ("fp16_tflops", "FP16 (vector)"), ("fp32_tflops", "FP32"),
    ] {
      if let a = from.cell(column)?.value, let b = to.cell(column)?.value { return (a, b, format) }
    }
    throw Problem(
      "`\(from.key)` and `\(to.key)` cannot be compared.",
      why: "The catalogue has no peak of one format for both.",
      fix: "Plan for \(to.key) by its own --duration and --power.", exit: .usage)
  }

  /// A power limit in watts on each device: time and power as training jobs took them under limits (You et al. 2023, Zeus,
  /// measured traces), at the same share of the highest limit.
  static func cap(
    _ text: String, device: String?, count: Int, in catalogue: Catalogue
  ) throws(Problem) -> PlanHardware {
    let watts = try FlagAmount.read(text, .power, "--power-cap", example: "250W")
    guard let device else {
      throw Problem(
        "Nothing to limit to \(text).", why: "The job does not say which device it runs on.",
        fix: "Take a job that ran on a GPU of the catalogue, or plan with --device.", exit: .usage)
    }
    let entry = try catalogue.entry("accelerators", device)
    guard let board = entry.cell("board_watts")?.value, watts > 0, watts <= board else {
      throw Problem(
        "`\(entry.key)` cannot be limited to \(text).",
        why: "Its board power is \(entry.cell("board_watts")?.text ?? "not known") W.",
        fix: "Give a limit up to that.", exit: .usage)
    }
    let curves = CapCurve.all(of: entry.key, in: catalogue)
    let points = curves.curves.compactMap { $0.at(watts / board) }
    guard !points.isEmpty else {
      throw Problem(
        "It is not known what a limit of \(text) does to `\(entry.key)`.",
        why: "Measured limits go down to \(curves.least.percentText) of the highest.",
        fix: "Give a limit of \((board * curves.least).text(significant: 3)) W or more.",
        exit: .usage)
    }
    func middle(_ values: [Double]) -> Estimate<Ratio> {
      let sorted = values.sorted()
      return Estimate(
        Ratio(sorted[sorted.count / 2]), low: Ratio(sorted[0]),
        high: Ratio(sorted[sorted.count - 1]))
    }
    return PlanHardware(
      name: "cap \(watts.text(significant: 3)) W", count: count,
      time: middle(points.map { 1 / $0.speed }),
      power: middle(points.map { $0.energy * $0.speed }),
      notes: [
        "Limit of \((watts / board).percentText) of board power: median of \(points.count) measured "
          + "training jobs on \(curves.isOwn ? entry.key : "other GPUs, assumed to hold here") "
          + "(You et al. 2023)."
      ])
  }
}

/// Speed and energy of one measured training job over power limits.
struct CapCurve {
  /// By share of the highest limit, rising.
  let points: [(share: Double, speed: Double, energy: Double)]

  /// Measured jobs on a device, or on all devices where it was not measured.
  static func all(
    of key: String, in catalogue: Catalogue
  ) -> (curves: [CapCurve], isOwn: Bool, least: Double) {
    let rows = (try? catalogue.entries("power_caps")) ?? []
    let own = rows.filter { $0.cell("accelerator")?.text == key }
    var jobs: [String: [(limit: Double, speed: Double, energy: Double)]] = [:]
    for row in own.isEmpty ? rows : own {
      guard let limit = row.cell("limit_watts")?.value,
        let speed = row.cell("relative_speed")?.value,
        let energy = row.cell("relative_energy")?.value
      else { continue }
      let job = row.key.split(separator: "/").dropLast().joined(separator: "/")
      jobs[job, default: []].append((limit, speed, energy))
    }
    let curves = jobs.keys.sorted().compactMap { job -> CapCurve? in
      let points = (jobs[job] ?? []).sorted { $0.limit < $1.limit }
      guard let most = points.last?.limit, points.count > 1 else { return nil }
      return CapCurve(points: points.map { ($0.limit / most, $0.speed, $0.energy) })
    }
    return (curves, !own.isEmpty, curves.compactMap { $0.points.first?.share }.min() ?? 1)
  }

  /// Between two limits by a straight line; nil below the lowest.
  func at(_ share: Double) -> (speed: Double, energy: Double)? {
    guard let first = points.first, share >= first.share - 1e-9 else { return nil }
    guard let after = points.firstIndex(where: { $0.share >= share - 1e-9 }) else { return nil }
    guard after > 0 else { return (first.speed, first.energy) }
    let (a, b) = (points[after - 1], points[after])
    let part = (share - a.share) / (b.share - a.share)
    return (a.speed + part * (b.speed - a.speed), a.energy + part * (b.energy - a.energy))
  }
}
