/// A chart that can be drawn in characters.
public protocol TerminalChart: Chart {
  /// Lines without title, no longer than the paper is wide.
  func lines(on paper: TerminalPaper) -> [String]
}

extension TerminalChart {
  /// The chart for a terminal: title, subtitle, picture, and what it says in words.
  public func text(on paper: TerminalPaper) -> String {
    let width = max(paper.width - 1, 30)
    let head = title.printable.wrapped(width: width).split(separator: "\n").map {
      paper.style.bold(String($0))
    }
    let notes = subtitle.printable.wrapped(width: width).split(separator: "\n").map {
      paper.style.faint(String($0))
    }
    let words = alternative.printable.wrapped(width: width)
    let all = head + notes + [""] + lines(on: paper) + ["", words]
    return all.map(paper.plainly).joined(separator: "\n") + "\n"
  }
}

/// What charts in characters are drawn on.
public struct TerminalPaper: Hashable, Sendable {
  public var width: Int
  public var style: TextStyle
  /// Only ASCII: the locale has no other characters.
  public var isASCII: Bool

  public init(width: Int, style: TextStyle, isASCII: Bool) {
    self.width = min(max(width, 40), 200)
    self.style = style
    self.isASCII = isASCII
  }

  /// Text in what the terminal can show.
  func plainly(_ text: String) -> String {
    guard isASCII else { return text }
    let signs = [
      "±": "+/-", "×": "x", "·": "-", "…": "...", "−": "-", "–": "-", "—": "-", "²": "2",
      "³": "3", "≤": "<=", "≥": ">=", "≈": "~", "→": "->",
    ]
    return text.map { character in
      character.isASCII ? String(character) : signs[String(character)] ?? "?"
    }.joined()
  }

  /// A column of a bar chart, filled by eighths from below: 0 to 8.
  func block(_ eighths: Int) -> String {
    let level = min(max(eighths, 0), 8)
    let signs = isASCII ? Array(" ..::||##") : Array(" ▁▂▃▄▅▆▇█")
    return String(signs[level])
  }

  /// A bar of so many columns, in eighths where the terminal can.
  func bar(_ columns: Double) -> String {
    guard columns > 0 else { return "" }
    if isASCII { return String(repeating: "#", count: max(1, Int(columns.rounded()))) }
    let eighths = max(1, Int((columns * 8).rounded()))
    let parts = Array("▏▎▍▌▋▊▉")
    return String(repeating: "█", count: eighths / 8)
      + (eighths % 8 == 0 ? "" : String(parts[eighths % 8 - 1]))
  }

  /// A cell by how much it holds, 0 to 6, two characters wide.
  func shade(_ level: Int) -> String {
    let place = min(max(level, 0), 6)
    // Four strengths of block characters can be told apart; between them two stand side by side.
    return isASCII
      ? ["  ", " .", "..", "::", "==", "%%", "##"][place]
      : ["  ", " ░", "░░", "░▒", "▒▒", "▓▓", "██"][place]
  }

  /// Text that fills just so many characters.
  func cell(_ text: String, _ width: Int, right: Bool = false) -> String {
    let short = text.printable.cut(to: max(width, 2))
    let blank = String(repeating: " ", count: max(0, width - short.count))
    return right ? blank + short : short + blank
  }
}
