import Foundation

/// Tests that take minutes. They are wanted where somebody says so; suites of theirs end in `SlowTests`.
public enum SlowTests {
  public static let why = "it takes minutes: set JOULEBOOK_SLOW_TESTS=1, or run `make slow`"

  public static var areWanted: Bool {
    ProcessInfo.processInfo.environment["JOULEBOOK_SLOW_TESTS"] == "1"
  }
}
