import Accounting
import Metering

/// Shells complete Joulebook's commands, and as this version knows them.
struct CompletionCheck: SelfCheck {
  let name = "completions"
  let summary = "completions of bash, zsh and fish"

  func perform(on bench: SelfTestBench) -> SelfCheckResult {
    let files = bench.files
    let wanted = bench.request.completions.sorted { $0.key < $1.key }
    var (found, old, missing): ([String], [String], [String]) = ([], [], [])
    for (shell, script) in wanted {
      guard let path = files.completion(for: shell) else {
        missing.append(shell)
        continue
      }
      if Self.trimmed(FileText.text(path) ?? "") == Self.trimmed(script) {
        found.append(shell)
      } else {
        old.append("\(shell) (\(path))")
      }
    }
    if !old.isEmpty {
      return .note(
        "Of another version than this program: \(old.list).",
        next: "Install the program and its files from one place; a file of your own comes from "
          + "`joulebook --generate-completion-script`.")
    }
    let own = (bench.joulebook.environment["SHELL"] ?? "").split(separator: "/").last ?? ""
    if let shell = missing.first(where: { $0 == own }) ?? (found.isEmpty ? missing.first : nil),
      let place = files.ownPlace(for: shell)
    {
      return .note(
        "There are none for \(missing.list).",
        next: "mkdir -p \"\(Self.folder(place))\"\n"
          + "joulebook --generate-completion-script \(shell) > \"\(place)\"")
    }
    return .passed(
      "There for \(found.list)." + (missing.isEmpty ? "" : " None for \(missing.list)."))
  }

  private static func folder(_ path: String) -> String {
    path.split(separator: "/").dropLast().map { "/" + $0 }.joined()
  }

  /// Without blanks around, and without a first line that names an interpreter: files are installed so.
  private static func trimmed(_ text: String) -> Substring {
    var text = text.drop(while: \.isWhitespace)
    if text.hasPrefix("#!"), let end = text.firstIndex(of: "\n") {
      text = text[end...].drop(while: \.isWhitespace)
    }
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return text
  }
}
