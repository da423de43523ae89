import Foundation
import Testing

@testable import Forecasting

/// Forecasts of recorded jobs: MLPerf training runs with their evaluations as marks and their metered power. Runs
/// where `JOULEBOOK_SOURCE_DATA` names the folder of these files.
@Suite struct RecordedJobTests {
  static let folder = ProcessInfo.processInfo.environment["JOULEBOOK_SOURCE_DATA"]
    .map { $0 + "/traces/mlperf-training/" }

  private func lines(_ name: String) throws -> [Substring] {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gzip", "-dc", (Self.folder ?? "") + name]
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: data, as: UTF8.self).split(separator: "\n")
  }

  /// Where the job was at each evaluation's end, in samples, and what the node had drawn by then.
  private func points(_ job: String) throws -> [RunForecast.Point] {
    var power: [(time: Double, watts: Double)] = []
    for line in try lines(job + ".csv.gz").dropFirst() {
      let cells = line.split(separator: ",")
      if let time = Double(cells[0]), let watts = Double(cells[2]) { power.append((time, watts)) }
    }
    func joules(from start: Double, to end: Double) -> Double {
      zip(power, power.dropFirst()).reduce(0) { sum, pair in
        let length = min(pair.1.time, end) - max(pair.0.time, start)
        return length > 0 ? sum + (pair.0.watts + pair.1.watts) / 2 * length / 1000 : sum
      }
    }
    var start = 0.0
    var points: [RunForecast.Point] = []
    for line in try lines("raw/" + job + ".result.mllog.txt.gz") {
      guard let time = line.firstMatch(of: /"time_ms": (\d+)/).flatMap({ Double($0.1) }) else {
        continue
      }
      if line.contains("\"run_start\"") {
        start = time
        points = [.init(done: 0, seconds: 0, joules: 0)]
      } else if line.contains("\"eval_stop\""),
        let done = line.firstMatch(of: /"(?:epoch_num|samples_count)": (\d+)/).flatMap({
          Double($0.1)
        })
      {
        points.append(
          .init(
            done: done, seconds: (time - start) / 1000, joules: joules(from: start, to: time)))
      }
    }
    return points
  }

  @Test(
    .enabled(if: folder != nil),
    arguments: ["smc-h100x8-ac-bert_run0", "lenovo-b200x8-ac-bert_run0"])
  func `the rest of a recorded job is within the interval, and near`(
    job: String
  ) throws {
    let points = try points(job)
    let end = try #require(points.last)
    #expect(points.count > 8)
    var held = 0
    var count = 0
    var errors: [Double] = []
    var rival: [Double] = []
    for now in 3..<points.count - 1 {
      let forecast = try #require(RunForecast(Array(points[...now]), of: end.done))
      for (spread, mean, truth, total) in [
        (
          forecast.seconds, forecast.meanSeconds, end.seconds - points[now].seconds, end.seconds
        ),
        (forecast.joules, forecast.meanJoules, end.joules - points[now].joules, end.joules),
      ] {
        held += spread.holds(truth) ? 1 : 0
        count += 1
        errors.append(abs(spread.value - truth) / total)
        rival.append(abs(mean - truth) / total)
      }
    }
    print(
      "\(job): \(held) of \(count) held, median error \(errors.median), mean x steps \(rival.median)"
    )
    #expect(Double(held) >= 0.75 * Double(count))
    // Steady jobs leave little to gain: of these two the rival is nearer on one.
    #expect(errors.median < 0.01)
  }
}
