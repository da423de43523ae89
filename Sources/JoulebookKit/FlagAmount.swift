import Accounting
import Auditing
import Quantities
import Reporting

/// Amounts as people write them behind a flag: `2.4 kW`, `5kWh`, `18h`, `1h30min`, `500GB`.
enum FlagAmount {
  /// The amount in the dimension's base unit.
  /// - Parameters:
  ///   - name: the flag that it was given by.
  ///   - example: a value that would do.
  static func read(
    _ text: String, _ dimension: Dimension, _ name: String, example: String
  ) throws(Problem) -> Double {
    func refused(_ why: String) -> Problem {
      Problem(
        "Cannot understand `\(text.printable)` (\(name)).", why: why,
        fix: "Write for example `\(name) \(example)`.", exit: .usage)
    }
    guard let number = NumberText(text), number.value.isFinite else {
      throw refused("It does not begin with a number.")
    }
    guard !number.rest.isEmpty else {
      guard number.value == 0 else { throw refused("It has no unit.") }
      return 0
    }
    switch UnitText.read(number.rest) {
    case .known(let unit):
      guard unit.dimension == dimension else {
        throw refused(
          "`\(number.rest)` measures \(unit.dimension.rawValue), not \(dimension.rawValue).")
      }
      guard number.value >= 0 else { throw refused("It is below zero.") }
      return number.value * unit.scale
    case .impossible(let why): throw refused("\(why).")
    case .unknown: throw refused("`\(number.rest.printable)` is no unit of \(dimension.rawValue).")
    }
  }

  /// A length of time in seconds, which may have parts: `1d 6h`, `1h30min`, `45m`.
  static func seconds(_ text: String, _ name: String, example: String) throws(Problem) -> Double {
    let parts = timeParts(text)
    guard parts.count > 1 || text.last == "m" else {
      return try read(text, .time, name, example: example)
    }
    var total = 0.0
    for part in parts {
      // `m` stands for minutes here; a month is written out.
      let isMinute = part.last == "m" && part.dropLast().last?.isNumber == true
      total += try read(isMinute ? part + "in" : part, .time, name, example: example)
    }
    return total
  }

  /// `1h30min` as `1h` and `30min`.
  private static func timeParts(_ text: String) -> [String] {
    var parts: [String] = []
    var last: Character = "0"
    for character in text where character != " " {
      let isNumber = character.isNumber || ".,-+".contains(character)
      if parts.isEmpty || isNumber && !(last.isNumber || ".,-+".contains(last)) {
        parts.append("")
      }
      parts[parts.count - 1].append(character)
      last = character
    }
    return parts
  }

  /// A moment, or a length of time after `start`.
  static func moment(
    _ text: String, after start: Timestamp, _ name: String, example: String
  ) throws(Problem) -> Timestamp {
    if text == "now" { return start }
    if let moment = Timestamp(text) { return moment }
    if text.contains("T") || text.prefix(5).dropFirst(4) == "-" {
      throw Problem(
        "Cannot understand `\(text.printable)` (\(name)).",
        why: "A moment is written as RFC 3339, with its zone: `2026-12-01T06:00:00+01:00` or `…Z`.",
        fix: "Write for example `\(name) \(example)`.", exit: .usage)
    }
    return start + .seconds(try seconds(text, name, example: example))
  }
}
