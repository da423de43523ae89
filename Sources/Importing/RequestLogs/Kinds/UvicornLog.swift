/// Uvicorn's access log, which vLLM's and many other servers write. It has no times unless its log config adds
/// `%(asctime)s`, and no durations.
struct UvicornLog: RequestLogKind {
  let name = "uvicorn"
  let summary = "uvicorn, with %(asctime)s before its access lines; it tells no durations"

  func recognises(_ line: Substring) -> Bool { line.firstMatch(of: Self.line) != nil }

  private static var line: Regex<(Substring, Substring, Substring, Substring)> {
    /^(.*?)\s*-? ?\S+:\d+ - "([A-Z]+) [^"]*" (\d{3})/
  }

  func read(_ lines: [Substring], _ times: LogTimes) -> RequestLog {
    var log = RequestLog()
    for (index, text) in lines.enumerated() where !text.isEmpty {
      guard let found = text.firstMatch(of: Self.line)?.output else {
        log.leaveOut(AccessLine.other)
        continue
      }
      guard AccessLine.isAnswered(method: found.2, status: found.3) else {
        log.leaveOut(AccessLine.notAsked)
        continue
      }
      let stamp = found.1.firstMatch(of: /\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}\S*/)?.output
      guard let stamp, let ended = times.read(stamp, &log) else {
        log.refuse(index + 1, "it has no time: add %(asctime)s to uvicorn's log format")
        continue
      }
      log.requests.append(LoggedRequest(line: index + 1, ended: ended))
    }
    return log
  }
}
