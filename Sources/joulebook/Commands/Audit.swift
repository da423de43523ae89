import Accounting
import ArgumentParser
import JoulebookKit

struct Audit: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "audit",
    abstract: "Recompute what a claim states, and say what does not hold.",
    discussion: examples(
      ("joulebook audit README.md", "a model card with its tables"),
      ("joulebook audit emissions.csv --format sarif", "a tracker's rows, as SARIF"))
      + "\n\nReads JSON, YAML, model cards, CodeCarbon's rows and tables of papers as\n"
      + "comma-separated values. Exit code 1 when a finding is an error.")

  @Argument(help: "A file, or `-` for standard input.", completion: .file()) var file: String?
  @Flag(help: "Print the table of rules.") var rules = false
  @Option(help: "How to print the answer: text, json or sarif.") var format = AuditFormat.text

  func run() throws {
    let joulebook = Joulebook.ofProcess
    if rules {
      try Console().print(joulebook.auditRules(), as: format == .text ? .text : .json)
      return
    }
    guard let file else {
      throw Problem(
        "There is nothing to audit.", why: "No file was named.",
        fix: "Run `joulebook audit FILE`, or `-` for standard input.", exit: .usage)
    }
    let answer = try joulebook.audit(file)
    switch format {
    case .text: try Console().print(answer, as: .text)
    case .json: try Console().print(answer, as: .json)
    case .sarif: try Console().print(answer, written: answer.sarif())
    }
  }
}

/// How an audit is printed.
enum AuditFormat: String, CaseIterable, ExpressibleByArgument {
  case text, json, sarif
}
