import Accounting
import Testing

@testable import ReferenceData

/// What the electricity of a place usually emits at a month and an hour.
struct ClimatologyTests {
  let catalogue = Catalogue()

  private func usual(
    _ place: String, month: Int? = nil, hour: Int? = nil, scope: String = "life-cycle"
  ) throws -> UsualIntensity? {
    catalogue.usualIntensity(
      of: try catalogue.place(named: place), month: month, hour: hour, scope: scope)
  }

  @Test func `one month and hour is the table's cell`() throws {
    let noon = try #require(try usual("DE", month: 6, hour: 12))
    let row = try #require(
      catalogue.rows("climatology").first { $0.key == "DE/life-cycle/06/mean" })
    #expect(noon.mean == Double(row["h12_g_per_kwh"]))
    #expect(noon.p10 < noon.mean && noon.mean < noon.p90 && noon.place == "DE")
  }

  @Test func `a whole day or year is the mean of its cells`() throws {
    let day = try #require(try usual("DE", month: 6))
    let hours = try (0..<24).map { try #require(try usual("DE", month: 6, hour: $0)).mean }
    #expect(abs(day.mean - hours.reduce(0, +) / 24) < 1e-9)
    let noon = try #require(try usual("DE", hour: 12))
    let months = try (1...12).map { try #require(try usual("DE", month: $0, hour: 12)).mean }
    #expect(abs(noon.mean - months.reduce(0, +) / 12) < 1e-9)
  }

  @Test func `direct is less than life-cycle, and a cloud region has its grid's hours`() throws {
    let life = try #require(try usual("FR", hour: 3))
    let direct = try #require(try usual("FR", hour: 3, scope: "direct"))
    #expect(direct.mean < life.mean)
    #expect(try usual("aws:eu-west-3", hour: 3)?.mean == life.mean)
  }

  @Test func `a place without hours has none`() throws {
    #expect(try usual("PL", hour: 3) == nil)
    #expect(try usual("US", hour: 3) == nil)
    #expect(catalogue.climatologyPlaces.count == 20)
  }
}
