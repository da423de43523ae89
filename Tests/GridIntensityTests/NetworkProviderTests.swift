import Accounting
import Foundation
import JoulebookTesting
import Quantities
import Testing

@testable import GridIntensity

/// Providers that ask services, against a server of our own.
struct NetworkProviderTests {
  static let secrets = [
    "ELECTRICITY_MAPS_TOKEN": "sesame-maps", "WATTTIME_USER": "ada",
    "WATTTIME_PASSWORD": "sesame-time",
    "ENTSOE_TOKEN": "sesame-entsoe", "EIA_API_KEY": "sesame-eia",
  ]

  static func context(
    _ base: String, cache: String? = nil, policy: HTTPPolicy = quick,
    now: Timestamp = Answers.now
  ) -> IntensityContext {
    IntensityContext(
      configuration: IntensityConfiguration(baseURL: base), environment: secrets,
      facts: IntensityFacts(fuels: Answers.fuels), cacheFolder: cache, policy: policy,
      clock: { now })
  }

  /// Short pauses, and all the time that a machine full of other tests may take.
  static let quick = HTTPPolicy(
    total: .seconds(120), tries: 3, firstPause: .milliseconds(10), longestWait: .seconds(1))

  static func question(
    _ zone: String, from: Int = -20, to: Int = 20, signal: IntensitySeries.Signal = .average
  ) -> IntensityQuestion {
    IntensityQuestion(
      zone: zone, from: Answers.now + .seconds(from * 3600), to: Answers.now + .seconds(to * 3600),
      now: Answers.now, signal: signal)
  }

  /// A service for every provider; a zone that it does not have is a 404, as with the real ones.
  static let answer: @Sendable (LocalServer.Request) -> LocalServer.Reply = { request in
    guard !request.uri.contains("NOWHERE") else {
      return LocalServer.Reply(status: 404, body: #"{"error":"no such zone"}"#)
    }
    switch request.uri.split(separator: "?")[0] {
    case "/v3/carbon-intensity/history": return .json(Answers.electricityMapsHistory())
    case "/v3/carbon-intensity/past-range": return .json(Answers.electricityMapsRange())
    case "/v3/carbon-intensity/forecast": return .json(Answers.electricityMapsForecast())
    case "/login": return .json(#"{"token":"sesame-bearer"}"#)
    case "/v3/historical": return .json(Answers.wattTime(forecast: false))
    case "/v3/forecast": return .json(Answers.wattTime(forecast: true))
    case let path where path.hasSuffix("/fw48h"):
      return .json(Answers.britain(from: 0, count: 96, actual: false))
    case let path where path.hasPrefix("/intensity/"):
      return .json(Answers.britain(from: -48, count: 49, actual: true))
    case "/api": return .json(Answers.entsoe(area: "10Y1001A1001A82H"))
    case "/v2/electricity/rto/fuel-type-data/data/": return .json(Answers.eia())
    case _: return LocalServer.Reply(status: 404)
    }
  }

  static let all: [(name: String, zone: String, signal: IntensitySeries.Signal)] = [
    ("electricity-maps", "DE", .average), ("watttime", "CAISO_NORTH", .marginal),
    ("uk-carbon-intensity", "GB", .average), ("entso-e", "DE", .average), ("eia", "CISO", .average),
  ]

  @Test(arguments: all)
  func `keeps its promises`(
    name: String, zone: String, signal: IntensitySeries.Signal
  ) async throws {
    let server = try LocalServer(Self.answer)
    let entry = try IntensityProviders.named(name)
    let provider = try entry.make(Self.context(server.base))
    #expect(
      await IntensityProviderContract.violations(
        of: provider, entry: entry, question: Self.question(zone, signal: signal)) == [])
  }

  @Test func `every provider that asks a service has a case`() {
    #expect(
      Set(IntensityProviders.all.filter(\.usesNetwork).map(\.name)) == Set(Self.all.map(\.name)))
  }

  private func reply(
    _ name: String, _ question: IntensityQuestion
  ) async throws -> IntensityReply {
    let server = try LocalServer(Self.answer)
    return try await IntensityProviders.named(name).make(Self.context(server.base)).series(question)
  }

  @Test func `electricity maps gives the past and the future`() async throws {
    let reply = try await reply("electricity-maps", Self.question("DE"))
    let past = try #require(reply.parts.first { $0.kind == .history })
    #expect(
      past.intensity(at: Answers.moment("2026-03-02T10:30:00Z")) == .gramsPerKilowattHour(298))
    let ahead = try #require(reply.parts.last)
    #expect(ahead.kind == .forecast(issued: Answers.moment("2026-03-02T12:05:00Z")))
    #expect(
      ahead.intensity(at: Answers.moment("2026-03-02T15:10:00Z")) == .gramsPerKilowattHour(317))
    #expect(reply.notes.contains { $0.contains("estimated") })
  }

  @Test func `watttime's pounds become grams`() async throws {
    let reply = try await reply("watttime", Self.question("CAISO_NORTH", signal: .marginal))
    let ahead = try #require(reply.parts.last)
    #expect(ahead.slotSeconds == 300 && ahead.signal == .marginal)
    // 900 lb/MWh × 453.59237 g / 1000 kWh.
    #expect(abs(ahead.values[0] - 408.233_133) < 1e-9)
  }

  @Test func `britain's half hours take what was before what was expected`() async throws {
    let reply = try await reply("uk-carbon-intensity", Self.question("GB"))
    let past = try #require(reply.parts.first)
    #expect(past.slotSeconds == 1800 && past.basis == "direct")
    #expect(
      past.intensity(at: Answers.moment("2026-03-02T11:00:00Z")) == .gramsPerKilowattHour(146))
    #expect(reply.notes.contains { $0.contains("life-cycle") })
  }

  @Test(arguments: ["PT60M", "PT15M"])
  func `generation by fuel becomes intensity`(resolution: String) async throws {
    let server = try LocalServer { _ in
      .json(Answers.entsoe(area: "10Y1001A1001A82H", resolution: resolution))
    }
    let provider = try IntensityProviders.named("entso-e").make(Self.context(server.base))
    let reply = try await provider.series(Self.question("DE", from: -4, to: -1))
    let part = try #require(reply.parts.first)
    #expect(part.slotSeconds == (resolution == "PT15M" ? 900 : 3600))
    // Half coal at 1000, half wind at 10; what storage gives was generated before.
    #expect(part.values.filter(\.isFinite).allSatisfy { abs($0 - 505) < 1e-9 })
    #expect(reply.notes.contains { $0.contains("Storage (B10)") })
  }

  @Test func `a period of the EIA is named by its end`() async throws {
    let reply = try await reply("eia", Self.question("CISO", from: -6, to: 0))
    let part = try #require(reply.parts.first)
    #expect(part.start == Answers.moment("2026-03-02T07:00:00Z"))
    #expect(abs(part.values[0] - (600 * 500 + 300 * 50 + 100 * 20) / 1000) < 1e-9)
  }

  @Test func `codes of areas carry their check`() {
    #expect(EntsoeProvider.areas.values.allSatisfy(EIC.isValid))
    #expect(!EIC.isValid("10Y1001A1001A82X") && !EIC.isValid("10Y"))
  }
}
