import Glibc
import Testing

@testable import Metering

@Suite struct ProcessStatTests {
  private func parse(_ line: String) -> ProcessStat? {
    Array(line.utf8).withUnsafeBytes { ProcessStat.parse($0) }
  }

  @Test func `a name with spaces and parentheses does not shift the fields`() {
    let stat = parse(
      "42 (a) (b c) T 7 42 42 0 -1 4194304 99 0 0 0 11 22 33 44 20 0 1 0 142313 3133440 390")
    #expect(stat?.parent == 7 && stat?.isStopped == true && stat?.start == 142_313)
    #expect(stat?.ownTicks == 33 && stat?.childTicks == 77)
  }

  @Test func `a line that is cut off is no process`() {
    #expect(parse("42 (sh) S 7 42 42 0") == nil)
    #expect(parse("") == nil)
  }

  @Test func `this process is below its ancestors and not below itself`() {
    #expect(ProcessStat.isBelow(1, getpid()))
    #expect(!ProcessStat.isBelow(getpid(), getpid()))
  }
}
