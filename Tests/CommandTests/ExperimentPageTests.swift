import Testing

/// Pages on experiments and on past work, line by line as a reader would type them.
struct ExperimentPageTests {
  @Test(arguments: ["Docs/Experiments.md", "Docs/Resurrecting.md", "Docs/Records.md"])
  func `every line of the page works after those before it`(page: String) throws {
    let box = try CommandBox()
    let lines = DocumentedExamples.of(page: page, "")
    #expect(lines.count >= 5)
    for line in lines {
      let outcome = try DocumentedExamples.outcome(of: line, home: box.folder)
      #expect(outcome.status == 0, "\(line)\n\(outcome)")
    }
  }
}
