import Accounting
import Glibc

/// Typing `joulebook` starts the program that is tried.
struct ProgramCheck: SelfCheck {
  let name = "program"
  let summary = "what the name `joulebook` starts"

  func perform(on bench: SelfTestBench) -> SelfCheckResult {
    let program = bench.request.program
    let folder = program.split(separator: "/").dropLast().map { "/" + $0 }.joined()
    let path = bench.joulebook.environment["PATH"] ?? "/usr/local/bin:/usr/bin:/bin"
    let first = path.split(separator: ":").map { String($0) + "/joulebook" }
      .first { access($0, X_OK) == 0 }
    guard let first else {
      return .note(
        "No folder of PATH holds `joulebook`, so it has to be called by its path.",
        next: "export PATH=\"\(folder):$PATH\"")
    }
    guard Self.isSame(first, program) else {
      return .note(
        "The name `joulebook` starts another program: \(first).",
        next: "export PATH=\"\(folder):$PATH\"")
    }
    return .passed("The name `joulebook` starts this program.")
  }

  private static func isSame(_ a: String, _ b: String) -> Bool {
    var first = stat()
    var second = stat()
    return stat(a, &first) == 0 && stat(b, &second) == 0 && first.st_ino == second.st_ino
      && first.st_dev == second.st_dev
  }
}
