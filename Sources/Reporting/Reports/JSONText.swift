/// JSON written without an encoder: keys in the order in which they are given, two blanks a level.
package indirect enum JSONText: Sendable {
  case object([(key: String, value: JSONText)])
  case array([JSONText])
  case string(String)
  case number(Double)
  case bool(Bool)
  case null

  /// The value as text, ending in a line break.
  package var text: String {
    var text = ""
    write(to: &text, indent: "")
    return text + "\n"
  }

  private func write(to text: inout String, indent: String) {
    switch self {
    case .object(let members):
      Self.write(members, "{", "}", to: &text, indent) { member, inner, text in
        text += "\(Self.quoted(member.key)): "
        member.value.write(to: &text, indent: inner)
      }
    case .array(let values):
      Self.write(values, "[", "]", to: &text, indent) { value, inner, text in
        value.write(to: &text, indent: inner)
      }
    case .string(let value): text += Self.quoted(value)
    case .number(let value): text += Self.number(value)
    case .bool(let value): text += value ? "true" : "false"
    case .null: text += "null"
    }
  }

  private static func write<Item>(
    _ items: [Item], _ opening: String, _ closing: String, to text: inout String,
    _ indent: String, item: (Item, String, inout String) -> Void
  ) {
    guard !items.isEmpty else {
      text += opening + closing
      return
    }
    let inner = indent + "  "
    text += opening + "\n"
    for (index, value) in items.enumerated() {
      text += inner
      item(value, inner, &text)
      text += index == items.count - 1 ? "\n" : ",\n"
    }
    text += indent + closing
  }

  /// Whole numbers without a point; what is no number is not there.
  private static func number(_ value: Double) -> String {
    guard value.isFinite else { return "null" }
    return value == value.rounded() && abs(value) < 1e15 ? "\(Int64(value))" : "\(value)"
  }

  /// Every character as it is or as an escape; nothing that could end a script or a line.
  private static func quoted(_ text: String) -> String {
    var quoted = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": quoted += "\\\""
      case "\\": quoted += "\\\\"
      case "\n": quoted += "\\n"
      case "\r": quoted += "\\r"
      case "\t": quoted += "\\t"
      case "<", ">", "&": quoted += escape(scalar)
      case _ where scalar.isHidden: quoted += escape(scalar)
      default: quoted.unicodeScalars.append(scalar)
      }
    }
    return quoted + "\""
  }

  private static func escape(_ scalar: Unicode.Scalar) -> String {
    String(scalar).utf16.map { unit in
      let digits = String(unit, radix: 16)
      return "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
    }.joined()
  }
}

extension JSONText: ExpressibleByStringLiteral {
  package init(stringLiteral value: String) { self = .string(value) }
}

extension JSONText: ExpressibleByIntegerLiteral {
  package init(integerLiteral value: Int) { self = .number(Double(value)) }
}
