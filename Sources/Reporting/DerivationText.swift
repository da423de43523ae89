public import Accounting
import Quantities

/// A derivation as an indented tree: each number, the formula behind it, then its inputs.
public struct DerivationText {
  private let root: Derivation
  private let style: TextStyle

  public init(_ root: Derivation, style: TextStyle = .plain) {
    self.root = root
    self.style = style
  }

  /// Ends in a line break.
  public var text: String { lines(root, depth: 0).joined(separator: "\n") + "\n" }

  /// The number itself: value, unit, range, evidence.
  var amountText: String { amount(root) }

  private func lines(_ node: Derivation, depth: Int) -> [String] {
    let indent = String(repeating: "  ", count: depth)
    let head = style.bold(node.label.printable) + " = " + amount(node)
    var details: [String] = []
    if let formula = node.formula { details.append("= " + formula) }
    if let part = node.rangePart, part > 0 {
      details.append("\((part * 100).text(significant: 2)) % of the width of the range")
    }
    if let note = node.note, !note.isEmpty { details.append(note) }
    if let source = node.citation {
      details.append("Source: \(source.text), \(source.licence), \(source.address)")
    }
    let wrapped = details.map { detail in
      style.faint(
        indent + "    "
          + detail.printable.wrapped(width: max(40, 76 - indent.count), indent: indent + "      "))
    }
    return [indent + head] + wrapped + node.inputs.flatMap { lines($0, depth: depth + 1) }
  }

  private func amount(_ node: Derivation) -> String {
    let unit = node.unit.isEmpty ? "" : " " + node.unit
    // Raw counts are shown whole: they are what a reader compares.
    let value =
      node.unit == "counts"
      ? node.value.text(significant: 20).withoutTrailingZeros : Self.number(node.value, digits: 6)
    let evidence = node.evidence.map { ", \($0.rawValue)" } ?? ""
    guard abs(node.high - node.low) > abs(node.value) * 1e-9 else { return value + unit + evidence }
    let low = Self.number(node.low, digits: 4)
    let high = Self.number(node.high, digits: 4)
    return "\(value)\(unit) (\(low) to \(high))\(evidence)"
  }

  /// `1.0026e12` from a thousand million on: nobody counts thirteen digits.
  private static func number(_ value: Double, digits: Int) -> String {
    abs(value) >= 1e9
      ? CatalogueText.number(value, digits: digits)
      : value.text(significant: digits).withoutTrailingZeros
  }
}

extension String {
  /// `12.50` as `12.5`, `300` as it is.
  var withoutTrailingZeros: String {
    guard contains(".") else { return self }
    let digits = reversed().drop { $0 == "0" }.drop { $0 == "." }
    return contains("e") ? self : String(digits.reversed())
  }
}
