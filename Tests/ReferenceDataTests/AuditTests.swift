import Testing

@testable import ReferenceData

/// The catalogue audits itself: whatever breaks a rule stands as a note on its row.
struct AuditTests {
  let catalogue = Catalogue()

  @Test(arguments: Audits.all.map(\.check))
  func `every finding is noted on its row`(check: String) throws {
    let audit = try #require(Audits.all.first { $0.check == check })
    let silent = audit.findings(in: catalogue).filter { finding in
      catalogue.table("notes").rows(under: "\(finding.table):\(finding.key)#")
        .allSatisfy { $0["check"] != check }
    }
    #expect(silent.map { "\($0.table) \($0.key): \($0.text)" } == [])
  }

  @Test func `every audit has its rule in the table of checks`() {
    #expect(Audits.all.filter { catalogue.find("checks", $0.check) == nil }.map(\.check) == [])
  }

  @Test func `the audits find what they are for`() throws {
    // Known slips of the sources: a check that finds none of them checks nothing.
    func findings(_ check: String) -> [String] {
      Audits.all.filter { $0.check == check }.flatMap { $0.findings(in: catalogue) }.map(\.key)
    }
    #expect(findings("X04").count >= 4)
    #expect(findings("X17").contains { $0.hasPrefix("flight-ny-sf/") })
    #expect(findings("X34").count >= 2)
  }

  @Test(
    arguments: [
      ("Llama 2-70B", 70e9), ("GPT-3 175B (davinci)", 175e9), ("OPT-350M", 350e6),
      ("Mixtral 8x7B", nil), ("BERT-Large", nil), ("Qwen3-30B-A3B", nil), ("Switch 1.6T", 1.6e12),
    ] as [(String, Double?)])
  func `the size of a model is read off its name`(name: String, size: Double?) {
    #expect(NameSizeAudit.size(in: name) == size)
  }
}
