import Quantities

public import Accounting

/// A derivation as a page that stands alone: each number opens to show what it was worked out from.
public enum DerivationHTML {
  public static func page(_ root: Derivation, title: String) -> String {
    HTMLPage.page(title: title, body: tree(root))
  }

  /// The tree alone, its root open.
  package static func tree(_ root: Derivation) -> String { node(root, isOpen: true) }

  private static func node(_ node: Derivation, isOpen: Bool) -> String {
    let amount = DerivationText(node).amountText
    var details: [String] = []
    if let formula = node.formula { details.append("= \(formula)") }
    if let part = node.rangePart, part > 0 {
      details.append("\((part * 100).text(significant: 2)) % of the width of the range")
    }
    if let note = node.note, !note.isEmpty { details.append(note) }
    if let source = node.citation {
      details.append("Source: \(source.text), \(source.licence), \(source.address)")
    }
    // A name of a megabyte, in every tree of a page, would make the page unreadable.
    let label = HTMLPage.escaped(node.label.cut(to: 300))
    let head = "<b>\(label)</b> = \(HTMLPage.escaped(amount))"
    let notes = details.map { "<small>\(HTMLPage.escaped($0.cut(to: 2000)))</small>" }.joined()
    guard !node.inputs.isEmpty else { return "<div class=\"leaf\">\(head)\(notes)</div>" }
    let inputs = node.inputs.map { self.node($0, isOpen: false) }.joined(separator: "\n")
    return "<details\(isOpen ? " open" : "")><summary>\(head)</summary>\(notes)\(inputs)</details>"
  }
}
