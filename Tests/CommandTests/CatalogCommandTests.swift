import Foundation
import JoulebookTesting
import Testing

/// `joulebook catalog` and `joulebook restate`, as a person or a script calls them.
@Suite struct CatalogCommandTests {
  private let box: CommandBox

  init() throws { box = try CommandBox() }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  private func write(_ name: String, _ text: String) throws {
    let folder = box.folder + "/.config/joulebook/tables"
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(folder)/\(name)"))
  }

  @Test func `list names every table with its rows`() throws {
    let result = try box.run(["catalog", "list"])
    #expect(result.status == 0 && result.errors.isEmpty)
    for table in ["accelerators", "grids", "cpus", "ai_models", "strubell_models"] {
      #expect(result.output.contains("\n\(table) ") || result.output.contains("\(table)  "))
    }
  }

  @Test(arguments: [
    ("accelerators", "h100", "nvidia-h100-sxm5-80gb"),
    ("accelerators", "NVIDIA H100 80GB HBM3", "nvidia-h100-sxm5-80gb"),
    ("cpus", "AMD EPYC 7763 64-Core Processor", "epyc 7763"),
    ("grids", "FR", "FR/2025"), ("grids", "France", "FR/2025"), ("grids", "fra", "FR/2025"),
    ("grids", "Germany/2010", "DE/2010"), ("cloud_regions", "us-east-1", "aws/us-east-1"),
    ("cloud_regions", "gcp:europe-north1", "gcp/europe-north1"),
    ("places", "California", "US-CA"), ("grid_zones", "CISO", "US-CAL-CISO/2025"),
    ("ai_models", "bert-large", "bert-large"),
  ])
  func `show finds a row by a natural name`(table: String, name: String, key: String) throws {
    let result = try box.run(["catalog", "show", table, name, "--format", "json"])
    #expect(result.status == 0, "\(result.errors)")
    let entry = try #require(try object(result.output)["entry"] as? [String: Any])
    #expect(entry["key"] as? String == key)
    #expect((entry["sources"] as? [Any])?.isEmpty == false)
  }

  @Test func `show prints value, range, year, source and rivals`() throws {
    let text = try box.run(["catalog", "show", "grids", "DE/2024"]).output
    #expect(text.contains("336.38 g/kWh  (") && text.contains(", 2024"))
    #expect(text.contains("Rivals") && text.contains("grid_zones DE/2024"))
    #expect(text.contains("Source") && text.contains("Ember") && text.contains("CC-BY-4.0"))
  }

  @Test func `an ambiguous name lists the candidates and shows nothing`() throws {
    let result = try box.run(["catalog", "show", "grids", "Georgia"])
    #expect(result.status == 64 && result.output.isEmpty)
    #expect(result.errors.contains("(GE)") && result.errors.contains("(US-GA)"))
  }

  @Test func `a table that is not there names the nearest`() throws {
    let result = try box.run(["catalog", "show", "acelerators", "h100"])
    #expect(result.status == 64 && result.errors.contains("`accelerators`"))
  }

  @Test(arguments: [
    ("califronia", "places US-CA"), ("brazl", "places BR"),
    ("nvidia a100 pcie", "accelerators nvidia-a100"),
    ("strubel transformer", "strubell"),
  ])
  func `search forgives slips of the pen`(words: String, hit: String) throws {
    let result = try box.run(["catalog", "search"] + words.split(separator: " ").map(String.init))
    #expect(result.status == 0 && result.output.contains(hit), "\(result.output)")
  }

  @Test func `nothing found is said and has a status`() throws {
    let result = try box.run(["catalog", "search", "qqqqqqqq"])
    #expect(result.status == 1 && result.output.contains("qqqqqqqq"))
  }

  @Test func `sources name licence and attribution`() throws {
    let result = try box.run(["catalog", "sources"])
    #expect(result.output.contains("ODbL-1.0") && result.output.contains("Electricity Maps"))
  }

  @Test func `diff lists what an earlier version lacked`() throws {
    let changes = try #require(
      try object(box.run(["catalog", "diff", "2026.11", "--format", "json"]).output)["changes"]
        as? [[String: Any]])
    #expect(
      changes.contains { $0["table"] as? String == "grids" && $0["key"] as? String == "DE/2010" })
    #expect(
      !changes.contains { $0["table"] as? String == "grids" && $0["key"] as? String == "DE/2025" })
  }

  @Test func `export writes rows for other programs`() throws {
    let csv = try box.run(["catalog", "export", "strubell_mix", "--format", "csv"]).output
    #expect(csv.hasPrefix("key,") && csv.split(separator: "\n").count == 7)
    let json = try object(box.run(["catalog", "export", "strubell_mix"]).output)
    let tables = try #require(json["tables"] as? [String: [[String: String]]])
    #expect(tables["strubell_mix"]?.count == 6)
  }

  @Test func `validate says what a table would do, or what is wrong with it`() throws {
    try write(
      "sources.csv",
      "id,author,title,year,licence,retrieved,address\nus,We,Meter,2026,facts,2026-11,none\n")
    let header = "key,name,pue,low_pue,high_pue,year,source\n"
    try write("pue.csv", header + "lab,Our lab,1.3,1.2,1.4,2026,us\n")
    let path = box.folder + "/.config/joulebook/tables/pue.csv"
    let good = try box.run(["catalog", "validate", path])
    #expect(good.status == 0 && good.output.contains("adds 1 rows"))
    try write("pue.csv", header + "lab,Our lab,0.3,0.2,0.4,2026,us\n")
    let bad = try box.run(["catalog", "validate", path])
    #expect(bad.status == 64 && bad.errors.contains("pue.csv`, line 2, column `pue`"))
  }

  @Test func `a bad table is said, and the run goes on under the catalogue's own rows`() throws {
    try write("grids.csv", "key,place,year,intensity_g_per_kwh,source\nDE/2026,DE,2026,-1,ember\n")
    let receipt = box.folder + "/out-receipt.json"
    let result = try box.run([
      "run", "--region", "DE", "--receipt", receipt, "--", "sh", "-c", "exit 7",
    ])
    #expect(result.status == 7)
    #expect(result.errors.contains("grids.csv") && result.errors.contains("Germany 2025"))
  }

  @Test func `a user's factor is shown as theirs on a receipt`() throws {
    try write(
      "grids.csv",
      "key,place,year,intensity_g_per_kwh,scope,flow,kind,gas,source\n"
        + "DE/2026,DE,2026,25,life-cycle,consumption,average,CO2e,ember\n")
    let result = try box.run(["run", "--region", "DE", "--", "true"])
    #expect(result.errors.contains("25.0 g CO2e/kWh") && result.errors.contains("your table"))
    let explained = try box.run(["explain", "last"]).output
    #expect(explained.contains("your table") && explained.contains("grids.csv:2"))
  }

  @Test func `restate shows old, new and why, and writes only when asked`() throws {
    try SampleEntries.book([SampleEntries.entry(id: "aa1", name: "train")], at: box.ledger)
    let shown = try box.run(["restate"])
    #expect(shown.status == 0 && shown.output.contains("Nothing was changed"), "\(shown.output)")
    let before = try box.run(["show", "last", "--format", "json"]).output
    let written = try box.run(["restate", "--write"])
    #expect(written.output.contains("the old factors are kept"))
    let after = try box.run(["show", "last", "--format", "json"]).output
    #expect(before != after)
    #expect(try box.run(["restate"]).output.contains("1 of 1 runs are the same"))
    #expect(try box.run(["check"]).status == 0)
  }

  @Test func `an unknown version of the catalogue is bad usage`() throws {
    try SampleEntries.book([SampleEntries.entry(id: "aa1")], at: box.ledger)
    let result = try box.run(["show", "last", "--catalog", "1999.01"])
    #expect(result.status == 64 && result.errors.contains("2026.11"))
  }
}
