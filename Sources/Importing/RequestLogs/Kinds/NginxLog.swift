import Foundation

/// nginx's combined format (nginx.org, ngx_http_log_module), with `$request_time` in seconds at its end, bare or as
/// `rt=` or `request_time=`. A line is written when the answer is complete.
struct NginxLog: RequestLogKind {
  let name = "nginx"
  let summary = "nginx, combined; add $request_time to the end of its log_format"

  func recognises(_ line: Substring) -> Bool { line.firstMatch(of: Self.line) != nil }

  private static var line: Regex<(Substring, Substring, Substring, Substring, Substring)> {
    /^\S+ \S+ \S+ \[([^\]]+)\] "([A-Z]+) [^"]*" (\d{3}) ?(.*)$/
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
      guard let ended = Self.time(found.1).flatMap({ times.read($0, &log) }) else {
        log.refuse(index + 1, "`\(found.1)` is no time")
        continue
      }
      log.requests.append(
        LoggedRequest(line: index + 1, ended: ended, seconds: Self.seconds(found.4)))
    }
    return log
  }

  /// The number at the end, which is no status and no size: it has a point or a name.
  private static func seconds(_ rest: Substring) -> Double? {
    guard let last = rest.split(separator: " ").last else { return nil }
    if let sign = last.firstIndex(of: "=") { return Double(last[last.index(after: sign)...]) }
    return last.contains(".") ? Double(last) : nil
  }

  /// `25/Nov/2026:14:00:00 +0000` as RFC 3339.
  static func time(_ text: Substring) -> String? {
    let months = [
      "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
    ]
    let parts = text.split(separator: " ")
    let day = parts.first?.split(separator: ":", maxSplits: 1) ?? []
    let date = day.first?.split(separator: "/") ?? []
    guard parts.count == 2, day.count == 2, date.count == 3,
      let month = months.firstIndex(where: { $0 == date[1] })
    else { return nil }
    let number = month < 9 ? "0\(month + 1)" : "\(month + 1)"
    return "\(date[2])-\(number)-\(date[0])T\(day[1])\(parts[1])"
  }
}
