import Accounting
import Auditing
import ReferenceData

/// Reads a table of a paper, or the rows that CodeCarbon writes, as comma- or tab-separated values.
struct CSVClaimReader {
  let file: String

  func document(_ bytes: [UInt8]) throws(Problem) -> AuditDocument {
    let text: DelimitedText
    do {
      text = try DelimitedText(bytes, file: file, limit: 2_000)
    } catch {
      throw Problem(
        error.what.replacing("Cannot use the table", with: "Cannot read the claim"),
        why: error.why, fix: error.fix, exit: .usage)
    }
    guard let header = text.records.first, text.records.count > 1 else {
      throw UnreadableClaim.problem(
        file, line: nil, why: "It has no rows under its headings.",
        fix:
          "Write headings such as `model, energy (MWh), emissions (t)`, and a row for each model.")
    }
    let rows = Array(text.records.dropFirst())
    for row in rows where row.cells.count > header.cells.count {
      throw UnreadableClaim.problem(
        file, line: row.line,
        why: "The row has \(row.cells.count) cells under \(header.cells.count) headings.",
        fix: "Put cells that hold a comma in quotes.")
    }
    let names = header.cells.map { $0.lowercased() }
    if names.contains("emissions"),
      names.contains("energy_consumed") || names.contains("cpu_energy")
    {
      return try tracked(names, rows)
    }
    var table = ClaimTable(headings: header.cells, line: header.line, name: "table")
    guard table.hasMeasures else {
      throw UnreadableClaim.problem(
        file, line: header.line, why: "None of its headings is an amount that Joulebook knows.",
        fix: "Write headings with units, such as `energy (MWh)` or `gpu_hours`.")
    }
    for row in rows { table.add(row.cells, line: row.line) }
    return AuditDocument(claims: [table.claim], unread: table.unread)
  }

  // MARK: CodeCarbon

  /// Columns of CodeCarbon that hold amounts, with their units (its documentation, versions 1 to 3).
  private static let measures: [String: (Measure, String)] = [
    "duration": (.duration, "s"), "emissions": (.emissions, "kg"),
    "energy_consumed": (.energy, "kWh"), "water_consumed": (.water, "L"),
  ]
  private static let components = ["cpu_energy", "gpu_energy", "ram_energy"]
  /// Columns that no rule needs.
  private static let known: Set<String> = [
    "timestamp", "project_name", "run_id", "experiment_id", "emissions_rate", "cpu_power",
    "gpu_power", "ram_power", "country_name", "country_iso_code", "region", "cloud_provider",
    "cloud_region", "os", "python_version", "codecarbon_version", "cpu_count", "cpu_model",
    "gpu_count", "gpu_model", "longitude", "latitude", "ram_total_size", "tracking_mode",
    "on_cloud", "pue", "wue", "cpu_utilization_percent", "gpu_utilization_percent",
    "ram_utilization_percent", "ram_used_gb",
  ]

  private func tracked(
    _ names: [String], _ rows: [DelimitedText.Record]
  ) throws(Problem) -> AuditDocument {
    let foreign = names.enumerated().filter { _, name in
      !Self.known.contains(name) && Self.measures[name] == nil && !Self.components.contains(name)
        && !name.isEmpty
    }
    let unread = foreign.map {
      Statement("column `\($1)`", place: AuditPlace(line: 1, field: "column \($1)"))
    }
    var claims: [Claim] = []
    for row in rows {
      let cells = Dictionary(zip(names, row.cells).filter { !EmptyCell.isEmpty($1) }) { first, _ in
        first
      }
      claims.append(try tracked(cells, line: row.line))
    }
    var document = Claim(place: AuditPlace(line: 1, field: "file"))
    document.rows = claims
    return AuditDocument(claims: claims.count == 1 ? claims : [document], unread: unread)
  }

  private func tracked(_ cells: [String: String], line: Int) throws(Problem) -> Claim {
    var claim = Claim(place: AuditPlace(line: line, field: "row"))
    func place(_ column: String) -> AuditPlace { AuditPlace(line: line, field: "column \(column)") }
    func say(_ topic: Topic, _ text: String?, _ column: String) {
      guard let text else { return }
      claim.words[topic] = Statement(text, place: place(column))
    }
    func amount(_ column: String, _ dimension: Dimension, _ unit: String) throws(Problem) -> Amount?
    {
      guard let text = cells[column] else { return nil }
      switch Amount.read(text, as: dimension, field: column, unit: unit, place: place(column)) {
      case .amount(let amount): return amount
      case .misfit, .unreadable:
        throw UnreadableClaim.problem(
          file, line: line, why: "`\(text.prefix(40))` in the column `\(column)` is not a number.",
          fix: "Mend the cell, or leave it empty.")
      }
    }
    for (column, (measure, unit)) in Self.measures {
      claim[measure] = try amount(column, measure.dimension, unit)
    }
    for column in Self.components {
      if let energy = try amount(column, .energy, "kWh") {
        claim.components.append(Claim.Part(column, energy))
      }
    }
    let isNamed = cells["project_name"].map { !["codecarbon", "codecarbon_project"].contains($0) }
    say(.name, isNamed == true ? cells["project_name"] : cells["run_id"], "project_name")
    say(.place, cells["country_iso_code"] ?? cells["country_name"], "country_name")
    say(.year, cells["timestamp"].map { String($0.prefix(4)) }, "timestamp")
    say(.tool, "CodeCarbon", "codecarbon_version")
    say(.toolVersion, cells["codecarbon_version"], "codecarbon_version")
    // It has a factor for each country, and of some the state's: neither is a contract.
    say(.intensityMethod, "average", "emissions")
    let device = [cells["gpu_model"], cells["cpu_model"]].compactMap(\.self).joined(separator: ", ")
    if let end = cells["timestamp"].flatMap(ClaimTime.seconds), let span = claim[.duration]?.value,
      cells["tracking_mode"] != "process", !device.isEmpty
    {
      claim.trackers = [
        Claim.Tracker(
          device: device, run: cells["run_id"] ?? "", start: end - span, end: end,
          place: place("timestamp"))
      ]
    }
    return claim
  }
}
