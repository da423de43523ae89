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
    let digits = node.unit == "counts" ? 20 : 6
    let value = node.value.text(significant: digits).withoutTrailingZeros
    let evidence = node.evidence.map { ", \($0.rawValue)" } ?? ""
    guard node.low != node.high else { return value + unit + evidence }
    let low = node.low.text(significant: 4).withoutTrailingZeros
    let high = node.high.text(significant: 4).withoutTrailingZeros
    return "\(value)\(unit) (\(low) to \(high))\(evidence)"
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
