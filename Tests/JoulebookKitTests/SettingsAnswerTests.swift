import Accounting
import JoulebookKit
import Quantities
import Reporting
import Testing

struct SettingsAnswerTests {
  func answer(_ change: (inout SettingsFlags) -> Void) throws -> SettingsAnswer {
    let folder = try TemporaryFolder()
    var flags = SettingsFlags()
    change(&flags)
    let settings = try Settings.resolve(
      flags: flags, environment: [:], directory: folder.makeFolder("digits"))
    let moment = try #require(Timestamp("2026-11-24"))
    return SettingsAnswer(
      settings, site: try SiteFinder().find(settings, hints: SiteHints(), at: moment),
      usualLedger: "/ledger.sqlite")
  }

  @Test func `every setting is listed once`() throws {
    let keys = try answer { _ in }.settings.map(\.key)
    #expect(
      keys.sorted()
        == SettingKey.allCases
        // What a provider needs is listed where it is set.
        .filter {
          $0 != .tags && ($0 == .intensityProvider || !$0.rawValue.hasPrefix("intensity-"))
        }
        .map(\.rawValue).sorted())
  }

  @Test func `a value stands beside its origin`() throws {
    let text = try answer { $0.region = "FR" }.text(style: .plain)
    #expect(text.contains(/region +FR +given by --region/))
  }

  @Test func `the JSON form has a schema and stable keys`() throws {
    let json = try AnswerFormat.json.render(try answer { $0.interval = "250ms" })
    #expect(json.contains("\"schema\" : 1"))
    #expect(
      json.contains(
        """
            {
              "key" : "interval",
              "origin" : "--interval",
              "value" : "250ms"
            }
        """))
  }
}
