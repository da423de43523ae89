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

  static let documented = DocumentedExamples.of(page: "Docs/Planning.md", "joulebook plan")

  @Test(arguments: documented)
  func `documented examples run`(line: String) throws {
    let outcome = try DocumentedExamples.outcome(of: line, home: box.folder)
    #expect(outcome.status == 0, "\(line)\n\(outcome.text)")
    #expect(outcome.text.split(separator: "\n").count > 2)
  }

  @Test func `the page has examples`() { #expect(Self.documented.count >= 12) }

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
