public import Accounting

/// How the forecasts of finished runs turned out, by the part of the plan at which they were made.
///
/// A job that ended before its planned end never had what was forecast: it is counted as such and enters no error.
public struct Calibration: Hashable, Sendable {
  public let rows: [Row]
  /// Runs that reached their planned end, and those that ended before.
  public let reached: Int
  public let stopped: Int

  public struct Row: Hashable, Sendable {
    public let due: Double
    public let count: Int
    /// Part of the intervals that held the truth.
    public let timeCoverage: Double
    public let energyCoverage: Double
    /// Medians of the errors, as parts of the whole run.
    public let timeError: Double
    public let energyError: Double
    public let meanTimeError: Double
    public let meanEnergyError: Double
  }

  public init(_ runs: [RunProgress]) {
    let forecast = runs.filter { !$0.forecasts.isEmpty }
    reached = forecast.count { $0.end != nil }
    stopped = forecast.count - reached
    var scores: [Double: [Score]] = [:]
    for run in forecast {
      guard let end = run.end else { continue }
      for forecast in run.forecasts {
        if let score = Score(forecast, end: end) { scores[forecast.due, default: []].append(score) }
      }
    }
    rows = scores.sorted { $0.key < $1.key }.map { due, scores in
      func part(_ isHeld: (Score) -> Bool) -> Double {
        Double(scores.count(where: isHeld)) / Double(scores.count)
      }
      return Row(
        due: due, count: scores.count, timeCoverage: part { $0.time.isHeld },
        energyCoverage: part { $0.energy.isHeld }, timeError: scores.map(\.time.error).median,
        energyError: scores.map(\.energy.error).median,
        meanTimeError: scores.map(\.time.rival).median,
        meanEnergyError: scores.map(\.energy.rival).median)
    }
  }

  /// One forecast against what happened.
  struct Score: Hashable {
    struct Side: Hashable {
      var isHeld: Bool
      var error: Double
      var rival: Double
    }
    let time: Side
    let energy: Side

    init?(_ forecast: RunProgress.Forecast, end: RunProgress.End) {
      guard forecast.seconds.count == 3, forecast.joules.count == 3, end.at > 0 else { return nil }
      func side(_ spread: [Double], _ mean: Double, truth: Double, total: Double) -> Side {
        let scale = total > 0 ? total : 1
        return Side(
          isHeld: spread[1] <= truth && truth <= spread[2], error: abs(spread[0] - truth) / scale,
          rival: abs(mean - truth) / scale)
      }
      time = side(
        forecast.seconds, forecast.meanSeconds, truth: end.at - forecast.at, total: end.at)
      energy = side(
        forecast.joules, forecast.meanJoules, truth: end.joules - forecast.spent,
        total: end.joules)
    }
  }
}
