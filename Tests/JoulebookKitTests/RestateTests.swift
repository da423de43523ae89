import Accounting
import Bookkeeping
import Foundation
import Quantities
import ReferenceData
import Testing

@testable import JoulebookKit

/// Old runs under newer and older catalogues.
struct RestateTests {
  /// Entries that the release with the catalogue 2026.11 booked, as it wrote them.
  static func booked() throws -> [(json: String, entry: Entry)] {
    let file = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appending(path: "Fixtures/entries-2026.11.jsonl")
    return try String(contentsOf: file, encoding: .utf8).split(separator: "\n").map {
      (String($0), try JSONDecoder().decode(Entry.self, from: Data($0.utf8)))
    }
  }

  static func json(_ value: some Encodable) throws -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return String(decoding: try encoder.encode(value), as: UTF8.self)
  }

  private func entry(_ name: String) throws -> Entry {
    try #require(try Self.booked().first { $0.entry.run.name == name }).entry
  }

  @Test func `an old catalogue gives an old figure to the byte`() throws {
    let restater = Restater(catalogue: try Catalogue(version: "2026.11"))
    let booked = try Self.booked()
    #expect(booked.count == 8)
    for (json, entry) in booked {
      #expect(try Self.json(restater.restated(entry)) == json, "\(entry.run.name)")
    }
  }

  @Test func `what a newer catalogue made of it, the old one undoes`() throws {
    let now = Restater(catalogue: Catalogue())
    let before = Restater(catalogue: try Catalogue(version: "2026.11"))
    for (_, entry) in try Self.booked() {
      let there = now.restated(entry)
      #expect(
        AccountingMethod().footprint(of: before.restated(there)).emissions
          == AccountingMethod().footprint(of: entry).emissions)
    }
  }

  @Test func `under the old catalogue a cloud region is its country`() throws {
    var entry = try entry("cloud")
    let site = entry.site
    entry.site = Site(
      factor: site.factor, pue: site.pue, origin: site.origin, place: "aws/us-east-1",
      catalogue: "2026.12")
    let old = Restater(catalogue: try Catalogue(version: "2026.11")).site(of: entry)
    let new = Restater(catalogue: Catalogue()).site(of: entry)
    #expect(old.factor == site.factor)
    #expect(new.factor.region == "US-MIDA-PJM")
  }

  @Test func `the reasons say what differs`() throws {
    var entry = try entry("in-DE")
    entry.run.started = try #require(Timestamp("2019-05-01"))
    let new = Restater(catalogue: Catalogue()).site(of: entry)
    let reasons = Restater.reasons(from: entry.site, to: new)
    #expect(reasons.contains { $0.contains("the factor of 2019 instead of 2025") })
    #expect(reasons.contains { $0.hasSuffix("instead of 330 g CO2e/kWh") })
  }

  @Test func `a PUE that was given stays`() throws {
    let entry = try entry("pue")
    #expect(Restater(catalogue: Catalogue()).site(of: entry).pue == entry.site.pue)
  }

  @Test func `an unknown version is bad usage and names those that are there`() {
    let problem = #expect(throws: Problem.self) { try Catalogue(version: "1999.01") }
    #expect(problem?.exit == .usage && problem?.why.contains("2026.11") == true)
  }
}
