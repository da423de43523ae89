import Quantities

/// A badge: what something took, as a small picture that stands by itself on a light page and on a dark one.
public struct EnergyBadge: Sendable {
  public let label: String
  public let value: String
  public let tone: Tone

  /// What the value means to whoever set a limit.
  public enum Tone: Sendable, CaseIterable {
    /// No limit was set.
    case neutral
    case within
    case over

    /// White on it can be read: at least 4.5 : 1.
    var fill: String {
      switch self {
      case .neutral: "#2f5f8f"
      case .within: "#1f6f4a"
      case .over: "#a8321f"
      }
    }
  }

  public init(label: String, value: String, tone: Tone) {
    self.label = label
    self.value = value
    self.tone = tone
  }

  /// The picture; it has no script, no font of its own and no address.
  public var svg: String {
    let (label, value) = (label.printable.cut(to: 40), value.printable.cut(to: 60))
    let size = 11.0
    let left = (TextWidth.of(label, size: size) + 14).rounded(.up)
    let right = (TextWidth.of(value, size: size) + 14).rounded(.up)
    let width = left + right
    func number(_ value: Double) -> String { value.text(decimals: 0) }
    func text(_ text: String, at x: Double) -> String {
      "<text x=\"\(x.text(decimals: 1))\" y=\"14\">\(Markup.escaped(text))</text>"
    }
    let name = Markup.escaped("\(label): \(value)")
    return """
      <svg xmlns="http://www.w3.org/2000/svg" width="\(number(width))" height="20" viewBox="0 0 \(number(width)) 20" role="img" aria-label="\(name)">
      <title>\(name)</title>
      <clipPath id="joulebook-badge"><rect width="\(number(width))" height="20" rx="3"/></clipPath>
      <g clip-path="url(#joulebook-badge)">
      <rect width="\(number(left))" height="20" fill="#444b53"/>
      <rect x="\(number(left))" width="\(number(right))" height="20" fill="\(tone.fill)"/>
      </g>
      <rect x="0.5" y="0.5" width="\(number(width - 1))" height="19" rx="2.5" fill="none" stroke="#8b949e" stroke-opacity="0.5"/>
      <g fill="#ffffff" text-anchor="middle" font-family="Verdana, 'DejaVu Sans', sans-serif" font-size="11">
      \(text(label, at: left / 2))
      \(text(value, at: left + right / 2))
      </g>
      </svg>

      """
  }
}
