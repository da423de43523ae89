import Accounting
import Quantities
import Testing

@testable import JoulebookKit

/// Where a provider has a history and no forecast, ours goes on from it.
struct OwnForecastTests {
  private let start = Timestamp("2024-03-01") ?? Timestamp(nanoseconds: 0)

  private func history(days: Int) -> IntensitySeries {
    IntensitySeries(
      zone: "DE", start: start, slotSeconds: 3600,
      values: (0..<days * 24).map { 300 + Double($0 % 24) * 5 }, source: "file de.csv")
  }

  @Test func `it begins now and reaches the end`() throws {
    let now = start + .seconds(20 * 86_400 + 1500)
    let end = now + .seconds(86_400)
    let own = try #require(OwnForecast(after: [history(days: 20)], now: now, to: end))
    #expect(own.series.start <= now && own.series.end >= end)
    #expect(own.series.kind == .forecast(issued: now))
    #expect(own.note.hasPrefix("What lies ahead is our own forecast of DE. Only 20 days"))
    let value = try #require(own.series.intensity(at: now + .seconds(7200)))
    #expect(abs(value.gramsPerKilowattHour - 310) < 1)
  }

  @Test func `a forecast that was given comes first`() {
    let now = start + .seconds(20 * 86_400)
    let given = IntensitySeries(
      zone: "DE", start: now, slotSeconds: 3600, values: Array(repeating: 1, count: 24),
      kind: .forecast(issued: now), source: "a service")
    #expect(
      OwnForecast(after: [history(days: 20), given], now: now, to: now + .seconds(86_400)) == nil)
    #expect(
      OwnForecast(after: [history(days: 20), given], now: now, to: now + .seconds(90_000)) != nil)
  }

  @Test func `there is none of the past, of a short or an old history`() {
    let now = start + .seconds(20 * 86_400)
    #expect(OwnForecast(after: [history(days: 20)], now: now, to: now) == nil)
    #expect(OwnForecast(after: [history(days: 6)], now: now, to: now + .seconds(3600)) == nil)
    #expect(OwnForecast(after: [history(days: 12)], now: now, to: now + .seconds(3600)) == nil)
    #expect(OwnForecast(after: [], now: now, to: now + .seconds(3600)) == nil)
  }

  @Test func `two weeks are the most`() throws {
    let now = start + .seconds(20 * 86_400)
    let own = try #require(
      OwnForecast(after: history(days: 20), now: now, to: now + .seconds(40 * 86_400)))
    #expect(own.series.count == 336)
  }
}
