package import Accounting

/// A log of anybody's, by a pattern with named groups.
package struct PatternLog: Sendable {
  private let pattern: String

  private static let example = #"(?<time>\S+ \S+) .* (?<seconds>[0-9.]+)$"#

  package init(_ pattern: String) throws(Problem) {
    self.pattern = pattern
    _ = try LogPattern(pattern)
    let known: Set<Substring> = ["time", "seconds", "milliseconds", "input", "output"]
    let names = pattern.matches(of: /\(\?P?<([A-Za-z][A-Za-z0-9_]*)>/).map { $0.output.1 }
    if let strange = names.first(where: { !known.contains($0) }) {
      throw Problem(
        "The group `\(strange)` of the pattern means nothing here.",
        why: "Groups are time, seconds, milliseconds, input and output.",
        fix: "Write for example `--log-pattern '\(Self.example)'`.", exit: .usage)
    }
  }

  package func read(_ lines: [Substring], _ times: LogTimes) throws(Problem) -> RequestLog {
    let find = try LogPattern(pattern)
    var log = RequestLog()
    for (index, text) in lines.enumerated() where !text.isEmpty {
      guard let found = find.match(text) else {
        log.leaveOut("lines without the pattern")
        continue
      }
      guard let ended = found["time"].flatMap({ times.read($0, &log) }) else {
        log.refuse(index + 1, "`\(found["time"] ?? "")` is no time")
        continue
      }
      let seconds =
        found["seconds"].flatMap { Double($0) }
        ?? found["milliseconds"].flatMap { Double($0) }.map { $0 / 1000 }
      log.requests.append(
        LoggedRequest(
          line: index + 1, ended: ended, seconds: seconds,
          inputTokens: found["input"].flatMap { Double($0) },
          outputTokens: found["output"].flatMap { Double($0) }))
    }
    return log
  }
}
