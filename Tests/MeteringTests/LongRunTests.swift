import Accounting
import Foundation
import JoulebookTesting
import Metering
import Quantities
import Testing

/// Runs of a month, in simulated time.
@Suite struct LongRunTests {
  @Test func `the journal of a long run stays small and holds the whole of it`() throws {
    let path = "/tmp/joulebook-long-\(UInt64.random(in: 0 ... .max)).journal"
    defer { try? FileManager.default.removeItem(atPath: path) }
    // The two-package, eight-GPU machine has 13 devices; a month at 1 Hz is 2.6 million snapshots.
    // A fifth of a day already writes the file anew four times and more.
    let devices = 13
    let journal = try Journal(path: path, header: Array("{}".utf8), devices: devices)
    var snapshots = Snapshots(devices: devices)
    let seconds = 20_000
    var row = [UInt64](repeating: 0, count: snapshots.layout.words)
    var largest: UInt64 = 0
    for second in 0...seconds {
      row[0] = Double(second).bitPattern
      row.withUnsafeBufferPointer {
        _ = snapshots.append($0)
        journal.append($0, at: 1)
      }
      if journal.isFull { journal.compact(snapshots) }
      if second % 500 == 0 {
        let size = try FileManager.default.attributesOfItem(atPath: path)[.size] as? UInt64
        largest = max(largest, size ?? 0)
      }
    }
    #expect(largest < 10_000_000)
    let bytes = try Data(contentsOf: URL(fileURLWithPath: path))
    let rows = JournalContents(Array(bytes)).rows
    #expect(rows.first?.first == Double(0).bitPattern)
    #expect(rows.last?.first == Double(seconds).bitPattern)
  }

  @Test func `snapshots in memory never grow beyond their number`() {
    var snapshots = Snapshots(devices: 1)
    let row = [UInt64](repeating: 0, count: snapshots.layout.words)
    for _ in 0..<100_000 { row.withUnsafeBufferPointer { _ = snapshots.append($0) } }
    #expect(snapshots.count <= snapshots.capacity)
  }
}
