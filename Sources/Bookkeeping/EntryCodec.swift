import Accounting
import Foundation

/// An entry as it is stored: JSON for people and tools, spans as packed numbers, and a checksum.
struct EncodedEntry: Equatable {
  /// The entry without its spans, keys sorted.
  let json: String
  /// Per span `start`, `end` and the fields of each device's tally: little-endian `Float64`.
  let spans: Data
  let checksum: Int64

  init(json: String, spans: Data) {
    self.json = json
    self.spans = spans
    checksum = Self.checksum(json: json, spans: spans)
  }

  init(_ entry: Entry) throws {
    var bare = entry
    bare.run.spans = []
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    encoder.nonConformingFloatEncodingStrategy = nonFinite.encoding
    self.init(
      json: String(decoding: try encoder.encode(bare), as: UTF8.self),
      spans: Self.pack(entry.run.spans))
  }

  func entry() throws -> Entry {
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = nonFinite.decoding
    var entry = try decoder.decode(Entry.self, from: Data(json.utf8))
    entry.run.spans = try Self.unpack(spans, devices: entry.run.devices.count)
    return entry
  }

  /// FNV-1a over both parts, 64 bits: every changed byte changes it.
  private static func checksum(json: String, spans: Data) -> Int64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    func add(_ bytes: UnsafeRawBufferPointer) {
      for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    }
    var text = json
    text.withUTF8 { add(UnsafeRawBufferPointer($0)) }
    spans.withUnsafeBytes { add($0) }
    return Int64(bitPattern: hash)
  }

  private static func pack(_ spans: [Run.Span]) -> Data {
    var numbers: [UInt64] = []
    for span in spans {
      numbers.append(span.start.bitPattern.littleEndian)
      numbers.append(span.end.bitPattern.littleEndian)
      for tally in span.tallies {
        for field in Tally.stored { numbers.append(tally[keyPath: field].bitPattern.littleEndian) }
      }
    }
    return numbers.withUnsafeBytes { Data($0) }
  }

  private static func unpack(_ data: Data, devices: Int) throws -> [Run.Span] {
    let fields = Tally.stored
    let width = 2 + devices * fields.count
    guard data.count % (width * 8) == 0 else {
      throw DamagedEntry(reason: "its spans do not fit its \(devices) devices")
    }
    return data.withUnsafeBytes { bytes in
      func number(_ index: Int) -> Double {
        let raw = bytes.loadUnaligned(fromByteOffset: index * 8, as: UInt64.self)
        return Double(bitPattern: UInt64(littleEndian: raw))
      }
      return (0..<data.count / (width * 8)).map { row in
        let first = row * width
        let tallies = (0..<devices).map { device in
          var tally = Tally()
          for (offset, field) in fields.enumerated() {
            tally[keyPath: field] = number(first + 2 + device * fields.count + offset)
          }
          return tally
        }
        return Run.Span(start: number(first), end: number(first + 1), tallies: tallies)
      }
    }
  }
}

/// What is stored is not what was booked.
struct DamagedEntry: Error {
  let reason: String
}

extension Tally {
  /// Every field, in the order of the packed spans. Appending one needs a migration.
  static var stored: [WritableKeyPath<Tally, Double>] {
    [
      \.energy, \.slackBelow, \.slackAbove, \.run, \.own, \.idle, \.runSeconds, \.ownSeconds,
      \.seconds,
    ]
  }
}

private let nonFinite = (
  encoding: JSONEncoder.NonConformingFloatEncodingStrategy.convertToString(
    positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan"),
  decoding: JSONDecoder.NonConformingFloatDecodingStrategy.convertFromString(
    positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
)
