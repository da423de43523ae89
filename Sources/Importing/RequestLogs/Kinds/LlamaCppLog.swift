import Quantities

/// llama.cpp's `llama-server` with --log-timestamps: three lines of timing for each answer. Its clock counts from the
/// server's start, which is taken for the run's.
struct LlamaCppLog: RequestLogKind {
  let name = "llama.cpp"
  let summary = "llama.cpp, with --log-timestamps: requests, durations and tokens"

  func recognises(_ line: Substring) -> Bool {
    line.contains("prompt eval time =") || line.contains("slot print_timing:")
  }

  private struct Task {
    var at: Double?
    var input: Double?
    var output: Double?
  }

  func read(_ lines: [Substring], _ times: LogTimes) -> RequestLog {
    var log = RequestLog()
    var tasks: [Substring: Task] = [:]
    // Lines of one answer stand together; older versions name the task on the first only.
    var current: Substring = ""
    for (index, text) in lines.enumerated() where !text.isEmpty {
      if let task = text.firstMatch(of: /\| task (\d+) \|/)?.output.1 { current = task }
      guard let found = text.firstMatch(of: Self.timing)?.output,
        let milliseconds = Double(found.2), let tokens = Double(found.3)
      else {
        if text.contains("print_timing"), let at = Self.clock(text) {
          tasks[current, default: Task()].at = at
        }
        log.leaveOut(AccessLine.other)
        continue
      }
      if let at = Self.clock(text) { tasks[current, default: Task()].at = at }
      switch found.1 {
      case "prompt eval": tasks[current, default: Task()].input = tokens
      case "eval": tasks[current, default: Task()].output = tokens
      default:
        end(tasks.removeValue(forKey: current), milliseconds, index + 1, times, &log)
        continue
      }
      log.leaveOut("first lines of an answer's timing")
    }
    if !log.requests.isEmpty {
      log.note("The log's clock counts from the server's start, which was taken for the run's.")
    }
    return log
  }

  private func end(
    _ task: Task?, _ milliseconds: Double, _ line: Int, _ times: LogTimes, _ log: inout RequestLog
  ) {
    guard let at = task?.at else {
      return log.refuse(line, "it has no time: start the server with --log-timestamps")
    }
    log.requests.append(
      LoggedRequest(
        line: line, ended: times.start + .seconds(at), seconds: milliseconds / 1000,
        inputTokens: task?.input, outputTokens: task?.output))
  }

  private static var timing: Regex<(Substring, Substring, Substring, Substring)> {
    /(prompt eval|eval|total) time\s*=\s*([0-9.]+) ms\s*\/\s*(\d+) tokens/
  }

  /// `3.17.254.000 I slot …`: minutes, seconds, milliseconds, microseconds.
  private static func clock(_ line: Substring) -> Double? {
    guard let found = line.firstMatch(of: #/^\s*(\d+)\.(\d{2})\.(\d{3})\.(\d{3})\s/#)?.output,
      let minutes = Double(found.1), let seconds = Double(found.2),
      let milliseconds = Double(found.3), let microseconds = Double(found.4)
    else { return nil }
    return minutes * 60 + seconds + milliseconds * 1e-3 + microseconds * 1e-6
  }
}
