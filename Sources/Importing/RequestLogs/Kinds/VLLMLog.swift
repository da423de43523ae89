import Quantities

/// vLLM's log of requests: a line when one comes and one when it is done, by id, in local time without a year. Newer
/// versions write the second only where request logging is on.
struct VLLMLog: RequestLogKind {
  let name = "vllm"
  let summary = "vLLM: requests from `Received` or `Added request` to `Finished request`, no tokens"

  func recognises(_ line: Substring) -> Bool {
    line.contains(" request ") && line.firstMatch(of: Self.line) != nil
  }

  private static var line: Regex<(Substring, Substring, Substring, Substring)> {
    /INFO (\d{2}-\d{2} \d{2}:\d{2}:\d{2})\S* .*?(Received|Added|Finished) request ([A-Za-z0-9_-]+)/
  }

  func read(_ lines: [Substring], _ times: LogTimes) -> RequestLog {
    var log = RequestLog()
    var begun: [Substring: Timestamp] = [:]
    for (index, text) in lines.enumerated() where !text.isEmpty {
      guard text.contains(" request "), let found = text.firstMatch(of: Self.line)?.output else {
        log.leaveOut(AccessLine.other)
        continue
      }
      guard let moment = times.readWithoutYear(found.1, &log) else {
        log.refuse(index + 1, "`\(found.1)` is no time")
        continue
      }
      guard found.2 == "Finished" else {
        // A request is received, then added: the first counts.
        if begun[found.3] == nil { begun[found.3] = moment }
        log.leaveOut("beginnings of requests")
        continue
      }
      let seconds = begun.removeValue(forKey: found.3).map { (moment - $0).seconds }
      log.requests.append(LoggedRequest(line: index + 1, ended: moment, seconds: seconds))
    }
    log.note("vLLM's log has whole seconds: each request's time is uncertain by one.")
    return log
  }
}
