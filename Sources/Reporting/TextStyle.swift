/// How text is dressed. Whether colours fit is the caller's decision: only it knows the terminal.
public enum TextStyle: Hashable, Sendable {
  case plain
  /// With ANSI escapes for terminals.
  case coloured

  package func bold(_ text: String) -> String { dressed(text, "1") }
  func faint(_ text: String) -> String { dressed(text, "2") }
  func warning(_ text: String) -> String { dressed(text, "33") }
  func good(_ text: String) -> String { dressed(text, "32") }

  private func dressed(_ text: String, _ code: String) -> String {
    switch self {
    case .plain: text
    case .coloured: "\u{1B}[\(code)m\(text)\u{1B}[0m"
    }
  }
}

extension String {
  /// The text without control characters, so that a run's name cannot steer the terminal, nor turn the direction
  /// in which a line is read.
  package var printable: String {
    guard unicodeScalars.contains(where: \.isHidden) else { return self }
    return String(
      String.UnicodeScalarView(unicodeScalars.map { $0.isHidden ? "\u{FFFD}" : $0 }))
  }

  /// The text cut to `width` characters, with an ellipsis where something is missing.
  package func cut(to width: Int) -> String {
    // Counting a text of a megabyte to find out that it is too long takes longer than the report.
    prefix(width).endIndex == endIndex ? self : String(prefix(width - 1)) + "…"
  }

  /// The text in lines of at most `width` characters, with `indent` in front of the later ones.
  package func wrapped(width: Int = 80, indent: String = "") -> String {
    var lines: [String] = []
    for word in split(separator: " ") {
      if let last = lines.last, last.count + 1 + word.count <= width {
        lines[lines.count - 1] += " " + word
      } else {
        lines.append(String(word))
      }
    }
    return lines.joined(separator: "\n" + indent)
  }
}

extension Unicode.Scalar {
  /// Controls, line and paragraph separators, and marks that turn the direction of writing.
  package var isHidden: Bool {
    switch value {
    case 0..<0x20, 0x7F..<0xA0, 0x61C, 0x200E, 0x200F, 0x2028...0x202E, 0x2066...0x2069: true
    default: false
    }
  }
}
