package import Accounting
package import Reporting

/// One thing that an installation must be able to do.
package protocol SelfCheck: Sendable {
  /// A word, in small letters.
  var name: String { get }
  /// What is looked at, in a few words, for the help.
  var summary: String { get }
  /// A problem that is thrown is a check that failed.
  func perform(on bench: SelfTestBench) throws(Problem) -> SelfCheckResult
}

/// What a check found.
package struct SelfCheckResult: Hashable, Sendable {
  package var outcome: SelfTestReport.Outcome
  package var found: String
  package var next: String

  private init(_ outcome: SelfTestReport.Outcome, _ found: String, _ next: String) {
    self.outcome = outcome
    self.found = found
    self.next = next
  }

  package static func passed(_ found: String) -> Self { Self(.passed, found, "") }
  /// It works; `next` would make it better.
  package static func note(_ found: String, next: String) -> Self { Self(.note, found, next) }
  /// It works, but a device that is there cannot be read.
  package static func partly(_ found: String, next: String) -> Self { Self(.partly, found, next) }
  package static func untried(_ found: String) -> Self { Self(.untried, found, "") }
  package static func failed(_ problem: Problem) -> Self {
    Self(.failed, "\(problem.what) \(problem.why)", problem.fix)
  }
}
