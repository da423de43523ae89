import Accounting
import Foundation
import Quantities
import ReferenceData
import Testing

@testable import JoulebookKit

/// Where a place's intensity comes from, and what stands in for it.
struct IntensitySourceTests {
  let folder: TemporaryFolder
  let catalogue = Catalogue()
  let now: Timestamp

  init() throws {
    folder = try TemporaryFolder()
    now = try #require(Timestamp("2026-06-10T12:20:00Z"))
  }

  /// Settings of the environment alone, with a cache of their own.
  func source(
    _ place: String, _ variables: [String: String] = [:], isHome: Bool = true
  ) throws -> IntensitySource {
    var environment = ["HOME": folder.path, "PATH": "/usr/bin:/bin"]
    for (name, value) in variables { environment["JOULEBOOK_INTENSITY_\(name)"] = value }
    let settings = try Settings.resolve(
      flags: SettingsFlags(), environment: environment, directory: folder.path)
    return IntensitySource(
      place: try catalogue.place(named: place), isHome: isHome, settings: settings,
      catalogue: catalogue, environment: environment)
  }

  func hours(_ source: IntensitySource, _ from: Int, _ to: Int, basis: String = "life-cycle")
    async throws -> IntensitySource.Answer
  {
    try await source.series(
      from: now + .seconds(from * 3600), to: now + .seconds(to * 3600), now: now, basis: basis)
  }

  /// A file of three hours around now: 11:00, 12:00 and 13:00.
  func threeHours(_ heading: String = "ci_lifecycle_g_per_kwh") throws -> String {
    try folder.write(
      "datetime_utc,\(heading)\n2026-06-10T11:00:00Z,11\n2026-06-10T12:00:00Z,12\n2026-06-10T13:00:00Z,13\n",
      to: "hours.csv")
  }

  @Test func `without a provider the usual hours of the catalogue answer`() async throws {
    let answer = try await hours(source("DE"), -2, 46)
    #expect(answer.provider == "usual" && answer.series.kind == .usual)
    #expect(answer.series.count == 49 && answer.series.gaps.isEmpty)
    #expect(answer.series.low != nil && answer.notes.isEmpty)
  }

  @Test func `a place without hours has its figure for the year`() async throws {
    let answer = try await hours(source("NP"), 0, 24)
    #expect(answer.provider == "yearly" && answer.series.kind == .yearly)
    #expect(Set(answer.series.values).count == 1)
  }

  @Test func `a file goes before the usual hours, slot by slot, and what stands in is said`()
    async throws
  {
    let answer = try await hours(source("DE", ["PROVIDER": "csv", "FILE": threeHours()]), -3, 3)
    #expect(answer.series.start == Timestamp("2026-06-10T09:00:00Z"))
    #expect(Array(answer.series.values[2...4]) == [11, 12, 13])
    #expect(answer.series.values.allSatisfy { $0.isFinite })
    #expect(answer.series.values[0] > 100 && answer.series.values[6] > 100)
    #expect(
      answer.notes.contains("4 of 7 slots are the usual hours of DE: nothing better knows them."))
    #expect(answer.provider == "csv")
  }

  @Test func `a command that fails leaves the usual hours, and says why`() async throws {
    let source = try source(
      "DE", ["PROVIDER": "exec", "COMMAND": "sh -c 'echo the grid is away >&2; exit 7'"])
    let answer = try await hours(source, 0, 24)
    #expect(answer.series.kind == .usual && answer.series.gaps.isEmpty)
    #expect(answer.notes.contains { $0.contains("the grid is away") })
  }

  @Test func `a service that nobody answers for leaves the usual hours`() async throws {
    // Port 1 of this machine: refused at once.
    let source = try source("GB", ["PROVIDER": "uk-carbon-intensity", "URL": "http://127.0.0.1:1"])
    let answer = try await hours(source, 0, 24)
    #expect(answer.series.kind == .usual && answer.series.gaps.isEmpty)
    #expect(answer.notes.contains { $0.contains("`uk-carbon-intensity` cannot be had") })
  }

  @Test func `what stands in for direct figures is direct too`() async throws {
    let file = try threeHours("ci_direct_g_per_kwh")
    let answer = try await hours(source("DE", ["PROVIDER": "csv", "FILE": file]), -3, 3)
    #expect(Set(answer.parts.map(\.basis)) == ["direct"])
    #expect(answer.series.basis == "direct")
    let direct = try await hours(source("DE"), -3, 3, basis: "direct")
    #expect(answer.series.values[0] == direct.series.values[0])
    let lifeCycle = try await hours(source("DE"), -3, 3)
    #expect(answer.series.values[0] < lifeCycle.series.values[0])
  }

  @Test(arguments: [
    ["PROVIDER": "electricity-maps"], ["PROVIDER": "csv"], ["PROVIDER": "exec"],
    ["PROVIDER": "csv", "FILE": "no-such-file.csv"],
    ["PROVIDER": "eia", "TOKEN_FILE": "no-such-secrets"],
  ])
  func `a provider that is set up wrongly is bad usage at home and a note elsewhere`(
    variables: [String: String]
  ) async throws {
    let home = try source("DE", variables)
    do {
      _ = try await hours(home, 0, 24)
      Issue.record("It was taken.")
    } catch {
      #expect((error as? Problem)?.exit == .usage)
    }
    let away = try await hours(source("FR", variables, isHome: false), 0, 24)
    #expect(
      away.series.gaps.isEmpty && away.notes.contains { $0.contains("`") || $0.contains("/") })
  }

  @Test func `an average never stands in for a marginal figure`() async throws {
    let (from, to) = (now, now + .seconds(6 * 3600))
    let marginal = try source("NP", ["PROVIDER": "csv", "FILE": threeHours()])
    let answer = try await marginal.series(from: from, to: to, now: now, signal: .marginal)
    #expect(Set(answer.parts.map(\.signal)) == [.marginal])
    #expect(answer.series.values.prefix(2) == [12, 13] && answer.series.gaps == [2..<7])
    for variables in [[:], ["PROVIDER": "yearly"], ["PROVIDER": "exec", "COMMAND": "false"]] {
      let source = try source("DE", variables)
      await #expect(throws: Problem.self) {
        try await source.series(from: from, to: to, now: now, signal: .marginal)
      }
    }
  }

  @Test func `the settings' zone is not that of another place`() async throws {
    let command = "sh -c 'echo asked for $JOULEBOOK_ZONE >&2; exit 1'"
    let variables = ["PROVIDER": "exec", "COMMAND": command, "ZONE": "DE-LU"]
    let home = try await hours(source("DE", variables), 0, 2)
    #expect(home.notes.contains { $0.contains("asked for DE-LU") })
    let away = try await hours(source("FR", variables, isHome: false), 0, 2)
    #expect(away.notes.contains { $0.contains("asked for FR") })
    let cloud = try await hours(source("aws/us-east-1", variables, isHome: false), 0, 2)
    #expect(cloud.notes.contains { $0.contains("asked for US-MIDA-PJM") })
  }

  @Test func `a thread that waits gets the same answer`() async throws {
    let source = try source("DE")
    let task = try await hours(source, 0, 24)
    let (from, now) = (now, now)
    let waited = try await withCheckedThrowingContinuation { continuation in
      Thread.detachNewThread {
        continuation.resume(
          with: Result {
            try source.seriesWaiting(from: from, to: from + .seconds(86_400), now: now)
          })
      }
    }
    #expect(waited.series == task.series)
  }

  // MARK: Settings

  @Test func `a table holds the settings of the provider`() throws {
    try folder.write(
      "[intensity]\nprovider = \"csv\"\nfile = \"hours.csv\"\ntime-zone = \"Europe/Berlin\"\n",
      to: "joulebook.toml")
    let settings = try Settings.resolve(
      flags: SettingsFlags(), environment: [:], directory: folder.path)
    let path = folder.path + "/joulebook.toml"
    #expect(settings.intensity.provider == Sourced("csv", .projectFile(path, line: 2)))
    #expect(settings.intensity[.intensityFile] == folder.path + "/hours.csv")
    #expect(settings.intensity[.intensityTimeZone] == "Europe/Berlin")
  }

  @Test(arguments: [
    ("[intensity]\nprovidr = \"csv\"\n", "`provider`"),
    ("[intensity]\nprovider = \"watt-time\"\n", "`watttime`"),
    ("intensity-provider = \"csb\"\n", "`csv`"),
    ("[intensity]\nfile = 3\n", "intensity-file"),
  ])
  func `a setting that is not understood names its line and the nearest`(
    text: String, fix: String
  ) throws {
    try folder.write(text, to: "joulebook.toml")
    let problem = #expect(throws: Problem.self) {
      try Settings.resolve(flags: SettingsFlags(), environment: [:], directory: folder.path)
    }
    #expect(problem?.exit == .usage && problem?.what.contains("joulebook.toml:") == true)
    #expect(problem?.fix.contains(fix) == true, "\(problem?.fix ?? "")")
  }
}
