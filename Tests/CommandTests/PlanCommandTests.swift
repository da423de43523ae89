import Foundation
import JoulebookTesting
import Testing

/// `joulebook plan` and `joulebook whatif`, as a person or a script calls them.
@Suite struct PlanCommandTests {
  private let box: CommandBox

  init() throws { box = try CommandBox() }

  private func run(_ text: String) throws -> CommandBox.Result {
    try box.run(text.split(separator: " ").map(String.init))
  }

  private func json(_ text: String) throws -> [String: Any] {
    let result = try run(text + " --format json")
    #expect(result.status == 0, "\(result.errors)")
    return try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
  }

  static let documented =
    DocumentedExamples.of(page: "Docs/Planning.md", "joulebook plan")
    + DocumentedExamples.of(page: "Docs/Intensity.md", "joulebook intensity")

  @Test(arguments: documented)
  func `documented examples run`(line: String) throws {
    let outcome = try DocumentedExamples.outcome(of: line, home: box.folder)
    #expect(outcome.status == 0, "\(line)\n\(outcome.text)")
    #expect(outcome.text.split(separator: "\n").count > 2)
  }

  @Test func `the page has examples`() { #expect(Self.documented.count >= 16) }

  private static let job = "plan --duration 6h --power 2.4kW --release 2026-06-01T00:00:00Z"

  @Test func `the best hours of a summer's day are around noon`() throws {
    let answer = try json(Self.job + " --region DE --deadline 24h")
    let ranked = try #require(answer["ranked"] as? [[String: Any]])
    let best = try #require(ranked.first)
    let start = try #require(best["start"] as? String)
    #expect(start.hasPrefix("2026-06-01T"))
    let hour = try #require(Int(start.dropFirst(11).prefix(2)))
    #expect((7...12).contains(hour), "\(start)")
    let saving = try #require(best["saving"] as? Double)
    #expect(saving > 0.1 && saving < 0.6)
    let energy = try #require(best["energy_joules"] as? Double)
    let base = try #require((answer["baseline"] as? [String: Any])?["energy_joules"] as? Double)
    #expect(energy == base)
  }

  @Test func `plans are ranked, and the baseline stands beside them`() throws {
    let answer = try json(Self.job + " --region DE,FR,NO,PL --deadline 24h")
    let ranked = try #require(answer["ranked"] as? [[String: Any]])
    let grams = ranked.compactMap { $0["emissions_grams"] as? Double }
    #expect(grams.count == 4 && grams == grams.sorted())
    #expect((answer["baseline"] as? [String: Any])?["place"] as? String == "DE")
    for row in ranked {
      let low = try #require(row["emissions_low_grams"] as? Double)
      let high = try #require(row["emissions_high_grams"] as? Double)
      let value = try #require(row["emissions_grams"] as? Double)
      #expect(low <= value && value <= high)
    }
  }

  @Test func `a pause needs leave`() throws {
    let result = try run(Self.job + " --region DE --resume-energy 1kWh")
    #expect(result.status == 64)
    #expect(result.errors.contains("--interruptible"))
  }

  @Test func `a metered run is planned by its own curve`() throws {
    #expect(try run("run --quiet --name sleeper --region DE -- sleep 0.3").status == 0)
    let answer = try json("plan --like sleeper --region DE --deadline 12h")
    let job = try #require(answer["job"] as? [String: Any])
    #expect((job["source"] as? String)?.hasPrefix("run ") == true)
    let metered = try json("show sleeper")
    let energy = try #require(job["energy_joules"] as? Double)
    #expect(abs(energy - (try #require(metered["energy_joules"] as? Double))) <= 1e-6 * energy)
  }

  @Test func `what if is set against what was`() throws {
    #expect(try run("run --quiet --name sleeper --region DE -- sleep 0.3").status == 0)
    let answer = try json("whatif sleeper --region FR")
    let saving = try #require(answer["saving"] as? Double)
    #expect(saving > 0.3 && saving < 0.99)
    let assumptions = try #require(answer["assumptions"] as? [[String: Any]])
    #expect(assumptions.allSatisfy { ($0["evidence"] as? String)?.isEmpty == false })
    #expect(try run("whatif sleeper").status == 64)
    let blind = try run("whatif sleeper --region SE --start=-6h")
    #expect(blind.status == 64 && blind.errors.contains("hours"))
  }

  @Test func `keys of the answers are stable`() throws {
    let plan = try json(Self.job + " --region DE,FR --deadline 24h --interruptible --price 0.3EUR")
    #expect(
      plan.keys.sorted() == [
        "baseline", "currency", "deadline", "job", "notes", "pareto", "ranked", "refused",
        "release", "schema",
      ])
    let row = try #require((plan["ranked"] as? [[String: Any]])?.first)
    #expect(
      row.keys.sorted() == [
        "cost", "embodied_grams", "emissions_grams", "emissions_high_grams",
        "emissions_low_grams", "energy_high_joules", "energy_joules", "energy_low_joules",
        "finish", "hardware", "idle_energy_joules", "intensity_source", "kind", "latest_finish",
        "marginal_emissions_grams", "marginal_source", "method", "place", "place_name", "saving",
        "start", "stretches",
      ])
    #expect(try run("run --quiet --name sleeper --region DE -- sleep 0.2").status == 0)
    let what = try json("whatif sleeper --region FR")
    #expect(
      what.keys.sorted() == [
        "after", "assumptions", "before", "booked_emissions_grams", "name", "notes", "run",
        "saving", "schema",
      ])
  }

  static let refused = [
    ("plan", "No job is given"),
    ("plan --duration 6h", "power is not given"),
    ("plan --duration 6h --power 2kW --energy 3kWh", "both given"),
    ("plan --duration 6h --power 2kWh", "measures energy"),
    ("plan --duration 6 --power 2kW", "no unit"),
    ("plan --duration 6h --power 2kW --deadline 3h", "by its deadline"),
    ("plan --duration 6h --power 2kW --deadline 2026-12-01T10:00:00", "RFC 3339"),
    ("plan --duration 6h --power 2kW --blackout 8-18", "HH:MM"),
    ("plan --duration 6h --power 2kW --region Germny", "`DE`"),
    ("plan --duration 6h --power 2kW --region nimbus/*", "no provider"),
    ("plan --duration 6h --power 2kW --pue 0.9", "cannot be"),
    ("plan --duration 6h --power 2kW --price 1EUR --price FR=1USD", "exchange"),
    ("plan --duration 6h --power 2kW --data 1TB", "would not be used"),
    ("plan --duration 6h --power 2kW --elastic", "may pause"),
    ("plan --duration 6h --power 2kW --power-cap 100W", "does not say which device"),
    ("plan --duration 6h --device h100 --power-cap 900W", "cannot be limited"),
  ]

  @Test(arguments: refused)
  func `bad input is told by name`(arguments: String, word: String) throws {
    let result = try run(arguments)
    #expect(result.status == 64, "\(result.errors)")
    #expect(result.errors.contains(word), "\(result.errors)")
    #expect(result.errors.contains("Next:"))
  }
}

/// The page of published savings against the hours it was made from, where they are at hand.
@Suite(.enabled(if: ProcessInfo.processInfo.environment["JOULEBOOK_SOURCE_DATA"] != nil))
struct PlanSavingsTests {
  @Test(arguments: ["DE_2021-2024", "FR_2022"])
  func `the page has what the command says`(file: String) throws {
    let box = try CommandBox()
    let data = ProcessInfo.processInfo.environment["JOULEBOOK_SOURCE_DATA"] ?? ""
    let result = try box.run(
      ["plan", "savings", "--format", "markdown", "\(data)/hourly/\(file).csv.gz"])
    #expect(result.status == 0, "\(result.errors)")
    let zone = file.prefix(2)
    let rows = result.output.split(separator: "\n").filter { $0.hasPrefix("| \(zone) |") }
    #expect(rows.count == 2)
    let page = try String(
      contentsOf: ManualTests.root.appendingPathComponent("Docs/Methods/Planning.md"),
      encoding: .utf8)
    for row in rows { #expect(page.contains(row), "\(row)") }
  }

  @Test func `a year that the file does not hold is refused`() throws {
    let data = ProcessInfo.processInfo.environment["JOULEBOOK_SOURCE_DATA"] ?? ""
    let result = try CommandBox().run(
      ["plan", "savings", "--year", "2019", "\(data)/hourly/FR_2022.csv.gz"])
    #expect(result.status == 64 && result.errors.contains("whole of 2019"))
  }
}

/// Plans by the hours of a file that the user has.
@Suite struct PlanByFileTests {
  private let box: CommandBox
  private let file: String

  /// Sixty days of hours: clean at noon, dirty at night.
  init() throws {
    box = try CommandBox()
    file = box.folder + "/hours.csv"
    let start = try #require(ISO8601DateFormatter().date(from: "2025-03-01T00:00:00Z"))
    let format = ISO8601DateFormatter()
    var text = "datetime_utc,ci_lifecycle_g_per_kwh\n"
    for hour in 0..<(60 * 24) {
      let away = abs(hour % 24 - 12)
      text += "\(format.string(from: start + Double(hour) * 3600)),\(100 + away * 25)\n"
    }
    try text.write(toFile: file, atomically: true, encoding: .utf8)
  }

  private func json(_ text: String) throws -> [String: Any] {
    let toml = """
      region = "DE"
      pue = 1
      intensity-provider = "csv"
      intensity-file = "\(file)"
      """
    let folder = box.folder + "/.config/joulebook"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try toml.write(toFile: folder + "/config.toml", atomically: true, encoding: .utf8)
    let result = try box.run(text.split(separator: " ").map(String.init) + ["--format", "json"])
    #expect(result.status == 0, "\(result.errors)")
    return try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
  }

  @Test func `a window that has passed is planned on a forecast and scored on what came`() throws {
    let answer = try json(
      "plan --duration 3h --power 1kW --release 2025-04-20T00:00:00Z --deadline 24h")
    let score = try #require(answer["score"] as? [String: Any])
    // Three hours from 11:00 on: 125 + 100 + 125 g; from midnight on: 400 + 375 + 350 g.
    #expect(abs((score["best_grams"] as? Double ?? 0) - 350) < 0.01)
    #expect(abs((score["baseline_grams"] as? Double ?? 0) - 1125) < 0.01)
    #expect(abs((score["came_grams"] as? Double ?? 0) - 350) < 0.01)
    #expect(abs((score["kept"] as? Double ?? 0) - 1) < 1e-6)
    let best = try #require((answer["ranked"] as? [[String: Any]])?.first)
    #expect((best["start"] as? String)?.hasPrefix("2025-04-20T11:00") == true)
    #expect((best["intensity_source"] as? String)?.contains("own forecast") == true)
  }

  @Test func `a window that nobody knows falls back and says so`() throws {
    let answer = try json(
      "plan --duration 3h --power 1kW --release 2030-04-20T00:00:00Z --deadline 24h")
    let notes = try #require(answer["notes"] as? [String])
    #expect(notes.contains { $0.contains("the catalogue stands in") })
    #expect(answer["score"] == nil)
  }
}
