import Accounting
import Bookkeeping
import Quantities

/// How long a job is expected to take, and who says so.
struct JobDuration: Hashable {
  /// What is planned with.
  let usual: Duration
  /// What time is kept for before a deadline.
  let longest: Duration
  let origin: String

  /// Without any hint.
  static let fallback = JobDuration(
    usual: .seconds(3600), longest: .seconds(3600),
    origin: "taken as 1 h, for want of an earlier run; give --duration")

  /// As given.
  static func given(_ duration: Duration) -> JobDuration {
    JobDuration(usual: duration, longest: duration, origin: "given by --duration")
  }

  /// Of earlier runs: the median, and the longest of them.
  init?(earlier: [Double], origin: String) {
    let sorted = earlier.filter { $0 > 0 }.sorted()
    guard let last = sorted.last else { return nil }
    let middle = sorted.count / 2
    let median =
      sorted.count % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2
    usual = .seconds(median)
    longest = .seconds(last)
    self.origin = origin
  }

  private init(usual: Duration, longest: Duration, origin: String) {
    self.usual = usual
    self.longest = longest
    self.origin = origin
  }
}
