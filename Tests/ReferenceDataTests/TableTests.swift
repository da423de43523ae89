import Testing

@testable import ReferenceData

/// What every table must keep, whoever edits it.
struct TableTests {
  static let names = [
    "accelerators", "cloud_regions", "clouds", "cpu_families", "cpus", "curves", "grids", "memory",
    "pue", "sources", "timezones",
  ]

  @Test(arguments: names)
  func `every row has a cell for every column`(name: String) {
    let table = Table(name)
    let width = table.columns.count
    #expect(table.rows.filter { $0.cells.count != width }.map(\.cells) == [])
  }

  @Test(arguments: names)
  func `keys are unique and in the order of their bytes`(name: String) {
    let keys = Table(name).rows.map { Array($0.cells[0].utf8) }
    let disorder = zip(keys, keys.dropFirst()).filter { !$0.lexicographicallyPrecedes($1) }
    #expect(disorder.map { String(decoding: $0.1, as: UTF8.self) } == [])
  }

  @Test(arguments: names.filter { $0 != "sources" })
  func `every row is cited`(name: String) {
    let known = Set(Table("sources").rows.map { $0["id"] })
    #expect(Set(Table(name).rows.map { $0["source"] }).subtracting(known) == [])
  }

  @Test func `every source is used and complete`() {
    let used = Set(
      Self.names.filter { $0 != "sources" }.flatMap { Table($0).rows.map { $0["source"] } })
    let idle = Table("sources").rows.filter {
      !used.contains($0["id"]) || $0.cells.contains("") || Int($0["year"]) == nil
    }
    #expect(idle.map { $0["id"] } == [])
  }

  @Test(arguments: [
    ("accelerators", "board_watts", "low_watts", "high_watts"),
    ("cpus", "tdp_watts", "low_watts", "high_watts"),
    ("cpu_families", "watts_per_thread", "low_watts_per_thread", "high_watts_per_thread"),
    ("grids", "intensity_g_per_kwh", "low_g_per_kwh", "high_g_per_kwh"),
    ("memory", "watts_per_gib", "low_watts_per_gib", "high_watts_per_gib"),
    ("pue", "pue", "low", "high"),
  ])
  func `every range holds its best value`(
    name: String, value: String, low: String, high: String
  ) {
    let wrong = Table(name).rows.filter { row in
      guard let best = row.number(value), let low = row.number(low), let high = row.number(high)
      else { return true }
      return !(low <= best && best <= high && best > 0 && low >= 0)
    }
    #expect(wrong.map { $0.cells[0] } == [])
  }

  @Test(arguments: names)
  func `every key is found again`(name: String) {
    let table = Table(name)
    // Every 37th of the long tables: the halving is the same for all.
    let keys = table.rows.map { $0.cells[0] }
    let step = keys.count > 1000 ? 37 : 1
    let lost = stride(from: 0, to: keys.count, by: step).map { keys[$0] }
      .filter { table.find($0)?.cells.first != $0 }
    #expect(lost == [])
  }

  @Test func `a key that is not there is not found`() {
    for key in ["", "\u{1}", "zzzz", "DE ", "D"] { #expect(Table("grids").find(key) == nil) }
  }

  @Test func `no PUE is below one`() {
    #expect(Table("pue").rows.filter { ($0.number("low") ?? 0) < 1 }.map { $0["place"] } == [])
  }

  @Test func `the countries of time zones and cloud regions are ISO codes`() {
    let codes = (Array(Table("timezones").rows) + Array(Table("cloud_regions").rows))
      .map { $0["country"] }
    #expect(codes.filter { $0.count != 2 || $0 != $0.uppercased() } == [])
  }
}
