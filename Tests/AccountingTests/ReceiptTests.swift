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
  GOLDEN
  """
