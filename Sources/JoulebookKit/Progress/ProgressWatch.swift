package import Accounting
import Forecasting
import Metering
import Quantities
import Synchronization

/// Takes what the job says of itself, and forecasts its end when a tenth, a fifth, half and four fifths are done.
final class ProgressWatch: Sendable {
  private static let dues = [0.1, 0.2, 0.5, 0.8]

  private let listener: MarkListener?
  private let tail: MarkTail?
  /// The command's output on its way; nil where nobody asked to look at it.
  let output: CommandOutput?
  private let forecasts = Mutex<[RunProgress.Forecast]>([])
  /// An inference server whose counters become marks; nil for none.
  private let watch: ServeWatch?
  private let isQuiet: Bool

  /// - Parameter id: the run's, which names the socket.
  init(id: String, request: RunRequest) {
    let pattern = request.progressPattern
    output = request.progressFile == nil && pattern != nil ? CommandOutput() : nil
    if let output, let pattern {
      tail = MarkTail(pipe: output.tap, pattern: pattern)
    } else {
      tail = request.progressFile.map { MarkTail(path: $0, pattern: pattern) }
    }

    listener = MarkListener(id: id, environment: request.environment)
    watch = request.watch.map(ServeWatch.init)
    isQuiet = request.flags.quiet ?? false
  }

  var marks: MarkListener? { listener }

  /// What the job finds in its environment; nothing where no socket could be made.
  var environment: [String: String] { listener.map { ["JOULEBOOK_SOCKET": $0.path] } ?? [:] }

  func begin(_ sampler: Sampler, _ header: RunHeader, start: Int64) {
    listener?.begin(start: start, tail: tail) { [self] mark in
      guard let due = due(mark) else { return }
      // What the job does next does not wait for us; neither do its next marks, which the kernel keeps.
      guard let forecast = Self.forecast(listener?.book.marks ?? [], sampler, header),
        forecast.made.progress >= due
      else { return }
      let record = RunProgress.Forecast(forecast.made, due: due, point: forecast.now)
      forecasts.withLock { $0.append(record) }
    }
    if let listener {
      watch?.begin(
        socket: listener.path, start: start, started: header.started,
        says: { [isQuiet] in Notice(isQuiet: isQuiet).say($0) })
    }
  }

  /// The last part of the plan that this mark reaches and that has no forecast yet.
  private func due(_ mark: Mark) -> Double? {
    guard let plan = mark.of, let done = mark.step ?? mark.epoch, plan > 0, done < plan else {
      return nil
    }
    let last = forecasts.withLock { $0.last?.due } ?? 0
    return Self.dues.last { $0 > last && done / plan >= $0 }
  }

  /// What is expected now; nil where the job did not say enough.
  static func forecast(
    _ marks: [Mark], _ sampler: Sampler, _ header: RunHeader
  ) -> (made: RunForecast, now: RunForecast.Point, series: ProgressSeries, entry: Entry)? {
    guard let series = ProgressSeries(marks), let state = sampler.state,
      state.snapshots.count > 1
    else { return nil }
    let entry = RunAssembly(
      header: header.with(devices: state.devices, reserved: state.reserved),
      rows: state.snapshots.rows, gaps: [],
      footer: RunFooter(
        seconds: marks.last?.at ?? 0, exitCode: nil, signal: nil, warnings: [], twins: [])
    ).entry()
    let curve = RunCurve(entry)
    let points = series.points(joules: { curve.joules(at: $0, extends: true) })
    guard let now = points.last, let made = RunForecast(points, of: series.of) else { return nil }
    return (made, now, series, entry)
  }

  /// The run as it stands with what its job said; nil before the first span is over.
  private static func entry(_ marks: [Mark], _ sampler: Sampler, _ header: RunHeader) -> Entry? {
    guard let state = sampler.state, state.snapshots.count > 1 else { return nil }
    var entry = RunAssembly(
      header: header.with(devices: state.devices, reserved: state.reserved),
      rows: state.snapshots.rows, gaps: [],
      footer: RunFooter(
        seconds: state.snapshots.rows.last?.seconds ?? 0, exitCode: nil, signal: nil, warnings: [],
        twins: [])
    ).entry()
    var progress = RunProgress()
    (progress.marks, progress.received) = (marks, marks.count)
    entry.progress = progress
    return entry
  }

  /// For the line on a terminal: how far, and what is still to come; empty where the job said nothing.
  func liveText(_ sampler: Sampler, _ header: RunHeader, start: Int64) -> String {
    if let watch, let listener {
      return watch.liveText(Self.entry(listener.book.marks, sampler, header))
    }
    guard let listener, listener.book.received > 0,
      let forecast = Self.forecast(listener.book.marks, sampler, header)
    else { return "" }
    let since = Double(SystemClock.monotonic() - start) * 1e-9 - forecast.now.seconds
    return ProgressText.live(forecast.made, since: since, site: forecast.entry.site)
  }

  /// Ends the listening; what is left in the socket is still read.
  func finish() {
    output?.drain()
    watch?.finish()
    listener?.finish()
  }

  /// What was said and forecast, for the entry; nil when the job said nothing.
  func record() -> RunProgress? {
    guard let book = listener?.book else { return nil }
    var progress = RunProgress()
    progress.marks = book.marks
    progress.received = book.received
    progress.dropped = book.dropped
    progress.forecasts = forecasts.withLock { $0 }
    return progress.isEmpty ? nil : progress
  }

  /// What the receipt says about a server that was watched.
  var watchWarnings: [String] {
    guard let watch else { return [] }
    return listener == nil
      ? ["The server was not watched: no socket for marks could be made."] : watch.warnings
  }

  /// What the receipt says about lines that were not taken.
  static func warnings(_ progress: RunProgress?) -> [String] {
    guard let dropped = progress?.dropped, !dropped.isEmpty else { return [] }
    let count = dropped.values.reduce(0, +)
    let reasons = dropped.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }
    return ["\(count) marks of the job were left out: \(reasons.joined(separator: ", "))."]
  }
}

extension RunProgress.Forecast {
  init(_ forecast: RunForecast, due: Double, point: RunForecast.Point) {
    self.init(
      due: due, done: forecast.done, of: forecast.of, at: point.seconds, spent: point.joules,
      seconds: [forecast.seconds.value, forecast.seconds.low, forecast.seconds.high],
      joules: [forecast.joules.value, forecast.joules.low, forecast.joules.high],
      meanSeconds: forecast.meanSeconds, meanJoules: forecast.meanJoules)
  }
}

extension Entry {
  /// With what the job said, and with where its planned end was reached. Time in which it was paused is no
  /// progress: it is taken out of the moments that forecasts are scored by.
  func with(_ progress: RunProgress?) -> Entry {
    guard var progress else { return self }
    var entry = self
    let pauses = acting?.pauses ?? []
    func paused(_ moment: Double) -> Double {
      pauses.reduce(0) { $0 + max(0, min($1.end, moment) - $1.start) }
    }
    for place in progress.forecasts.indices {
      progress.forecasts[place].at -= paused(progress.forecasts[place].at)
    }
    if let end = ProgressSeries(progress.marks)?.end {
      let joules = RunCurve(self).joules(at: end)
      progress.end = RunProgress.End(at: end - paused(end), joules: joules)
    }
    entry.progress = progress
    return entry
  }
}

/// A pattern that finds a job's progress in its log.
package struct ProgressPattern: Sendable {
  let pattern: MarkPattern

  package init(_ text: String, begins: Bool) throws(Problem) {
    pattern = try MarkPattern(text, begins: begins)
  }
}

extension RunRequest {
  package mutating func setProgress(file: String?, pattern: ProgressPattern?) {
    progressFile = file
    progressPattern = pattern?.pattern
  }
}
