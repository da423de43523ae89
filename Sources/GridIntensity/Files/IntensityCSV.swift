package import Accounting
import Quantities

/// Reads intensity over time from delimited text: our own layout, yearly exports of Electricity Maps, and any file
/// with a column of times and one of intensities.
///
/// What a file says is kept: a gap stays a gap, an hour that was shown twice is told apart or refused, and nothing is
/// shifted. What was mended is said in notes.
package enum IntensityCSV {
  /// A series, and what a reader of the file should know about it.
  package struct Result: Hashable, Sendable {
    package let series: IntensitySeries
    package let notes: [String]
  }

  /// Reads a file, plain or gzip.
  package static func read(
    path: String, options: CSVOptions = CSVOptions()
  ) throws(Problem) -> Result {
    try read(FileBytes.read(path), path: path, options: options)
  }

  /// - Parameter path: name of the text in messages.
  package static func read(
    _ bytes: [UInt8], path: String, options: CSVOptions = CSVOptions()
  ) throws(Problem) -> Result {
    guard !bytes.starts(with: [0xFF, 0xFE]), !bytes.starts(with: [0xFE, 0xFF]) else {
      throw Problem(
        "Cannot read \(path).", why: "It is text in UTF-16.", fix: "Save it as UTF-8.",
        exit: .usage)
    }
    let outcome = bytes.withUnsafeBufferPointer { buffer in
      Swift.Result<Result, Problem> { () throws(Problem) in
        var reading = CSVReading(RowScanner(buffer), path: path, options: options)
        return try reading.result()
      }
    }
    return try outcome.get()
  }
}

/// One pass over a file.
private struct CSVReading {
  var scanner: RowScanner
  let path: String
  let options: CSVOptions
  var times = TimeText()
  var clock: LocalClock?
  var points: [SlotGrid.Point] = []
  var notes: [String] = []
  var zone: String?
  var estimated = 0
  var empty = 0
  /// Times of hours that a clock shows twice, with the rows that have them.
  var twofold: [Int64: [Int]] = [:]
  var later: [Int: Int64] = [:]

  init(_ scanner: RowScanner, path: String, options: CSVOptions) {
    self.scanner = scanner
    self.path = path
    self.options = options
  }

  mutating func result() throws(Problem) -> IntensityCSV.Result {
    guard scanner.next() else {
      throw Problem(
        "There is nothing in \(path).", why: "It is empty.", fix: "Name another file.",
        exit: .usage)
    }
    let columns = try CSVColumns(
      headings: scanner.fields.indices.map { scanner.text(scanner.trimmed($0)) }, path: path,
      options: options)
    notes = columns.notes
    try findDateOrder(columns.time)
    while scanner.next() { try takeRow(columns) }
    try resolveTwofold()
    if let zone, let asked = options.zone, points.isEmpty {
      throw Problem(
        "\(path) has nothing for the zone `\(asked)`.", why: "Its zone is `\(zone)`.",
        fix: "Name that zone, or another file.", exit: .usage)
    }
    let grid = try SlotGrid(points, place: path)
    if estimated > 0 {
      notes.append("\(estimated) of \(points.count) rows are marked as estimated.")
    }
    return IntensityCSV.Result(
      series: IntensitySeries(
        zone: options.zone ?? zone ?? "file", start: grid.start, slotSeconds: grid.slotSeconds,
        values: grid.values, signal: options.signal,
        basis: options.signal == .marginal ? "direct" : columns.basis ?? options.basis,
        kind: .history, source: "file \(path.split(separator: "/").last.map(String.init) ?? path)"),
      notes: notes + grid.notes)
  }

  /// Where dates begin with the day or the month, looks for one that shows which.
  private mutating func findDateOrder(_ column: Int) throws(Problem) {
    var ahead = scanner
    guard ahead.next(), TimeText.isSpreadsheetDate(ahead.bytes, ahead.trimmed(column)) else {
      return
    }
    let sample = ahead.text(ahead.trimmed(column))
    var shown: Set<Bool> = []
    repeat {
      if let order = TimeText.showsDayFirst(ahead.bytes, ahead.trimmed(column)) {
        shown.insert(order)
      }
    } while ahead.next()
    guard let order = shown.first, shown.count == 1 else {
      throw Problem(
        "Cannot tell day from month in \(path).",
        why: shown.isEmpty
          ? "Dates such as `\(sample)` fit both, and no row has a day after the twelfth."
          : "Some dates begin with the day and some with the month.",
        fix: "Write dates as 2024-02-01.", exit: .usage)
    }
    times.dayFirst = order
    notes.append("Dates such as `\(sample)` were read with the \(order ? "day" : "month") first.")
  }

  private mutating func takeRow(_ columns: CSVColumns) throws(Problem) {
    if let column = columns.zone, try !isWanted(scanner.trimmed(column)) { return }
    let range = scanner.trimmed(columns.time)
    guard let written = times.read(scanner.bytes, range) else {
      throw Problem(
        "Cannot read the time in \(path), line \(scanner.line).",
        why: "`\(scanner.text(range).prefix(40))` is no date and time of the calendar.",
        fix: "Write times as 2024-02-01T13:00:00Z.", exit: .usage)
    }
    let value = try value(scanner.trimmed(columns.value), columns)
    let time: Int64
    if let offset = written.offset {
      time = written.seconds - offset
    } else if columns.isUTC {
      time = written.seconds
    } else {
      time = try utc(written.seconds)
    }
    if let column = columns.estimated {
      let mark = scanner.text(scanner.trimmed(column)).lowercased()
      if mark == "1" || mark == "true" { estimated += 1 }
    }
    points.append(SlotGrid.Point(time: time, value: value, line: scanner.line))
  }

  private mutating func value(
    _ range: Range<Int>, _ columns: CSVColumns
  ) throws(Problem) -> Double {
    let isDecimalComma = scanner.delimiter != UInt8(ascii: ",")
    let number: Double
    switch NumberText.read(scanner.bytes, range, decimalComma: isDecimalComma) {
    case .none: return .nan
    case .value(let found): number = found * columns.scale
    case .malformed:
      throw Problem(
        "Cannot read the intensity in \(path), line \(scanner.line).",
        why: "`\(scanner.text(range).prefix(40))` is no number.",
        fix: "Correct it, or leave the cell empty where the value is unknown.", exit: .usage)
    }
    // No plant emits more; a marginal figure may be negative, an average may not.
    guard number <= 5000, number >= (options.signal == .average ? 0 : -5000) else {
      throw Problem(
        "The intensity in \(path), line \(scanner.line), cannot be.",
        why: "It comes to \(number.shortText()) g/kWh.",
        fix: "Correct it, or name the column's unit: g/kWh, kg/MWh or lb/MWh.", exit: .usage)
    }
    return number
  }

  /// Whether a row belongs to the zone that is read.
  private mutating func isWanted(_ range: Range<Int>) throws(Problem) -> Bool {
    let wanted = options.zone ?? zone
    if let wanted, scanner.bytes[range].elementsEqual(wanted.utf8) {
      zone = wanted
      return true
    }
    let found = scanner.text(range)
    guard let wanted else {
      zone = found
      return true
    }
    if options.zone == nil {
      throw Problem(
        "\(path) has more than one zone.",
        why: "Line \(scanner.line) is of `\(found)`, those before of `\(wanted)`.",
        fix: "Name the zone that is meant.", exit: .usage)
    }
    if zone == nil { zone = found }
    return false
  }

  /// The moment at which the clock of the stated time zone shows a time.
  private mutating func utc(_ local: Int64) throws(Problem) -> Int64 {
    guard let name = options.timeZone else {
      throw Problem(
        "The times in \(path) do not say their time zone.",
        why:
          "Line \(scanner.line) has neither `Z` nor an offset, and the heading does not say UTC.",
        fix: "State it: `intensity-time-zone = \"UTC\"`, or `\"Europe/Berlin\"`.", exit: .usage)
    }
    if clock == nil { clock = try LocalClock(name) }
    guard let reading = clock?.reading(local) else { return local }
    switch reading {
    case .one(let moment): return moment
    case .two(let earlier, let later):
      twofold[local, default: []].append(points.count)
      self.later[points.count] = later
      return earlier
    case .never:
      throw Problem(
        "\(SlotGrid.timestamp(local).description.prefix(16)) in \(path), line \(scanner.line), does not exist.",
        why: "Clocks in \(name) were set forward over it.",
        fix: "State the time zone that the file is really in; many are in UTC.", exit: .usage)
    }
  }

  /// When clocks are set back, an hour is shown twice: its rows come in the order of time.
  private mutating func resolveTwofold() throws(Problem) {
    guard !twofold.isEmpty else { return }
    let isRising = points.count < 2 || points[0].time <= points[points.count - 1].time
    for (local, rows) in twofold.sorted(by: { $0.key < $1.key }) {
      let text = SlotGrid.timestamp(local).description.prefix(16)
      guard rows.count == 2 else {
        throw Problem(
          "\(text) in \(path), line \(points[rows[0]].line), means two moments.",
          why: "Clocks in \(options.timeZone ?? "") were set back over it, and the file has it "
            + (rows.count == 1 ? "once." : "\(rows.count) times."),
          fix: "Write times with offsets, or in UTC.", exit: .usage)
      }
      let row = isRising ? rows[1] : rows[0]
      if let moment = later[row] { points[row].time = moment }
    }
    notes.append(
      "\(twofold.count) \(twofold.count == 1 ? "time is" : "times are") shown twice where clocks "
        + "were set back; the rows were taken in their order.")
  }
}
