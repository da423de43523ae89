import Foundation
import JoulebookTesting
import Testing

/// Scenarios and efficiency, through the built binary.
struct TrendsScenarioCommandTests {
  private func json(_ arguments: [String], _ box: CommandBox) throws -> [String: Any] {
    let answer = try box.run(arguments + ["--format", "json"])
    try #require(answer.status == 0, Comment(rawValue: answer.errors))
    return try #require(
      try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String: Any])
  }

  private static let given = [
    "trends", "scenario", "--to", "2030", "--from", "2025", "--emissions", "100t", "--growth", "2",
    "--hardware", "1.4", "--grid", "2025:400,2030:300", "--pue", "2025:1.5,2030:1.2",
    "--utilisation", "2025:0.3,2030:0.4", "--inference", "2025:0.6,2030:0.8",
  ]

  @Test func `given factors multiply to the figure that a reader can check`() throws {
    let report = try json(Self.given, CommandBox())
    let years = try #require(report["years"] as? [[String: Any]])
    let grams = try #require(years.last?["emissions_grams"] as? [String: Double])
    let hardware: Double = pow(1.4, 5)
    let expected: Double = 100e6 * 32.0 / hardware * 0.75 * 0.8 * 0.75 * 2
    #expect(abs((grams["median"] ?? 0) / expected - 1) < 1e-9)
    #expect(abs((grams["if_this_goes_on"] ?? 0) / 3.2e9 - 1) < 1e-9)
    let even = try #require(report["break_even_hardware_times_per_year"] as? [String: Double])
    let others: Double = 32.0 * 0.75 * 0.8 * 0.75 * 2
    #expect(abs((even["median"] ?? 0) - pow(others, 0.2)) < 1e-9)
    let parts = try #require(report["parts"] as? [[String: Any]])
    let sum = parts.compactMap { $0["change_in_bases"] as? Double }.reduce(0, +)
    #expect(abs(sum - (expected / 100e6 - 1)) < 1e-9)
  }

  @Test func `every assumption is printed with its source, and a trend is called no forecast`()
    throws
  {
    let box = try CommandBox()
    let text = try box.run(["trends", "scenario", "--to", "2030"]).output
    for words in [
      "a training run like GPT-3", "Epoch AI", "GPUs of the catalogue", "Uptime",
      "electricity of World".capitalizedFirst,
      "Patterson", "stays as it is", "is no forecast",
      "The curve is bent most by hardware efficiency",
      "If this goes on", "hardware would have to become",
    ] { #expect(text.contains(words), "\(words) is missing") }
    let lab = try box.run(["trends", "scenario", "--to", "2035", "--emissions", "100t"]).output
    #expect(
      lab.contains("Growth is that of the world's largest models") && lab.contains("--growth"))
  }

  @Test func `a path comes from a file too, and the same seed gives the same answer`() throws {
    let box = try CommandBox()
    let file = box.folder + "/grid.csv"
    try "year,value\n2025,400\n2030,200..300\n".write(
      toFile: file, atomically: true, encoding: .utf8)
    let arguments = [
      "trends", "scenario", "--to", "2030", "--from", "2025", "--emissions", "1t", "--grid", file,
      "--seed", "7",
    ]
    #expect(try box.run(arguments).output == box.run(arguments).output)
    let csv = try box.run(arguments + ["--format", "csv"]).output
    #expect(csv.hasPrefix("year,low90_grams,") && csv.split(separator: "\n").count == 7)
  }

  @Test func `the ledger's owner is drawn on from the last twelve months`() throws {
    let box = try CommandBox()
    #expect(try box.run(["run", "--name", "job", "--region", "DE", "--", "true"]).status != 64)
    let answer = try box.run(["trends", "scenario", "--to", "2035", "--ledger", "--growth", "1.5"])
    // On a machine whose sensors say nothing there is nothing to draw on, and it is said.
    #expect(
      answer.status == 0
        ? answer.output.contains("1 runs of the ledger")
          || answer.output.contains("1 run of the ledger")
        : answer.errors.contains("last twelve months"))
  }

  @Test(arguments: [
    (["--to", "2020"], "There is no way from 2021 to 2020"),
    (["--to", "2030", "--run", "nobody"], "no published run `nobody`"),
    (["--to", "2030", "--pue", "0.9"], "--pue 1.2"),
    (["--to", "2030", "--growth", "fast"], "no number, range or path"),
    (["--to", "2030", "--inference", "1"], "below 1"),
    (["--to", "2030", "--grid", "2025:400,2025:300"], "given twice"),
    (["--to", "2030", "--grid", "nowhere.csv"], "cannot be read"),
    (["--to", "2030", "--emissions", "5kWh"], "--emissions 1200t"),
    (["--to", "2030", "--ledger", "--run", "x"], "one of --run, --ledger and --emissions"),
  ])
  func `what cannot be drawn on is said with what to do`(arguments: [String], words: String) throws
  {
    let answer = try CommandBox().run(["trends", "scenario"] + arguments)
    #expect(
      answer.status == 64 && answer.output.isEmpty && answer.errors.contains(words),
      Comment(rawValue: answer.errors))
  }

  // MARK: Efficiency

  @Test func `a team that gets twice as much a year is found to double in twelve months`() throws {
    let box = try CommandBox()
    for index in 0..<8 {
      let year = 2022 + index / 4
      let month = 1 + index % 4 * 3
      let tokens = 1e6 * pow(2, Double(index) / 4) * (index % 2 == 0 ? 1.02 : 0.98)
      let path = box.folder + "/job-\(index).txt"
      try
        ("JobID|JobName|State|ExitCode|Start|End|ElapsedRaw|AllocTRES|NodeList\n"
        + String(
          format: "%d|train|COMPLETED|0:0|%d-%02d-01T00:00:00|Unknown|3600|gres/gpu=1|n1\n", index,
          year, month))
        .write(toFile: path, atomically: true, encoding: .utf8)
      let taken = try box.run(
        [
          "resurrect", path, "--watts", "300", "--time-zone", "UTC", "--tag",
          "metric.tokens=\(tokens)",
        ])
      try #require(taken.status == 0, Comment(rawValue: taken.errors))
    }
    let answer = try box.run(["trends", "efficiency", "--metric", "tokens"])
    #expect(
      answer.output.contains("tokens for each kWh doubles every"),
      Comment(rawValue: answer.output + answer.errors))
    let report = try json(["trends", "efficiency", "--metric", "tokens"], box)
    let findings = try #require(report["findings"] as? [String: Any])
    let estimate = try #require(findings["estimate"] as? [String: Any])
    let doubling = try #require(estimate["doubling_months"] as? [String: Double])
    let months = try #require(doubling["best"])
    #expect(abs(months - 12) < 0.6, "\(months)")
    let none = try box.run(["trends", "efficiency", "--metric", "images"])
    #expect(none.status == 64 && none.errors.contains("joulebook tag RUN metric."))
  }

  static let documented =
    DocumentedExamples.of(page: "Docs/Trends.md", "joulebook trends scenario")
    + DocumentedExamples.of(page: "Docs/Trends.md", "joulebook trends efficiency")
    + DocumentedExamples.of(page: "Docs/Trends.md", "joulebook compare")

  @Test func `the page has lines to try`() { #expect(Self.documented.count >= 4) }

  @Test(arguments: documented)
  func `what the page shows works`(line: String) throws {
    let box = try CommandBox()
    let made = try DocumentedExamples.outcome(
      of:
        "python3 Examples/lisa.py 60 > '\(box.folder)/lisa.txt' && joulebook resurrect '\(box.folder)/lisa.txt' --watts 217 --tag metric.tokens=1000 --tag v=1 > /dev/null && cd '\(box.folder)' && \(line)",
      home: box.folder)
    #expect(made.status == 0, Comment(rawValue: String(decoding: made.output, as: UTF8.self)))
  }
}

extension String {
  fileprivate var capitalizedFirst: String { prefix(1).uppercased() + dropFirst() }
}
