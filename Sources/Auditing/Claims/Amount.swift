package import Accounting
import RealModule

/// A number of a claim with its unit, where it stands, and how finely it was written.
package struct Amount: Hashable, Sendable {
  /// In the base unit of `dimension`.
  package let value: Double
  package let dimension: Dimension
  /// As the claim says it: `626,155 lb`.
  package let written: String
  /// Half a unit of the last digit written, in the base unit.
  package let halfStep: Double
  /// The same when zeros at the end only fill places: of `390 t` five tonnes.
  package let looseHalfStep: Double
  /// Pounds or short tons.
  package let isImperial: Bool
  package let place: AuditPlace

  package init(
    _ value: Double, _ dimension: Dimension, written: String = "", halfStep: Double = 0,
    looseHalfStep: Double = 0, imperial: Bool = false,
    place: AuditPlace = AuditPlace(line: nil, field: "")
  ) {
    self.value = value
    self.dimension = dimension
    self.written = written.isEmpty ? dimension.text(value) : written
    self.halfStep = halfStep
    self.looseHalfStep = max(halfStep, looseHalfStep)
    isImperial = imperial
    self.place = place
  }

  package var text: String { dimension.text(value) }
  /// `626,155 lb (284 t CO2e)`, or one of them where both are the same.
  package var both: String { isImperial ? "\(written) (\(text))" : written }

  /// What rounding can have moved it by, as a part of it.
  package var rounding: Double { value == 0 ? 0 : abs(halfStep / value) }
  package var looseRounding: Double { value == 0 ? 0 : abs(looseHalfStep / value) }
}

/// An amount whose unit is none of what the field holds.
package struct Misfit: Hashable, Sendable {
  package let field: String
  package let expected: Dimension
  /// What the unit measures; nil when it measures nothing, or none was given.
  package let found: Dimension?
  package let written: String
  /// Why it is no unit.
  package let reason: String
  package let place: AuditPlace

  package init(
    field: String, expected: Dimension, found: Dimension?, written: String, reason: String = "",
    place: AuditPlace
  ) {
    self.field = field
    self.expected = expected
    self.found = found
    self.written = written
    self.reason = reason
    self.place = place
  }
}

extension Amount {
  package enum Reading: Hashable, Sendable {
    case amount(Amount)
    case misfit(Misfit)
    /// Not a number, no unit where one is needed, or a unit that nobody knows.
    case unreadable(why: String, fix: String)
  }

  /// Reads `1,289 MWh` as an amount of a kind.
  /// - Parameter unit: the unit that stands elsewhere: in a column's header or a field's name.
  package static func read(
    _ text: String, as expected: Dimension, field: String, unit: String? = nil, place: AuditPlace
  ) -> Reading {
    guard let number = NumberText(text) else {
      return .unreadable(
        why: "`\(text.prefix(60))` is not a number.",
        fix: "Write it as `1234.5`, with a point as decimal mark, and the unit behind it.")
    }
    let isUnitless = [.count, .ratio, .tokens, .words].contains(expected)
    let written =
      unit.map { number.rest.isEmpty ? "\(text.trimmingBlanks) \($0)" : text.trimmingBlanks }
      ?? text.trimmingBlanks
    func misfit(_ found: Dimension?, _ reason: String = "") -> Reading {
      .misfit(
        Misfit(
          field: field, expected: expected, found: found, written: written, reason: reason,
          place: place))
    }
    func amount(_ number: NumberText, _ scale: Double, imperial: Bool = false) -> Reading {
      .amount(
        Amount(
          number.value * scale, expected, written: written, halfStep: number.step * scale / 2,
          looseHalfStep: number.looseStep * scale / 2, imperial: imperial, place: place))
    }
    var first: Reading?
    // A single letter behind a count is a multiplier: of `40 G` no grams are meant.
    let isCounted = isUnitless || [.bytes, .operations, .rate].contains(expected)
    let multiplied = number.multiplied()
    let candidates =
      isCounted && number.rest.count == 1 && multiplied != nil
      ? [multiplied] : [number, multiplied]
    for candidate in candidates.compactMap(\.self) {
      var rest = candidate.rest
      if rest.isEmpty { rest = unit ?? "" }
      if rest.isEmpty {
        if isUnitless { return amount(candidate, 1) }
        continue
      }
      switch UnitText.read(rest) {
      case .known(let found):
        if let scale = scale(of: found, as: expected) {
          return amount(candidate, scale, imperial: found.isImperial)
        }
        // A unit that is known goes before a word that is not.
        if case .misfit? = first { continue }
        first = misfit(found.dimension)
      case .impossible(let reason): return misfit(nil, reason)
      case .unknown:
        first =
          first
          ?? .unreadable(
            why: "`\(rest.prefix(40))` is no unit that Joulebook knows.",
            fix: "Give \(expected.rawValue) as in `\(expected.example)`.")
      }
    }
    // Of an amount of text, not saying what was counted is a finding, not an unreadable file.
    if first == nil, expected == .bytes { return misfit(nil) }
    return first
      ?? .unreadable(
        why: "`\(text.prefix(60))` has no unit.",
        fix: "Give \(expected.rawValue) with its unit, as in `\(expected.example)`.")
  }

  private static func scale(of unit: UnitText, as expected: Dimension) -> Double? {
    if unit.dimension == expected { return unit.scale }
    // `0.24 Wh` per request and `30 TFLOPS` for operations in a second are told by the field.
    switch (expected, unit.dimension) {
    case (.ratio, .count), (.count, .ratio): return unit.scale
    case _: return nil
    }
  }
}

extension Dimension {
  /// How an amount of the kind is written.
  package var example: String {
    switch self {
    case .energy: "1,287 MWh"
    case .power: "400 W"
    case .time: "79.2 h"
    case .mass: "31.22 t"
    case .intensity: "385 g/kWh"
    case .volume: "892 kL"
    case .waterIntensity: "1.29 L/kWh"
    case .operations: "3.14e23 FLOP"
    case .rate: "312 TFLOP/s"
    case .tokens: "300 billion tokens"
    case .words: "3.3 billion words"
    case .bytes: "40 GB"
    case .count: "512"
    case .ratio: "1.1"
    case .energyPerData: "0.001 kWh/GB"
    case .massRate: "0.5 g/s"
    case .money: "350 USD"
    case .price: "1.46 USD/h"
    }
  }
}
