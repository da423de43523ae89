import Accounting
import Foundation
import Quantities
import ReferenceData
import Reporting

/// Reads a table of runs: `name`, `energy_kwh`, `emissions_kg`, `cost_eur`, `compute_flop`, a quality and `protocol`. The unit of
/// an amount is in the heading or in the cell.
struct ReturnsFile {
  let path: String
  let request: ReturnsRequest

  static let most = 20_000

  func input() throws(Problem) -> ReturnsInput {
    guard let data = FileManager.default.contents(atPath: path), data.count < 16 << 20 else {
      throw Problem(
        "Cannot read `\(path.printable)`.", why: "There is no such file of at most 16 MiB.",
        fix: "Give a table: joulebook trends returns runs.csv", exit: .usage)
    }
    let records = try DelimitedText(Array(data), file: path, limit: Self.most).records
    guard let written = records.first?.cells else {
      throw problem(1, "It is empty.", "Its first line names the columns: name,energy_kwh,quality")
    }
    let header = written.map { $0.lowercased() }
    var input = ReturnsInput()
    input.title = path.split(separator: "/").last.map(String.init) ?? path
    input.source = input.title
    var columns = try columns(written)
    let (metric, quality) = try qualityColumn(header)
    input.metric = metric
    input.isHigherBetter = ReturnsInput.isHigherBetter(metric)
    if metric.hasSuffix("_percent") || metric.hasSuffix("%") { input.metricUnit = "%" }
    let name = header.firstIndex(of: "name")
    let evaluation = header.firstIndex(of: "protocol")
    for record in records.dropFirst() {
      guard record.cells.count == header.count else {
        throw problem(
          record.line, "It has \(record.cells.count) cells and the header \(header.count).",
          "Give every row as many cells as the header.")
      }
      let text = record.cells[quality]
      let label =
        name.map { record.cells[$0] }.flatMap { $0.isEmpty ? nil : $0 } ?? "row \(record.line)"
      guard !text.isEmpty else {
        input.notes.append("\(label) has no \(metric) and is left out.")
        continue
      }
      for index in columns.indices where !record.cells[columns[index].place].isEmpty {
        let cell = record.cells[columns[index].place]
        if let wrong = columns[index].add(cell, row: input.points.count, name: label.printable) {
          throw problem(
            record.line,
            "`\(cell.printable)` in the column `\(columns[index].heading.printable)` is \(wrong).",
            "Write the number alone, in the unit that the column names, or with its unit.")
        }
      }
      input.points.append(
        ReturnsPoint(
          name: label.printable, amounts: [:], quality: try number(text, metric, record.line),
          evaluation: evaluation.map { record.cells[$0].printable } ?? ""))
    }
    try fill(&input, from: columns)
    return input
  }

  private func fill(_ input: inout ReturnsInput, from columns: [ReturnsColumn]) throws(Problem) {
    var known = input.points.map { _ in [ReturnsMeasure: PrintedNumber]() }
    for column in columns {
      let amounts = try column.amounts(file: path)
      for (row, number) in amounts.byRow { known[row][column.measure] = number }
      input.units[column.measure] = amounts.unit
      if let note = amounts.note {
        input.notes.append(note)
        input.mixed.insert(column.measure)
      }
    }
    input.points = zip(input.points, known).map { point, amounts in
      ReturnsPoint(
        name: point.name, amounts: amounts, quality: point.quality, evaluation: point.evaluation)
    }
  }

  /// The columns of amounts, one for each measure.
  private func columns(_ header: [String]) throws(Problem) -> [ReturnsColumn] {
    var columns: [ReturnsColumn] = []
    for (place, heading) in header.enumerated() {
      guard let column = ReturnsColumn(heading: heading, place: place) else { continue }
      if let other = columns.first(where: { $0.measure == column.measure }) {
        throw problem(
          1,
          "It has two columns of \(column.measure.rawValue): `\(other.heading.printable)` and `\(heading.printable)`.",
          "Keep one; rows of one column may have units of their own, such as `1200 Wh`.")
      }
      guard !column.isMistaken else {
        throw problem(
          1, "`\(heading.printable)` is no column that is known.",
          "Write energy in `energy_kwh` and emissions in `emissions_kg`, or in other units of theirs."
        )
      }
      columns.append(column)
    }
    guard !columns.isEmpty else {
      throw problem(
        1, "It has no column of energy, emissions, cost or compute.",
        "Name one `energy_kwh`, `emissions_kg`, `cost` or `compute`.")
    }
    return columns
  }

  private func qualityColumn(_ header: [String]) throws(Problem) -> (String, Int) {
    if let metric = request.metric {
      guard let place = header.firstIndex(of: metric.lowercased()) else {
        throw problem(
          1, "It has no column `\(metric.printable)`.",
          "It has \(header.map(\.printable).joined(separator: ", ")).")
      }
      return (header[place], place)
    }
    for name in ["quality", "accuracy", "loss", "error"] {
      if let place = header.firstIndex(of: name) { return (name, place) }
    }
    throw problem(
      1, "It has no column `quality`, `accuracy`, `loss` or `error`.",
      "Name yours with --metric NAME; it has \(header.map(\.printable).joined(separator: ", ")).")
  }

  private func number(
    _ text: String, _ column: String, _ line: Int
  ) throws(Problem) -> PrintedNumber {
    guard let number = PrintedNumber(printed: text) else {
      throw problem(
        line, "`\(text.printable)` in the column `\(column.printable)` is no plain number.",
        "Write the number alone, in the unit that the column names.")
    }
    return number
  }

  private func problem(_ line: Int, _ why: String, _ fix: String) -> Problem {
    Problem(
      "Cannot use `\(path.printable)`, line \(line).", why: why, fix: fix, exit: .usage)
  }
}
