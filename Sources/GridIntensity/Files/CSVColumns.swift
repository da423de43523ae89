import Accounting

/// The columns of an intensity file that are read, found by their headings.
struct CSVColumns {
  let time: Int
  /// Whether the heading says that times are in UTC.
  let isUTC: Bool
  let value: Int
  /// Grams per kWh of one unit of the column.
  let scale: Double
  /// `life-cycle` or `direct`; nil where the heading says neither.
  let basis: String?
  let zone: Int?
  let estimated: Int?
  let notes: [String]

  init(headings: [String], path: String, options: CSVOptions) throws(Problem) {
    let plain = headings.map(Self.plain)
    time = try Self.time(headings, plain, path: path, given: options.timeColumn)
    isUTC = plain[time].contains("utc") || plain[time].contains("gmt")
    value = try Self.value(headings, plain, path: path, options: options)
    basis = Self.basis(plain[value])
    var notes: [String] = []
    if let unit = options.unit {
      guard let scale = Self.scale(Self.plain(unit)) else {
        throw Problem(
          "Unknown unit `\(unit)`.", why: "It can be g/kWh, kg/MWh or lb/MWh.",
          fix: "Write `g/kWh`.", exit: .usage)
      }
      self.scale = scale
    } else if let scale = Self.scale(plain[value]) {
      self.scale = scale
    } else {
      scale = 1
      notes.append("The heading `\(headings[value])` names no unit; g/kWh was taken.")
    }
    if let basis, basis != options.basis, options.signal == .average {
      notes.append("The file has \(basis) figures; \(options.basis) ones were asked for.")
    } else if basis == nil, options.signal == .average {
      notes.append(
        "The heading `\(headings[value])` does not say whether it is life-cycle or direct; "
          + "\(options.basis) was taken.")
    }
    zone =
      ["zone_id", "zone_key", "zone", "zone_name", "region"].lazy
      .compactMap { name in plain.firstIndex(of: name) }.first
    estimated =
      ["estimated", "data_estimated", "isestimated"].lazy
      .compactMap { name in plain.firstIndex(of: name) }.first
    self.notes = notes
  }

  /// Lower case, with one `_` between words, `₂` as `2`.
  static func plain(_ heading: String) -> String {
    var result = ""
    for scalar in heading.lowercased().unicodeScalars {
      if scalar == "₂" {
        result += "2"
      } else if scalar.properties.isAlphabetic || (48...57).contains(scalar.value) || scalar == "/"
      {
        result.unicodeScalars.append(scalar)
      } else if !result.isEmpty, result.last != "_" {
        result += "_"
      }
    }
    while result.last == "_" { result.removeLast() }
    return result
  }

  private static let timeHeadings = [
    "datetime_utc", "datetime", "date_time", "utc_time", "time_utc", "timestamp_utc",
    "zone_datetime", "timestamp", "time", "point_time", "period", "from", "start", "date", "hour",
  ]

  private static func time(
    _ headings: [String], _ plain: [String], path: String, given: String?
  ) throws(Problem) -> Int {
    if let given { return try named(given, headings, plain, path: path) }
    if let index = timeHeadings.lazy.compactMap({ plain.firstIndex(of: $0) }).first {
      return index
    }
    if let index = plain.firstIndex(where: { $0.contains("time") || $0.contains("date") }) {
      return index
    }
    throw Problem(
      "Cannot tell which column of \(path) holds the time.",
      why: "Its headings are \(list(headings)).",
      fix: "Call it `datetime_utc`, or name it in the settings.", exit: .usage)
  }

  private static func value(
    _ headings: [String], _ plain: [String], path: String, options: CSVOptions
  ) throws(Problem) -> Int {
    if let given = options.column { return try named(given, headings, plain, path: path) }
    let all = plain.indices.filter { isIntensity(plain[$0]) }
    let wanted = all.filter { basis(plain[$0]) == options.basis }
    let unmarked = all.filter { basis(plain[$0]) == nil }
    for candidates in [wanted, unmarked, all] {
      if let first = candidates.first, candidates.count == 1 { return first }
      if candidates.count > 1 {
        throw Problem(
          "More than one column of \(path) may be the intensity.",
          why: "They are \(list(candidates.map { headings[$0] })).",
          fix: "Name one of them: `intensity-column = \"\(headings[candidates[0]])\"`.",
          exit: .usage)
      }
    }
    throw Problem(
      "Cannot tell which column of \(path) holds the intensity.",
      why: "Its headings are \(list(headings)).",
      fix: "Name it: `intensity-column = \"…\"`.", exit: .usage)
  }

  private static func isIntensity(_ plain: String) -> Bool {
    if plain.contains("percent") || plain.contains("unit") { return false }
    return plain.contains("intensity") || plain.hasPrefix("ci_") || plain.hasSuffix("_ci")
      || plain.contains("moer") || plain.contains("co2e") || plain.contains("gco2")
      || plain.contains("g_per_kwh") || plain.contains("g/kwh")
  }

  private static func basis(_ plain: String) -> String? {
    if plain.contains("lifecycle") || plain.contains("life_cycle") || plain.contains("lca") {
      return "life-cycle"
    }
    return plain.contains("direct") ? "direct" : nil
  }

  /// Grams per kWh of one unit of a heading; nil where it names none.
  private static func scale(_ plain: String) -> Double? {
    let text = plain.replacing("_per_", with: "/")
    guard text.contains("/kwh") || text.contains("/mwh") || text.contains("/gwh") else {
      return nil
    }
    let perKilowattHour = text.contains("/kwh") ? 1.0 : text.contains("/mwh") ? 1e-3 : 1e-6
    let units = text.split(whereSeparator: { $0 == "_" || $0 == "/" }).map(String.init)
    for unit in units.reversed() {
      let bare =
        unit.hasSuffix("co2e") || unit.hasSuffix("co2") || unit.hasSuffix("co2eq")
        ? String(unit.prefix { $0 != "c" }) : unit
      switch bare {
      case "g": return perKilowattHour
      case "kg": return 1000 * perKilowattHour
      case "t", "tonne", "tonnes": return 1e6 * perKilowattHour
      // One pound is 453.59237 g by definition.
      case "lb", "lbs": return 453.592_37 * perKilowattHour
      case _: continue
      }
    }
    return nil
  }

  private static func named(
    _ given: String, _ headings: [String], _ plain: [String], path: String
  ) throws(Problem) -> Int {
    if let index = headings.firstIndex(of: given) { return index }
    if let index = plain.firstIndex(of: Self.plain(given)) { return index }
    throw Problem(
      "\(path) has no column `\(given)`.", why: "Its headings are \(list(headings)).",
      fix: "Name one of them.", exit: .usage)
  }

  private static func list(_ headings: [String]) -> String {
    headings.prefix(12).map { "`\($0)`" }.joined(separator: ", ")
      + (headings.count > 12 ? " and \(headings.count - 12) more" : "")
  }
}
