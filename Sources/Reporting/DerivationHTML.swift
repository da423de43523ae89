import Quantities

public import Accounting

/// A derivation as a page that stands alone: each number opens to show what it was worked out from.
public enum DerivationHTML {
  public static func page(_ root: Derivation, title: String) -> String {
    """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8"><title>\(escaped(title))</title>
    <style>
    body{font:15px/1.5 system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em;color:#222;background:#fff}
    details,div.leaf{margin-left:1.2em;border-left:2px solid #ccd;padding-left:.8em}
    summary{cursor:pointer}b{font-weight:600}small{color:#555;display:block}
    @media(prefers-color-scheme:dark){body{color:#ddd;background:#181818}small{color:#aaa}}
    </style></head><body><h1>\(escaped(title))</h1>
    \(node(root, isOpen: true))
    </body></html>

    """
  }

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
    let head = "<b>\(escaped(node.label))</b> = \(escaped(amount))"
    let notes = details.map { "<small>\(escaped($0))</small>" }.joined()
    guard !node.inputs.isEmpty else { return "<div class=\"leaf\">\(head)\(notes)</div>" }
    let inputs = node.inputs.map { self.node($0, isOpen: false) }.joined(separator: "\n")
    return "<details\(isOpen ? " open" : "")><summary>\(head)</summary>\(notes)\(inputs)</details>"
  }

  private static func escaped(_ text: String) -> String {
    text.printable.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
      .replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
  }
}
