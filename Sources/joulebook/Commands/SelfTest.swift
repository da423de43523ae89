import ArgumentParser
import Glibc
import JoulebookKit

struct SelfTest: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "self-test",
    abstract: "Try this installation: meter, book, read back, and look for what is missing.",
    discussion: examples(
      ("joulebook self-test", "after installing or updating; takes about two seconds"),
      ("joulebook self-test --format json", "for a script that sets machines up"))
      + "\n\n" + checks + "\n\n"
        + """
        It meters a second of work into a ledger of its own, in a temporary folder. Your ledger and \
        your settings are not changed. Each check says what it found and what to do next.

        Ends with 0 when Joulebook works, notes or not; with 2 when it works and a device that is \
        there cannot be read; with 1 when a check failed.
        """)

  private static var checks: String {
    let width = Joulebook.selfChecks.map(\.name.count).max() ?? 0
    return Joulebook.selfChecks.map { check in
      "  \(check.name)" + String(repeating: " ", count: width - check.name.count)
        + "   \(check.summary)"
    }.joined(separator: "\n")
  }

  @OptionGroup var output: FormatOption

  func run() throws {
    let shells: [CompletionShell] = [.bash, .zsh, .fish]
    let scripts = shells.map { ($0.rawValue, JoulebookCommand.completionScript(for: $0)) }
    let request = SelfTestRequest(
      program: Environment.program, version: Version.text,
      completions: Dictionary(uniqueKeysWithValues: scripts))
    try Console().print(Joulebook.ofProcess.selfTest(request), as: output.format)
  }
}

/// A load of known length for the self-test; nobody types it.
struct BusyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "busy", abstract: "Uses so much CPU time and ends.", shouldDisplay: false)

  @Option var seconds: Double

  func run() {
    var sum: UInt64 = 1
    while used < seconds {
      for number in 0..<100_000 as Range<UInt64> { sum = sum &* 31 &+ number }
    }
    // So that the loop is not taken for useless.
    if sum == 0 { Console().say("") }
  }

  /// CPU time of this process, in seconds.
  private var used: Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) * 1e-9
  }
}
