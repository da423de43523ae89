import Accounting
import Foundation
import Metering
import Quantities

/// Hands a job to Slurm with a planned begin, or prints how: Slurm waits, we do not.
struct SlurmHandover {
  enum Way: String { case print, submit }

  let plan: ActingPlan
  let signals: Signals

  /// Prints the command, or runs it and ends as it ends.
  func perform(_ way: String) throws(Problem) -> RunOutcome {
    guard let way = Way(rawValue: way) else {
      throw Problem(
        "Cannot use --slurm `\(way)`.", why: "It is `print` or `submit`.",
        fix: "Write for example `--slurm print`.", exit: .usage)
    }
    let now = SystemClock.wall()
    let expected = try plan.duration()
    let feed = IntensityFeed(
      settings: plan.feedArguments, from: now, span: plan.order.horizon(expected, from: now),
      refresh: nil)
    feed.work(at: now, wait: 30)
    var rule = HoldRule(
      requested: now, limit: plan.order.latestStart(expected, from: now), expected: expected)
    rule.plan(feed.series, trouble: feed.trouble, now: now)
    let begin = max(rule.start ?? now, now)
    let command = arguments(begin: begin, isNow: begin == now)
    Notice(isQuiet: plan.settings.quiet.value).say(rule.announcement(until: rule.limit))
    switch way {
    case .print:
      FileHandle.standardOutput.write(
        Data((command.map(Self.quoted).joined(separator: " ") + "\n").utf8))
      return RunOutcome(ending: .exited(0), entry: nil, problems: [], ledger: nil)
    case .submit:
      do {
        let child = try ChildProcess.start(command, signals: signals)
        var status: Int32 = 0
        while waitpid(child.pid, &status, 0) < 0 && errno == EINTR {}
        return RunOutcome(
          ending: Ending(waited: status), entry: nil, problems: [], ledger: nil)
      } catch {
        throw error.problem
      }
    }
  }

  /// `sbatch --begin=… SCRIPT`, or `--wrap` around a command that is no file here. Slurm reads the time on
  /// the wall of its own machine, so it stands in this machine's time zone.
  private func arguments(begin: Timestamp, isNow: Bool) -> [String] {
    let command = plan.request.command
    let begin = isNow ? "now" : Self.local(begin)
    let isScript =
      command.first.map { $0.hasPrefix("-") || FileManager.default.fileExists(atPath: $0) } ?? false
    return ["sbatch", "--begin=\(begin)"]
      + (isScript ? command : ["--wrap", command.map(Self.quoted).joined(separator: " ")])
  }

  private static func local(_ moment: Timestamp) -> String {
    // Slurm takes whole seconds; up, so that it does not begin in the slot before.
    var seconds = time_t((moment.nanoseconds + 999_999_999) / 1_000_000_000)
    var parts = tm()
    localtime_r(&seconds, &parts)
    var text = [CChar](repeating: 0, count: 32)
    strftime(&text, text.count, "%Y-%m-%dT%H:%M:%S", &parts)
    return String(decoding: text.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }

  private static func quoted(_ text: String) -> String {
    let plain = text.allSatisfy {
      $0.isASCII && ($0.isLetter || $0.isNumber || "_-./=:,+@%".contains($0))
    }
    return plain && !text.isEmpty ? text : "'" + text.replacing("'", with: "'\\''") + "'"
  }
}
