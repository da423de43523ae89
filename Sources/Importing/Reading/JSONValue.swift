import Foundation

/// JSON as other tools write it: RFC 8259, and Python's NaN and Infinity besides.
enum JSONValue: Hashable, Sendable {
  case null
  case bool(Bool)
  case number(Double)
  case text(String)
  case list([JSONValue])
  case object([String: JSONValue])

  /// Nil where the bytes are no JSON.
  init?(_ bytes: Data) {
    let found: JSONValue? = bytes.withUnsafeBytes { buffer in
      var reader = JSONReader(buffer)
      return reader.whole()
    }
    guard let found else { return nil }
    self = found
  }

  init?(_ text: some StringProtocol) { self.init(Data(text.utf8)) }

  subscript(_ key: String) -> JSONValue? {
    guard case .object(let fields) = self else { return nil }
    return fields[key]
  }

  /// The value at the end of these keys.
  subscript(path keys: String...) -> JSONValue? {
    keys.reduce(Optional(self)) { $0?[$1] }
  }

  var object: [String: JSONValue]? {
    guard case .object(let fields) = self else { return nil }
    return fields
  }

  var list: [JSONValue]? {
    guard case .list(let values) = self else { return nil }
    return values
  }

  var text: String? {
    guard case .text(let text) = self else { return nil }
    return text
  }

  /// A number, also one that was written as text; nil for NaN and Infinity.
  var number: Double? {
    let value: Double? =
      switch self {
      case .number(let number): number
      case .text(let text): Double(text)
      case .null, .bool, .list, .object: nil
      }
    return value?.isFinite == true ? value : nil
  }
}

/// One pass over the bytes.
private struct JSONReader {
  private let bytes: UnsafeRawBufferPointer
  private var index = 0
  private var depth = 0
  /// Deeper than any record of a tool; a file that is meant to exhaust the stack ends here.
  private static let mostDepth = 256

  init(_ bytes: UnsafeRawBufferPointer) { self.bytes = bytes }

  mutating func whole() -> JSONValue? {
    guard let value = value() else { return nil }
    skipBlanks()
    return index == bytes.count ? value : nil
  }

  private mutating func skipBlanks() {
    while index < bytes.count, [0x20, 0x0A, 0x0D, 0x09].contains(bytes[index]) { index += 1 }
  }

  private mutating func take(_ byte: Character) -> Bool {
    skipBlanks()
    guard index < bytes.count, bytes[index] == byte.asciiValue else { return false }
    index += 1
    return true
  }

  private mutating func take(word: StaticString) -> Bool {
    let count = word.utf8CodeUnitCount
    guard index + count <= bytes.count,
      (0..<count).allSatisfy({ bytes[index + $0] == word.utf8Start[$0] })
    else { return false }
    index += count
    return true
  }

  private mutating func value() -> JSONValue? {
    skipBlanks()
    guard index < bytes.count, depth < Self.mostDepth else { return nil }
    depth += 1
    defer { depth -= 1 }
    switch bytes[index] {
    case UInt8(ascii: "{"): return object()
    case UInt8(ascii: "["): return list()
    case UInt8(ascii: "\""): return text().map(JSONValue.text)
    case UInt8(ascii: "t"): return take(word: "true") ? .bool(true) : nil
    case UInt8(ascii: "f"): return take(word: "false") ? .bool(false) : nil
    case UInt8(ascii: "n"): return take(word: "null") ? .null : nil
    case UInt8(ascii: "N"): return take(word: "NaN") ? .number(.nan) : nil
    case UInt8(ascii: "I"): return take(word: "Infinity") ? .number(.infinity) : nil
    case _:
      if take(word: "-Infinity") { return .number(-.infinity) }
      return number()
    }
  }

  private mutating func number() -> JSONValue? {
    let start = index
    while index < bytes.count,
      (0x30...0x39).contains(bytes[index]) || [0x2B, 0x2D, 0x2E, 0x45, 0x65].contains(bytes[index])
    {
      index += 1
    }
    let text = String(decoding: bytes[start..<index], as: UTF8.self)
    return Double(text).map(JSONValue.number)
  }

  private mutating func list() -> JSONValue? {
    index += 1
    var values: [JSONValue] = []
    if take("]") { return .list([]) }
    while let value = value() {
      values.append(value)
      if take("]") { return .list(values) }
      guard take(",") else { return nil }
    }
    return nil
  }

  private mutating func object() -> JSONValue? {
    index += 1
    var fields: [String: JSONValue] = [:]
    if take("}") { return .object([:]) }
    repeat {
      skipBlanks()
      guard index < bytes.count, bytes[index] == UInt8(ascii: "\""), let key = text(), take(":"),
        let value = value()
      else { return nil }
      fields[key] = value
      if take("}") { return .object(fields) }
    } while take(",")
    return nil
  }

  private mutating func text() -> String? {
    index += 1
    var units: [UInt8] = []
    while index < bytes.count {
      let byte = bytes[index]
      index += 1
      switch byte {
      case UInt8(ascii: "\""): return String(decoding: units, as: UTF8.self)
      case UInt8(ascii: "\\"):
        guard let character = escaped() else { return nil }
        units += Array(String(character).utf8)
      case 0..<0x20: return nil
      case _: units.append(byte)
      }
    }
    return nil
  }

  private mutating func escaped() -> Character? {
    guard index < bytes.count else { return nil }
    let byte = bytes[index]
    index += 1
    switch byte {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "r"): return "\r"
    case UInt8(ascii: "b"): return "\u{8}"
    case UInt8(ascii: "f"): return "\u{C}"
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"):
      return Character(UnicodeScalar(byte))
    case UInt8(ascii: "u"):
      guard let high = hex() else { return nil }
      guard (0xD800...0xDBFF).contains(high) else {
        return UnicodeScalar(high).map { Character($0) } ?? "\u{FFFD}"
      }
      // Beyond the first plane a character is two escapes.
      guard take(word: "\\u"), let low = hex(), (0xDC00...0xDFFF).contains(low) else {
        return "\u{FFFD}"
      }
      return UnicodeScalar(0x10000 + (high - 0xD800) << 10 + (low - 0xDC00)).map { Character($0) }
    case _: return nil
    }
  }

  private mutating func hex() -> UInt32? {
    guard index + 4 <= bytes.count else { return nil }
    let text = String(decoding: bytes[index..<index + 4], as: UTF8.self)
    guard text.allSatisfy(\.isHexDigit), let value = UInt32(text, radix: 16) else { return nil }
    index += 4
    return value
  }
}
