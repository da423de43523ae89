public import Accounting

/// The paper that a chart is drawn on: 720 wide, in SVG's units.
public struct ChartSheet: Sendable {
  public static let width = 720.0

  let name: String
  let title: String
  let subtitle: String
  let height: Double
  /// Top of what is below title and subtitle.
  let top: Double
  private var elements: [String] = []
  private var hasTexture = false
  private var hasMissing = false
  /// Places that text has taken.
  var labels = LabelField()

  init(name: String, title: String, subtitle: String, height: Double) {
    self.name = name
    self.title = title
    self.subtitle = subtitle
    self.height = height
    let (titles, notes) = Self.lines(title, subtitle)
    top = Self.top(title, subtitle)
    for (index, line) in titles.enumerated() {
      text(line, at: (16, 32 + Double(index) * 21), .text, style: " ti")
    }
    for (index, line) in notes.enumerated() {
      text(line, at: (16, 30 + Double(titles.count) * 21 + Double(index) * 16), .faint)
    }
  }

  private static func lines(_ title: String, _ subtitle: String) -> ([String], [String]) {
    let width = Self.width - 32
    return (
      TextWidth.wrapped(title, size: 16, bold: true, width: width),
      TextWidth.wrapped(subtitle, size: 12, width: width)
    )
  }

  /// Where a picture begins below these.
  static func top(_ title: String, _ subtitle: String) -> Double {
    let (titles, notes) = lines(title, subtitle)
    return 26 + Double(titles.count) * 21 + Double(notes.count) * 16
  }

  /// An id that is safe in an attribute and as the beginning of others.
  static func identifier(_ text: String) -> String {
    let safe = text.unicodeScalars.filter {
      ("a"..."z").contains($0) || ("A"..."Z").contains($0) || ("0"..."9").contains($0) || $0 == "-"
    }
    return safe.isEmpty ? "chart" : String(String.UnicodeScalarView(safe))
  }

  func finished(alternative: String, styled: Bool = true) -> String {
    let (w, h) = (Self.number(Self.width), Self.number(height))
    return """
      <svg xmlns="http://www.w3.org/2000/svg" class="jb" viewBox="0 0 \(w) \(h)" width="\(w)" height="\(h)" \
      role="img" aria-labelledby="\(name)-title \(name)-desc">
      <title id="\(name)-title">\(HTMLPage.escaped(title))</title>
      <desc id="\(name)-desc">\(HTMLPage.escaped(alternative))</desc>
      \(styled ? "<style>\(ChartStyle.sheet)</style>\n" : "")\
      \(hasTexture ? ChartStyle.textures(name) + "\n" : "")\
      \(hasMissing ? ChartStyle.missing(name) + "\n" : "")<rect class="pa" width="\(w)" height="\(h)"/>
      \(elements.joined(separator: "\n"))
      </svg>

      """
  }

  // MARK: Marks

  public mutating func line(
    _ points: [(Double, Double)], _ ink: Ink, _ stroke: Stroke = .solid, thin: Bool = false
  ) {
    guard points.count > 1 else { return }
    elements.append(
      "<path class=\"li \(ink.rawValue)\(stroke.rawValue)\(thin ? " th" : "")\" d=\"\(Self.path(points))\"/>"
    )
  }

  /// Steps down in evidence show by texture over the colour.
  public mutating func bar(
    x: Double, y: Double, width: Double, height: Double, _ ink: Ink, evidence: Evidence = .metered
  ) {
    let place = Self.rect(x, y, width, height)
    elements.append("<rect class=\"fi \(ink.rawValue)\" \(place)/>")
    guard let texture = ChartStyle.texture(evidence) else { return }
    hasTexture = true
    elements.append("<rect fill=\"url(#\(name)-\(texture))\" \(place)/>")
  }

  /// Where something was not known: an empty place that says so.
  public mutating func missing(x: Double, y: Double, width: Double, height: Double) {
    hasMissing = true
    elements.append(
      "<rect class=\"mi\" fill=\"url(#\(name)-missing)\" \(Self.rect(x, y, width, height))/>")
  }

  /// A cell by how much it holds: 0 is the least, 6 the most.
  public mutating func cell(x: Double, y: Double, width: Double, height: Double, level: Int) {
    elements.append(
      "<rect class=\"h\(min(max(level, 0), 6))\" \(Self.rect(x, y, width, height))/>")
  }

  /// A frame around what was chosen.
  public mutating func outline(_ points: [(Double, Double)]) {
    guard points.count > 2 else { return }
    elements.append("<path class=\"ou\" d=\"\(Self.path(points))Z\"/>")
    elements.append("<path class=\"oi\" d=\"\(Self.path(points))Z\"/>")
  }

  /// A filled shape, with its evidence as texture over it.
  /// - Parameter data: attributes for scripts of a page: names without `data-`, values of digits and blanks.
  public mutating func shape(
    _ parts: [[(Double, Double)]], _ ink: Ink, evidence: Evidence = .metered,
    data: [(String, String)] = []
  ) {
    let shapes = parts.filter { $0.count > 2 }.map { Self.path($0) + "Z" }.joined()
    guard !shapes.isEmpty else { return }
    elements.append(
      "<path class=\"fi \(ink.rawValue)\"\(Self.attributes(data)) d=\"\(shapes)\"/>")
    guard let texture = ChartStyle.texture(evidence) else { return }
    hasTexture = true
    elements.append("<path fill=\"url(#\(name)-\(texture))\" d=\"\(shapes)\"/>")
  }

  /// Opens a group of marks that a script of a page can find.
  mutating func begin(_ data: [(String, String)]) {
    elements.append("<g\(Self.attributes(data))>")
  }

  mutating func end() { elements.append("</g>") }

  private static func attributes(_ data: [(String, String)]) -> String {
    data.map { " data-\($0.0)=\"\(HTMLPage.escaped($0.1))\"" }.joined()
  }

  /// Says that there is nothing, instead of an empty frame.
  mutating func nothing(_ text: String) {
    self.text(text, at: (Self.width / 2, (top + height) / 2), .faint, .middle)
  }

  /// A band between two curves: the wide one is faint, the narrow one in it stronger.
  public mutating func band(
    _ upper: [(Double, Double)], _ lower: [(Double, Double)], _ ink: Ink, narrow: Bool = false
  ) {
    guard upper.count > 1, lower.count > 1 else { return }
    elements.append(
      "<path class=\"\(narrow ? "na" : "wi") \(ink.rawValue)\" "
        + "d=\"\(Self.path(upper + lower.reversed()))Z\"/>")
  }

  public mutating func point(
    _ place: (Double, Double), _ ink: Ink, _ shape: PointShape = .circle, size: Double = 4
  ) {
    let (x, y) = place
    let style = "\(shape == .ring ? "ri" : "pt") \(ink.rawValue)"
    switch shape {
    case .circle, .ring:
      elements.append(
        "<circle class=\"\(style)\" cx=\"\(Self.number(x))\" cy=\"\(Self.number(y))\" r=\"\(Self.number(size))\"/>"
      )
    case .square:
      elements.append(
        "<path class=\"\(style)\" d=\"\(Self.path([(x - size, y - size), (x + size, y - size), (x + size, y + size), (x - size, y + size)]))Z\"/>"
      )
    case .diamond:
      let reach = size * 1.35
      elements.append(
        "<path class=\"\(style)\" d=\"\(Self.path([(x, y - reach), (x + reach, y), (x, y + reach), (x - reach, y)]))Z\"/>"
      )
    case .cross:
      elements.append(
        "<path class=\"li \(ink.rawValue)\" d=\"\(Self.path([(x - size, y - size), (x + size, y + size)]))\(Self.path([(x - size, y + size), (x + size, y - size)]))\"/>"
      )
    }
  }

  public enum Anchor: String, Sendable {
    case start, middle, end
  }

  /// - Parameter halo: paper around the letters, for text over marks.
  public mutating func text(
    _ text: String, at place: (Double, Double), _ ink: Ink, _ anchor: Anchor = .start,
    bold: Bool = false, small: Bool = false, halo: Bool = false
  ) {
    self.text(
      text, at: place, ink, anchor,
      style: (bold ? " bo" : "") + (small ? " sm" : "") + (halo ? " ha" : ""))
  }

  private mutating func text(
    _ text: String, at place: (Double, Double), _ ink: Ink, _ anchor: Anchor = .start, style: String
  ) {
    let side = anchor == .start ? "" : " text-anchor=\"\(anchor.rawValue)\""
    elements.append(
      "<text class=\"tx \(ink.rawValue)\(style)\" x=\"\(Self.number(place.0))\" y=\"\(Self.number(place.1))\"\(side)>"
        + "\(HTMLPage.escaped(text))</text>")
  }

  mutating func rule(_ from: (Double, Double), _ to: (Double, Double), axis: Bool = false) {
    elements.append("<path class=\"\(axis ? "ax" : "ru")\" d=\"\(Self.path([from, to]))\"/>")
  }

  // MARK: Numbers

  private static func rect(_ x: Double, _ y: Double, _ width: Double, _ height: Double) -> String {
    "x=\"\(number(min(x, x + width)))\" y=\"\(number(min(y, y + height)))\" "
      + "width=\"\(number(abs(width)))\" height=\"\(number(abs(height)))\""
  }

  private static func path(_ points: [(Double, Double)]) -> String {
    var text = ""
    for (index, point) in points.enumerated() {
      text += "\(index == 0 ? "M" : "L")\(number(point.0)) \(number(point.1))"
    }
    return text
  }

  /// One decimal, none where it is zero: a tenth of a unit is finer than eyes.
  static func number(_ value: Double) -> String {
    // What is no number has no place: it would break the picture.
    guard value.isFinite else { return "0" }
    let tenths = Int((min(max(value, -99_999), 99_999) * 10).rounded())
    let sign = tenths < 0 ? "-" : ""
    let rest = abs(tenths) % 10
    return "\(sign)\(abs(tenths) / 10)" + (rest == 0 ? "" : ".\(rest)")
  }
}
