import Foundation

/// Lines of a text with their numbers, one at a time, whatever ends them. Bytes that are no UTF-8 spoil only their own line.
struct TextLines: Sequence, IteratorProtocol {
  private let bytes: Data
  private var index: Data.Index
  private var number = 0

  init(_ bytes: Data) {
    self.bytes = bytes
    // A byte order mark is no part of the first line.
    let mark = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0
    index = bytes.startIndex + mark
  }

  mutating func next() -> (number: Int, text: String)? {
    guard index < bytes.endIndex else { return nil }
    number += 1
    let end = bytes[index...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.endIndex
    var line = bytes[index..<end]
    if line.last == UInt8(ascii: "\r") { line = line.dropLast() }
    index = end < bytes.endIndex ? end + 1 : end
    return (number, String(decoding: line, as: UTF8.self))
  }
}

extension ImportFile {
  var lines: TextLines { TextLines(bytes) }

  /// The first line that has something in it, and the one after it.
  var firstLines: (String, String) {
    var lines = TextLines(bytes.prefix(4096)).lazy.map(\.text).filter { !$0.isEmpty }
      .makeIterator()
    return (lines.next() ?? "", lines.next() ?? "")
  }

  /// Without the ending of its name.
  var stem: String {
    let parts = name.split(separator: ".")
    return parts.count > 1 ? parts.dropLast().joined(separator: ".") : name
  }
}

extension StringProtocol {
  /// A finite number that is not below zero.
  var amount: Double? {
    guard let value = Double(trimmingCharacters(in: .whitespaces)), value.isFinite, value >= 0
    else { return nil }
    return value
  }

  /// Parts between blanks.
  var words: [SubSequence] { split { $0 == " " || $0 == "\t" } }
}
