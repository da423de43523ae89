/// A small reader of XML without documents types: enough to say whether a picture is well-formed, and what is in it.
public struct MarkupReader {
  public struct Element: Hashable, Sendable {
    public let name: String
    public let attributes: [String: String]
    /// Its text, entities read.
    public var text = ""
  }

  /// Elements in the order in which they begin.
  public private(set) var elements: [Element] = []
  /// What is wrong; nil where nothing is.
  public private(set) var fault: String?

  private var scalars: [Unicode.Scalar]
  private var index = 0
  private var open: [Int] = []

  public init(_ text: String) {
    scalars = Array(text.unicodeScalars)
    read()
    if fault == nil, let last = open.last { fault = "\(elements[last].name) is not closed" }
  }

  private mutating func read() {
    while index < scalars.count, fault == nil {
      if scalars[index] == "<" {
        readTag()
      } else {
        let start = index
        while index < scalars.count, scalars[index] != "<" { index += 1 }
        let text = unescaped(start..<index)
        if let last = open.last {
          elements[last].text += text
        } else if !text.allSatisfy(\.isWhitespace) {
          fault = "text outside of every element: \(text.prefix(20))"
        }
      }
    }
  }

  private mutating func readTag() {
    index += 1
    if index < scalars.count, scalars[index] == "/" {
      index += 1
      let name = readName()
      guard let last = open.popLast(), elements[last].name == name, take(">") else {
        fault = "\(name) closes nothing"
        return
      }
      return
    }
    let name = readName()
    guard !name.isEmpty else {
      fault = "a bare < at \(index)"
      return
    }
    guard !open.isEmpty || elements.isEmpty else {
      fault = "\(name) stands after the root"
      return
    }
    var attributes: [String: String] = [:]
    while fault == nil {
      let hadSpace = skipSpace()
      if take("/") {
        guard take(">") else { return fault = "a bare / in \(name)" }
        elements.append(Element(name: name, attributes: attributes))
        return
      }
      if take(">") {
        elements.append(Element(name: name, attributes: attributes))
        open.append(elements.count - 1)
        return
      }
      let key = readName()
      guard hadSpace, !key.isEmpty, take("="), take("\"") else {
        fault = "an attribute of \(name) is broken at \(index)"
        return
      }
      let start = index
      while index < scalars.count, scalars[index] != "\"", scalars[index] != "<" { index += 1 }
      let value = unescaped(start..<index)
      guard take("\"") else { return fault = "\(key) of \(name) does not end" }
      guard attributes.updateValue(value, forKey: key) == nil else {
        return fault = "\(key) of \(name) stands twice"
      }
    }
  }

  private mutating func take(_ scalar: Unicode.Scalar) -> Bool {
    guard index < scalars.count, scalars[index] == scalar else { return false }
    index += 1
    return true
  }

  private mutating func skipSpace() -> Bool {
    let start = index
    while index < scalars.count, scalars[index].properties.isWhitespace { index += 1 }
    return index > start
  }

  private mutating func readName() -> String {
    let start = index
    while index < scalars.count, isName(scalars[index]) { index += 1 }
    return String(String.UnicodeScalarView(scalars[start..<index]))
  }

  private func isName(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar {
    case "a"..."z", "A"..."Z", "0"..."9", "-", ":", "_": true
    case _: false
    }
  }

  private mutating func unescaped(_ range: Range<Int>) -> String {
    var text = String.UnicodeScalarView()
    var place = range.lowerBound
    let entities = ["amp": "&", "lt": "<", "gt": ">", "quot": "\""]
    while place < range.upperBound {
      let scalar = scalars[place]
      place += 1
      guard scalar == "&" else {
        let isForbidden = scalar.value < 0x20 && !["\n", "\t", "\r"].contains(scalar)
        if isForbidden { fault = "a control character" }
        text.append(scalar)
        continue
      }
      let start = place
      while place < range.upperBound, scalars[place] != ";" { place += 1 }
      let name = String(String.UnicodeScalarView(scalars[start..<place]))
      guard place < range.upperBound, let sign = entities[name] else {
        fault = "a bare & before \(name.prefix(12))"
        return String(text)
      }
      text.append(contentsOf: sign.unicodeScalars)
      place += 1
    }
    return String(text)
  }
}
