import Accounting
import Glibc
import JoulebookKit
import Quantities
import Testing

struct SiteFinderTests {
  func hints(
    zone: String? = nil, vendor: String? = nil, chassis: Int? = nil,
    variables: [String: String] = [:], cloudInit: String? = nil
  ) -> SiteHints {
    var hints = SiteHints()
    hints.timeZones = zone.map { [SiteHints.TimeZone($0, from: "TZ")] } ?? []
    hints.firmware["sys_vendor"] = vendor
    hints.chassis = chassis
    hints.variables = variables
    hints.cloudInitRegion = cloudInit
    return hints
  }

  func find(
    region: Sourced<String>? = nil, pue: Sourced<Double>? = nil, _ hints: SiteHints
  ) throws -> SiteFinder.Found {
    try SiteFinder().find(region: region, pue: pue, hints: hints, year: 2026)
  }

  @Test func `a given region goes before every hint`() throws {
    let site = try find(
      region: Sourced("FR", .flag("--region")), hints(zone: "Europe/Berlin")
    ).site
    #expect(site.factor.region == "FR")
    #expect(site.origin == "given by --region")
  }

  @Test func `an unknown region is bad usage and says who gave it`() {
    let problem = #expect(throws: Problem.self) {
      try find(region: Sourced("Xland", .environment("JOULEBOOK_REGION")), hints())
    }
    #expect(problem?.exit == .usage)
    #expect(problem?.what.contains("JOULEBOOK_REGION") == true)
  }

  @Test func `the time zone tells the country`() throws {
    let site = try find(hints(zone: "Europe/Berlin")).site
    #expect(site.factor.region == "DE")
    #expect(site.origin == "time zone Europe/Berlin, from TZ")
  }

  @Test(arguments: ["Etc/UTC", "UTC", nil])
  func `without a place the world average is taken with a warning`(zone: String?) throws {
    let found = try find(hints(zone: zone))
    #expect(found.site.factor.region == "WORLD")
    #expect(found.warnings.count == 1)
  }

  @Test func `a country without a figure falls back to a wider place with a warning`() throws {
    // Vatican City has a time zone and no row of its own; its power comes from Italy.
    let found = try find(hints(zone: "Europe/Vatican"))
    #expect(found.site.factor.region == "IT")
    #expect(found.site.origin.contains("(VA) → Italy (IT)"))
    #expect(found.warnings.first?.contains("VA") == true)
  }

  @Test func `a cloud region goes before the time zone`() throws {
    let site = try find(
      hints(zone: "Etc/UTC", vendor: "Amazon EC2", variables: ["AWS_REGION": "eu-west-3"])
    ).site
    #expect(site.factor.region == "FR")
    #expect(site.place == "aws/eu-west-3")
    #expect(site.origin.hasSuffix("Paris (aws/eu-west-3) → France (FR)"))
    #expect(site.pue.ratio.value.base < 1.5)
  }

  @Test func `a cloud variable on another machine says nothing`() throws {
    let hints = hints(
      zone: "Europe/Berlin", vendor: "Dell Inc.", variables: ["AWS_REGION": "us-east-1"])
    #expect(try find(hints).site.factor.region == "DE")
  }

  @Test func `what cloud-init wrote goes before a variable`() throws {
    let hints = hints(
      vendor: "Amazon EC2", variables: ["AWS_REGION": "us-east-1"], cloudInit: "eu-central-1")
    #expect(try find(hints).site.factor.region == "DE")
  }

  @Test func `a cloud without a region gives its PUE only`() throws {
    let found = try find(hints(zone: "Etc/UTC", vendor: "Amazon EC2"))
    #expect(found.site.factor.region == "WORLD")
    #expect(found.site.pue.ratio.value.base == 1.15)
  }

  @Test func `a cloud region nobody knows is a warning`() throws {
    let found = try find(hints(zone: "Europe/Paris", vendor: "Amazon EC2", cloudInit: "xx-1"))
    #expect(found.site.factor.region == "FR")
    #expect(found.warnings.first?.contains("xx-1") == true)
  }

  @Test(arguments: [(10, 1.0, 1.0), (3, 1.0, 1.0), (23, 1.1, 2.0), (1, 1.0, 2.0)])
  func `PUE follows the kind of chassis`(chassis: Int, low: Double, high: Double) throws {
    let pue = try find(hints(chassis: chassis)).site.pue.ratio
    #expect(pue.low.base == low)
    #expect(pue.high.base == high)
  }

  @Test func `a given PUE is taken as given`() throws {
    let pue = try find(pue: Sourced(1.4, .flag("--pue")), hints(vendor: "Amazon EC2")).site.pue
    #expect(pue.ratio.low == pue.ratio.high)
    #expect(pue.origin == "given by --pue")
  }

  @Test func `hints are gathered from a machine's files`() throws {
    let folder = try TemporaryFolder()
    try folder.write("Google Compute Engine\n", to: "sys/class/dmi/id/product_name")
    try folder.write("1\n", to: "sys/class/dmi/id/chassis_type")
    try folder.write("Europe/Zurich\n", to: "etc/timezone")
    try folder.write(
      "{\"a\": {\"region\": null}, \"v1\": {\"region\": \"europe-west6\"}}",
      to: "run/cloud-init/instance-data.json")
    let hints = SiteHints.gather(
      environment: ["AWS_REGION": "eu-west-1"], sys: folder.path + "/sys", root: folder.path)
    #expect(hints.firmware == ["product_name": "Google Compute Engine"])
    #expect(hints.timeZones.map(\.name) == ["Europe/Zurich"])
    #expect(hints.cloudInitRegion == "europe-west6")
    #expect(try find(hints).site.factor.region == "CH")
  }

  @Test func `a TZ of UTC does not hide the machine's own zone`() throws {
    var hints = SiteHints()
    hints.timeZones = [.init("UTC", from: "TZ"), .init("Europe/Oslo", from: "/etc/localtime")]
    #expect(try find(hints).site.origin == "time zone Europe/Oslo, from /etc/localtime")
  }

  @Test func `a zone is told by the link to its file`() throws {
    let folder = try TemporaryFolder()
    _ = folder.makeFolder("etc")
    symlink("/usr/share/zoneinfo/posix/Asia/Seoul", folder.path + "/etc/localtime")
    let hints = SiteHints.gather(environment: [:], sys: folder.path, root: folder.path)
    #expect(hints.timeZones.map(\.name) == ["Asia/Seoul"])
  }

  @Test func `a provider without a figure of its own counts as a data centre`() throws {
    #expect(try find(hints(vendor: "Hetzner")).site.pue.ratio.low.base == 1.1)
  }

  @Test func `TZ goes before the machine's own zone`() throws {
    let folder = try TemporaryFolder()
    try folder.write("Europe/Zurich\n", to: "etc/timezone")
    let hints = SiteHints.gather(
      environment: ["TZ": ":Asia/Tokyo"], sys: folder.path, root: folder.path)
    #expect(hints.timeZones.map(\.name) == ["Asia/Tokyo", "Europe/Zurich"])
  }
}
