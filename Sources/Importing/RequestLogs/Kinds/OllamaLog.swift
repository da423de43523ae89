/// Ollama's own log: lines of its web framework, GIN, in local time. A line is written when the answer is complete.
struct OllamaLog: RequestLogKind {
  let name = "ollama"
  let summary = "Ollama's log: requests and their durations, no tokens"

  func recognises(_ line: Substring) -> Bool { line.contains("[GIN] ") }

  private static var line: Regex<(Substring, Substring, Substring, Substring, Substring, Substring)>
  {
    /\[GIN\] (\S+) - (\S+) \|\s*(\d{3})\s*\|\s*(\S+)\s*\|[^|]*\|\s*([A-Z]+)/
  }

  func read(_ lines: [Substring], _ times: LogTimes) -> RequestLog {
    var log = RequestLog()
    for (index, text) in lines.enumerated() where !text.isEmpty {
      guard text.contains("[GIN] "), let found = text.firstMatch(of: Self.line)?.output else {
        log.leaveOut(AccessLine.other)
        continue
      }
      // Asking which models are there is a POST too.
      guard AccessLine.isAnswered(method: found.5, status: found.3), !text.contains("/api/show")
      else {
        log.leaveOut(AccessLine.notAsked)
        continue
      }
      guard let ended = times.read("\(found.1) \(found.2)", &log) else {
        log.refuse(index + 1, "`\(found.1) \(found.2)` is no time")
        continue
      }
      guard let seconds = AccessLine.seconds(found.4) else {
        log.refuse(index + 1, "`\(found.4)` is no duration")
        continue
      }
      log.requests.append(LoggedRequest(line: index + 1, ended: ended, seconds: seconds))
    }
    return log
  }
}
