import Accounting
public import ArgumentParser
import Foundation
public import JoulebookKit
import Reporting

/// Where answers and problems go: results to stdout, everything else to stderr.
struct Console {
  /// Prints an answer; ends the process with the answer's status when that is not zero.
  func print(
    _ answer: some Answer, as format: AnswerFormat
  ) throws {
    put(try format.render(answer, style: style(of: STDOUT_FILENO)), on: STDOUT_FILENO)
    if answer.exit != .done { throw ExitCode(answer.exit.rawValue) }
  }

  /// How text on stdout is dressed.
  var outputStyle: TextStyle { style(of: STDOUT_FILENO) }

  /// What charts are drawn on: as wide as the terminal, in characters that the locale has.
  var paper: TerminalPaper {
    let environment = ProcessInfo.processInfo.environment
    // The first of these that says something decides, as in the C library.
    let locale =
      ["LC_ALL", "LC_CTYPE", "LANG"].compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
    let isUTF8 = locale.lowercased().contains("utf-8") || locale.lowercased().contains("utf8")
    let columns = environment["COLUMNS"].flatMap { Int($0) } ?? Joulebook.terminalColumns ?? 80
    return TerminalPaper(width: columns, style: outputStyle, isASCII: !isUTF8)
  }

  /// Writes text as it is to stdout.
  func show(_ text: String) { put(text, on: STDOUT_FILENO) }

  /// Prints an answer in a form that the caller has written; ends the process as `print` does.
  func print(_ answer: some Answer, written text: String) throws {
    put(text, on: STDOUT_FILENO)
    if answer.exit != .done { throw ExitCode(answer.exit.rawValue) }
  }

  /// Writes a sentence for the person at the terminal.
  func say(_ text: String) { put(text + "\n", on: STDERR_FILENO) }

  /// Writes text as it is beside the answer.
  func note(_ text: String) { put(text, on: STDERR_FILENO) }

  /// Prints what ended a command, once, and gives the exit code.
  func report(_ problem: Problem, as format: AnswerFormat) -> Int32 {
    let isColoured = style(of: STDERR_FILENO) == .coloured
    let text: String
    switch format {
    case .text:
      let what = isColoured ? "\u{1B}[1;31m\(problem.what)\u{1B}[0m" : problem.what
      text = "\(what)\n  Why:  \(problem.why)\n  Next: \(problem.fix)\n"
    case .json:
      text =
        (try? JSON.text(["problem": ProblemMessage(problem)])) ?? "\(problem.what)\n"
    }
    put(text, on: STDERR_FILENO)
    return problem.exit.rawValue
  }

  /// Asks a question that is answered by `y`; nil when nobody is there to answer.
  func confirms(_ question: String) -> Bool? {
    guard isatty(STDIN_FILENO) == 1, isatty(STDERR_FILENO) == 1 else { return nil }
    put("\(question) [y/N] ", on: STDERR_FILENO)
    return readLine().map { ["y", "yes"].contains($0.lowercased()) } ?? false
  }

  /// Colours on a terminal, unless `NO_COLOR` is set or the terminal knows none.
  func style(of descriptor: Int32) -> TextStyle {
    let environment = ProcessInfo.processInfo.environment
    let isPlain = environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    return isPlain || environment["TERM"] == "dumb" || isatty(descriptor) == 0
      ? .plain : .coloured
  }

  private func put(_ text: String, on descriptor: Int32) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = bytes.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
      if count < 0, errno == EINTR { continue }
      // A reader that went away, as `| head` does, is no problem of ours.
      guard count > 0 else { return }
      bytes = bytes.dropFirst(count)
    }
  }
}

/// A problem with the keys of its JSON form.
private struct ProblemMessage: Encodable {
  let what: String
  let why: String
  let fix: String
  let exit: Int32

  init(_ problem: Problem) {
    what = problem.what
    why = problem.why
    fix = problem.fix
    exit = problem.exit.rawValue
  }
}

extension AnswerFormat: ExpressibleByArgument {}

/// The option that every command has which answers.
struct FormatOption: ParsableArguments {
  @Option(name: .long, help: "How to print the answer: text or json.")
  var format = AnswerFormat.text
}

/// Examples, which help shows before anything else.
func examples(_ examples: (command: String, meaning: String)...) -> String {
  let width = examples.map(\.command.count).max() ?? 0
  // Help is 80 columns wide; what does not fit beside stands below.
  let longest = examples.map { width + $0.meaning.count + 5 }.max() ?? 0
  return examples.map { command, meaning in
    if longest > 79 { return "  \(command)\n      \(meaning)" }
    let blank = String(repeating: " ", count: width - command.count)
    return "  \(command)\(blank)   \(meaning)"
  }.joined(separator: "\n")
}
