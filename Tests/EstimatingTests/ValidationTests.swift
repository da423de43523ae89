import Accounting
import Testing

@testable import Estimating

/// Published rows through the estimators and formulas that everybody uses.
struct ValidationTests {
  static let ids = Validation.rows.map(\.id)

  private static func row(_ id: String) throws -> ValidationRow {
    try #require(Validation.rows.first { $0.id == id })
  }

  @Test(arguments: ids)
  func `a row is met and raises the flags that it names`(id: String) throws {
    let result = Validation.run(try Self.row(id))
    #expect(result.failure == nil)
    for value in result.values {
      #expect(value.passes, "\(value.name): \(value.got), not \(value.calculated)")
      // Expectations were worked out by another program, to twelve digits.
      #expect(abs(value.deviation) < 1e-9, "\(value.name): \(value.got)")
    }
    #expect(result.missingFlags == [] && result.unnamedFlags == [], "\(result.flags)")
    #expect(result.passes)
  }

  @Test func `all published rows and all claims are there, once each`() {
    let wanted =
      (1...119).map { $0 < 10 ? "V0\($0)" : "V\($0)" }
      + (1...24).map { $0 < 10 ? "A0\($0)" : "A\($0)" }
    // The planner's rows stand with the planner.
    #expect(wanted.filter { !Self.ids.contains($0) } == ["V117", "V118"])
    #expect(Set(Self.ids).count == Self.ids.count)
    #expect(
      Validation.rows.filter { $0.id.hasPrefix("A") }.allSatisfy { $0.claim != nil })
  }

  @Test func `the estimators themselves are tried, not copies of them`() {
    #expect(Self.estimated.count >= 100)
    let names = Set(
      Validation.rows.compactMap { row -> String? in
        if case .estimate(let name, _, _) = row.subject { name } else { nil }
      })
    #expect(names == ["hardware", "training", "inference", "life", "api", "search"])
  }

  static let estimated: [String] = Validation.rows.filter {
    if case .estimate = $0.subject { true } else { false }
  }.map(\.id)

  /// Its numbers one by one a tenth too high: an input that no row would notice is no input.
  @Test(arguments: estimated)
  func `a row with a wrong input fails`(id: String) throws {
    var row = try Self.row(id)
    guard case .estimate(let name, let given, let also) = row.subject else { return }
    // What the row does not ask about may be anything.
    let free = ["node-factor", "use-rate", "requests-per-day", "years"]
    var noticed: [String] = []
    for case (let key, .number(let value)) in given where !free.contains(key) && value != 0 {
      var wrong = given
      wrong[key] = .number(value * 1.1)
      row.subject = .estimate(name, wrong, also: also)
      if !Validation.run(row).passes { noticed.append(key) }
    }
    #expect(!noticed.isEmpty)
  }

  /// Energy of the facility and emissions grow with PUE itself, on every way through the estimators.
  @Test(arguments: estimated)
  func `PUE is applied once in every row`(id: String) throws {
    guard case .estimate(let name, let given, _) = try Self.row(id).subject,
      case .number(let pue) = given["pue"] ?? .number(1.58)
    else { return }
    var more = given
    more["pue"] = .number(pue * 1.5)
    let one = try Validation.estimate(name, given)
    let other = try Validation.estimate(name, more)
    #expect(other["energy_joules"] == one["energy_joules"])
    for key in ["facility_energy_joules", "emissions_grams", "net_emissions_grams"] {
      guard let value = one.values[key], value != 0 else { continue }
      #expect(abs(other[key] / value - 1.5) < 1e-12, "\(key)")
    }
  }

  @Test func `a row with a wrong parameter fails and says why`() throws {
    var row = try Self.row("V01")
    row.subject = .estimate("hardware", ["method": "strubell2019", "wats": 1415.78, "hours": 12])
    let result = Validation.run(row)
    #expect(!result.passes && result.failure?.contains("wats") == true)
    #expect(result.flags == [])
  }

  @Test func `a row whose named flag is not raised fails`() throws {
    let row = ValidationRow(
      "T", "test", "test", .formula("one") { ["one": 1] }, [Validation.Expectation("1", "one", 1)],
      flags: ["X13"]
    ) { _ in [Flags.textDiffersFromTable("one", 1, 1.2, rounding: 0.5)] }
    let result = Validation.run(row)
    #expect(result.values.allSatisfy(\.passes) && result.missingFlags == ["X13"])
    #expect(!result.passes)
  }

  @Test func `a row that raises a flag it does not name fails`() {
    let row = ValidationRow(
      "T", "test", "test", .formula("parts") { ["cpu": -1, "sum": 1] },
      [Validation.Expectation("1", "sum", 1)])
    let result = Validation.run(row)
    #expect(result.unnamedFlags == ["X03"] && !result.passes)
  }

  @Test func `a result that is not there fails`() {
    let row = ValidationRow(
      "T", "test", "test", .formula("none") { [:] }, [Validation.Expectation("1", "one", 1)])
    #expect(!Validation.run(row).passes)
  }

  @Test func `a result that meets arithmetic but not the printed figure fails`() {
    let row = ValidationRow(
      "T", "test", "test", .formula("one") { ["one": 1] },
      [Validation.Expectation("1", "one", 1, printed: 1.1, within: 0.05)])
    #expect(!Validation.run(row).passes)
  }
}
