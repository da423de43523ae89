import Foundation

/// Records of a TFRecord file: length, masked CRC-32C of the length, data, masked CRC-32C of the data, little-endian
/// (tensorflow.org/tutorials/load_data/tfrecord, section "TFRecords format details").
struct RecordFile {
  /// A record, or why it cannot be taken.
  enum Item {
    case record(ArraySlice<UInt8>)
    case damaged(String)
  }

  private(set) var items: [Item] = []

  init(_ data: Data) {
    let bytes = [UInt8](data)
    var index = 0
    while index < bytes.count {
      guard index + 12 <= bytes.count else {
        items.append(.damaged("the file ends within a record's head: it was still written"))
        return
      }
      let length = Self.number(bytes, index, 8)
      guard Self.number(bytes, index + 8, 4) == UInt64(CRC32C.masked(bytes[index..<index + 8]))
      else {
        // Without a length nobody knows where the next record begins.
        items.append(
          .damaged("the checksum of a record's length differs; what follows cannot be read"))
        return
      }
      let start = index + 12
      guard length <= UInt64(bytes.count - start), bytes.count - start - Int(length) >= 4 else {
        items.append(.damaged("the file ends within a record: it was still written"))
        return
      }
      let end = start + Int(length)
      let isSound = Self.number(bytes, end, 4) == UInt64(CRC32C.masked(bytes[start..<end]))
      items.append(
        isSound ? .record(bytes[start..<end]) : .damaged("the checksum of a record differs"))
      index = end + 4
    }
  }

  private static func number(_ bytes: [UInt8], _ at: Int, _ count: Int) -> UInt64 {
    (0..<count).reduce(0) { $0 | UInt64(bytes[at + $1]) << UInt64($1 * 8) }
  }
}

/// CRC-32C (Castagnoli), and TensorFlow's mask over it.
enum CRC32C {
  private static let table: [UInt32] = (0..<256).map { index in
    (0..<8).reduce(UInt32(index)) { crc, _ in crc & 1 == 1 ? crc >> 1 ^ 0x82F6_3B78 : crc >> 1 }
  }

  static func of(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    ~bytes.reduce(~UInt32(0)) { table[Int(($0 ^ UInt32($1)) & 0xFF)] ^ $0 >> 8 }
  }

  static func masked(_ bytes: ArraySlice<UInt8>) -> UInt32 {
    let crc = of(bytes)
    return (crc >> 15 | crc << 17) &+ 0xA282_EAD8
  }
}
