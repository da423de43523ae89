import Foundation
import JoulebookTesting
import Testing

/// `joulebook chart`, as a person or a script calls it.
@Suite struct ChartCommandTests {
  private let box: CommandBox

  init() throws { box = try CommandBox() }

  private func bookTwo(at path: String? = nil) throws {
    try SampleEntries.book(
      [
        SampleEntries.entry(id: "aa1", name: "train", tags: ["seed": "1"]),
        SampleEntries.entry(id: "ab2", name: "eval", project: "other", after: .seconds(90)),
      ], at: path ?? box.ledger)
  }

  @Test func `every line of the page works after those before it`() throws {
    try bookTwo(at: box.folder + "/joulebook/ledger.sqlite")
    let lines = DocumentedExamples.of(page: "Docs/Charts.md", "joulebook chart")
    #expect(lines.count >= 10)
    for line in lines {
      let outcome = try DocumentedExamples.outcome(of: line, home: box.folder, folder: box.folder)
      #expect(outcome.status == 0, "\(line): \(outcome.text)")
    }
  }

  @Test(arguments: ["power", "waterfall", "pareto", "dots", "coverage", "multiples", "budget"])
  func `a chart of runs is written as picture, values and specification`(name: String) throws {
    try bookTwo()
    for end in ["svg", "csv", "json"] {
      let file = box.folder + "/\(name).\(end)"
      let outcome = try box.run(["chart", name, "--out", file])
      #expect(outcome.status == 0 && outcome.output.isEmpty, "\(outcome.errors)")
      let text = try String(contentsOfFile: file, encoding: .utf8)
      switch end {
      case "svg": #expect(MarkupReader(text).fault == nil)
      case "csv": #expect(ReportStructure.csvRows(text).count > 1)
      case _: #expect(ReportStructure.json(text) != ["not JSON"])
      }
    }
  }

  @Test func `the power of a run is what its receipt says`() throws {
    try bookTwo()
    let file = box.folder + "/power.csv"
    #expect(try box.run(["chart", "power", "aa1", "--out", file]).status == 0)
    let rows = ReportStructure.csvRows(try String(contentsOfFile: file, encoding: .utf8))
    let column = try #require(rows[0].firstIndex(of: "energy_joules"))
    let joules = rows.dropFirst().compactMap { Double($0[column]) }.reduce(0, +)
    let receipt = try box.run(["show", "aa1", "--format", "json"]).output
    let object = try JSONSerialization.jsonObject(with: Data(receipt.utf8)) as? [String: Any]
    let booked = try #require(object?["energy_joules"] as? Double)
    #expect(abs(joules - booked) < 1e-6 * booked)
  }

  @Test(arguments: [
    (["chart", "nosuch"], "power, waterfall"), (["chart", "growth"], "trends growth"),
    (["chart", "pareto"], "--out pareto.svg"),
    (["chart", "pareto", "--out", "x.png"], "rsvg-convert"),
    (["chart", "pareto", "--out", "x.txt"], ".svg"),
    (["chart", "power", "--by", "x"], "multiples"),
    (["chart", "power", "a", "b"], "one run"), (["chart", "multiples", "--by", "no"], "no"),
    (["chart", "histogram", "aa1"], "marks"), (["chart", "budget", "--budget", "5EUR"], "money"),
    (["chart", "heat", "--region", "DE,FR"], "one place"),
    (["chart", "waterfall", "--project", "none"], "list"),
  ])
  func `a mistake says what to do`(arguments: [String], word: String) throws {
    try bookTwo()
    let outcome = try box.run(arguments)
    #expect(outcome.status != 0 && outcome.output.isEmpty)
    #expect(outcome.errors.contains(word), "\(outcome.errors)")
    #expect(outcome.errors.contains("Next:"))
  }
}
