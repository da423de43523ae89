import Glibc
package import Accounting

/// The run's diary on disk: append-only records, each with its length and checksum.
///
///     record  = "JB" kind(u8) version(u8) length(u32) crc32(u32) payload(length), little-endian
///     kind    = 1 header (JSON, twice) · 2 snapshot (64-bit words) · 3 gap · 4 footer (JSON) · 5 mark (JSON)
///
/// A record is written with one `write` as soon as it is known, so killing Joulebook loses at most
/// the last span. The disk is asked to keep it (`fdatasync`) every ten seconds. When there are more
/// than `compactAfter` snapshots the file is written anew with the thinned ones, so it stays
/// below 10 MB however long the run. While it is being written it is locked (`flock`): a journal without
/// a lock is a leftover.
package final class Journal {
  package enum Kind: UInt8, Sendable { case header = 1, snapshot, gap, footer, mark }

  package static let magic: [UInt8] = [0x4A, 0x42]
  package static let version: UInt8 = 1
  package static let prefixBytes = 12
  package static let syncEvery: Int64 = 10_000_000_000
  package static let compactAfter = 4096

  package let path: String
  private var file: Int32
  private var header: [UInt8]
  private var end: off_t = 0
  private var lastSync: Int64 = 0
  private var snapshots = 0
  private var side: [[UInt8]] = []
  private var hasSecondHeader = false
  private var buffer: [UInt8]
  /// The errno of the last write that failed, zero while all is well. Tried again with each record.
  package private(set) var trouble: Int32 = 0
  /// Records that could not be written.
  package private(set) var lost = 0

  /// Makes the file, which must not exist yet, and writes the header; the errno when it cannot be.
  ///
  /// It gets its name once it is locked and has its header: whoever looks for leftovers meanwhile
  /// would take an empty file without a lock for one.
  package init(path: String, header: [UInt8], devices: Int) throws(ReadFailure) {
    guard access(path, F_OK) != 0 else { throw .failed(EEXIST) }
    let unnamed = path + ".new"
    let file = open(unnamed, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
    guard file >= 0 else { throw .failed(errno) }
    _ = flock(file, LOCK_EX | LOCK_NB)
    self.path = path
    self.file = file
    self.header = header
    buffer = []
    buffer.reserveCapacity(
      max(header.count, Snapshots.Layout(devices: devices).bytes) + Self.prefixBytes)
    guard append(.header, header), rename(unnamed, path) == 0 else {
      let code = trouble == 0 ? errno : trouble
      close(file)
      unlink(unnamed)
      throw .failed(code)
    }
  }

  deinit { close(file) }

  package func append(_ row: UnsafeBufferPointer<UInt64>, at instant: Int64) {
    let isFirst = snapshots == 0 && !hasSecondHeader
    let isWritten = append(.snapshot, UnsafeRawBufferPointer(row))
    if isWritten { snapshots += 1 }
    // Without its header a journal says nothing: a second copy outlives damage to the first.
    if isFirst { hasSecondHeader = append(.header, header) }
    if instant - lastSync >= Self.syncEvery {
      lastSync = instant
      fdatasync(file)
    }
  }

  /// True when it is time to write the file anew.
  package var isFull: Bool { snapshots >= Self.compactAfter }

  package func append(_ gap: GapRecord) {
    var bytes: [UInt8] = []
    gap.encode(into: &bytes)
    if append(.gap, bytes) { side.append(bytes) }
  }

  /// Adds what the job said of itself, one line of `Docs/Marks.md` each.
  package func append(mark line: [UInt8]) { _ = append(.mark, line) }

  /// Adds what ends a journal that could not be booked, and asks the disk to keep it.
  package func finish(footer: [UInt8]) -> Bool {
    let isWritten = append(.footer, footer)
    fdatasync(file)
    return isWritten
  }

  /// Writes a whole journal at the first of `paths` where that is possible; false when it is nowhere.
  package static func write(
    at paths: [String], header: [UInt8], snapshots: Snapshots, gaps: [GapRecord], footer: [UInt8],
    marks: [[UInt8]] = []
  ) -> Bool {
    for path in paths {
      guard
        let journal = try? Journal(
          path: path, header: header, devices: snapshots.layout.devices)
      else { continue }
      for index in 0..<snapshots.count {
        snapshots.withRow(index) { journal.append($0, at: 0) }
      }
      for gap in gaps { journal.append(gap) }
      for mark in marks { journal.append(mark: mark) }
      if journal.finish(footer: footer), journal.lost == 0 { return true }
      journal.unlinkFile()
    }
    return false
  }

  /// Takes the file away; what is written later goes nowhere.
  package func unlinkFile() { if isLinked { unlink(path) } }

  /// Whether the file still has a name: somebody may have deleted it.
  package var isLinked: Bool {
    var status = stat()
    return fstat(file, &status) == 0 && status.st_nlink > 0
  }

  /// Writes header, gaps and the snapshots in memory into a new file and puts it in place.
  package func compact(_ kept: Snapshots, marks: [[UInt8]] = []) {
    guard isLinked else { return }
    let temporary = path + ".new"
    let fresh = open(temporary, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard fresh >= 0 else { return }
    _ = flock(fresh, LOCK_EX | LOCK_NB)
    let old = (file, end, snapshots)
    (file, end, snapshots) = (fresh, 0, 0)
    var isWhole = append(.header, header)
    for gap in side where isWhole { isWhole = append(.gap, gap) }
    for mark in marks where isWhole { isWhole = append(.mark, mark) }
    for index in 0..<kept.count where isWhole {
      isWhole = kept.withRow(index) { append(.snapshot, UnsafeRawBufferPointer($0)) }
    }
    if isWhole { isWhole = append(.header, header) }
    fdatasync(fresh)
    if isWhole, rename(temporary, path) == 0 {
      close(old.0)
    } else {
      close(fresh)
      unlink(temporary)
      (file, end, _) = old
    }
    snapshots = 0
  }

  private func append(_ kind: Kind, _ payload: [UInt8]) -> Bool {
    payload.withUnsafeBytes { append(kind, $0) }
  }

  private func append(_ kind: Kind, _ payload: UnsafeRawBufferPointer) -> Bool {
    buffer.removeAll(keepingCapacity: true)
    buffer += Self.magic
    buffer.append(kind.rawValue)
    buffer.append(Self.version)
    buffer.appendWord(UInt32(payload.count))
    buffer.appendWord(CRC32.of(payload))
    buffer.append(contentsOf: payload)
    let count = buffer.withUnsafeBytes { pwrite(file, $0.baseAddress, $0.count, end) }
    guard count == buffer.count else {
      trouble = count < 0 ? errno : ENOSPC
      lost += 1
      // What was written of it goes again, so that the next record stands where this one began.
      _ = ftruncate(file, end)
      return false
    }
    end += off_t(count)
    return true
  }
}

/// A gap as the journal keeps it; its sentence is made when it is read.
package struct GapRecord: Hashable, Sendable {
  /// Index of the device; -1 for the whole machine.
  package var device: Int
  package var reason: Gap.Reason
  package var start: Double
  package var end: Double
  /// Joules booked in it; nil when none are known.
  package var energy: Double?

  package init(device: Int, reason: Gap.Reason, start: Double, end: Double, energy: Double?) {
    self.device = device
    self.reason = reason
    self.start = start
    self.end = end
    self.energy = energy
  }

  package func encode(into bytes: inout [UInt8]) {
    bytes.appendWord(UInt32(bitPattern: Int32(device)))
    bytes.appendWord(UInt32(Gap.Reason.allCases.firstIndex(of: reason) ?? 0))
    for number in [start, end, energy ?? .nan] { bytes.appendWord(number.bitPattern) }
  }

  package init?(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.count == 32 else { return nil }
    let reason = Int(bytes.loadUnaligned(fromByteOffset: 4, as: UInt32.self))
    guard Gap.Reason.allCases.indices.contains(reason) else { return nil }
    func number(_ offset: Int) -> Double {
      Double(bitPattern: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
    }
    let energy = number(24)
    self.init(
      device: Int(Int32(bitPattern: bytes.loadUnaligned(as: UInt32.self))),
      reason: Gap.Reason.allCases[reason], start: number(8), end: number(16),
      energy: energy.isNaN ? nil : energy)
  }
}

extension [UInt8] {
  mutating func appendWord(_ word: some FixedWidthInteger) {
    Swift.withUnsafeBytes(of: word.littleEndian) { append(contentsOf: $0) }
  }
}
