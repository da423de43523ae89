import Foundation
import Testing

/// `joulebook plan backtest`, as a person or a script calls it.
@Suite struct PlanBacktestCommandTests {
  private let box: CommandBox

  init() throws { box = try CommandBox() }

  /// Hours of a grid with a daily pattern, in the layout of our own files; gives the path.
  private func file(_ name: String, from start: String, days: Int) throws -> String {
    let begin = try #require(try? Date(start + "T00:00:00Z", strategy: .iso8601))
    var lines = ["datetime_utc,ci_direct_g_per_kwh,ci_lifecycle_g_per_kwh"]
    var weather = 0.0
    for hour in 0..<days * 24 {
      let time = begin.addingTimeInterval(Double(hour) * 3600)
      weather = 0.95 * weather + sin(Double(hour * hour % 97))
      let value = 300 + 80 * sin(2 * .pi * Double(hour) / 24) + 12 * weather
      lines.append("\(time.formatted(.iso8601)),\(value - 30),\(value)")
    }
    let path = box.folder + "/" + name
    try Data(lines.joined(separator: "\n").utf8).write(to: URL(fileURLWithPath: path))
    return path
  }

  private func test(_ arguments: [String]) throws -> CommandBox.Result {
    try box.run(["plan", "backtest", "--every", "24"] + arguments)
  }

  @Test func `a zone's file is tested from the day on that was asked for`() throws {
    let path = try file("xx.csv", from: "2023-12-01", days: 60)
    let result = try test(["--file", "XX=\(path)", "--from", "2024-01-20", "--to", "2024-01-25"])
    #expect(result.status == 0, "\(result.errors)")
    #expect(result.output.hasPrefix("XX, 2024-01-20 00:00 to 2024-01-26 00:00 UTC\n6 forecasts,"))
    #expect(result.output.contains("Only 50 days of history"))
    #expect(result.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
  }

  @Test func `files of two months are one history`() throws {
    let one = try file("one.csv", from: "2023-12-01", days: 31)
    let two = try file("two.csv", from: "2024-01-01", days: 29)
    let whole = try test(["--zone", "XX", "--file", two, "--file", one, "--from", "2024-01-20"])
    #expect(whole.status == 0, "\(whole.errors)")
    #expect(whole.output.hasPrefix("XX, 2024-01-20 00:00 to 2024-01-30 00:00 UTC\n"))
    #expect(whole.output.contains("Only 50 days of history"))
  }

  @Test func `JSON has stable keys`() throws {
    let path = try file("xx.csv", from: "2023-12-01", days: 60)
    let result = try test(["--file", "XX=\(path)", "--from", "2024-01-20", "--format", "json"])
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    #expect(Set(object.keys) == ["schema", "zones"])
    let zone = try #require((object["zones"] as? [[String: Any]])?.first)
    #expect(
      Set(zone.keys) == [
        "zone", "from", "to", "mean_g_per_kwh", "issues", "every_hours", "refit_days", "method",
        "horizons", "saving",
      ])
    let horizon = try #require((zone["horizons"] as? [[String: Any]])?.first)
    #expect(Set(horizon.keys) == ["hours", "through", "exactly"])
    let scores = try #require(horizon["through"] as? [String: Any])
    #expect(
      Set(scores.keys) == [
        "hours", "coverage", "forecast_error_g_per_kwh", "persistence_error_g_per_kwh",
        "yesterday_error_g_per_kwh", "last_week_error_g_per_kwh", "interval_width_g_per_kwh",
      ])
    let saving = try #require(zone["saving"] as? [String: Any])
    #expect(
      Set(saving.keys) == [
        "job_hours", "window_hours", "releases", "now_g_per_kwh", "oracle_g_per_kwh",
        "forecast_g_per_kwh", "last_week_g_per_kwh", "oracle_saving", "forecast_saving", "kept",
        "kept_last_week", "regret_g_per_kwh", "worse",
      ])
  }

  @Test func `Markdown has three tables`() throws {
    let path = try file("xx.csv", from: "2023-12-01", days: 60)
    let result = try test(["--file", "XX=\(path)", "--from", "2024-01-20", "--format", "markdown"])
    #expect(result.status == 0)
    #expect(result.output.split(separator: "\n").count { $0.hasPrefix("|---|") } == 3)
  }

  @Test(arguments: [
    (["--from", "2024-01-20"], "There is no history to test on."),
    (["--from", "soon", "--file", "PATH"], "Cannot understand `--from soon`."),
    (["--from", "2024-01-20", "--to", "2024-02-30", "--file", "PATH"], "`--to 2024-02-30`"),
    (["--from", "2024-01-20", "--file", "PATH", "--job", "90min"], "`--job 90min`"),
    (["--from", "2024-01-20", "--file", "PATH", "--horizons", "1d"], "horizon `1d`"),
    (["--from", "2024-01-20", "--file", "PATH", "--every", "0"], "every 0 hours"),
    (["--from", "2023-12-02", "--file", "PATH"], "Cannot back-test"),
    (["--from", "2024-01-20", "--file", "YY=PATH", "--zone", "XX"], "no history of XX"),
    (["--from", "2024-01-20", "--file", "XX=none.csv"], "none.csv"),
  ])
  func `what cannot be tested is refused with what to do`(arguments: [String], what: String)
    throws
  {
    let path = try file("xx.csv", from: "2023-12-01", days: 60)
    let result = try box.run(
      ["plan", "backtest"] + arguments.map { $0.replacingOccurrences(of: "PATH", with: path) })
    #expect(result.status == 64 || result.status == 1)
    #expect(result.output.isEmpty)
    #expect(result.errors.contains(what), "\(result.errors)")
    #expect(result.errors.contains("Next: "))
  }
}
