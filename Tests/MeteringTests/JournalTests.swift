import Accounting
import Foundation
import Glibc
import Testing

@testable import Metering

@Suite struct JournalTests {
  private let path = "/tmp/joulebook-journal-test-\(UInt64.random(in: 0 ... .max))"

  /// A journal with a header, five snapshots of one device and a gap; its bytes.
  private func bytes() throws -> [UInt8] {
    let journal = try Journal(path: path, header: Array("{}".utf8), devices: 1)
    defer { unlink(path) }
    for index in 0..<5 {
      let row = [UInt64](repeating: UInt64(index), count: Snapshots.Layout(devices: 1).words)
      row.withUnsafeBufferPointer { journal.append($0, at: 0) }
    }
    journal.append(GapRecord(device: 0, reason: .reset, start: 1, end: 2, energy: 3))
    return try read()
  }

  private func read() throws -> [UInt8] {
    let file = open(path, O_RDONLY)
    try #require(file >= 0)
    defer { close(file) }
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = Glibc.read(file, &bytes, bytes.count)
    return Array(bytes[..<count])
  }

  @Test func `a whole journal is read back as written`() throws {
    let contents = JournalContents(try bytes())
    #expect(contents.header == Array("{}".utf8))
    #expect(contents.rows.map(\.first) == [0, 1, 2, 3, 4])
    #expect(contents.gaps == [GapRecord(device: 0, reason: .reset, start: 1, end: 2, energy: 3)])
    #expect(contents.damaged == 0 && contents.torn == 0)
  }

  @Test func `nobody ever sees a journal without its header`() async throws {
    let folder = path + ".d"
    mkdir(folder, 0o700)
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let watcher = Task.detached {
      var empty = 0
      var seen = 0
      while !Task.isCancelled {
        for name in FileText.names(in: folder) where name.hasSuffix(".journal") {
          var status = stat()
          guard stat("\(folder)/\(name)", &status) == 0 else { continue }
          seen += 1
          if status.st_size == 0 { empty += 1 }
        }
      }
      return (seen: seen, empty: empty)
    }
    for index in 0..<2000 {
      let journal = try Journal(path: "\(folder)/\(index).journal", header: [1], devices: 1)
      journal.unlinkFile()
    }
    watcher.cancel()
    let looked = await watcher.value
    #expect(looked.empty == 0)
    #expect(FileText.names(in: folder).isEmpty)
  }

  @Test func `a torn tail loses the last record only and is told`() throws {
    let contents = JournalContents(Array(try bytes().dropLast(7)))
    #expect(contents.rows.count == 5)
    #expect(contents.gaps.isEmpty)
    #expect(contents.torn > 0)
  }

  @Test func `a flipped bit anywhere loses one record at the most and is told`() throws {
    let whole = try bytes()
    for position in whole.indices {
      var bytes = whole
      bytes[position] ^= 0x10
      let contents = JournalContents(bytes)
      #expect(contents.damaged == 1 || contents.torn > 0, "\(position)")
      #expect(contents.header != nil, "\(position)")
      #expect(contents.rows.count + contents.gaps.count >= 5, "\(position)")
    }
  }

  @Test func `a full journal is written anew with what memory holds`() throws {
    let journal = try Journal(path: path, header: [1], devices: 1)
    defer { unlink(path) }
    var snapshots = Snapshots(devices: 1, capacity: 8)
    for index in 0..<20 {
      let row = [UInt64](repeating: UInt64(index), count: snapshots.layout.words)
      row.withUnsafeBufferPointer {
        journal.append($0, at: 0)
        _ = snapshots.append($0)
      }
    }
    journal.compact(snapshots)
    let contents = JournalContents(try read())
    #expect(contents.header == [1])
    #expect(contents.rows.count == snapshots.count)
    #expect(contents.rows.last?.first == 19)
  }

  @Test func `a deleted journal is noticed and harms nothing`() throws {
    let journal = try Journal(path: path, header: [1], devices: 1)
    unlink(path)
    let row = [UInt64](repeating: 0, count: Snapshots.Layout(devices: 1).words)
    row.withUnsafeBufferPointer { journal.append($0, at: 0) }
    #expect(!journal.isLinked)
  }

  @Test func `thinning keeps the first and the last snapshot`() {
    var snapshots = Snapshots(devices: 0, capacity: 4)
    for index in 0..<11 {
      let row = [UInt64](repeating: UInt64(index), count: snapshots.layout.words)
      row.withUnsafeBufferPointer { _ = snapshots.append($0) }
    }
    #expect(snapshots.row(0).words.first == 0)
    #expect(snapshots.row(snapshots.count - 1).words.first == 10)
    #expect(snapshots.count <= 4)
  }
}
