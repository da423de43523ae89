import Accounting
import Auditing
import Quantities
import Reporting

/// A column of amounts: the unit in its heading, and the units that cells have of their own.
///
/// A cell's own unit goes before the heading's. What differs is converted where a unit says by how much; currencies do not,
/// and a number without any unit does not either.
struct ReturnsColumn {
  let measure: ReturnsMeasure
  let place: Int
  /// As it was written: `energy_kWh`.
  let heading: String
  /// What follows the first low line; may be empty.
  let unit: String
  private var cells: [Cell] = []

  private struct Cell {
    let row: Int
    let name: String
    let number: PrintedNumber
    /// Its own, or the heading's; may be empty.
    let unit: String
  }

  /// Nil where the heading names no measure.
  init?(heading: String, place: Int) {
    let words = heading.split(separator: "_", maxSplits: 1).map(String.init)
    guard let first = words.first, let measure = ReturnsMeasure(rawValue: first.lowercased())
    else { return nil }
    self.measure = measure
    self.place = place
    self.heading = heading
    unit = words.count > 1 ? words[1] : ""
  }

  /// True where the heading has a unit that is not of this measure.
  var isMistaken: Bool {
    (measure == .energy || measure == .emissions) && !unit.isEmpty && scale(of: unit) == nil
  }

  /// What is wrong with the cell; nil where it was taken.
  mutating func add(_ text: String, row: Int, name: String) -> String? {
    var (number, own) = (PrintedNumber(printed: text), "")
    if number == nil, let written = NumberText(text), !written.rest.isEmpty {
      let digits = text.trimmingBlanks.dropLast(written.rest.count)
      number = PrintedNumber(printed: String(digits).trimmingBlanks)
      own = written.rest
    }
    guard let number else { return "no number, alone or with its unit" }
    if !own.isEmpty, scale(of: own) == nil, measure == .energy || measure == .emissions {
      return "no \(measure.rawValue): `\(own.printable)` is no unit of it"
    }
    cells.append(Cell(row: row, name: name, number: number, unit: own.isEmpty ? unit : own))
    return nil
  }

  /// What the numbers of all rows are in one unit.
  struct Amounts {
    let byRow: [Int: PrintedNumber]
    let unit: String
    /// Which rows had another unit; nil where none had.
    let note: String?
  }

  func amounts(file: String) throws(Problem) -> Amounts {
    // In the order of the rows, one of each.
    var units: [(unit: String, names: [String])] = []
    for cell in cells {
      if let known = units.firstIndex(where: { isSame($0.unit, cell.unit) }) {
        units[known].names.append(cell.name)
      } else {
        units.append((cell.unit, [cell.name]))
      }
    }
    let needsScale = measure == .energy || measure == .emissions
    let common = needsScale ? standard : unit.isEmpty ? units.first?.unit ?? "" : unit
    let shown = needsScale || unit.isEmpty ? common : common.uppercased()
    let list = units.map { written in
      let unit = isSame(written.unit, common) ? shown : written.unit
      return "\(unit.isEmpty ? "no unit" : unit.printable) in \(Self.list(written.names))"
    }.joined(separator: "; ")
    let isConvertible = units.allSatisfy { scale(of: $0.unit) != nil }
    guard isConvertible || units.count == 1 && !needsScale else {
      throw Problem(
        units.count > 1
          ? "Units differ in the column `\(heading.printable)` of `\(file.printable)`."
          : "The column `\(heading.printable)` of `\(file.printable)` has no unit.",
        why: list + ".",
        fix: measure == .cost
          ? "Write all in one currency: Joulebook has no rates of exchange."
          : "Write the unit into the heading, as `\(example)`, or into every cell.", exit: .usage)
    }
    let base = scale(of: common)
    let byRow = cells.map { cell in
      let factor = base.flatMap { base in scale(of: cell.unit).map { $0 / base } } ?? 1
      return (
        cell.row,
        factor == 1
          ? cell.number
          : PrintedNumber(cell.number.value * factor, halfUnit: cell.number.halfUnit * factor)
      )
    }
    return Amounts(
      byRow: Dictionary(byRow) { first, _ in first }, unit: shown,
      note: units.count > 1
        ? "Units differ in the column `\(heading.printable)`, and all are \(shown) here: \(list)."
        : nil)
  }

  private func isSame(_ a: String, _ b: String) -> Bool {
    if let a = scale(of: a), let b = scale(of: b) { return a == b }
    return a.lowercased() == b.lowercased()
  }

  /// What amounts are shown in.
  private var standard: String { measure == .energy ? "kWh" : "kg" }

  private var example: String {
    switch measure {
    case .energy: "energy_kwh"
    case .emissions: "emissions_kg"
    case .cost: "cost_eur"
    case .compute: "compute_gmac"
    }
  }

  /// In base units; nil for what is no unit of the measure, as all currencies are none.
  private func scale(of unit: String) -> Double? {
    guard case .known(let known) = UnitText.read(unit) else { return nil }
    switch (measure, known.dimension) {
    case (.energy, .energy), (.emissions, .mass), (.compute, .operations): return known.scale
    case _: return nil
    }
  }

  private static func list(_ names: [String]) -> String {
    names.count <= 6
      ? names.joined(separator: ", ")
      : names.prefix(5).joined(separator: ", ") + " and \(names.count - 5) more"
  }
}
