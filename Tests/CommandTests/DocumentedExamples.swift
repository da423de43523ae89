import Foundation
import JoulebookTesting

/// Lines of the documentation that readers are meant to try.
enum DocumentedExamples {
  /// Lines of a page's shell blocks that begin with these words.
  static func of(page: String, _ beginning: String) -> [String] {
    let url = ManualTests.root.appendingPathComponent(page)
    let text = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    var isShell = false
    return text.split(separator: "\n").compactMap { line in
      if line.hasPrefix("```") {
        isShell = line == "```sh"
        return nil
      }
      return isShell && line.hasPrefix(beginning) ? String(line) : nil
    }
  }

  /// Whole blocks of a page in another language, in order.
  static func blocks(page: String, _ language: String) -> [String] {
    let url = ManualTests.root.appendingPathComponent(page)
    let text = (try? String(contentsOf: url, encoding: .utf8)) ?? ""
    return text.components(separatedBy: "\n```\(language)\n").dropFirst().compactMap {
      $0.components(separatedBy: "\n```").first
    }
  }

  /// Runs a line in the project's folder, or in another one, with a home of its own.
  static func outcome(of line: String, home: String, folder: String? = nil) throws -> Outcome {
    try Script.plain(
      "cd '\(folder ?? ManualTests.root.path)' && joulebook() { '\(JoulebookBinary.path)' \"$@\"; }\n"
        + "export XDG_DATA_HOME='\(home)' XDG_CONFIG_HOME='\(home)'\n\(line) 2>&1")
  }
}
