package import Accounting

/// What a journal still says, damaged or not.
package struct JournalContents: Sendable {
  package var header: [UInt8]?
  package var footer: [UInt8]?
  /// Rows of snapshot words, in order.
  package var rows: [[UInt64]] = []
  package var gaps: [GapRecord] = []
  /// What the job said of itself.
  package var marks: [Mark] = []
  /// Stretches of bytes in the middle that were no valid records.
  package var damaged = 0
  /// Bytes at the end that were no whole record: a torn tail.
  package var torn = 0

  /// Reads record by record; where one is damaged it looks for the next whole one.
  package init(_ bytes: [UInt8]) {
    bytes.withUnsafeBytes { all in
      var offset = 0
      var damageStart: Int?
      while offset < all.count {
        guard let record = Self.record(in: all, at: offset) else {
          if damageStart == nil { damageStart = offset }
          offset += 1
          continue
        }
        if damageStart != nil { damaged += 1 }
        damageStart = nil
        take(record.kind, record.payload)
        offset += Journal.prefixBytes + record.payload.count
      }
      if let damageStart { torn = all.count - damageStart }
    }
  }

  private static func record(
    in all: UnsafeRawBufferPointer, at offset: Int
  ) -> (kind: Journal.Kind, payload: UnsafeRawBufferPointer)? {
    guard offset + Journal.prefixBytes <= all.count, all[offset] == Journal.magic[0],
      all[offset + 1] == Journal.magic[1], let kind = Journal.Kind(rawValue: all[offset + 2]),
      all[offset + 3] == Journal.version
    else { return nil }
    let length = Int(all.loadUnaligned(fromByteOffset: offset + 4, as: UInt32.self))
    let sum = all.loadUnaligned(fromByteOffset: offset + 8, as: UInt32.self)
    let start = offset + Journal.prefixBytes
    guard length <= all.count - start else { return nil }
    let payload = UnsafeRawBufferPointer(rebasing: all[start..<start + length])
    return CRC32.of(payload) == sum ? (kind, payload) : nil
  }

  private mutating func take(_ kind: Journal.Kind, _ payload: UnsafeRawBufferPointer) {
    switch kind {
    case .header: header = header ?? Array(payload)
    case .footer: footer = Array(payload)
    case .mark:
      // The kind is not part of the checksum: what says no moment is no mark.
      if let mark = try? MarkLine.read(payload, at: -1, isOurs: true), mark.at >= 0 {
        marks.append(mark)
      } else {
        damaged += 1
      }
    case .gap: if let gap = GapRecord(payload) { gaps.append(gap) }
    case .snapshot:
      rows.append(
        stride(from: 0, to: payload.count - 7, by: 8).map {
          payload.loadUnaligned(fromByteOffset: $0, as: UInt64.self)
        })
    }
  }
}
