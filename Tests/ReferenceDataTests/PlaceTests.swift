import Accounting
import Quantities
import Testing

@testable import ReferenceData

/// Places by the names that people and machines use.
struct PlaceTests {
  let catalogue = Catalogue()

  @Test(arguments: [
    ("FR", "FR"), ("fr", "FR"), ("France", "FR"), ("fra", "FR"), (" france ", "FR"),
    ("Germany", "DE"), ("DEU", "DE"), ("United States", "US"), ("USA", "US"), ("UK", "GB"),
    ("Cote d'Ivoire", "CI"), ("Côte d’Ivoire", "CI"), ("Türkiye", "TR"), ("Turkey", "TR"),
    ("NA", "NA"), ("Namibia", "NA"), ("world", "WORLD"), ("California", "US-CA"),
    ("us-ca", "US-CA"), ("CISO", "US-CAL-CISO"), ("CAISO", "US-CAL-CISO"), ("CAMX", "EGRID-CAMX"),
    ("Ontario", "CA-ON"), ("New South Wales", "AU-NSW"), ("SE1", "SE1"), ("Beijing", "CN-BJ"),
    ("us-east-1", "aws/us-east-1"), ("aws:eu-central-1", "aws/eu-central-1"),
    ("gcp:europe-north1", "gcp/europe-north1"), ("GCP/Europe-North1", "gcp/europe-north1"),
    ("europe-north1", "gcp/europe-north1"), ("westeurope", "azure/westeurope"),
    ("West Europe", "azure/westeurope"),
  ])
  func `is found`(name: String, key: String) throws {
    #expect(try catalogue.place(named: name).key == key)
  }

  @Test func `a name of two places is an error that lists both`() {
    let problem = #expect(throws: Problem.self) { try catalogue.place(named: "Georgia") }
    #expect(problem?.why.contains("GE") == true && problem?.why.contains("US-GA") == true)
    #expect(problem?.exit == .usage)
  }

  @Test func `the machine's own cloud decides between regions of one name`() throws {
    #expect(try catalogue.place(named: "us-east-1", provider: "alibaba").key == "alibaba/us-east-1")
  }

  @Test(arguments: [
    ("Germny", "DE"), ("DEX", "DE"), ("US-XX", "US"), ("united king", "GB"),
    ("californa", "US-CA"), ("eu-centrl-1", "aws/eu-central-1"),
  ])
  func `an unknown place names the nearest`(typed: String, nearest: String) {
    let problem = #expect(throws: Problem.self) { try catalogue.place(named: typed) }
    #expect(problem?.exit == .usage)
    #expect(problem?.fix.contains("`\(nearest)`") == true, "\(problem?.fix ?? "")")
  }

  @Test func `a factor says its year, basis and source`() throws {
    let factor = catalogue.factor(of: try catalogue.place(named: "FR"), year: 2026).factor
    #expect(factor.year >= 2024)
    #expect(factor.basis == "life-cycle, production, location-based, yearly average")
    #expect(factor.source.licence == "CC-BY-4.0")
  }

  @Test(arguments: [(2000, 2000), (2015, 2015), (2026, 2025), (1985, 1990)])
  func `the factor's year follows the run's`(run: Int, factor: Int) throws {
    let placed = catalogue.factor(of: try catalogue.place(named: "DE"), year: run)
    #expect(placed.factor.year == factor)
    #expect(placed.warnings.isEmpty == (run >= factor && run - factor <= 3))
  }

  @Test func `a state has its own factor, and says that only the stack is counted`() throws {
    let placed = catalogue.factor(of: try catalogue.place(named: "California"), year: 2026)
    #expect(placed.factor.region == "US-CA" && placed.factor.basis.hasPrefix("direct"))
    #expect(
      placed.factor.source.author.contains("EPA") || placed.factor.source.title.contains("eGRID"))
  }

  @Test func `a cloud region takes its grid zone, and the path says so`() throws {
    let placed = catalogue.factor(of: try catalogue.place(named: "aws/us-west-1"), year: 2026)
    #expect(placed.factor.region == "US-CAL-CISO")
    #expect(placed.path.count == 2 && placed.path[1].contains("US-CAL-CISO"))
    #expect(placed.factor.source.licence == "ODbL-1.0")
  }

  @Test func `a fallback to a wider place is said`() throws {
    let placed = catalogue.factor(of: try #require(catalogue.place(key: "AQ")), year: 2026)
    #expect(placed.factor.region == "WORLD")
    #expect(placed.warnings.contains { $0.contains("world average") })
  }

  @Test func `every place has a factor in the end`() {
    var without: [String] = []
    for table in Catalogue.placeTables {
      for row in catalogue.rows(table) {
        guard let place = catalogue.place(key: row.key),
          catalogue.factor(of: place, year: 2026).factor.intensity.value > .zero
        else {
          without.append(row.key)
          continue
        }
      }
    }
    #expect(without == [])
  }

  @Test func `every cloud region is a place with a country and a grid`() {
    let wrong = catalogue.rows("cloud_regions").filter { row in
      guard let place = catalogue.place(key: row.key) else { return true }
      return place.country.isEmpty
        || catalogue.factor(of: place, year: 2026).factor.region == Place.world
    }
    #expect(wrong.map(\.key) == [])
  }

  @Test func `marginal factors are never taken for an average`() throws {
    let marginal = Set(catalogue.rows("grids_marginal").map { $0["kind"] })
    #expect(!marginal.contains("average") && !marginal.isEmpty)
    #expect(!Catalogue.factorTables.contains("grids_marginal"))
  }

  @Test func `the world has a row`() {
    #expect(catalogue.worldAverage(year: 2026).region == "WORLD")
    #expect(catalogue.worldAverage(year: 2026).intensity.value.gramsPerKilowattHour > 300)
  }
}
