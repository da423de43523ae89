import Accounting
import Foundation
import Quantities
import Testing

@testable import ReferenceData

/// A folder of tables that a user brings.
private struct Folder {
  let path: String

  init(_ files: [String: String]) throws {
    path = FileManager.default.temporaryDirectory.appending(path: "tables-\(UUID())").path
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    for (name, text) in files { try write(name, Data(text.utf8)) }
  }

  func write(_ name: String, _ bytes: Data) throws {
    try bytes.write(to: URL(fileURLWithPath: path + "/" + name))
  }

  var tables: UserTables { UserTables(folder: path) }
}

private let sources =
  "id,author,title,year,licence,retrieved,address\n"
  + "utility,City Utility,Supplier statement,2026,facts,2026-11,https://example.org/mix\n"
private let header =
  "key,place,year,intensity_g_per_kwh,low_g_per_kwh,high_g_per_kwh,scope,flow,kind,gas,source\n"

private func row(_ intensity: String = "21.5", key: String = "DE/2026", source: String = "utility")
  -> String
{
  let year = key.split(separator: "/").last ?? ""
  return "\(key),DE,\(year),\(intensity),,,life-cycle,consumption,average,CO2e,\(source)\n"
}

/// Rows that a user adds or puts in place of the catalogue's.
struct UserTableTests {
  @Test func `a user's row stands in place of the catalogue's and is shown as theirs`() throws {
    let folder = try Folder(["sources.csv": sources, "grids.csv": header + row(key: "DE/2024")])
    let catalogue = Catalogue(userTables: folder.tables)
    let germany = try catalogue.place(named: "DE")
    let factor = catalogue.factor(of: germany, year: 2024).factor
    #expect(factor.intensity.value.gramsPerKilowattHour == 21.5)
    #expect(factor.source.text == "City Utility 2026, Supplier statement, your table grids.csv:2")
    #expect(Catalogue().factor(of: germany, year: 2024).factor.source.id == "ember")
  }

  @Test func `a user's row of a new year adds to the catalogue's`() throws {
    let folder = try Folder(["sources.csv": sources, "grids.csv": header + row()])
    let catalogue = Catalogue(userTables: folder.tables)
    let place = try catalogue.place(named: "Germany")
    #expect(catalogue.factor(of: place, year: 2026).factor.year == 2026)
    #expect(catalogue.factor(of: place, year: 2023).factor.source.id == "ember")
  }

  @Test func `tabs and quotes are read as well as commas`() throws {
    let tabbed = (header + row()).replacing(",", with: "\t").replacing(
      "DE/2026", with: "\"DE/2026\"")
    let folder = try Folder(["sources.csv": sources, "grids.tsv": tabbed])
    #expect(folder.tables.problems == [])
    #expect(folder.tables["grids"]?.find("DE/2026") != nil)
  }

  @Test func `no folder is no table and no problem`() {
    let tables = UserTables(folder: "/nonexistent/tables")
    #expect(tables.problems == [] && tables.files == [])
  }

  @Test func `the row of the catalogue is a rival of the user's`() throws {
    let folder = try Folder(["sources.csv": sources, "grids.csv": header + row(key: "DE/2024")])
    let entry = try Catalogue(userTables: folder.tables).entry("grids", "DE/2024")
    #expect(entry.userTable == "grids.csv:2")
    #expect(entry.rivals.contains { $0.table == "grids" && $0.source.contains("Ember") })
  }
}

/// Whatever a user hands in is either used as a whole or refused by file, line and column.
struct HostileTableTests {
  /// Name of the case, the file's text, and what the problem names.
  static let cases: [(String, String, [String])] = [
    (
      "a column in another unit", header.replacing("intensity_g_", with: "intensity_kg_") + row(),
      ["line 1", "`intensity_kg_per_kwh`"]
    ),
    (
      "kilograms in a column of grams", header + row() + row("0.35", key: "DE/2025"),
      ["line 3", "`intensity_g_per_kwh`"]
    ),
    ("a negative number", header + row("-5"), ["line 2", "`intensity_g_per_kwh`"]),
    ("not a number", header + row("NaN"), ["line 2", "`intensity_g_per_kwh`"]),
    ("infinity", header + row("inf"), ["line 2", "`intensity_g_per_kwh`"]),
    ("a decimal comma", header + row("\"21,5\""), ["line 2", "`intensity_g_per_kwh`"]),
    ("a key twice", header + row() + row("22"), ["line 3", "`key`"]),
    ("a formula", header + row(source: "\"=cmd|' /C calc'!A0\""), ["line 2", "`source`"]),
    (
      "a formula in a text", header + row().replacing(",DE,", with: ",@SUM(1),"),
      ["line 2", "`place`"]
    ),
    ("a path as key", header + row(key: "../../etc/2026"), ["line 2", "`key`"]),
    ("an absolute path as key", header + row(key: "/etc/2026"), ["line 2", "`key`"]),
    (
      "a key of another year", header + row().replacing("DE,2026", with: "DE,2025"),
      ["line 2", "`key`"]
    ),
    ("a source nobody names", header + row(source: "hearsay"), ["line 2", "`source`"]),
    ("no source", header + row(source: ""), ["line 2", "`source`"]),
    ("no year", header + row().replacing(",2026,2", with: ",,2"), ["line 2", "`year`"]),
    (
      "a word that is no choice", header + row().replacing("average", with: "mean"),
      ["line 2", "`kind`"]
    ),
    ("a row with a cell too few", header + row() + "FR/2026,FR,2026\n", ["line 3"]),
    ("an open quote", header + row() + "\"FR/2026,FR\n", ["line 3"]),
    (
      "a range beside its value", header + row().replacing("21.5,,", with: "21.5,30,40"),
      ["line 2", "`low_g_per_kwh`"]
    ),
    ("a column twice", header.replacing("flow", with: "scope") + row(), ["line 1", "`scope`"]),
    ("nothing", "", ["line 1"]),
    ("semicolons", (header + row()).replacing(",", with: ";"), ["line 1"]),
  ]

  @Test(arguments: cases)
  func `is refused with file, line and column`(
    name: String, text: String, named: [String]
  ) throws {
    let folder = try Folder(["sources.csv": sources, "grids.csv": text])
    let tables = folder.tables
    let problem = try #require(tables.problems.first, "\(name) was taken")
    #expect(problem.what.contains("\(folder.path)/grids.csv"))
    for place in named { #expect(problem.what.contains(place), "\(name): \(problem.what)") }
    #expect(problem.exit == .usage)
    let catalogue = Catalogue(userTables: tables)
    let place = try catalogue.place(named: "DE")
    #expect(catalogue.factor(of: place, year: 2024).factor.source.id == "ember")
  }

  @Test(arguments: [
    ("Latin-1", Data(header.utf8) + Data([0x44, 0xE4, 0x0A]), "line 2"),
    ("UTF-16", Data([0xFF, 0xFE, 0x6B, 0x00]), "line 1"),
    ("a zero byte", Data(header.utf8) + Data([0x44, 0x00, 0x0A]), "line 2"),
    ("an escape", Data(header.utf8) + Data([0x1B, 0x5B, 0x32, 0x4A]), "line 2"),
  ])
  func `bytes that are no text are refused`(name: String, bytes: Data, line: String) throws {
    let folder = try Folder(["sources.csv": sources])
    try folder.write("grids.csv", bytes)
    let problem = try #require(folder.tables.problems.first, "\(name) was taken")
    #expect(problem.what.contains("grids.csv") && problem.what.contains(line))
  }

  @Test func `a byte order mark and carriage returns do no harm`() throws {
    let text = "\u{FEFF}" + (header + row()).replacing("\n", with: "\r\n")
    let folder = try Folder(["sources.csv": sources, "grids.csv": text])
    #expect(folder.tables.problems == [])
  }

  @Test(.timeLimit(.minutes(1))) func `a million rows are refused at once`() throws {
    let many = String(
      repeating: "X,DE,2026,21,,,life-cycle,consumption,average,CO2e,utility\n", count: 1_000_000)
    let folder = try Folder(["sources.csv": sources, "grids.csv": header + many])
    let problem = try #require(folder.tables.problems.first)
    #expect(problem.what.contains("grids.csv") && problem.what.contains("line"))
  }

  @Test func `more rows than a table may have are refused by line`() throws {
    let many = (0...UserTableFile.mostRows).map { "A\($0),a\n" }.joined()
    let folder = try Folder(["places.csv": "key,name\n" + many])
    let problem = try #require(folder.tables.problems.first)
    #expect(problem.what.contains("line \(UserTableFile.mostRows + 2)"))
  }

  @Test func `a table that the catalogue lacks is named with the nearest`() throws {
    let folder = try Folder(["grid.csv": header + row()])
    let problem = try #require(folder.tables.problems.first)
    #expect(problem.fix.contains("`grids`"))
  }

  @Test(arguments: ["schema.csv", "ranges.csv", "notes.tsv", "tables.csv"])
  func `tables about tables cannot be replaced`(name: String) throws {
    let folder = try Folder([name: "key\n"])
    #expect(folder.tables.problems.count == 1)
  }

  @Test func `a pipe is not waited for`() throws {
    let folder = try Folder(["sources.csv": sources])
    #expect(mkfifo(folder.path + "/grids.csv", 0o600) == 0)
    #expect(folder.tables.problems.first?.what.contains("grids.csv") == true)
  }

  @Test func `a folder of a table's name is no table`() throws {
    let folder = try Folder([:])
    try FileManager.default.createDirectory(
      atPath: folder.path + "/grids.csv", withIntermediateDirectories: true)
    #expect(folder.tables.problems.first?.what.contains("grids.csv") == true)
  }

  @Test func `one bad table does not take a good one with it`() throws {
    let folder = try Folder([
      "sources.csv": sources, "grids.csv": header + row(),
      "pue.csv": "key,name,pue,low_pue,high_pue,year,source\nlab,Our lab,0.7,,,2026,utility\n",
    ])
    #expect(folder.tables.problems.count == 1)
    #expect(folder.tables["grids"] != nil && folder.tables["pue"] == nil)
  }
}
