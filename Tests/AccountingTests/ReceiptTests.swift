import Accounting
import Foundation
import Testing

@Suite struct ReceiptTests {
  @Test func `a receipt has just the keys of schema 1, null where a value is missing`() throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    var entry = Entries.entry()
    entry.run.gaps = [
      Gap(device: "package-0", reason: .reset, start: 1, end: 2, energy: 3, note: "It fell.")
    ]
    entry.run.tags = ["seed": "1"]
    entry.run.warnings = ["One sentence."]
    let text = String(decoding: try encoder.encode(Receipt(entry)), as: UTF8.self)
    #expect(text == golden)
  }

  @Test func `a receipt is read back as it was written`() throws {
    let receipt = Receipt(Entries.entry())
    let data = try JSONEncoder().encode(receipt)
    #expect(try JSONDecoder().decode(Receipt.self, from: data) == receipt)
  }
}

private let golden = """
  {
    "acting" : null,
    "command" : [
      "true"
    ],
    "components" : [
      {
        "component" : "cpu",
        "device" : "package-0",
        "energy_high_joules" : 547.08,
        "energy_joules" : 540,
        "energy_low_joules" : 527.46,
        "evidence" : "attributed",
        "sensor" : "rapl"
      }
    ],
    "cpu_seconds" : 6,
    "duration_seconds" : 10,
    "emissions_grams" : 0.045,
    "emissions_high_grams" : 0.09118000000000001,
    "emissions_low_grams" : 0.026373,
    "ended" : "2026-11-24T14:00:10.000Z",
    "energy_high_joules" : 547.08,
    "energy_joules" : 540,
    "energy_low_joules" : 527.46,
    "evidence_mix" : {
      "attributed" : 1
    },
    "exit_code" : null,
    "facility_energy_joules" : 810,
    "gaps" : [
      {
        "device" : "package-0",
        "end_seconds" : 2,
        "energy_joules" : 3,
        "note" : "It fell.",
        "reason" : "reset",
        "start_seconds" : 1
      }
    ],
    "host" : "h",
    "id" : "a",
    "name" : "train",
    "project" : "demo",
    "pue" : 1.5,
    "region" : "DE",
    "schema" : 1,
    "self" : {
      "cpu_seconds" : 0.1,
      "energy_joules" : 9
    },
    "signal" : null,
    "started" : "2026-11-24T14:00:00.000Z",
    "tags" : {
      "seed" : "1"
    },
    "warnings" : [
      "One sentence."
    ]
  }
  """
