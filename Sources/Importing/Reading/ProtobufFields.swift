/// Fields of a protobuf message (protobuf.dev/programming-guides/encoding).
struct ProtobufFields {
  enum Value {
    case number(UInt64)
    case bytes(ArraySlice<UInt8>)
  }

  private(set) var fields: [(number: Int, value: Value)] = []

  /// Nil where the bytes are no message.
  init?(_ bytes: ArraySlice<UInt8>) {
    var rest = bytes
    while !rest.isEmpty {
      guard let key = Self.varint(&rest) else { return nil }
      let number = Int(truncatingIfNeeded: key >> 3)
      switch key & 7 {
      case 0:
        guard let value = Self.varint(&rest) else { return nil }
        fields.append((number, .number(value)))
      case 1:
        guard let value = Self.fixed(&rest, 8) else { return nil }
        fields.append((number, .number(value)))
      case 2:
        guard let length = Self.varint(&rest), length <= UInt64(rest.count) else { return nil }
        fields.append((number, .bytes(rest.prefix(Int(length)))))
        rest = rest.dropFirst(Int(length))
      case 5:
        guard let value = Self.fixed(&rest, 4) else { return nil }
        fields.append((number, .number(value)))
      case _: return nil
      }
    }
  }

  func number(_ field: Int) -> UInt64? {
    for case (field, .number(let value)) in fields { return value }
    return nil
  }

  func bytes(_ field: Int) -> ArraySlice<UInt8>? {
    for case (field, .bytes(let value)) in fields { return value }
    return nil
  }

  func all(_ field: Int) -> [ArraySlice<UInt8>] {
    fields.compactMap { number, value in
      if case .bytes(let bytes) = value, number == field { bytes } else { nil }
    }
  }

  func text(_ field: Int) -> String? { bytes(field).map { String(decoding: $0, as: UTF8.self) } }

  private static func varint(_ rest: inout ArraySlice<UInt8>) -> UInt64? {
    var value: UInt64 = 0
    for shift in stride(from: UInt64(0), through: 63, by: 7) {
      guard let byte = rest.popFirst() else { return nil }
      value |= UInt64(byte & 0x7F) << shift
      if byte < 0x80 { return value }
    }
    return nil
  }

  private static func fixed(_ rest: inout ArraySlice<UInt8>, _ count: Int) -> UInt64? {
    guard rest.count >= count else { return nil }
    let value = rest.prefix(count).reversed().reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    rest = rest.dropFirst(count)
    return value
  }
}
