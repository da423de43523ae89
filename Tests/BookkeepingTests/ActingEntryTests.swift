import Accounting
import JoulebookTesting
import Quantities
import Testing

@testable import Bookkeeping

/// What was done for a run is stored with it, and entries of before there was any stay as they are.
struct ActingEntryTests {
  @Test func `an entry without acting is stored as it always was`() throws {
    let entry = SampleEntries.entry()
    let stored = try EncodedEntry(entry)
    #expect(!stored.json.contains("acting"))
    #expect(try stored.entry() == entry)
  }

  @Test func `acting comes back as it was stored`() throws {
    var entry = SampleEntries.entry()
    let start = SampleEntries.start
    entry.acting = Acting(
      wait: .init(
        requested: start + .seconds(-60), started: start, reason: "clean", source: "a source"),
      deadline: start + .seconds(600),
      pauses: [.init(start: 1, end: 2.5, reason: "dirty", resumed: "clean", way: "signals")],
      budget: .init(
        limit: "5 kWh", action: .stop, used: 1.01, reached: 7, stopped: true, basis: "b"),
      powerCaps: [
        .init(component: .gpu, device: "GPU-0", before: .watts(700), limit: .watts(300))
      ],
      saving: .init(
        actual: .grams(1), atOnce: .grams(3), requested: start, kind: "forecast", source: "s",
        zone: "DE", signal: "average", computed: start))
    let stored = try EncodedEntry(entry)
    #expect(try stored.entry() == entry)
    #expect(try EncodedEntry(stored.entry()).checksum == stored.checksum)
    let receipt = try #require(Receipt(entry).acting)
    #expect(receipt.waitedSeconds == 60 && receipt.pausedSeconds == 1.5)
    #expect(receipt.saving?.savedGrams == 2)
  }
}
