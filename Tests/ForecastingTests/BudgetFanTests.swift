import Forecasting
import Testing

struct BudgetFanTests {
  @Test func `equal days go on as they were, without a fan`() throws {
    let fan = try #require(BudgetFan(history: Array(repeating: 2, count: 10), sum: 20, ahead: 5))
    #expect(fan.days.map(\.median) == [22, 24, 26, 28, 30])
    #expect(fan.days.allSatisfy { $0.low90 == $0.high90 })
  }

  @Test func `bands are nested and widen`() throws {
    let fan = try #require(
      BudgetFan(history: [0, 1, 5, 2, 9, 0, 3, 4], sum: 24, ahead: 30))
    for day in fan.days {
      #expect(day.low90 <= day.low50 && day.low50 <= day.median)
      #expect(day.median <= day.high50 && day.high50 <= day.high90)
    }
    let widths = fan.days.map { $0.high90 - $0.low90 }
    #expect(widths[29] > widths[0] * 2)
  }

  /// Sums of 30 days of a known law: 9 of 10 such sums lie in the wide band, give or take.
  @Test func `the wide band holds nine of ten sums of days of the same kind`() throws {
    var state: UInt64 = 7
    func next() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 33) / Double(UInt64(1) << 31)
    }
    let history = (0..<200).map { _ in next() }
    let fan = try #require(BudgetFan(history: history, sum: 0, ahead: 30))
    let last = try #require(fan.days.last)
    let held = (0..<1000).filter { _ in
      let sum = (0..<30).map { _ in next() }.reduce(0, +)
      return last.low90 <= sum && sum <= last.high90
    }.count
    #expect((820...960).contains(held), "\(held)")
  }

  @Test func `a short history has no fan`() {
    #expect(BudgetFan(history: [1, 2, 3, 4, 5, 6], sum: 21, ahead: 5) == nil)
  }
}
