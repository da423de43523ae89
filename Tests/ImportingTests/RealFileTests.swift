import Accounting
import Foundation
import Quantities
import Testing

@testable import Importing

/// Files that tools really wrote. They are not shipped: tests that need them run where `JOULEBOOK_SOURCE_DATA` names the folder
/// that they lie in.
struct RealFileTests {
  static let folder = ProcessInfo.processInfo.environment["JOULEBOOK_SOURCE_DATA"]

  private static func file(_ name: String) throws -> ImportFile {
    let files = try files(name)
    return try #require(files.first)
  }

  private static func files(_ name: String) throws -> [ImportFile] {
    let folder = try #require(folder)
    return try ImportFile.all(at: [folder + "/" + name])
  }

  /// What each file comes to, as it was added up by other means.
  struct Total: CustomStringConvertible, Sendable {
    let path: String
    let rows: Int
    let seconds, kilograms, kilowattHours: Double
    var description: String { path }
  }

  static let totals: [Total] = {
    guard let folder,
      let text = try? String(
        contentsOfFile: folder + "/import/codecarbon/expected_totals.csv", encoding: .utf8)
    else { return [] }
    return DelimitedLines(text, delimiter: ",").rows.dropFirst().compactMap { row in
      guard let rows = Int(row.cells[2]), let seconds = Double(row.cells[3]),
        let kilograms = Double(row.cells[4]), let kilowattHours = Double(row.cells[5])
      else { return nil }
      return Total(
        path: row.cells[0], rows: rows, seconds: seconds, kilograms: kilograms,
        kilowattHours: kilowattHours)
    }
  }()

  /// Files with rows that are broken in themselves, whose numbers were added up all the same where they could be read: rows
  /// taken, rows refused, and the kilowatt-hours of refused rows (of the first, two whose time is cut: `29`, `2-05-18T12:04:08`).
  private static let broken: [String: (taken: Int, refused: Int, kilowattHours: Double)] = [
    "bloom_29col_2022.csv.gz": (3020, 638, 0.0008592331253136 + 0.1521417045994746),
    "examples_2024-06-08.csv": (26, 2, 0), "lmpower_3.0.2.csv.gz": (934, 2, 0),
  ]

  @Test(.enabled(if: folder != nil), arguments: totals)
  func `a file of CodeCarbon has its rows, and its totals to their last digit`(total: Total) throws
  {
    let batch = try CodeCarbonSamples.read([try Self.file(total.path)]) { $0.date = "2020-08-12" }
    let blank = batch.leftOut.values.reduce(0, +)
    #expect(batch.read - blank == total.rows)
    let name = String(total.path.split(separator: "/").last ?? "")
    let (taken, refused, lost) = Self.broken[name] ?? (total.rows, 0, 0)
    #expect(batch.taken == taken && batch.refused.count == refused, "\(batch.refused.prefix(3))")
    let energy = batch.works.reduce(0) { $0 + ($1.reported?.energyJoules ?? .nan) } / 3.6e6
    let kilograms = batch.works.reduce(0) { $0 + ($1.reported?.emissionsGrams ?? .nan) } / 1000
    let seconds = batch.works.reduce(0) { $0 + $1.seconds }
    #expect(Self.agrees(energy + lost, total.kilowattHours))
    if refused == 0 {
      #expect(Self.agrees(kilograms, total.kilograms))
      #expect(abs(seconds - total.seconds) <= 5.1e-7)
    }
    // What is booked is the file's energy without its PUE, which is 1 in all of these.
    let booked = batch.works.reduce(0) { sum, work in
      guard case .parts(let parts) = work.power else { return sum }
      return sum + parts.reduce(0) { $0 + $1.joules }
    }
    #expect(abs(booked / 3.6e6 - energy) <= 1e-4 * energy)
  }

  /// Printed with ten digits.
  private static func agrees(_ value: Double, _ printed: Double) -> Bool {
    abs(value - printed) <= 0.51e-9 * abs(printed)
  }

  static let logs: [(name: String, importer: String, read: Int, taken: Int, refused: Int)] = [
    ("nvidia-smi/rtx4090_units_1s.csv", "nvidia-smi", 900, 900, 0),
    ("nvidia-smi/power_only_50ms.csv", "nvidia-smi", 65, 65, 0),
    ("other-power-logs/nanosecond_epoch.csv", "power", 10, 10, 0),
    ("other-power-logs/two_node_watts_11s.csv", "power", 1500, 1500, 0),
    ("other-power-logs/nvidia_monitor.csv", "power", 45, 0, 45),
    ("other-power-logs/edge/power_RPi5_2025-03-28_015640.csv", "power", 876, 876, 0),
    ("other-power-logs/edge/power_RPi5_2025-03-28_015704.csv", "power", 296, 296, 0),
    ("other-power-logs/edge/power_RPi5_2025-03-28_015816.csv", "power", 310, 310, 0),
    ("other-power-logs/edge/power_RPi5_2025-03-28_015904.csv", "power", 887, 887, 0),
    ("other-power-logs/edge/power_jetson_2025-03-28_015632.csv", "power", 2321, 2321, 0),
    ("other-power-logs/edge/power_jetson_2025-03-28_015701.csv", "power", 913, 913, 0),
    ("other-power-logs/m1pro_llama2_7b.csv", "powermetrics", 801, 801, 0),
    ("other-power-logs/macos_powermetrics.txt", "powermetrics", 10, 10, 0),
    ("other-power-logs/intel_power_gadget_mock.csv", "power-gadget", 12, 12, 0),
  ]

  @Test(.enabled(if: folder != nil), arguments: logs)
  func `a log of power is known by one importer, and every row is taken or refused with a reason`(
    log: (name: String, importer: String, read: Int, taken: Int, refused: Int)
  ) throws {
    let file = try Self.file("import/" + log.name)
    let known = Importers.all.filter { $0.recognises(file) && $0.name != "log" }
    #expect(known.map(\.name) == [log.importer])
    var options = ImportOptions()
    options.date = "2024-05-13T01:42:30"
    let batch = try #require(known.first).read([file], options)
    #expect(batch.read == log.read && batch.taken == log.taken, "\(batch.read) \(batch.taken)")
    #expect(batch.refused.count == log.refused)
    #expect(batch.works.count == (log.taken > 0 ? 1 : 0))
  }

  @Test(.enabled(if: folder != nil))
  func `the counters of a log of Power Gadget are those of its own summary`() throws {
    let file = try Self.file("import/other-power-logs/intel_power_gadget.csv")
    var options = ImportOptions()
    options.date = "2022-10-01"
    let batch = try PowerGadgetImporter().read([file], options)
    let work = try #require(batch.works.first)
    guard case .parts(let parts) = work.power else {
      Issue.record("no parts")
      return
    }
    // As its last lines say: 686.121704 J and 158.618713 J in 81.777307 s, of which its rows have three decimals.
    #expect(
      abs(parts[0].joules - 686.121704) < 0.0006 && abs(parts[1].joules - 158.618713) < 0.0006)
    #expect(abs(work.seconds - 81.777307) < 0.0006 && work.warnings == [] && batch.refused.isEmpty)
  }

  @Test(.enabled(if: folder != nil))
  func `logs of carbontracker come to the sums that they print`() throws {
    let files = try Self.files("import/carbontracker")
    #expect(files.count == 7 && files.allSatisfy { CarbontrackerImporter().recognises($0) })
    let batch = try CarbontrackerImporter().read(files, ImportOptions())
    let sums = batch.works.map { work -> Double in
      guard case .parts(let parts) = work.power else { return .nan }
      return parts.reduce(0) { $0 + $1.joules } * 1.58 / 3.6e6
    }
    let printed = [0.000948269812, 0.001430869497, 0.003504]
    #expect(sums.count == 3)
    for (sum, printed) in zip(sums, printed) { #expect(abs(sum - printed) < 1e-12) }
    #expect(
      batch.works.map { $0.reported?.emissionsGrams } == [0.421980066494, 0.688248228295, 0.357451])
    #expect(batch.read == batch.taken + batch.leftOut.values.reduce(0, +) && batch.refused.isEmpty)
  }

  static let strangers = [
    "import/intensity-series", "traces/cpu-load-vs-rapl",
    "import/nvidia-smi/utf16_powershell_no_power.csv",
    "traces/zeus-power-limit",
  ]

  @Test(.enabled(if: folder != nil), arguments: strangers)
  func `a real file that is no run is said by name`(name: String) throws {
    for file in try Self.files(name) {
      #expect(Strangers.kind(of: file) != nil, "\(file.path)")
      #expect(!Importers.all.contains { $0.recognises(file) }, "\(file.path)")
    }
  }
}
