import Accounting

/// Reads JSON (RFC 8259) with the line of every value, which Foundation's reader does not tell.
struct JSONClaimReader {
  private let bytes: [UInt8]
  private let file: String
  private var position = 0
  private var line = 1
  private var nodes = 0

  init(_ text: String, file: String) {
    bytes = Array(text.utf8)
    self.file = file
  }

  mutating func read() throws(Problem) -> ClaimNode {
    let node = try value(level: 0)
    skipBlanks()
    guard position == bytes.count else { throw broken("Something follows the end of the value.") }
    return node
  }

  private mutating func value(level: Int) throws(Problem) -> ClaimNode {
    nodes += 1
    guard level < ClaimNode.mostLevels, nodes < ClaimNode.mostNodes else {
      throw broken("It is nested or long beyond what a claim can be.")
    }
    skipBlanks()
    let start = line
    guard let byte = peek else { throw broken("It ends in the middle of a value.") }
    switch byte {
    case UInt8(ascii: "{"): return ClaimNode(line: start, content: try object(level: level))
    case UInt8(ascii: "["): return ClaimNode(line: start, content: try array(level: level))
    case UInt8(ascii: "\""): return ClaimNode(line: start, content: .text(try string()))
    case _: return ClaimNode(line: start, content: try bare())
    }
  }

  private mutating func object(level: Int) throws(Problem) -> ClaimNode.Content {
    var pairs: [(key: String, line: Int, value: ClaimNode)] = []
    var keys: Set<String> = []
    position += 1
    skipBlanks()
    if take("}") { return .map(pairs) }
    repeat {
      skipBlanks()
      let start = line
      guard peek == UInt8(ascii: "\"") else { throw broken("A field's name in quotes is missing.") }
      let key = try string()
      guard keys.insert(key).inserted else { throw broken("The field `\(key)` stands here twice.") }
      skipBlanks()
      guard take(":") else { throw broken("A colon is missing behind `\(key)`.") }
      pairs.append((key, start, try value(level: level + 1)))
      skipBlanks()
    } while take(",")
    guard take("}") else { throw broken("A comma or `}` is missing.") }
    return .map(pairs)
  }

  private mutating func array(level: Int) throws(Problem) -> ClaimNode.Content {
    var items: [ClaimNode] = []
    position += 1
    skipBlanks()
    if take("]") { return .list(items) }
    repeat {
      items.append(try value(level: level + 1))
      skipBlanks()
    } while take(",")
    guard take("]") else { throw broken("A comma or `]` is missing.") }
    return .list(items)
  }

  private mutating func string() throws(Problem) -> String {
    position += 1
    var text: [UInt8] = []
    while let byte = peek {
      position += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: text, as: UTF8.self)
      case UInt8(ascii: "\\"): text += try escape()
      case 0..<0x20: throw broken("A line break or control character stands inside a text.")
      case _: text.append(byte)
      }
    }
    throw broken("A text is opened and never closed.")
  }

  private mutating func escape() throws(Problem) -> [UInt8] {
    guard let byte = peek else { throw broken("It ends in the middle of a text.") }
    position += 1
    switch byte {
    case UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"), UInt8(ascii: "b"),
      UInt8(ascii: "f"):
      return [0x20]
    case UInt8(ascii: "u"):
      var code = try hexadecimal()
      if (0xD800..<0xDC00).contains(code), peek == UInt8(ascii: "\\") {
        position += 2
        code = 0x10000 + (code - 0xD800) << 10 + (try hexadecimal() &- 0xDC00) & 0x3FF
      }
      return Array(String(Unicode.Scalar(code).map(Character.init) ?? "\u{FFFD}").utf8)
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): return [byte]
    case _: throw broken("There is no escape `\\\(Character(Unicode.Scalar(byte)))`.")
    }
  }

  private mutating func hexadecimal() throws(Problem) -> UInt32 {
    let end = position + 4
    guard end <= bytes.count,
      let code = UInt32(String(decoding: bytes[position..<end], as: UTF8.self), radix: 16)
    else { throw broken("Four hexadecimal digits are missing behind `\\u`.") }
    position = end
    return code
  }

  private mutating func bare() throws(Problem) -> ClaimNode.Content {
    let start = position
    while let byte = peek, !" \t\r\n,]}:".utf8.contains(byte) { position += 1 }
    let word = String(decoding: bytes[start..<position], as: UTF8.self)
    switch word {
    case "null": return .null
    case "true", "false": return .text(word)
    case _:
      let isNumber =
        word.utf8.allSatisfy { "0123456789+-.eE".utf8.contains($0) }
        && Double(word).map(\.isFinite) == true
      guard isNumber else {
        throw broken(
          word.isEmpty
            ? "A value is missing." : "`\(word.prefix(40))` is neither a number nor a text.")
      }
      return .text(word)
    }
  }

  private var peek: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func take(_ character: Character) -> Bool {
    guard let byte = peek, byte == character.asciiValue else { return false }
    position += 1
    return true
  }

  private mutating func skipBlanks() {
    while let byte = peek, byte == 0x20 || byte == 0x09 || byte == 0x0A || byte == 0x0D {
      if byte == 0x0A { line += 1 }
      position += 1
    }
  }

  private func broken(_ why: String) -> Problem {
    UnreadableClaim.problem(
      file, line: line, why: "It is broken JSON: \(why)",
      fix: "Mend that line; `python3 -m json.tool FILE` shows the same place.")
  }
}
