/// How much room text takes in a wide sans-serif font, nearly: no font is at hand where charts are drawn, and what fits
/// in a wide one fits in all.
package enum TextWidth {
  package static func of(_ text: String, size: Double = 12, bold: Bool = false) -> Double {
    var ems = 0.0
    for character in text {
      switch character {
      case "i", "j", "l", "I", "'", ".", ",", ":", ";", "|", "!", "·", " ": ems += 0.33
      case "f", "r", "t", "(", ")", "-", "⁻", "¹", "²", "³": ems += 0.42
      case "m", "w", "M", "W", "%", "@", "—": ems += 0.95
      case "A"..."Z", "+", "=", "≈", "×", "→", "±", "≤", "≥": ems += 0.75
      default: ems += 0.615
      }
    }
    return ems * size * (bold ? 1.12 : 1)
  }

  /// Lines that fit; a word that is wider than a line has one of its own, cut.
  static func wrapped(_ text: String, size: Double, bold: Bool = false, width: Double) -> [String] {
    var lines: [String] = []
    for word in text.split(separator: " ").map(String.init) {
      let fitting = cut(word, size: size, bold: bold, width: width)
      if let last = lines.last, of(last + " " + fitting, size: size, bold: bold) <= width {
        lines[lines.count - 1] += " " + fitting
      } else {
        lines.append(fitting)
      }
    }
    return lines
  }

  static func cut(_ text: String, size: Double = 12, bold: Bool = false, width: Double) -> String {
    guard of(text, size: size, bold: bold) > width else { return text }
    var kept = Substring(text.prefix(400))
    while !kept.isEmpty, of(kept + "…", size: size, bold: bold) > width { kept.removeLast() }
    return kept + "…"
  }
}

/// Where text already stands, so that no label covers another.
struct LabelField: Sendable {
  struct Box: Sendable {
    var left: Double
    var top: Double
    var right: Double
    var bottom: Double

    func meets(_ other: Box) -> Bool {
      left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }
  }

  private(set) var taken: [Box] = []

  mutating func take(_ box: Box) { taken.append(box) }

  func isFree(_ box: Box) -> Bool { !taken.contains { $0.meets(box) } }

  /// Heights as near to those wanted as lets each have `gap`, within two ends; in the order given.
  static func apart(_ wanted: [Double], gap: Double, from low: Double, to high: Double) -> [Double]
  {
    let order = wanted.indices.sorted { wanted[$0] < wanted[$1] }
    var places = order.map { min(max(wanted[$0], low), high) }
    for index in places.indices.dropFirst() {
      places[index] = max(places[index], places[index - 1] + gap)
    }
    if let last = places.indices.last {
      places[last] = min(places[last], high)
      for index in places.indices.dropLast().reversed() {
        places[index] = min(places[index], places[index + 1] - gap)
      }
    }
    var result = wanted
    for (place, index) in zip(places, order) { result[index] = place }
    return result
  }
}
