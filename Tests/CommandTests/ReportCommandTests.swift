import Foundation
import JoulebookTesting
import Testing

/// `joulebook report`, as a person or a script calls it.
@Suite struct ReportCommandTests {
  private let box: CommandBox

  init() throws { box = try CommandBox() }

  private func bookTwo(at path: String? = nil) throws {
    try SampleEntries.book(
      [
        SampleEntries.entry(id: "aa1", name: "train", tags: ["paper": "1"]),
        SampleEntries.entry(id: "ab2", name: "eval", project: "other", after: .seconds(90)),
      ], at: path ?? box.ledger)
  }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test(arguments: DocumentedExamples.of(page: "Docs/Reports.md", "joulebook report"))
  func `examples of the page work`(line: String) throws {
    try bookTwo(at: box.folder + "/joulebook/ledger.sqlite")
    try "# Card\n".write(toFile: box.folder + "/README.md", atomically: true, encoding: .utf8)
    let outcome = try DocumentedExamples.outcome(of: line, home: box.folder, folder: box.folder)
    #expect(outcome.status == 0, "\(line): \(outcome.text)")
  }

  @Test(arguments: [
    "text", "markdown", "html", "json", "csv", "latex", "model-card", "boamps", "spdx",
    "cyclonedx", "sci", "ghg", "codecarbon", "vega-lite",
  ])
  func `a report of one run agrees with its receipt`(format: String) throws {
    try bookTwo()
    let receipt = try object(try box.run(["show", "aa1", "--format", "json"]).output)
    let joules = try #require(receipt["energy_joules"] as? Double)
    let grams = try #require(receipt["emissions_grams"] as? Double)
    let shown = try box.run(["show", "aa1"]).output
    let report = try box.run(["report", "aa1", "--format", format])
    #expect(report.status == 0 && report.errors.isEmpty, "\(report.errors)")
    let text = report.output
    func has(_ words: String...) -> Bool { words.contains { text.contains($0) } }
    switch format {
    case "json", "csv", "vega-lite": #expect(has("\(joules)", "\(Int(joules))"))
    case "boamps": #expect(has("\(joules / 3.6e6)"))
    case "codecarbon": #expect(has("\(grams / 1000)"))
    case "cyclonedx": #expect(has("\(grams / 1e6)"))
    default:
      // To the last printed digit: emissions as the receipt prints them.
      let line = try #require(shown.split(separator: "\n").first { $0.hasPrefix("Emissions") })
      let words = line.split(separator: " ")
      let amount = words[1..<4].joined(separator: " ")
      #expect(has(amount, amount.replacing("CO2e", with: "CO$_2$e")), "\(amount)")
    }
  }

  @Test func `runs are chosen by condition, and the sums are those of the list`() throws {
    try bookTwo()
    for filter in [
      [], ["--project", "demo"], ["--tag", "paper=1"], ["--since", "2026-11-24T14:01:00Z"],
    ] {
      let list = try object(try box.run(["list", "--format", "json"] + filter).output)
      let report = try object(try box.run(["report", "--format", "json"] + filter).output)
      let total = try #require(report["total"] as? [String: Any])
      for key in ["energy_joules", "energy_high_joules", "emissions_grams", "emissions_low_grams"] {
        #expect(list[key] as? Double == total[key] as? Double, "\(key) \(filter)")
      }
    }
  }

  @Test func `a file is written, kept, and replaced when forced`() throws {
    try bookTwo()
    let path = box.folder + "/report.md"
    let write = ["report", "last", "--format", "markdown", "--out", path]
    #expect(try box.run(write).status == 0)
    let first = try String(contentsOfFile: path, encoding: .utf8)
    #expect(first.hasPrefix("# Energy and emissions of run eval"))
    try "mine".write(toFile: path, atomically: true, encoding: .utf8)
    let kept = try box.run(write)
    #expect(kept.status == 64 && kept.errors.contains("--force"))
    #expect(try String(contentsOfFile: path, encoding: .utf8) == "mine")
    #expect(try box.run(write + ["--force"]).status == 0)
    #expect(try String(contentsOfFile: path, encoding: .utf8).hasPrefix("# Energy"))
    #expect(try box.files().keys.filter { $0.contains("joulebook-") }.isEmpty)
  }

  @Test func `a model card is patched in place and keeps mode, link and bytes`() throws {
    try bookTwo()
    let path = box.folder + "/README.md"
    let body = "---\r\nlicense: mit # ours\r\n---\r\n# Card\r\n\r\ntext\r\n"
    try body.write(toFile: path, atomically: true, encoding: .utf8)
    try FileManager.default.setAttributes([.posixPermissions: 0o640], ofItemAtPath: path)
    let link = box.folder + "/link.md"
    try FileManager.default.createSymbolicLink(atPath: link, withDestinationPath: "README.md")
    let result = try box.run(["report", "aa1", "--format", "model-card", "--into", link])
    #expect(result.status == 0 && result.output.isEmpty, "\(result.errors)")
    let card = try String(contentsOfFile: path, encoding: .utf8)
    #expect(
      card.hasPrefix("---\r\nlicense: mit # ours\r\nco2_eq_emissions:\r\n  emissions: 0.86\r\n"))
    #expect(card.hasSuffix("---\r\n# Card\r\n\r\ntext\r\n"))
    let facts = try FileManager.default.attributesOfItem(atPath: path)
    #expect(facts[.posixPermissions] as? Int == 0o640)
    #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link) == "README.md")
    let again = try box.run(["report", "aa1", "--into", link])
    #expect(again.status == 0 && again.errors.contains("so already"))
  }

  @Test func `a card that is no YAML is left alone`() throws {
    try bookTwo()
    let path = box.folder + "/README.md"
    let card = "---\na: [1\nb: }\n---\n"
    try card.write(toFile: path, atomically: true, encoding: .utf8)
    let result = try box.run(["report", "aa1", "--into", path])
    #expect(result.status == 1 && result.errors.contains("Cannot patch the model card."))
    #expect(try String(contentsOfFile: path, encoding: .utf8) == card)
  }

  @Test(arguments: [
    (["none"], 64), (["--project", "none"], 64), (["aa1", "--format", "xml"], 64),
    (["aa1", "--project", "demo"], 64), (["aa1", "--per", "10 images"], 64),
    (["aa1", "--format", "sci", "--per", "0 images"], 64),
    (["aa1", "--format", "sci", "--per", "10"], 64),
    (["aa1", "--format", "sci", "--embodied", "ten"], 64),
    (["aa1", "--format", "sci", "--embodied", "9..8kgCO2e"], 64),
    (["aa1", "--format", "ghg", "--market-intensity", "12"], 64),
    (["aa1", "--format", "spdx", "--activity", "sleeping"], 64),
    (["aa1", "--into", "/no/such/card.md"], 64), (["aa1", "--format", "csv", "--into", "x"], 64),
    (["aa1", "--out", "/no/such/folder/file"], 1),
  ])
  func `what cannot be reported is refused with a way out`(arguments: [String], status: Int) throws
  {
    try bookTwo()
    let result = try box.run(["report"] + arguments)
    #expect(result.status == Int32(status), "\(result.output)\(result.errors)")
    #expect(result.output.isEmpty && result.errors.contains("Next: "))
  }

  @Test func `a run in which nothing was measured is not reported as zero`() throws {
    try SampleEntries.book([SampleEntries.unmeasured(id: "aa1")], at: box.ledger)
    let result = try box.run(["report", "last"])
    #expect(result.status == 1 && result.errors.contains("the energy is unknown"))
  }

  @Test func `the way back is printed when asked for`() throws {
    try bookTwo()
    let plain = try box.run(["report"]).output
    let told = try box.run(["report", "--explain"]).output
    #expect(told.hasPrefix(plain) && told.contains("closing counter value"))
    #expect(told.contains("= sum over 2 runs"))
  }

  private static let hasLaTeX =
    ["/usr/bin/pdflatex", "/usr/local/bin/pdflatex"].contains {
      FileManager.default.isExecutableFile(atPath: $0)
    }

  @Test(.enabled(if: hasLaTeX, "pdflatex is not installed"))
  func `LaTeX sets what was written for it, whatever runs are called`() throws {
    let entries = HostileNames.known.prefix(60).enumerated().map { index, name in
      SampleEntries.entry(
        id: "20261124-14\(1000 + index)-aaaaaa", name: name, project: name,
        after: .seconds(100 * index))
    }
    try SampleEntries.book(entries, at: box.ledger)
    let outcome = try Script.plain(
      #"""
      export JOULEBOOK_LEDGER='\#(box.ledger)'
      '\#(JoulebookBinary.path)' report --format latex > energy.tex && cp energy.tex energy.bib
      printf '%s\n' '\documentclass{article}' '\begin{document}' '\input{energy}' \
        '\bibliographystyle{plain}\bibliography{energy}' '\end{document}' > paper.tex
      pdflatex -interaction=nonstopmode -halt-on-error paper.tex > log && bibtex paper > bib \
        && pdflatex -interaction=nonstopmode -halt-on-error paper.tex > log || cat log bib
      grep -c 'Warning--' bib; grep -c '^!' log; ls paper.pdf
      """#)
    #expect(outcome.text == "0\n0\npaper.pdf\n", "\(outcome.text)")
  }
}
