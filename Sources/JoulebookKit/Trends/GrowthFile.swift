import Accounting
import Foundation
import Quantities
import ReferenceData
import Reporting

/// Reads a table of dates and values: `date,value`, `date,energy_kwh,name`, with a column `unit` or units in the cells.
struct GrowthFile {
  let path: String
  let column: String?
  let unit: String?

  static let most = 100_000

  func input() throws(Problem) -> GrowthInput {
    guard let data = FileManager.default.contents(atPath: path), data.count < 32 << 20 else {
      throw Problem(
        "Cannot read `\(path.printable)`.", why: "There is no such file of at most 32 MiB.",
        fix: "Give a table with the columns date and value: joulebook trends growth mine.csv",
        exit: .usage)
    }
    let records = try DelimitedText(Array(data), file: path, limit: Self.most).records
    guard let header = records.first?.cells else {
      throw problem(1, "It is empty.", "Its first line names the columns: `date,value,name`.")
    }
    let names = header.map { $0.lowercased() }
    guard let dates = names.firstIndex(of: "date") else {
      throw problem(
        1, "It has no column `date`.",
        "Name one `date`; the file has \(header.map(\.printable).joined(separator: ", ")).")
    }
    let values = try valueColumn(names)
    let labels = names.firstIndex(of: "name")
    let units = names.firstIndex(of: "unit")
    var points: [GrowthPoint] = []
    var found: [String: Int] = [:]
    for record in records.dropFirst() {
      let cells = record.cells
      guard cells.count == header.count else {
        throw problem(
          record.line, "It has \(cells.count) cells and the header \(header.count).",
          "Give every row as many cells as the header.")
      }
      guard !cells[values].isEmpty else { continue }
      guard let date = GrowthDate.middle(cells[dates]) else {
        throw problem(
          record.line, "`\(cells[dates].printable)` is no date.",
          "Write 2024, 2024-05 or 2024-05-31.")
      }
      let (value, written) = try amount(cells[values], record.line)
      let unit = written.isEmpty ? units.map { cells[$0] } ?? "" : written
      if found[unit] == nil { found[unit] = record.line }
      let name = labels.map { cells[$0].printable } ?? ""
      points.append(GrowthPoint(name.isEmpty ? "line \(record.line)" : name, date, value))
    }
    return try input(points, names[values], found)
  }

  private func input(
    _ points: [GrowthPoint], _ column: String, _ found: [String: Int]
  ) throws(Problem) -> GrowthInput {
    let units = found.sorted { $0.value < $1.value }
    if units.count > 1 {
      let places = units.map {
        "\($0.key.isEmpty ? "no unit" : $0.key.printable) in line \($0.value)"
      }
      throw problem(
        units[1].value, "Its values are in mixed units: \(places.joined(separator: ", ")).",
        "Bring all values to one unit.")
    }
    let words = column.split(separator: "_").map(String.init)
    let known = [
      "kwh", "wh", "mwh", "gwh", "j", "w", "kw", "mw", "g", "kg", "t", "usd", "eur", "flop",
    ]
    let isNamed = words.count > 1 && known.contains(words[words.count - 1])
    let subject = (isNamed ? words.dropLast() : words[...]).joined(separator: " ")
    let written = units.first?.key ?? ""
    let heading = isNamed ? words[words.count - 1] : ""
    if let unit, !written.isEmpty, unit != written {
      throw problem(
        units[0].value,
        "Its values are in \(written.printable), and `--unit \(unit.printable)` says otherwise.",
        "Leave --unit out.")
    }
    return GrowthInput(
      subject: subject.prefix(1).uppercased() + subject.dropFirst(),
      unit: unit ?? (written.isEmpty ? Self.spelled(heading) : written.printable),
      source: path.split(separator: "/").last.map { String($0).printable } ?? path, points: points)
  }

  private static func spelled(_ unit: String) -> String {
    [
      "kwh": "kWh", "wh": "Wh", "mwh": "MWh", "gwh": "GWh", "j": "J", "w": "W", "kw": "kW",
      "mw": "MW",
      "usd": "USD", "eur": "EUR", "flop": "FLOP",
    ][unit] ?? unit
  }

  private func valueColumn(_ names: [String]) throws(Problem) -> Int {
    if let column {
      guard let place = names.firstIndex(of: column.lowercased()) else {
        throw problem(
          1, "It has no column `\(column.printable)`.",
          "It has \(names.map(\.printable).joined(separator: ", ")).")
      }
      return place
    }
    if let place = names.firstIndex(of: "value") { return place }
    let rest = names.indices.filter { !["date", "name", "unit"].contains(names[$0]) }
    guard rest.count == 1 else {
      throw problem(
        1, rest.isEmpty ? "It has no column of values." : "It has several columns of values.",
        rest.isEmpty
          ? "Name one `value`, or with its unit, as `energy_kwh`."
          : "Choose one of \(rest.map { names[$0].printable }.joined(separator: ", ")) with --column."
      )
    }
    return rest[0]
  }

  /// `12.5` or `12.5 kWh`.
  private func amount(_ text: String, _ line: Int) throws(Problem) -> (Double, String) {
    let parts = text.split(separator: " ", maxSplits: 1).map(String.init)
    guard let first = parts.first, let value = Double(first), value.isFinite else {
      throw problem(
        line, "`\(text.printable)` is no number.", "Write a plain number: 12.5 or 1.3e6.")
    }
    return (value, parts.count > 1 ? parts[1] : "")
  }

  private func problem(_ line: Int, _ why: String, _ fix: String) -> Problem {
    Problem("Cannot use `\(path.printable)`, line \(line).", why: why, fix: fix, exit: .usage)
  }
}
