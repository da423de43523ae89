// Reading of a card's lines, byte by byte, for the patch.

extension ModelCardPatch {
  /// The lines with their ends.
  static func lines(_ card: [UInt8]) -> [[UInt8]] {
    var lines: [[UInt8]] = []
    var line: [UInt8] = []
    for byte in card {
      line.append(byte)
      if byte == 0x0A {
        lines.append(line)
        line = []
      }
    }
    return line.isEmpty ? lines : lines + [line]
  }

  /// `\r\n` or `\n`, whichever the line has.
  static func lineEnd(of line: [UInt8], default end: [UInt8] = [0x0A]) -> [UInt8] {
    if line.suffix(2) == [0x0D, 0x0A] { return [0x0D, 0x0A] }
    return line.last == 0x0A ? [0x0A] : end
  }

  /// The line without its end.
  static func text(_ line: [UInt8]) -> String {
    String(decoding: line.dropLast(lineEnd(of: line, default: []).count), as: UTF8.self)
  }

  static func trimmed(_ text: String) -> String {
    let blank: (Character) -> Bool = { $0 == " " || $0 == "\t" }
    return String(text.drop(while: blank).reversed().drop(while: blank).reversed())
  }

  static func indent(of text: String) -> String {
    String(text.prefix { $0 == " " || $0 == "\t" })
  }

  /// Where the key of a line ends; its last character where it has no colon.
  static func colon(_ text: String) -> String.Index {
    text.firstIndex(of: ":") ?? text.index(before: text.endIndex)
  }

  /// The key of a line that begins with one, with or without quotes.
  static func key(of line: [UInt8]) -> String? {
    let text = text(line)
    guard let colon = text.firstIndex(of: ":") else { return nil }
    let after = text.index(after: colon)
    guard after == text.endIndex || text[after] == " " || text[after] == "\t" else { return nil }
    let name = String(text[..<colon])
    let bare = trimmed(name)
    guard let first = bare.first, name.first == first, !"-#?".contains(first) else { return nil }
    if let last = bare.last, bare.count > 1, first == last, first == "\"" || first == "'" {
      return String(bare.dropFirst().dropLast())
    }
    return bare
  }

  /// The value of a line without the comment behind it.
  static func withoutComment(_ text: String) -> String {
    var quote: Character?
    var before: Character = " "
    for index in text.indices {
      let character = text[index]
      if let open = quote {
        if character == open, !(open == "\"" && before == "\\") { quote = nil }
      } else if character == "\"" || character == "'", before == " " {
        quote = character
      } else if character == "#", before == " " || before == "\t" {
        return trimmed(String(text[..<index]))
      }
      before = before == "\\" && character == "\\" ? " " : character
    }
    return trimmed(text)
  }

  /// True for a quoted value that does not end on its line.
  static func isOpen(_ value: String) -> Bool {
    guard let quote = value.first, quote == "\"" || quote == "'" else { return false }
    return value.count < 2 || value.last != quote
  }

  /// Brackets that open and do not close, outside of quotes and comments.
  static func brackets(_ text: String) -> Int {
    var quote: Character?
    var depth = 0
    var before: Character = " "
    for character in withoutComment(text) {
      if let open = quote {
        if character == open { quote = nil }
      } else if "\"'".contains(character), " {[,:".contains(before) {
        quote = character
      } else if "{[".contains(character) {
        depth += 1
      } else if "}]".contains(character) {
        depth -= 1
      }
      before = character
    }
    return depth
  }
}
