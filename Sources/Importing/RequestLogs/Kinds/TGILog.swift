import Foundation

/// Text Generation Inference's router, as text or with --json-output: a line for each answer, with its total time.
struct TGILog: RequestLogKind {
  let name = "tgi"
  let summary = "Text Generation Inference: requests and their total times, no tokens"

  func recognises(_ line: Substring) -> Bool {
    line.contains("text_generation_router") && line.contains("total_time")
  }

  func read(_ lines: [Substring], _ times: LogTimes) -> RequestLog {
    var log = RequestLog()
    for (index, text) in lines.enumerated() where !text.isEmpty {
      guard recognises(text), text.contains("Success") else {
        log.leaveOut(AccessLine.other)
        continue
      }
      let stamp = text.firstMatch(of: /\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z/)?.output.0
      guard let stamp, let ended = times.read(stamp, &log) else {
        log.refuse(index + 1, "it has no time")
        continue
      }
      guard let total = text.firstMatch(of: /total_time"?[=:]\s*"([^"]+)"/)?.output.1,
        let seconds = AccessLine.seconds(total)
      else {
        log.refuse(index + 1, "its total time is no duration")
        continue
      }
      log.requests.append(LoggedRequest(line: index + 1, ended: ended, seconds: seconds))
    }
    return log
  }
}
