import Accounting
import Foundation
import Quantities
import ReferenceData
import Reporting

/// Reads a table of runs: `name`, `energy_kwh`, `emissions_kg`, `cost_eur`, `compute_flop`, a quality and `protocol`.
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
    guard let header = records.first?.cells.map({ $0.lowercased() }) else {
      throw problem(1, "It is empty.", "Its first line names the columns: name,energy_kwh,quality")
    }
    var input = ReturnsInput()
    input.title = path.split(separator: "/").last.map(String.init) ?? path
    input.source = input.title
    let measures = try columns(header, &input)
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
      var amounts: [ReturnsMeasure: PrintedNumber] = [:]
      for (measure, place) in measures where !record.cells[place].isEmpty {
        amounts[measure] = try number(record.cells[place], header[place], record.line)
      }
      input.points.append(
        ReturnsPoint(
          name: label.printable, amounts: amounts, quality: try number(text, metric, record.line),
          evaluation: evaluation.map { record.cells[$0].printable } ?? ""))
    }
    return input
  }

  /// The column of each measure, the unit behind its name.
  private func columns(
    _ header: [String], _ input: inout ReturnsInput
  ) throws(Problem) -> [ReturnsMeasure: Int] {
    var found: [ReturnsMeasure: Int] = [:]
    for (place, column) in header.enumerated() {
      let words = column.split(separator: "_", maxSplits: 1).map(String.init)
      guard let measure = ReturnsMeasure(rawValue: words.first ?? "") else { continue }
      guard found[measure] == nil else {
        throw problem(
          1, "It has two columns of \(measure.rawValue).", "Keep one, in one unit.")
      }
      let unit = words.count > 1 ? words[1] : ""
      switch (measure, unit) {
      case (.energy, "kwh"), (.emissions, "kg"): break
      case (.energy, _), (.emissions, _):
        throw problem(
          1, "`\(column.printable)` is no column that is known.",
          "Write energy in `energy_kwh` and emissions in `emissions_kg`.")
      case (.cost, _): input.units[.cost] = unit.uppercased()
      case (.compute, _): input.units[.compute] = unit.uppercased()
      }
      found[measure] = place
    }
    guard !found.isEmpty else {
      throw problem(
        1, "It has no column of energy, emissions, cost or compute.",
        "Name one `energy_kwh`, `emissions_kg`, `cost` or `compute`.")
    }
    return found
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
