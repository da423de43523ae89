import Reporting

/// Text of a page: what is written in the source stands as it is, everything put in is escaped.
///
/// ```swift
/// let row: HTML = "<td>\(run.name)</td>"
/// ```
struct HTML: ExpressibleByStringInterpolation, Sendable {
  private(set) var text: String

  init(stringLiteral value: String) { text = value }
  init(stringInterpolation: StringInterpolation) { text = stringInterpolation.text }

  /// - Parameter text: markup that our own code has made, a chart for instance.
  init(markup text: String) { self.text = text }

  static func + (first: HTML, second: HTML) -> HTML { HTML(markup: first.text + second.text) }
  static func += (first: inout HTML, second: HTML) { first.text += second.text }

  struct StringInterpolation: StringInterpolationProtocol {
    fileprivate var text = ""

    init(literalCapacity: Int, interpolationCount: Int) {
      text.reserveCapacity(literalCapacity + interpolationCount * 16)
    }

    mutating func appendLiteral(_ literal: String) { text += literal }
    mutating func appendInterpolation(_ html: HTML) { text += html.text }
    mutating func appendInterpolation(_ html: HTML?) { text += html?.text ?? "" }
    mutating func appendInterpolation(_ html: [HTML]) { for part in html { text += part.text } }
    mutating func appendInterpolation(_ value: String) { text += Markup.escaped(value) }
    mutating func appendInterpolation(_ value: Substring) { text += Markup.escaped(String(value)) }
    mutating func appendInterpolation(_ value: some BinaryInteger) { text += "\(value)" }
  }
}

extension Sequence<HTML> {
  func joined(separator: HTML = "") -> HTML {
    HTML(markup: map(\.text).joined(separator: separator.text))
  }
}
