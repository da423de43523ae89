public import Accounting
import Bookkeeping
import Metering
import Quantities
public import Reporting

extension Joulebook {
  /// Removes a run now; a tombstone with the reason stays.
  public func remove(_ id: String, reason: String) throws(Problem) -> RemovalAnswer {
    try remove(id: id, reason: reason, at: SystemClock.wall())
  }

  /// What the last days came to, and the runs that ended last.
  public func today() throws(Problem) -> TodayAnswer {
    let now = SystemClock.wall()
    let day: Int64 = 86_400_000_000_000
    let midnight = Timestamp(nanoseconds: now.nanoseconds / day * day)
    let starts = [
      ("Today", midnight, "since midnight UTC"),
      ("7 days", now + .seconds(-7 * 86_400), "since \(Self.dayText(now, before: 7))"),
      ("30 days", now + .seconds(-30 * 86_400), "since \(Self.dayText(now, before: 30))"),
    ]
    var query = LedgerQuery(since: starts.map(\.1).min() ?? midnight)
    query.omitsSpans = true
    let recent = try ledger().entries(query)
    return TodayAnswer(
      periods: starts.map { name, start, span in
        TodayAnswer.Period(
          name: name, span: span,
          total: Statement(subject: name, entries: recent.filter { $0.run.started >= start }).total)
      },
      last: try list(RunFilter(), limit: 10).list)
  }

  private static func dayText(_ now: Timestamp, before days: Int64) -> String {
    String((now + .seconds(-days * 86_400)).description.prefix(10))
  }
}

/// Sums of the last days.
public struct TodayAnswer: Sendable {
  public let periods: [Period]
  /// Oldest first.
  public let last: RunList

  public struct Period: Sendable {
    public let name: String
    public let span: String
    public let total: Amounts
  }
}
