import Foundation
import Quantities

/// Lines of JSON, one an answer: Ollama's responses, those of OpenAI's interface kept by a proxy, or a log of one's own.
struct JSONLinesLog: RequestLogKind {
  let name = "jsonl"
  let summary =
    "lines of JSON: Ollama's answers, `usage` of OpenAI's interface, or keys of the same names"

  private static let times = [
    "ended", "end_time", "time", "timestamp", "ts", "created_at", "@timestamp",
  ]
  /// By the seconds in one of them.
  private static let durations = [
    ("seconds", 1.0), ("duration_seconds", 1), ("request_time", 1), ("duration_s", 1),
    ("latency_seconds", 1), ("duration_ms", 1e-3), ("latency_ms", 1e-3), ("total_duration", 1e-9),
  ]
  private static let inputs = ["input_tokens", "prompt_tokens", "prompt_eval_count"]
  private static let outputs = ["output_tokens", "completion_tokens", "eval_count"]

  func recognises(_ line: Substring) -> Bool {
    line.first == "{" && Self.object(line).map { Self.time($0) != nil } ?? false
  }

  func read(_ lines: [Substring], _ times: LogTimes) -> RequestLog {
    var log = RequestLog()
    for (index, text) in lines.enumerated() where !text.isEmpty {
      guard let object = Self.object(text) else {
        log.refuse(index + 1, "it is no JSON object")
        continue
      }
      // Of a streamed answer only the last piece has the counts.
      if object["done"] as? Bool == false {
        log.leaveOut("pieces of streamed answers")
        continue
      }
      guard let stamp = Self.time(object), let ended = times.read(stamp, &log) else {
        log.refuse(index + 1, "it has no time under one of \(Self.times.joined(separator: ", "))")
        continue
      }
      let usage = object["usage"] as? [String: Any] ?? object
      func number(_ keys: [String], _ object: [String: Any]) -> Double? {
        keys.lazy.compactMap { (object[$0] as? NSNumber)?.doubleValue }.first { $0 >= 0 }
      }
      let duration = Self.durations.lazy.compactMap { key, scale in
        number([key], object).map { $0 * scale }
      }.first
      log.requests.append(
        LoggedRequest(
          line: index + 1, ended: ended, seconds: duration,
          inputTokens: number(Self.inputs, usage), outputTokens: number(Self.outputs, usage)))
    }
    return log
  }

  private static func object(_ line: Substring) -> [String: Any]? {
    (try? JSONSerialization.jsonObject(with: Data(line.utf8))) as? [String: Any]
  }

  private static func time(_ object: [String: Any]) -> String? {
    times.lazy.compactMap { object[$0] }.compactMap { value in
      (value as? String) ?? (value as? NSNumber).map { "\($0.doubleValue)" }
    }.first
  }
}
