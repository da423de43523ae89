import Accounting
import JoulebookKit
import Testing

/// What cannot be read is refused with the line and a way on; nothing is left out in silence.
struct ReaderTests {
  @Test(arguments: [
    ("", "empty"), (" \n\t\n", "empty"), ("just some words", "neither"), ("[]", "empty"),
    ("{", "broken JSON"), (#"{"energy": "1 kWh",}"#, "broken JSON"),
    (#"{"a": 1} x"#, "broken JSON"), (#"{"energy": "1 kWh", "energy": "2 kWh"}"#, "twice"),
    (#"{"energy": nan}"#, "neither a number"), (#"{"x": "\q"}"#, "escape"),
    ("{\"x\": \"a\nb\"}", "line break"), ("energy: 1 kWh\nenergy: 2 kWh\n", "twice"),
    ("energy: 1 kWh\n  bad: [\n", "broken YAML"), ("a: &x 5 kWh\nb: *x\n", "Anchors"),
    ("energy: 12\n", "no unit"), ("energy: 5 foo\n", "no unit that"),
    ("energy: 1,5 kWh\n", "not a number"), ("energy: 1e999 kWh\n", "not a number"),
    ("year: abc\n", "not a year"), ("kind: guessed\n", "none of what"),
    ("rows: 5\n", "list"), ("components: [1]\n", "map"), ("fit: {points: [[1]]}\n", "two numbers"),
    ("energy: [1, 2]\n", "no number"), ("energy: {amount: 5}\n", "no field"),
  ])
  func `an unreadable claim is bad usage that says why`(text: String, why: String) throws {
    let name = text.hasPrefix("just") ? "words.txt" : "claim"
    let problem = try #require(Audits.problem(text, as: name))
    #expect(problem.exit == .usage)
    #expect((problem.why + problem.what).contains(why), "\(problem)")
    #expect(!problem.fix.isEmpty)
  }

  @Test func `bytes that are no text are refused`() throws {
    for bytes: [UInt8] in [[0, 1, 2], [0x65, 0xFF, 0xFE], [0xFF, 0xFE, 0x41, 0]] {
      #expect(throws: Problem.self) { try Audits.audit("claim.json", bytes) }
    }
  }

  @Test(arguments: ["[", "{\"a\":", "a: [", "- ", "a: {b: "])
  func `deep nesting is refused before it costs a stack`(piece: String) throws {
    let text = String(repeating: piece, count: 50_000)
    let problem = try #require(Audits.problem(text, as: piece == "- " ? "a.yaml" : "claim"))
    #expect(problem.exit == .usage)
  }

  @Test func `a broken file is told by its line`() throws {
    let json = try #require(
      Audits.problem("{\n\"energy\": \"1 kWh\",\n\"pue\": oops\n}", as: "c.json"))
    #expect(json.what.contains("line 3"))
    let yaml = try #require(Audits.problem("energy: 1 kWh\npue: 1.1\nenrgy: 2 kWh\n"))
    #expect(yaml.what.contains("line 3") && yaml.fix.contains("`energy`"))
  }

  @Test func `an unknown field is refused with the nearest one`() throws {
    let problem = try #require(Audits.problem(#"{"emisions": "5 t"}"#, as: "c.json"))
    #expect(problem.why.contains("`emisions`") && problem.fix.contains("`emissions`"))
  }

  @Test func `fields may carry their unit in name, value or map`() throws {
    let forms = [
      "energy_kwh: 10\nintensity_g_per_kwh: 400\nemissions_kg: 400\n",
      "energy: 10 kWh\nintensity: 400 g/kWh\nemissions: 400 kg\n",
      "energy: {value: 10, unit: kWh}\nintensity: 0.4 kg/kWh\nemissions: 0.4 t\n",
      "kwh: 10\ncarbon_intensity: 400 g CO2e per kWh\nco2e: 400 kg CO2e\n",
    ]
    for form in forms { #expect(try Audits.rules(form) == ["X02"], "\(form)") }
  }

  @Test func `a byte order mark and line breaks of Windows are no matter`() throws {
    let text = "\u{FEFF}energy: 10 kWh\r\nintensity: 400 g/kWh\r\nemissions: 400 kg\r\n"
    #expect(try Audits.rules(text) == ["X02"])
  }

  @Test func `a column that no rule reads is named`() throws {
    let answer = try Audits.audit("model,BLEU,energy (kWh)\na,28.4,3\n", as: "t.csv")
    #expect(answer.unread.map(\.what) == ["column `BLEU`"])
  }

  @Test func `a cell without a unit is named, not guessed`() throws {
    let answer = try Audits.audit("model,energy (kWh),emissions\na,3,5\n", as: "t.csv")
    #expect(answer.unread.count == 1 && answer.unread[0].what.contains("no unit"))
  }

  @Test func `the Hub's metadata are in grams`() throws {
    let text = """
      ---
      co2_eq_emissions:
        emissions: 149200
        source: CodeCarbon
      ---
      # A model
      The total emissions were 149.2 kg CO2e.
      """
    #expect(try Audits.rules(text, as: "README.md") == [])
    #expect(
      try Audits.rules(text.replacing("149200", with: "149.2"), as: "README.md") == ["X13"])
  }

  @Test func `sentences of a card give hours, device, rated power and total`() throws {
    let text = """
      # Model
      Training used 1.3M GPU hours on H100-80GB (TDP of 700W). The PUE was 1.1 and the intensity
      0.385 kg/kWh. Estimated total emissions were 38 tCO2eq.
      """
    #expect(try Audits.rules(text, as: "README.md").contains("X02"))
  }

  @Test func `a figure per kilowatt-hour is no emission`() throws {
    let text = "# M\nThe intensity was 0.385 kg CO2e/kWh for an energy of 10 kWh.\n"
    #expect(try Audits.rules(text, as: "README.md") == [])
  }

  @Test func `energy for each query is not taken for a total`() throws {
    let text = "model,hours,power (W),Energy per query (Wh)\na,100,400,0.24\n"
    #expect(try Audits.rules(text, as: "t.csv") == [])
  }

  @Test func `rows inherit what the claim around them says, and it is told once`() throws {
    let text = """
      pue: 1.1
      intensity: 385 kg/kWh
      rows:
        - {name: a, energy: 10 kWh}
        - {name: b, energy: 20 kWh, intensity: 385 g/kWh, emissions: 77 kg}
      """
    let rules = try Audits.audit(text).findings.map(\.rule)
    #expect(rules.filter { $0 == "X06" }.count == 1 && rules.contains("X02"))
  }

  @Test func `running totals that one run wrote are not counted twice`() throws {
    let header = "timestamp,run_id,duration,emissions,energy_consumed,cpu_model,tracking_mode\n"
    let rows =
      "2024-05-01T12:00:00,r,3600,1,2,x,machine\n2024-05-01T12:30:00,%,5400,1,2,x,machine\n"
    #expect(try Audits.rules(header + rows.replacing("%", with: "r"), as: "e.csv") == [])
    #expect(try Audits.rules(header + rows.replacing("%", with: "s"), as: "e.csv") == ["X26"])
  }

  @Test func `the form is told by what stands in it`() throws {
    for (text, name) in [
      (#"{"energy": "-1 kWh"}"#, "-"), ("energy: -1 kWh", "-"),
      ("model,energy (kWh)\na,-1\nb,2\n", "-"), ("|m|Energy (kWh)|\n|--|--|\n|a|-1|\n", "-"),
    ] {
      #expect(try Audits.rules(text, as: name) == ["X03"], "\(text)")
    }
  }
}
