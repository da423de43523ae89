import Quantities
import Testing

@testable import Planning

struct StudyTests {
  private static func random(_ count: Int, seed: UInt64 = 3) -> [Double] {
    var random = SplitMix64(state: seed)
    return (0..<count).map { _ in Double(random.next() % 800 + 1) }
  }

  @Test(arguments: [(1, 5), (3, 3), (6, 30), (10, 34)])
  func `the cleanest slots of each window are found while it slides`(length: Int, window: Int) {
    let values = Self.random(120)
    let means = BestStarts.cleanestMeans(of: values, length: length, window: window)
    #expect(means.count == values.count - window + 1)
    for (release, mean) in means.enumerated() {
      let least = values[release..<release + window].sorted().prefix(length).reduce(0, +)
      #expect(abs(mean - least / Double(length)) < 1e-9)
    }
  }

  @Test func `pausing saves no less than a better start, and that no less than nothing`() throws {
    let values = Self.random(1000)
    for model in DelayStudy.models {
      let saving = try #require(DelayStudy.saving(hours: model.hours, of: values))
      #expect(saving.start >= 0 && saving.pause >= saving.start)
    }
  }

  @Test func `a flat year saves nothing`() throws {
    let flat = [Double](repeating: 300, count: 24 * 60)
    #expect(DelayStudy.saving(hours: 6, of: flat) == DelayStudy.Saving(start: 0, pause: 0))
    let start = try #require(Timestamp("2024-01-01"))
    let wait = try #require(WaitStudy(hours: flat, from: start))
    for part in [
      wait.nightly, wait.nextWorkday, wait.nextWorkdayPausing, wait.semiWeekly,
      wait.semiWeeklyPausing,
    ] {
      #expect(abs(part) < 1e-12)
    }
  }

  @Test func `more time to wait, and leave to pause, never save less`() throws {
    let start = try #require(Timestamp("2024-01-01"))
    let wait = try #require(WaitStudy(hours: Self.random(24 * 366), from: start))
    #expect(wait.nextWorkday <= wait.nextWorkdayPausing)
    #expect(wait.nextWorkday <= wait.semiWeekly)
    #expect(wait.semiWeekly <= wait.semiWeeklyPausing)
  }
}
