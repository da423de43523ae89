public import Accounting
import Metering
public import Quantities

extension Joulebook {
  /// Removes a run now; a tombstone with the reason stays.
  public func remove(_ id: String, reason: String) throws(Problem) -> RemovalAnswer {
    try remove(id: id, reason: reason, at: SystemClock.wall())
  }

  /// What the last days came to, and the runs that ended last.
  public func today() throws(Problem) -> TodayAnswer {
    let now = SystemClock.wall()
    let day: Int64 = 86_400_000_000_000
    let midnight = now.nanoseconds / day * day
    // By whole days, so that the sums of earlier ones are found again.
    let periods = try [("Today", 0), ("7 days", 6), ("30 days", 29)].map {
      name, days throws(Problem) in
      let start = Timestamp(nanoseconds: midnight - Int64(days) * day)
      let page = try page(of: RunPageRequest(RunFilter(since: start), limit: 1))
      return TodayAnswer.Period(
        name: name, start: start,
        span: days == 0 ? "since midnight UTC" : "since \(start.description.prefix(10))",
        total: page.total)
    }
    return TodayAnswer(
      periods: periods, last: try page(of: RunPageRequest(limit: 10)).rows)
  }
}

/// Sums of the last days.
public struct TodayAnswer: Sendable {
  public let periods: [Period]
  /// Newest first.
  public let last: [RunPage.Row]

  public struct Period: Sendable {
    public let name: String
    public let start: Timestamp
    public let span: String
    public let total: ExperimentTotal
  }
}
