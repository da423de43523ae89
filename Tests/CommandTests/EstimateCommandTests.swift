import Foundation
import JoulebookTesting
import Testing

/// `joulebook estimate`, as a person or a script calls it.
@Suite struct EstimateCommandTests {
  private let box: CommandBox

  init() throws { box = try CommandBox() }

  private func estimate(_ text: String) throws -> (status: Int32, output: String, errors: String) {
    let result = try box.run(["estimate"] + text.split(separator: " ").map(String.init))
    return (result.status, result.output, result.errors)
  }

  /// Value of a result of `--format json`.
  private func value(_ key: String, _ text: String) throws -> Double {
    let result = try estimate(text + " --format json")
    #expect(result.status == 0, "\(result.errors)")
    let answer = try #require(
      try JSONSerialization.jsonObject(with: Data(result.output.utf8)) as? [String: Any])
    let estimates = try #require(answer["estimates"] as? [[String: Any]])
    let results = try #require(estimates.first?["results"] as? [String: Any])
    let found = try #require(results[key] as? [String: Any])
    return try #require(found["value"] as? Double)
  }

  // MARK: Documentation

  static let documented =
    DocumentedExamples.of(page: "Docs/Estimating.md", "joulebook estimate")
    + DocumentedExamples.of(page: "README.md", "joulebook estimate")

  @Test(arguments: documented)
  func `documented examples run`(line: String) throws {
    let outcome = try DocumentedExamples.outcome(of: line, home: box.folder)
    #expect(outcome.status == 0, "\(line)\n\(outcome.text)")
    #expect(outcome.text.split(separator: "\n").count > 2)
  }

  @Test func `the page has examples of every kind`() {
    #expect(Self.documented.count >= 25)
    for kind in ["hardware", "training", "search", "inference", "life", "api"] {
      #expect(Self.documented.contains { $0.hasPrefix("joulebook estimate \(kind) ") })
    }
  }

  // MARK: Published methods

  /// Table 3 of Strubell et al. 2019, as printed: kWh with PUE, pounds.
  @Test(arguments: [
    ("transformer-base", 27, 26.0), ("transformer-big", 201, 192), ("elmo", 275, 262),
    ("bert-base", 1507, 1438), ("nas", 656_347, 626_155),
  ])
  func `Strubell's table is reproduced to the digit`(
    model: String, kilowattHours: Double, pounds: Double
  ) throws {
    let line = "training --model \(model) --method strubell2019"
    #expect(try value("facility_energy_kwh", line).rounded() == kilowattHours)
    #expect(try value("emissions_pounds", line).rounded() == pounds)
  }

  /// Patterson et al. 2021, table 4: T5 and GPT-3.
  @Test(arguments: [("310 --device-hours 245760 --pue 1.12 --intensity 545", 46.7)])
  func `Patterson's row is reproduced`(given: String, tonnes: Double) throws {
    let grams = try value("emissions_grams", "hardware --method patterson2021 --watts \(given)")
    #expect(abs(grams / 1e6 / tonnes - 1) < 0.01)
  }

  // MARK: Many at once

  @Test func `ten thousand scenarios make a table of ten thousand rows`() throws {
    let result = try estimate(
      "hardware --grid region=DE,FR,SE,PL,US,IN,CN,GB,NO,AU device=V100,A100,H100,T4,P100 "
        + "hours=1:200:1 --format csv")
    let lines = result.output.split(separator: "\n")
    #expect(result.status == 0 && lines.count == 10_001)
    #expect(lines[0].hasPrefix("region,device,hours,"))
    #expect(
      Set(lines.dropFirst().map { $0.split(separator: ",").prefix(3).joined() }).count == 10_000)
  }

  @Test func `a file of estimates has a sum, and a slip is named with its line`() throws {
    let path = box.folder + "/sweep.yaml"
    func write(_ text: String) throws { try Data(text.utf8).write(to: URL(fileURLWithPath: path)) }
    try write(
      """
      defaults: { pue: 1.2, intensity: 400 }
      items:
        - { estimate: hardware, watts: 1000, hours: 10 }
        - { estimate: hardware, watts: 500, hours: 10 }
      """)
    let result = try estimate("--spec \(path)")
    #expect(result.output.contains("all 2 together") && result.output.contains("15.00 kWh"))
    try write(
      """
      - estimate: hardware
        watts: 1000
        hours: 10
        pue: 0.8
      """)
    let wrong = try estimate("--spec \(path)")
    #expect(wrong.status == 64 && wrong.output.isEmpty && wrong.errors.contains("sweep.yaml:4"))
    try write("- estimate: hardware\n  watts: [1, 2\n")
    let broken = try estimate("--spec \(path)")
    #expect(broken.status == 64 && broken.errors.contains("line 3"))
    try write("- {watts: 3}\n")
    #expect(try estimate("--spec \(path)").errors.contains("item 1 names no estimate"))
  }

  @Test func `a search is read from what a scheduler accounts`() throws {
    let path = box.folder + "/sacct.txt"
    let text = """
      JobID|State|ElapsedRaw|AllocTRES
      1|COMPLETED|7200|billing=8,cpu=8,gres/gpu=2,node=1
      1.batch|COMPLETED|7200|cpu=8,gres/gpu=2,node=1
      2|FAILED|3600|billing=8,cpu=8,gres/gpu=2,node=1
      3|CANCELLED by 1000|1800|billing=8,cpu=8,gres/gpu=2,node=1
      """
    try Data(text.utf8).write(to: URL(fileURLWithPath: path))
    // 2 devices over 2 + 1 + ½ hours.
    let seconds = try value("device_seconds", "search --sacct \(path) --watts 100 --region DE")
    #expect(abs(seconds - 7 * 3600) < 1)
  }

  // MARK: Digits and refusals

  @Test func `the same seed has the same digits, another has others`() throws {
    let line = "life --training-kwh 1000 --wh-per-request 0.3~2 --requests-per-day 1M --years 3"
    #expect(
      try estimate("\(line) --seed 3 --format json").output
        == estimate("\(line) --seed 3 --format json").output)
    #expect(
      try estimate("\(line) --seed 3 --format json").output
        != estimate("\(line) --seed 4 --format json").output)
  }

  @Test(arguments: [
    ("training --parameters 7B --tokens 1T --device h100 --mfu 1.2", "between 0.0001 and 1"),
    ("hardware --device h100 --hours 3 --pue 0.9", "between 1 and 10"),
    ("training --parameters 7B --tokens 1T --words 1T --device h100", "`tokens` and `words`"),
    (
      "training --parameters 7B --active-parameters 9B --tokens 1T --device h100", "more parameters"
    ),
    (
      "training --parameters 7B --tokens 2T --device a100 --count 8 --days 3",
      "that much in that time"
    ),
    ("hardware --device h1000 --hours 3", "nvidia-h100-pcie"),
    ("training --model gpt-5000", "catalog search"),
    ("hardware --device h100 --hours 3 --cores 4", "would not be used"),
    ("hardware --device h100 --hours 3 --basis direct --intensity 100", "would not be used"),
    ("hardware --device h100 --hour 3", "Did you mean `hours`?"),
    ("hardware --device h100 --hours 3 --hours 4", "given twice"),
    ("hardware --hours 3", "`device` or `watts`"),
    ("hardware --device h100 --hours 3 --region Georgia", "(US-GA)"),
    ("hardware --watts 300 --hours 2..1", "not a number"),
    ("training --parameters 7B --tokens 1T --device h100 --precision int3", "Did you mean `int8`?"),
    ("inference --model llama-3.1-70b --device v100", "It was measured on"),
    ("inference --model llama", "more than one model"),
    ("hardwar --hours 3", "Did you mean `hardware`?"),
    ("training --parameters 7B --device h100", "`tokens` or `words` or `bytes`"),
    ("hardware --watts 300 --hours 1 --region PL --hour-of-day 12", "hourly figures of AU-NSW"),
    (
      "hardware --watts 300 --hours 1 --region DE --month 6 --year 2020",
      "`year` (--year) would not"
    ),
    ("--spec nowhere.yaml", "no such file"),
  ])
  func `what is impossible, contradictory or unused is refused`(
    line: String, words: String
  ) throws {
    let result = try estimate(line)
    #expect(result.status == 64 && result.output.isEmpty)
    #expect(result.errors.contains(words), "\(result.errors)")
  }

  @Test(arguments: [
    "life --training-kwh 0 --wh-per-request 0 --requests-per-day 10 --years 1",
    "inference --watts 300 --tokens-per-second 900 --output-tokens 300 --requests 0",
  ])
  func `zero work has no shares, and says so`(line: String) throws {
    #expect(try value("energy_joules", line) == 0)
    let text = try estimate(line)
    #expect(text.status == 0 && text.output.contains("Divided by zero, so left out: "))
    #expect(!text.output.contains("unknown") && !text.output.contains("nan"))
    #expect(try estimate(line + " --format csv").status == 0)
    let zero = line.replacing(" --requests-per-day 10", with: "").replacing(
      " --requests 0", with: "")
    let axis = line.contains("life") ? "requests-per-day=0,10" : "requests=0,10"
    #expect(try estimate("\(zero) --grid \(axis) --format json").status == 0)
  }

  // MARK: Footprint and derivation

  @Test func `by contract stands beside by location`() throws {
    let line = "hardware --watts 1000 --hours 1000 --intensity 400 --pue 1 --market-intensity 0"
    #expect(try value("emissions_grams", line) == 400_000)
    #expect(try value("market_emissions_grams", line) == 0)
  }

  @Test func `embodied emissions follow SCI's formula`() throws {
    let line =
      "hardware --watts 1000 --device-hours 8760 --intensity 0 --pue 1 --embodied 160 "
      + "--lifetime 4 --use-rate 0.5 --functional-units 1000"
    // 160 kg × 1 a ÷ (4 a × 0.5)
    #expect(abs(try value("embodied_grams", line) - 80_000) < 1e-6)
    #expect(abs(try value("sci_grams_per_unit", line) - 80) < 1e-9)
  }

  @Test func `a derivation has its leaves' evidence and sources, as text and as a page`() throws {
    let text = try estimate("hardware --device h100 --hours 3 --region FR --explain").output
    #expect(text.contains("carbon intensity =") && text.contains("Source: Ember"))
    #expect(text.contains("devices = 1, assumed"))
    let page = try estimate("hardware --device h100 --hours 3 --region FR --format html").output
    #expect(page.hasPrefix("<!doctype html>") && page.contains("<details"))
    #expect(page.contains("Ember") && !page.contains("<script") && !page.contains("http-equiv"))
  }

  @Test func `equivalences come on request only, each with its source`() throws {
    let line = "hardware --watts 1000 --hours 10 --intensity 400 --pue 1"
    #expect(!(try estimate(line).output.contains("×")))
    #expect(try estimate(line + " --equivalences").output.contains("driving a car (km; "))
  }
}
