import Accounting
import Bookkeeping
import Foundation
import Metering
import Quantities
import Testing

@testable import JoulebookKit

/// A journal that is written as a run writes it, and who watches.
private final class WrittenRun {
  let folder: TemporaryFolder
  let ledger: String
  let path: String
  private(set) var journal: Journal?
  private(set) var rows = Snapshots(devices: 1)

  static let device = Device(
    component: .cpu, name: "package-0", sensor: "test", evidence: .metered, sharing: .cpuTime)

  init(id: String = "20261125-120000-aaaaaa", ledger named: String? = nil) throws {
    folder = try TemporaryFolder()
    ledger = folder.path + "/ledger.sqlite"
    path = folder.makeFolder("journals") + "/\(id).journal"
    let header = RunHeader(
      id: id, name: "train", project: "demo", stage: "training", tags: [:], command: ["train"],
      started: Timestamp(nanoseconds: 1_795_528_800_000_000_000), host: "host", machine: "machine",
      policy: .wholeMachine, site: SampleSite.site, version: "test", ledger: named ?? ledger,
      cpuCurve: [], cpuCurveSource: "", reservation: Reservation(cpu: 1, memory: 1, origin: ""),
      way: .ownCgroup, blindSpot: "", warnings: [], devices: [Self.device], reserved: [1])
    journal = try Journal(path: path, header: header.bytes, devices: 1)
  }

  var watch: LiveWatch { LiveWatch(ledgerPath: ledger) }

  /// Writes the snapshot at a moment: `watts` from the start on.
  func write(at seconds: Double, watts: Double = 100) {
    let layout = Snapshots.Layout(devices: 1)
    var words = [UInt64](repeating: 0, count: layout.words)
    words[0] = seconds.bitPattern
    words[Snapshots.Layout.headWords] = (watts * seconds).bitPattern
    words[Snapshots.Layout.headWords + 8] = seconds.bitPattern
    words.withUnsafeBufferPointer {
      _ = rows.append($0)
      journal?.append($0, at: 0)
    }
  }

  func end() { journal = nil }
  func compact() { journal?.compact(rows) }
}

private enum SampleSite {
  static let site = Site(
    factor: EmissionFactor(
      region: "DE", name: "Germany", intensity: Estimate(exactly: .gramsPerKilowattHour(300)),
      year: 2024, basis: "life-cycle",
      source: Citation(
        id: "s", author: "S", title: "T", year: 2024, licence: "CC0", address: "https://example.org"
      )
    ), pue: PUE(Estimate(exactly: Ratio(1)), origin: "given"), origin: "given")
}

extension [LiveChange] {
  fileprivate var spans: [LiveSpan] {
    compactMap { if case .span(let span) = $0 { span } else { nil } }
  }
}

@Suite struct LiveWatchTests {
  @Test func `a run is seen from its beginning to its end, each span once`() throws {
    let run = try WrittenRun()
    let watch = run.watch
    #expect(watch.look() == [.began("20261125-120000-aaaaaa")])
    run.write(at: 1)
    run.write(at: 2, watts: 120)
    let first = watch.look().spans
    #expect(first.map(\.number) == [1, 2])
    #expect(first.map(\.moment) == [1000, 2000])
    // 100 J in the first second, 140 J in the second.
    #expect(first.map { $0.power[.cpu]?.watts.rounded() } == [100, 140])
    #expect(watch.look() == [])
    run.write(at: 3)
    run.end()
    let last = watch.look()
    #expect(last.spans.map(\.number) == [3])
    #expect(last.last == .ended("20261125-120000-aaaaaa"))
    #expect(watch.runs == [] && watch.look() == [])
  }

  @Test func `what is half written is read when it is whole`() throws {
    let run = try WrittenRun()
    run.write(at: 1)
    let watch = run.watch
    #expect(watch.look().spans.count == 1)
    run.write(at: 2)
    let whole = try Data(contentsOf: URL(fileURLWithPath: run.path))
    let size = whole.count
    truncate(run.path, size - 20)
    #expect(watch.look() == [])
    // The run writes the rest: the same bytes at the same place.
    let file = try #require(FileHandle(forWritingAtPath: run.path))
    try file.seek(toOffset: UInt64(size - 20))
    try file.write(contentsOf: whole.suffix(20))
    try file.close()
    #expect(watch.look().spans.map(\.moment) == [2000])
  }

  @Test func `a journal that is written anew loses no span and repeats none`() throws {
    let run = try WrittenRun()
    let watch = run.watch
    for second in 1...5 { run.write(at: Double(second)) }
    #expect(watch.look().spans.count == 5)
    run.write(at: 6)
    run.compact()
    run.write(at: 7)
    #expect(watch.look().spans.map(\.moment) == [6000, 7000])
    // Who comes later reads the thinned journal and names the same moments.
    #expect(run.watch.look().spans.map(\.moment).last == 7000)
  }

  @Test func `the lock of a run is neither taken nor shaken`() throws {
    let run = try WrittenRun()
    let watch = run.watch
    for second in 1...50 {
      run.write(at: Double(second))
      #expect(watch.look().spans.count == 1)
    }
    #expect(run.journal?.lost == 0 && run.journal?.trouble == 0)
    run.end()
    _ = watch.look()
    // What it left is there to be taken in, by whoever asks next.
    let leftovers = JournalFolder(ledgerPath: run.ledger).leftovers().filter { $0.path == run.path }
    #expect(leftovers.count == 1)
    leftovers.forEach { $0.release() }
  }

  @Test func `runs of another ledger and journals left behind are not shown`() throws {
    let other = try WrittenRun(ledger: "/elsewhere/ledger.sqlite")
    #expect(other.watch.look() == [] && other.watch.runs == [])
    let left = try WrittenRun()
    left.write(at: 1)
    left.end()
    #expect(left.watch.look() == [])
  }

  @Test func `what a run that goes on has booked is what its journal would be booked as`() throws {
    let run = try WrittenRun()
    let watch = run.watch
    for second in 1...20 { run.write(at: Double(second)) }
    _ = watch.look()
    let live = try #require(watch.runs.first).footprint
    run.end()
    let ledger = Ledger(path: run.ledger)
    #expect(JournalRecovery(ledgerPath: run.ledger, ledger: ledger).takeIn().count == 1)
    let booked = AccountingMethod().footprint(of: try ledger.entry("last"))
    #expect(live.energy.value.joules == 2000 && live.energy == booked.energy)
    #expect(live.emissions == booked.emissions)
  }
}
