import Accounting
import Foundation

/// Rows of a table as bytes: little-endian, a hundred each.
enum RunTablePacking {
  static let width = 100

  static func pack(_ rows: ContiguousArray<RunTable.Row>) -> Data {
    var data = Data(count: rows.count * width)
    data.withUnsafeMutableBytes { bytes in
      var at = 0
      func put<Number: FixedWidthInteger>(_ number: Number) {
        bytes.storeBytes(of: number.littleEndian, toByteOffset: at, as: Number.self)
        at += Number.bitWidth / 8
      }
      for row in rows {
        put(row.key)
        put(row.started)
        put(row.seconds.bitPattern)
        for place in 0..<4 { put(row.joules[place].bitPattern) }
        put(row.energy.bitPattern)
        put(row.grams.bitPattern)
        put(row.name.x)
        put(row.name.y)
        put(row.kind)
        put(row.title)
        put(row.line)
      }
    }
    return data
  }

  static func keys(_ rows: ContiguousArray<RunTable.Row>) -> Data {
    var keys = ContiguousArray<UInt64>()
    keys.reserveCapacity(rows.count)
    for row in rows { keys.append(row.key.littleEndian) }
    return keys.withUnsafeBytes { Data($0) }
  }

  @inline(__always)
  static func row(_ bytes: UnsafeRawBufferPointer, _ index: Int) -> RunTable.Row {
    let base = index * width
    @inline(__always) func whole(_ at: Int) -> UInt64 {
      UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: base + at, as: UInt64.self))
    }
    @inline(__always) func number(_ at: Int) -> Double { Double(bitPattern: whole(at)) }
    @inline(__always) func small(_ at: Int) -> Int32 {
      Int32(littleEndian: bytes.loadUnaligned(fromByteOffset: base + at, as: Int32.self))
    }
    return RunTable.Row(
      key: whole(0), started: Int64(bitPattern: whole(8)), seconds: number(16),
      joules: SIMD4(number(24), number(32), number(40), number(48)), energy: number(56),
      grams: number(64), name: SIMD2(whole(72), whole(80)), kind: small(88), title: small(92),
      line: small(96))
  }

  /// FNV-1a over words of eight bytes, and over those that are left.
  static func checksum(_ parts: Data...) -> Int64 {
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for part in parts {
      part.withUnsafeBytes { bytes in
        var at = 0
        while at + 8 <= bytes.count {
          let word = bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)
          hash = (hash ^ UInt64(littleEndian: word)) &* 0x100_0000_01b3
          hash ^= hash >> 29
          at += 8
        }
        while at < bytes.count {
          hash = (hash ^ UInt64(bytes[at])) &* 0x100_0000_01b3
          at += 1
        }
      }
      hash = (hash ^ 0xFF) &* 0x100_0000_01b3
    }
    return Int64(bitPattern: hash)
  }
}
