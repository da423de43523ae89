/// A page in the text format of Prometheus, version 0.0.4, with what OpenMetrics 1.0 adds to it.
///
/// Exemplars and `# EOF` are passed over. A line that cannot be understood is refused with its number and hides no other.
package struct PrometheusText: Sendable {
  /// One value of one time series.
  package struct Sample: Hashable, Sendable {
    package var name: String
    package var labels: [String: String]
    package var value: Double
    /// Seconds of Unix; nil where the page leaves it to whoever asks.
    package var time: Double?
    /// Counted from 1.
    package var line: Int
  }

  /// A line that was not understood.
  package struct Refusal: Hashable, Sendable {
    package var line: Int
    package var reason: String
  }

  package private(set) var samples: [Sample] = []
  /// `counter`, `gauge`, `histogram`, `summary`, `untyped` … by name of the family.
  package private(set) var types: [String: String] = [:]
  package private(set) var refused: [Refusal] = []

  package init(_ bytes: some Sequence<UInt8>) {
    let bytes = Array(bytes)
    var start = 0
    var number = 0
    while start < bytes.count {
      let end = bytes[start...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
      number += 1
      switch Self.line(bytes[start..<end], number) {
      case .nothing: break
      case .type(let name, let type): types[name] = type
      case .sample(let sample): samples.append(sample)
      case .refused(let reason): refused.append(Refusal(line: number, reason: reason))
      }
      start = end + 1
    }
  }

  /// Sum over all series of this name whose labels have these values; nil where there is none.
  package func sum(_ name: String, _ labels: [String: String] = [:]) -> Double? {
    var sum: Double?
    for sample in samples
    where sample.name == name && labels.allSatisfy({ sample.labels[$0.key] == $0.value }) {
      sum = (sum ?? 0) + sample.value
    }
    return sum
  }

  /// The sum of the first of these names that is there.
  package func sum(anyOf names: String...) -> Double? {
    names.lazy.compactMap { sum($0) }.first
  }

  /// True where a name begins so, of a sample or of a family that has no sample yet.
  package func hasNames(beginning prefix: String) -> Bool {
    samples.contains { $0.name.hasPrefix(prefix) } || types.keys.contains { $0.hasPrefix(prefix) }
  }

  // MARK: - One line

  package enum Line: Hashable, Sendable {
    /// Blank, a comment or help.
    case nothing
    case type(name: String, String)
    case sample(Sample)
    case refused(String)
  }

  /// What a line says, for readers that take a large file line by line.
  package static func line(_ bytes: ArraySlice<UInt8>, _ number: Int) -> Line {
    var reader = LineReader(rest: bytes)
    reader.skipBlanks()
    guard let first = reader.rest.first else { return .nothing }
    if first == UInt8(ascii: "#") { return reader.comment() }
    return reader.sample(number)
  }
}

extension PrometheusText {
  /// Name and labels at the beginning of a line, and what follows them; the name may be missing before a brace.
  package static func series(
    _ bytes: ArraySlice<UInt8>
  ) -> (name: String, labels: [String: String], rest: ArraySlice<UInt8>)? {
    var reader = LineReader(rest: bytes)
    guard let (name, labels) = reader.series() else { return nil }
    return (name, labels, reader.rest)
  }
}

/// Goes through one line.
private struct LineReader {
  var rest: ArraySlice<UInt8>

  mutating func skipBlanks() { rest = rest.drop { $0 == 32 || $0 == 9 || $0 == 13 } }

  mutating func comment() -> PrometheusText.Line {
    let words = rest.split { $0 == 32 || $0 == 9 || $0 == 13 }
    guard words.count == 4, words[0].elementsEqual("#".utf8), words[1].elementsEqual("TYPE".utf8)
    else { return .nothing }
    return .type(name: text(words[2]), text(words[3]))
  }

  mutating func sample(_ number: Int) -> PrometheusText.Line {
    guard let first = rest.first, Self.isName(first), !(48...57).contains(first) else {
      return .refused("it begins with no name of a metric")
    }
    guard let (name, labels) = series() else { return .refused("its labels are not closed") }
    skipBlanks()
    let value = word()
    guard let value = Self.number(value) else { return .refused("its value is no number") }
    skipBlanks()
    var time: Double?
    if let next = rest.first, next != UInt8(ascii: "#") {
      guard let stamp = Double(text(word())), stamp.isFinite else {
        return .refused("its time is no number")
      }
      // Milliseconds in Prometheus' own format, seconds in OpenMetrics: no file is from before 1973 or after 5138.
      time = abs(stamp) >= 1e11 ? stamp / 1000 : stamp
      skipBlanks()
    }
    // An exemplar may follow.
    guard rest.isEmpty || rest.first == UInt8(ascii: "#") else {
      return .refused("something stands after its value")
    }
    return .sample(
      PrometheusText.Sample(
        name: name, labels: labels, value: value, time: time, line: number))
  }

  /// Name and labels; nil where labels are not closed, or where there is neither.
  mutating func series() -> (name: String, labels: [String: String])? {
    let name = rest.prefix { Self.isName($0) }
    if let first = name.first, (48...57).contains(first) { return nil }
    rest = rest.dropFirst(name.count)
    skipBlanks()
    guard rest.first == UInt8(ascii: "{") else { return name.isEmpty ? nil : (text(name), [:]) }
    rest.removeFirst()
    return labels().map { (text(name), $0) }
  }

  /// Pairs up to the closing brace, which is taken; nil where it does not come.
  private mutating func labels() -> [String: String]? {
    var labels: [String: String] = [:]
    while true {
      skipBlanks()
      guard let next = rest.first else { return nil }
      if next == UInt8(ascii: "}") {
        rest.removeFirst()
        return labels
      }
      if next == UInt8(ascii: ",") {
        rest.removeFirst()
        continue
      }
      let name = rest.prefix { Self.isName($0) || $0 == UInt8(ascii: ".") }
      guard !name.isEmpty else { return nil }
      rest = rest.dropFirst(name.count)
      skipBlanks()
      guard rest.popFirst() == UInt8(ascii: "=") else { return nil }
      skipBlanks()
      guard rest.popFirst() == UInt8(ascii: "\""), let value = quoted() else { return nil }
      labels[text(name)] = value
    }
  }

  /// Up to the closing quote; `\\`, `\"` and `\n` stand for one byte each.
  private mutating func quoted() -> String? {
    var bytes: [UInt8] = []
    while let byte = rest.popFirst() {
      if byte == UInt8(ascii: "\"") { return String(decoding: bytes, as: UTF8.self) }
      guard byte == UInt8(ascii: "\\") else {
        bytes.append(byte)
        continue
      }
      guard let escaped = rest.popFirst() else { return nil }
      bytes.append(escaped == UInt8(ascii: "n") ? 10 : escaped)
    }
    return nil
  }

  private mutating func word() -> ArraySlice<UInt8> {
    let word = rest.prefix { $0 != 32 && $0 != 9 && $0 != 13 }
    rest = rest.dropFirst(word.count)
    return word
  }

  private static func number(_ bytes: ArraySlice<UInt8>) -> Double? {
    switch String(decoding: bytes, as: UTF8.self) {
    case "+Inf", "Inf": .infinity
    case "-Inf": -.infinity
    case "NaN", "nan": .nan
    case let text: Double(text)
    }
  }

  /// Letters, digits, `_` and `:`.
  private static func isName(_ byte: UInt8) -> Bool {
    switch byte {
    case 48...58, 65...90, 95, 97...122: true
    case _: false
    }
  }

  private func text(_ bytes: ArraySlice<UInt8>) -> String { String(decoding: bytes, as: UTF8.self) }
}
