import Accounting
import JoulebookTesting
import Quantities
import Reporting
import Testing
import Yams

/// A card is patched in place, and every byte that is not ours stays.
@Suite struct ModelCardPatchTests {
  private func patched(
    _ card: String, _ change: (inout ReportContext) -> Void = { _ in }
  ) throws -> String {
    var context = ReportFormatContract.context
    change(&context)
    let patch = ModelCardPatch(ModelCardFields(ReportFormatContract.one, context))
    return String(decoding: try patch.patched(Array(card.utf8)), as: UTF8.self)
  }

  /// The front matter as a YAML parser reads it.
  private func read(_ card: String) throws -> [String: Any] {
    let lines = card.replacing("\r\n", with: "\n").replacing("\u{FEFF}", with: "").split(
      separator: "\n", omittingEmptySubsequences: false)
    let start = try #require(lines.firstIndex(of: "---"))
    let end = try #require(lines[(start + 1)...].firstIndex(of: "---"))
    return try #require(
      try Yams.load(yaml: lines[(start + 1)..<end].joined(separator: "\n")) as? [String: Any])
  }

  private func grams(_ card: String) throws -> Double? {
    let emissions = try read(card)["co2_eq_emissions"] as? [String: Any]
    return emissions?["emissions"] as? Double
      ?? (emissions?["emissions"] as? Int).map(Double.init)
  }

  private let expected = 0.86

  @Test func `a card without front matter gets one, and its body stays`() throws {
    let body = "# My model\r\n\r\nIt is good.\n---\nrule above\n"
    let card = try patched(body)
    #expect(card.hasSuffix(body) && card.hasPrefix("---\r\nco2_eq_emissions:\r\n"))
    #expect(try grams(card) == expected)
    #expect(try patched("").hasPrefix("---\nco2_eq_emissions:\n"))
  }

  @Test func `the key is added behind the others`() throws {
    let head = "---\nlicense: mit  # as the code\ntags:\n- a\n- 'b'\n\n# the end\n"
    let body = "---\n\n# T\n\ntext with ---\n---\nmore\n"
    let card = try patched(head + body)
    #expect(card.hasPrefix(head) && card.hasSuffix(body))
    #expect(try grams(card) == expected)
    #expect(try read(card)["license"] as? String == "mit")
  }

  @Test func `values are replaced where they stand, the rest stays`() throws {
    let card = """
      ---
      license: mit
      co2_eq_emissions:   # measured
          # of the last training
          emissions: 12.5   # grams
          source: 'CodeCarbon # 2'
          region_note: kept
          hardware_used: "8 x NVIDIA A100"
      # about the rest
      model_name: x
      ---
      body

      """
    let new = try patched(card)
    let old = card.split(separator: "\n", omittingEmptySubsequences: false)
    let lines = new.split(separator: "\n", omittingEmptySubsequences: false)
    for line in old where !line.contains("12.5") && !line.contains("CodeCarbon") {
      #expect(lines.contains(line), "\(line)")
    }
    #expect(lines.contains("    emissions: 0.86   # grams"))
    #expect(try grams(new) == expected)
    let read = try #require(try read(new)["co2_eq_emissions"] as? [String: Any])
    #expect(read["region_note"] as? String == "kept")
    #expect(read["hardware_used"] as? String == "8 x NVIDIA A100")
    #expect(read["geographical_location"] as? String == "Germany")
    #expect((read["source"] as? String)?.hasPrefix("Joulebook 0.1.0: 860 mg CO2e") == true)
    #expect(try patched(new) == new)
  }

  @Test func `hardware that is given replaces what stands there`() throws {
    let card = "---\nco2_eq_emissions:\n  emissions: 1\n  hardware_used: old\n---\n"
    let new = try patched(card) { $0.hardware = "1 x H100" }
    #expect(new.contains("\n  hardware_used: \"1 x H100\"\n"))
  }

  @Test(arguments: [
    "co2_eq_emissions: 12", "co2_eq_emissions: {emissions: 1, source: \"a: {b}\"}",
    "co2_eq_emissions: {\n  emissions: 1,\n  source: x\n}", "\"co2_eq_emissions\": 3",
    "co2_eq_emissions:\n  emissions: 1\n  source: >\n    folded\n    text",
    "co2_eq_emissions:\n- 1\n- 2", "co2_eq_emissions:", "co2_eq_emissions: # nothing yet",
    "co2_eq_emissions:\n  emissions:\n  source: \"two\n    lines\"",
  ])
  func `every way to write the value is replaced, and the neighbours stay`(value: String) throws {
    for end in ["\n", "\r\n"] {
      let card = "---\na: 1\n\(value)\nz: [1,\n  2]\n---\nbody\n".replacing("\n", with: end)
      let new = try patched(card)
      #expect(try grams(new) == expected)
      let keys = try read(new)
      #expect(keys["a"] as? Int == 1 && keys["z"] as? [Int] == [1, 2] && keys.count == 3)
      #expect(new.hasPrefix("---\(end)a: 1\(end)") && new.hasSuffix("---\(end)body\(end)"))
      #expect(end == "\n" || !new.replacing("\r\n", with: "").contains("\n"))
    }
  }

  @Test func `a mark of byte order stays in front`() throws {
    let new = try patched("\u{FEFF}---\na: 1\n---\n")
    #expect(new.hasPrefix("\u{FEFF}---\na: 1\nco2_eq_emissions:\n"))
    #expect(try patched("\u{FEFF}text").hasPrefix("\u{FEFF}---\nco2_eq_emissions:\n"))
  }

  @Test func `bytes that are no text stay in the body`() throws {
    let card = Array("---\na: 1\n---\n".utf8) + [0xFF, 0x00, 0xFE]
    let patch = ModelCardPatch(
      ModelCardFields(ReportFormatContract.one, ReportFormatContract.context))
    #expect(try patch.patched(card).suffix(3) == [0xFF, 0x00, 0xFE])
  }

  @Test(arguments: [
    "---\nco2_eq_emissions: &x 1\nb: *x\n---\n",
    "---\nco2_eq_emissions: 1\nco2_eq_emissions: 2\n---\n",
  ])
  func `what cannot be changed safely is refused`(card: String) {
    #expect(throws: Problem.self) { try patched(card) }
  }
}
