import Accounting
import Foundation
import Glibc
import Metering
import Quantities

/// A journal that its run still writes, read on from where the last look ended.
///
/// The run is not disturbed: the file is opened for reading, and whether somebody writes it is asked by a shared
/// lock that is refused. A run locks its journal before the file gets its name, so it never meets that question.
final class LiveJournal {
  let path: String
  let header: RunHeader
  private var file: Int32
  private var inode: ino_t
  private var offset: off_t = 0
  private var snapshots: Snapshots
  private var last: Snapshots.Row?
  private var gaps: [GapRecord] = []
  private var marks: [Mark] = []
  private(set) var spans = 0
  private let knownIdle: [String: IdleBaseline]

  /// Why a file is not followed.
  enum Refusal: Error {
    /// It is not readable yet, or its header is not whole.
    case early
    /// It is of another ledger, or nobody writes it.
    case foreign
  }

  init(
    path: String, ledgerPath: String, knownIdle: ([Device], String) -> [String: IdleBaseline]
  ) throws(Refusal) {
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { throw .early }
    var isKept = false
    defer { if !isKept { close(file) } }
    guard Self.isWritten(file) else { throw .foreign }
    let contents = JournalContents(Self.bytes(of: file, from: 0))
    guard let bytes = contents.header,
      let header = try? JSONDecoder().decode(RunHeader.self, from: Data(bytes))
    else { throw .early }
    guard header.ledger == ledgerPath else { throw .foreign }
    isKept = true
    self.path = path
    self.header = header
    self.file = file
    inode = Self.inode(file)
    snapshots = Snapshots(devices: header.devices.count)
    self.knownIdle = knownIdle(header.devices, header.machine)
  }

  deinit { close(file) }

  /// True while a run holds the journal.
  var isWritten: Bool { Self.isWritten(file) }

  /// Reads what is new; the spans that came with it.
  func readOn() -> [LiveSpan] {
    var rows = take()
    // Written anew, thinned: what lies behind the last span that was seen is read from the new file.
    if let fresh = reopened() {
      close(file)
      (file, offset) = (fresh, 0)
      inode = Self.inode(fresh)
      (gaps, marks) = ([], [])
      rows += take()
    }
    guard !rows.isEmpty else { return [] }
    let entry = entry
    return rows.map { before, after in
      spans += 1
      return LiveSpan(
        run: header.id, number: spans, start: before?.seconds ?? 0, end: after.seconds,
        power: power(entry, from: before, to: after))
    }
  }

  /// The run up to its last snapshot.
  var entry: Entry {
    var entry = RunAssembly(
      header: header, rows: snapshots.rows, gaps: gaps,
      footer: RunFooter(
        seconds: last?.seconds ?? 0, exitCode: nil, signal: nil, warnings: [], twins: []),
      knownIdle: knownIdle
    ).entry()
    if !marks.isEmpty {
      var progress = RunProgress()
      (progress.marks, progress.received) = (marks, marks.count)
      entry.progress = progress
    }
    return entry
  }

  private func power(
    _ entry: Entry, from before: Snapshots.Row?, to after: Snapshots.Row
  ) -> [Component: Power] {
    let seconds = after.seconds - (before?.seconds ?? 0)
    let tallies = header.devices.indices.map {
      after.tally($0) - (before?.tally($0) ?? Tally())
    }
    return entry.attributions(of: tallies).reduce(into: [:]) { sums, share in
      sums[share.device.component, default: .zero] =
        sums[share.device.component, default: .zero] + .watts(share.run.value.joules / seconds)
    }
  }

  /// Takes in whole records that are new; the tail of one that is not yet whole is left for the next time.
  private func take() -> [(before: Snapshots.Row?, after: Snapshots.Row)] {
    var status = stat()
    guard fstat(file, &status) == 0 else { return [] }
    if status.st_size < offset { offset = 0 }
    guard status.st_size > offset else { return [] }
    let bytes = Self.bytes(of: file, from: offset)
    let contents = JournalContents(bytes)
    offset += off_t(bytes.count - contents.torn)
    gaps += contents.gaps
    marks += contents.marks
    var new: [(before: Snapshots.Row?, after: Snapshots.Row)] = []
    for words in contents.rows where words.count == snapshots.layout.words {
      let row = Snapshots.Row(layout: snapshots.layout, words: words)
      guard row.seconds > last?.seconds ?? 0 else { continue }
      words.withUnsafeBufferPointer { _ = snapshots.append($0) }
      new.append((last, row))
      last = row
    }
    return new
  }

  /// The file that has the journal's name now, where it is another one.
  private func reopened() -> Int32? {
    var status = stat()
    guard stat(path, &status) == 0, status.st_ino != inode else { return nil }
    let fresh = open(path, O_RDONLY | O_CLOEXEC)
    return fresh >= 0 ? fresh : nil
  }

  private static func isWritten(_ file: Int32) -> Bool {
    if flock(file, LOCK_SH | LOCK_NB) != 0 { return errno == EWOULDBLOCK }
    _ = flock(file, LOCK_UN)
    return false
  }

  private static func inode(_ file: Int32) -> ino_t {
    var status = stat()
    return fstat(file, &status) == 0 ? status.st_ino : 0
  }

  private static func bytes(of file: Int32, from offset: off_t) -> [UInt8] {
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 65_536)
    while case let count = pread(file, &chunk, chunk.count, offset + off_t(bytes.count)), count > 0
    {
      bytes += chunk[..<count]
    }
    return bytes
  }
}
