import Accounting
import Testing

@testable import JoulebookKit

/// Tables that a user brings to `trends growth`, and questions that cannot be answered.
struct GrowthFileTests {
  private let folder: TemporaryFolder
  private let joulebook = Joulebook(environment: [:], directory: "/")

  init() throws { folder = try TemporaryFolder() }

  private func report(
    _ text: String, _ change: (inout GrowthRequest) -> Void = { _ in }
  ) throws -> GrowthReport {
    var request = GrowthRequest()
    request.file = try folder.write(text, to: "mine.csv")
    request.draws = 0
    change(&request)
    return try joulebook.growth(request).report
  }

  private func problem(
    _ text: String? = nil, _ change: (inout GrowthRequest) -> Void = { _ in }
  ) throws -> Problem {
    var request = GrowthRequest()
    request.file = try text.map { try folder.write($0, to: "mine.csv") }
    change(&request)
    do {
      _ = try joulebook.growth(request)
      throw POSIXFailure(code: 0)
    } catch let problem as Problem { return problem }
  }

  @Test func `a column's unit stands behind its name`() throws {
    let report = try report("date,energy_kwh,name\n2020,1,a\n2021,2,b\n2022,4,c\n")
    #expect(report.subject == "Energy" && report.unit == "kWh")
    #expect(abs(report.findings.estimate.months.best - 12) < 0.01)
    #expect(report.findings.points.map(\.name) == ["a", "b", "c"])
  }

  @Test func `years and months stand in their middle`() throws {
    let report = try report("date,value\n2020,1\n2021-03,2\n2022-03-07,4\n")
    #expect(report.findings.points.map(\.day) == ["2020-07-02", "2021-03-16", "2022-03-07"])
    #expect(report.findings.points.first?.name == "line 2")
  }

  @Test func `a unit may stand in the cells, or in a column`() throws {
    #expect(try report("date,value\n2020,1 kg\n2021,2 kg\n2022,4 kg\n").unit == "kg")
    #expect(try report("date,value,unit\n2020,1,t\n2021,2,t\n2022,4,t\n").unit == "t")
    #expect(try report("date,value\n2020,1\n2021,2\n2022,4\n") { $0.unit = "MWh" }.unit == "MWh")
  }

  @Test func `mixed units are refused, with their lines`() throws {
    let found = try problem("date,value\n2020,1 kWh\n2021,2 MWh\n2022,4 kWh\n")
    #expect(found.what.hasSuffix("mine.csv`, line 3."))
    #expect(found.why == "Its values are in mixed units: kWh in line 2, MWh in line 3.")
    #expect(
      try problem("date,value\n2020,1 kWh\n2021,2\n2022,4\n").why
        == "Its values are in mixed units: kWh in line 2, no unit in line 3.")
  }

  @Test func `sizes of training sets are not added across tokens and images`() throws {
    let found = try problem { $0.series = .data }
    #expect(found.what == "Sizes of training sets are in mixed units.")
    #expect(found.why.contains("in tokens") && found.why.contains("in images"))
  }

  @Test(arguments: [
    ("", "It is empty."), ("day,value\n", "It has no column `date`."),
    ("date,a,b\n", "It has several columns of values."),
    ("date,value\n2020,many\n", "`many` is no number."),
    ("date,value\nlast year,3\n", "`last year` is no date."),
    ("date,value,name\n2020,1\n", "It has 2 cells and the header 3."),
  ])
  func `a table that cannot be read says where and why`(text: String, why: String) throws {
    let found = try problem(text)
    #expect(found.why == why || found.why.hasPrefix(why), "\(found)")
    #expect(found.exit == .usage && !found.fix.isEmpty)
  }

  @Test func `a file that is not there is named`() throws {
    #expect(try problem { $0.file = "/nowhere/x.csv" }.what == "Cannot read `/nowhere/x.csv`.")
  }

  @Test func `names, domains, rules and windows that are not there are named`() throws {
    func asked(_ change: (inout GrowthRequest) -> Void) throws -> Problem {
      try problem {
        $0.series = .compute
        change(&$0)
      }
    }
    #expect(try asked { $0.without = ["GPT-3"] }.why.contains("GPT-3 175B (davinci)"))
    #expect(try asked { $0.domain = "Cooking" }.why.contains("Language"))
    #expect(try asked { $0.rule = "best" }.what == "There is no rule `best`.")
    #expect(try asked { $0.from = "early" }.what == "Cannot understand `--from early`.")
    #expect(
      try asked {
        $0.from = "2020"
        $0.to = "2019"
      }.what == "The window ends before it begins.")
    #expect(try asked { $0.from = "2090" }.what.contains("needs three points, and 0 are left"))
  }
}
