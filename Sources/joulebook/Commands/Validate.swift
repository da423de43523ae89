import Accounting
import ArgumentParser
import JoulebookKit

struct Validate: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Recompute published figures, and say where they do not add up.",
    discussion: examples(
      ("joulebook validate", "every row: expected, got, deviation, flags"),
      ("joulebook validate --paper strubell", "the rows of a paper"),
      ("joulebook validate --row V11 --row A03", "single rows")))

  @Option(help: "Rows of this paper: a key, or a part of it.") var paper: [String] = []
  @Option(help: "This row: V01 to V119, A01 to A24.") var row: [String] = []
  @Option(help: "How to print the rows: text, json or markdown.") var format =
    ValidationFormat.text

  func run() throws {
    let answer = try Joulebook.ofProcess.validate(papers: paper, rows: row)
    switch format {
    case .text: try Console().print(answer, as: .text)
    case .json: try Console().print(answer, as: .json)
    case .markdown: try Console().print(answer.page, as: .text)
    }
  }
}

enum ValidationFormat: String, CaseIterable, ExpressibleByArgument { case text, json, markdown }
