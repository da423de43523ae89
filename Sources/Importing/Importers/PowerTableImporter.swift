import Accounting
import Quantities

/// Power over time in a table with headings: a column of moments and one or more of powers, with their units.
struct PowerTableImporter: Importer {
  let name = "power"
  let summary =
    "power over time: a CSV file with moments and columns such as `Power (mW)`, `n1_watts`"

  func recognises(_ file: ImportFile) -> Bool {
    let first = file.beginning.prefix { $0 != "\n" && $0 != "\r\n" }
    let cells = first.split(separator: ",", omittingEmptySubsequences: false)
      .map { $0.filter { $0 != "\"" && $0 != "\u{FEFF}" } }
    // Which columns are what is said by their headings alone; of the tables that others read, none is taken.
    return Columns(cells) != nil
  }

  func read(_ files: [ImportFile], _ options: ImportOptions) throws(Problem) -> ImportBatch {
    var batch = ImportBatch()
    let time = try ImportTime(options)
    let unit = try options.powerUnit.map { text throws(Problem) in
      guard let factor = Self.units[text.lowercased()] else {
        throw Problem(
          "There is no unit of power `\(text)` (--power-unit).", why: "There are W, mW and kW.",
          fix: "Write for example `--power-unit W`.", exit: .usage)
      }
      return factor
    }
    for file in files { try read(file, time, unit, options, &batch) }
    return batch
  }

  private static let units = ["w": 1.0, "watt": 1, "watts": 1, "mw": 1e-3, "kw": 1e3]

  /// Which columns hold moments and powers.
  private struct Columns {
    let moment: Int
    /// Of the time of day, where the day has a column of its own.
    let clock: Int?
    let powers: [(index: Int, name: String, factor: Double)]

    init?(_ headings: [String]) {
      let plain = headings.map { $0.lowercased().filter { $0 != " " } }
      func first(_ beginnings: [String]) -> Int? {
        plain.firstIndex { heading in
          beginnings.contains { heading == $0 || heading.hasPrefix($0 + "(") }
        }
      }
      guard let moment = first(["timestamp", "datetime", "time", "date"]),
        plain.count <= 64, !plain.contains("energy_consumed"), !plain.contains("mark"),
        !plain.contains(where: { $0.hasPrefix("power.draw") || $0.hasPrefix("rdtsc") })
      else { return nil }
      self.moment = moment
      clock = plain[moment] == "date" ? plain.firstIndex(of: "time") : nil
      powers = plain.enumerated().compactMap { index, heading in
        Self.factor(heading).map { (index, Self.name(headings[index]), $0) }
      }
      guard !powers.isEmpty else { return nil }
    }

    /// Watts in a unit of the column; nil for columns that hold no power.
    private static func factor(_ heading: String) -> Double? {
      if let open = heading.lastIndex(where: { $0 == "(" || $0 == "[" }) {
        let unit = heading[heading.index(after: open)...].filter { $0 != ")" && $0 != "]" }
        let isPower = heading.hasPrefix("power")
        return isPower ? PowerTableImporter.units[unit] : nil
      }
      if heading.hasSuffix("_watts") || heading == "watts" { return 1 }
      if heading.hasSuffix("_mw") && heading.contains("power") { return 1e-3 }
      if heading.hasSuffix("_w") && heading.contains("power") { return 1 }
      // Of nvidia-smi, whose powers are in watts.
      return heading == "powerused" ? 1 : nil
    }

    private static func name(_ heading: String) -> String {
      let name = heading.prefix { $0 != "(" && $0 != "[" }.trimmed
      return name.hasSuffix("_watts") ? String(name.dropLast(6)) : String(name)
    }

    /// Columns without the one that is the sum of the others.
    var parts: [(index: Int, name: String, factor: Double)] {
      powers.count > 2 ? powers.filter { $0.name.lowercased() != "total" } : powers
    }

    var total: (index: Int, name: String, factor: Double)? {
      powers.count > 2 ? powers.first { $0.name.lowercased() == "total" } : nil
    }
  }

  private func read(
    _ file: ImportFile, _ time: ImportTime, _ unit: Double?, _ options: ImportOptions,
    _ batch: inout ImportBatch
  ) throws(Problem) {
    let lines = DelimitedLines(try file.text, delimiter: ",").rows
    guard let header = lines.first, let columns = Columns(header.cells) else {
      throw Problem(
        "Cannot read `\(file.path)` as a table of powers.",
        why: "Its first line names no column of moments, or none of powers with their unit.",
        fix: "Put a line in front such as: timestamp, power (W)", exit: .usage)
    }
    // Two logs are of two devices, whatever their headings call them.
    let stem = String(file.name.prefix { $0 != "." })
    var series = PowerSeries()
    var highest = 0.0
    for row in lines.dropFirst() {
      batch.read += 1
      guard row.cells.count == header.cells.count else {
        batch.refuse(
          file, row.line, "it has \(row.cells.count) cells, the first line \(header.cells.count)")
        continue
      }
      let text =
        columns.clock.map { "\(row.cells[columns.moment]) \(row.cells[$0])" }
        ?? row.cells[columns.moment]
      guard let moment = Self.moment(text, time) else {
        batch.refuse(file, row.line, Self.reason(text))
        continue
      }
      if moment.isLocal, !time.isGiven { batch.note(ImportTime.note) }
      var powers: [(String, Double)] = []
      var sum = 0.0
      for part in columns.parts {
        guard let watts = Double(row.cells[part.index]), watts.isFinite, watts >= 0 else { break }
        powers.append((part.name, watts * (unit ?? part.factor)))
        sum += watts
      }
      guard powers.count == columns.parts.count else {
        batch.refuse(
          file, row.line,
          "`\(row.cells[columns.parts[powers.count].index])` is no power")
        continue
      }
      if let total = columns.total {
        let written = Double(row.cells[total.index]) ?? .nan
        guard abs(written - sum) <= max(1, 0.005 * sum) else {
          batch.refuse(
            file, row.line,
            "its \(total.name), \(row.cells[total.index]), is not the sum of the others, \(sum.shortText())"
          )
          continue
        }
      }
      for (name, watts) in powers {
        highest = max(highest, watts)
        series.add("\(name) of \(stem)", moment.at, watts, line: row.line)
      }
    }
    guard
      var work = series.work(
        named: stem, key: "power \(stem)", sensor: "power-log", component: .system,
        errorWatts: nil, file, &batch)
    else { return }
    work.host = options.host ?? ""
    if let total = columns.total {
      batch.note(
        "In `\(file.name)` the column \(total.name) is the sum of the others and was not added to them."
      )
    }
    if highest < 0.1 {
      let sentence =
        "`\(file.name)` never goes above \((highest * 1000).shortText()) mW, less than a computer takes: its unit may be wrong. If it is watts, give --power-unit W."
      batch.note(sentence)
      work.warnings.append(sentence)
    }
    batch.works.append(work)
  }

  private static func moment(
    _ text: String, _ time: ImportTime
  ) -> (at: Timestamp, isLocal: Bool)? {
    // Nanoseconds or milliseconds of Unix, told apart by their size: both would be years away in the other's unit.
    if let number = Int64(text), number >= 1_000_000_000_000 {
      let scale: Int64 =
        number >= 1_000_000_000_000_000_000 ? 1 : number < 10_000_000_000_000 ? 1_000_000 : 0
      return scale == 0 ? nil : (Timestamp(nanoseconds: number * scale), false)
    }
    return time.read(text).map { ($0.moment, $0.isLocal) }
  }

  private static func reason(_ text: String) -> String {
    let day = text.prefix(10).split { $0 == "-" || $0 == "/" || $0 == "." }
    if day.count == 3, day[2].count == 4, let a = Int(day[0]), let b = Int(day[1]), a <= 12, b <= 12
    {
      return "`\(text)` can be two days, with the month first or the day first"
    }
    return "`\(text)` is no time"
  }
}

extension StringProtocol {
  var trimmed: String {
    var text = self[...]
    while text.first?.isWhitespace == true { text = text.dropFirst() }
    while text.last?.isWhitespace == true { text = text.dropLast() }
    return String(text)
  }
}
