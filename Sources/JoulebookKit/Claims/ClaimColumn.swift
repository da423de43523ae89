import Accounting
import Auditing

/// What a column of a table means, told by its heading: `Time (GPU hours)`, `Carbon Emitted(tCO2eq)`, `energy_kwh`.
struct ClaimColumn {
  enum Meaning {
    case measure(Measure)
    case topic(Topic)
    case unknown
  }

  let heading: String
  let meaning: Meaning
  /// Nil when the cells must carry it.
  let unit: String?

  init(_ heading: String, isFirst: Bool = false) {
    let plain = heading.withoutMarkup
    self.heading = plain
    let (name, bracketed) = Self.parts(plain)
    if name.isEmpty, bracketed == nil {
      meaning = isFirst ? .topic(.name) : .unknown
      unit = nil
      return
    }
    let key = name.lowercased().split { !($0.isLetter || $0.isNumber) }.joined(separator: "_")
    if let topic = Topic(rawValue: key) ?? ClaimBuilder.topics[key] {
      meaning = .topic(topic)
      unit = nil
      return
    }
    if let (measure, implied) = Measure.named(key) {
      meaning = .measure(measure)
      unit = bracketed ?? implied
      return
    }
    meaning = Self.meaning(of: plain.lowercased())
    unit = bracketed ?? Self.impliedUnit(plain.lowercased())
  }

  /// The heading without the unit in brackets at its end, and that unit.
  private static func parts(_ heading: String) -> (name: String, unit: String?) {
    for (open, close) in [("(", ")"), ("[", "]")] {
      guard heading.hasSuffix(close), let start = heading.lastIndex(of: Character(open)) else {
        continue
      }
      let unit = heading[heading.index(after: start)...].dropLast().trimmingBlanks
      switch UnitText.read(unit) {
      case .known, .impossible: return (heading[..<start].trimmingBlanks, unit)
      case .unknown: continue
      }
    }
    return (heading, nil)
  }

  private static func meaning(of heading: String) -> Meaning {
    func has(_ words: String...) -> Bool { words.contains { heading.contains($0) } }
    // A figure for each request is no total.
    if has("per query", "per request", "per prompt", "per inference", "/query", "/request") {
      return has("energy") ? .measure(.perRequest) : .unknown
    }
    if has("market") && has("emission", "co2", "carbon", "greenhouse") {
      return .measure(.marketEmissions)
    }
    if has("intensity", "emission factor", "carbon factor") { return .measure(.intensity) }
    if has("emission", "co2", "carbon emitted", "greenhouse", "carbon footprint") {
      return .measure(.emissions)
    }
    if has("gpu hours", "gpu-hours", "tpu hours", "chip hours", "device hours", "gpu time") {
      return .measure(.deviceTime)
    }
    if has("pue") { return .measure(.pue) }
    if has("tdp") { return .measure(.tdp) }
    if has("power") { return .measure(.power) }
    if has("energy", "electricity", "kwh", "mwh") { return .measure(.energy) }
    if has("water") { return .measure(.water) }
    if has("active param") { return .measure(.activeParameters) }
    if has("param") { return .measure(.parameters) }
    if has("token") { return .measure(.tokens) }
    if has("flop") { return .measure(.flop) }
    if has("hours", "duration", "days", "training time", "time") { return .measure(.duration) }
    if has("number of gpu", "# gpu", "gpu count", "number of chips") { return .measure(.chips) }
    if has("hardware", "gpu type", "accelerator", "device") { return .topic(.device) }
    if has("region", "location", "country") { return .topic(.place) }
    if has("model", "task", "name") { return .topic(.name) }
    return .unknown
  }

  private static func impliedUnit(_ heading: String) -> String? {
    if heading.contains("hours") { return "h" }
    if heading.contains("days") { return "d" }
    return nil
  }
}

/// Cells that hold nothing.
enum EmptyCell {
  static func isEmpty(_ text: String) -> Bool {
    ["", "-", "–", "—", "--", "n/a", "na", "nan", "none", "?"].contains(text.lowercased())
  }
}

/// Reads the rows of a table with headings as claims.
struct ClaimTable {
  let columns: [ClaimColumn]
  private(set) var claim: Claim
  private(set) var unread: [Auditing.Statement] = []

  init(headings: [String], line: Int, name: String) {
    columns = headings.enumerated().map { ClaimColumn($1, isFirst: $0 == 0) }
    claim = Claim(place: AuditPlace(line: line, field: "table"))
    claim.words[.name] = Statement(name, place: claim.place)
    for column in columns {
      if case .unknown = column.meaning {
        unread.append(
          Statement("column `\(column.heading)`", place: AuditPlace(line: line, field: "table")))
      }
    }
  }

  /// True when any column holds amounts.
  var hasMeasures: Bool {
    columns.contains { column in
      if case .measure = column.meaning { return true }
      return false
    }
  }

  mutating func add(_ cells: [String], line: Int) {
    var row = Claim(place: AuditPlace(line: line, field: "row"))
    for (column, cell) in zip(columns, cells) {
      let text = cell.withoutMarkup
      guard !EmptyCell.isEmpty(text) else { continue }
      let place = AuditPlace(line: line, field: "column \(column.heading)")
      switch column.meaning {
      case .unknown: continue
      case .topic(let topic): row.words[topic] = Statement(text, place: place)
      case .measure(let measure):
        let reading = Amount.read(
          text, as: measure.dimension, field: column.heading, unit: column.unit, place: place)
        switch reading {
        case .amount(let amount): row[measure] = amount
        case .misfit(let misfit): row.misfits.append(misfit)
        case .unreadable(let why, _):
          unread.append(Statement("\(column.heading): \(why)", place: place))
        }
      }
    }
    let first = cells.first?.withoutMarkup.lowercased() ?? ""
    if first.hasPrefix("total") || first == "sum" || first == "all" || first == "overall" {
      claim.total = row.amounts
      claim.misfits += row.misfits
    } else if !row.amounts.isEmpty || !row.misfits.isEmpty {
      claim.rows.append(row)
    }
  }
}

extension String {
  /// Without the marks of Markdown and HTML that make letters bold or small.
  var withoutMarkup: String {
    replacing(#/<br ?\/?>/#, with: " ").replacing(#/<\/?[a-z]{1,6}>/#, with: "")
      .replacing("*", with: "").replacing("`", with: "").trimmingBlanks
  }
}
