/// An element of an XML document: enough for documents that machines write. Prefixes, attributes and comments are
/// passed over; there are no entities but the five of XML, so that nothing grows without bound.
struct XMLElement: Sendable {
  let name: String
  var content = ""
  var elements: [XMLElement] = []

  /// Nil where the bytes are not one whole element.
  static func parse(_ bytes: [UInt8]) -> XMLElement? {
    var stack: [XMLElement] = []
    var index = 0
    func find(_ mark: StaticString, from start: Int) -> Int? {
      let wanted = mark.withUTF8Buffer(Array.init)
      var position = start
      while position + wanted.count <= bytes.count {
        if bytes[position] == wanted[0],
          bytes[position..<position + wanted.count].elementsEqual(wanted)
        {
          return position
        }
        position += 1
      }
      return nil
    }
    func starts(_ mark: StaticString) -> Bool {
      bytes[index...].starts(with: mark.withUTF8Buffer(Array.init))
    }
    while index < bytes.count {
      guard bytes[index] == 0x3C else {
        let end = bytes[index...].firstIndex(of: 0x3C) ?? bytes.count
        if !stack.isEmpty {
          stack[stack.count - 1].content += String(decoding: bytes[index..<end], as: UTF8.self)
        }
        index = end
        continue
      }
      if starts("<?") {
        guard let end = find("?>", from: index) else { return nil }
        index = end + 2
      } else if starts("<!--") {
        guard let end = find("-->", from: index) else { return nil }
        index = end + 3
      } else if starts("<!") {
        // No document type: no entities of its own.
        return nil
      } else if let end = bytes[index...].firstIndex(of: 0x3E) {
        let tag = bytes[index + 1..<end]
        index = end + 1
        if tag.first == 0x2F {
          guard var done = stack.popLast(), done.name == Self.name(tag.dropFirst()) else {
            return nil
          }
          done.content = done.content.trimmedBlanks
          if stack.isEmpty { return done }
          stack[stack.count - 1].elements.append(done)
        } else {
          let element = XMLElement(name: Self.name(tag))
          guard stack.count < 64 else { return nil }
          if tag.last != 0x2F {
            stack.append(element)
          } else if stack.isEmpty {
            return element
          } else {
            stack[stack.count - 1].elements.append(element)
          }
        }
      } else {
        return nil
      }
    }
    return nil
  }

  /// Without the prefix of its namespace.
  private static func name(_ tag: ArraySlice<UInt8>) -> String {
    let name = tag.prefix { $0 > 0x20 && $0 != 0x2F }
    let local = name.lastIndex(of: 0x3A).map { name[name.index(after: $0)...] } ?? name
    return String(decoding: local, as: UTF8.self)
  }

  func children(_ name: String) -> [XMLElement] { elements.filter { $0.name == name } }

  /// Text of the first element along a path of names.
  func text(_ path: String...) -> String? {
    var element = self
    for name in path {
      guard let next = element.elements.first(where: { $0.name == name }) else { return nil }
      element = next
    }
    return ["&lt;": "<", "&gt;": ">", "&quot;": "\"", "&apos;": "'", "&amp;": "&"]
      .sorted { $0.key > $1.key }.reduce(element.content) { $0.replacing($1.key, with: $1.value) }
  }
}
