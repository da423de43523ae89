import Accounting
import Foundation
import GridIntensity
import Quantities
import Testing

/// Real files, where they are at hand.
@Suite(.enabled(if: SourceFiles.folder != nil))
struct SourceFileTests {
  let folder: String

  init() throws { folder = try #require(SourceFiles.folder) }

  static let zones = [
    "AU-NSW", "CA-ON", "DE", "GB", "SG", "US-CAL-CISO", "US-TEX-ERCO", "ZA",
  ]

  @Test(arguments: zones)
  func `four whole years of hours are read without a gap`(zone: String) throws {
    let result = try IntensityCSV.read(
      path: "\(folder)/hourly/\(zone)_2021-2024.csv.gz", options: CSVOptions(zone: zone))
    #expect(result.series.count == 3 * 8760 + 8784)
    #expect(result.series.start == Timestamp("2021-01-01T00:00:00Z"))
    #expect(result.series.end == Timestamp("2025-01-01T00:00:00Z"))
    #expect(result.series.gaps.isEmpty && result.series.slotSeconds == 3600)
    #expect(result.series.zone == zone)
  }

  @Test func `the mean of a year is that of the table`() throws {
    let path = "\(folder)/hourly/DE_2021-2024.csv.gz"
    let series = try IntensityCSV.read(path: path, options: CSVOptions(basis: "direct")).series
    let year = series.sliced(
      from: try #require(Timestamp("2023-01-01T00:00:00Z")),
      to: try #require(Timestamp("2024-01-01T00:00:00Z")))
    #expect(year.count == 8760)
    // Recomputed from the text by another reader.
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = [
      "-c", "gzip -dc '\(path)' | awk -F, '/^2023/ {s+=$2; n++} END {printf \"%.6f\", s/n}'",
    ]
    process.standardOutput = pipe
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    let mean = year.values.reduce(0, +) / 8760
    #expect(abs(mean - (Double(text) ?? 0)) < 1e-5)
  }

  @Test func `the layouts of other people are read or refused by name`() throws {
    let samples = "\(folder)/import/intensity-series"
    let dayFirst = try IntensityCSV.read(
      path: "\(samples)/electricitymaps_FR_2022_spreadsheet_dates_head.csv")
    #expect(dayFirst.series.start == Timestamp("2022-01-01T00:00:00Z"))
    #expect(dayFirst.series.zone == "FR" && dayFirst.series.values.first == 43.84)
    let recent = try IntensityCSV.read(path: "\(samples)/electricitymaps_GB_2024_head.csv")
    #expect(recent.series.values.first == 96.44)
    let quarters = try IntensityCSV.read(
      path: "\(samples)/entsoe_derived_DE_2020_15min_head.csv", options: CSVOptions(timeZone: "UTC")
    )
    #expect(quarters.series.slotSeconds == 900)
    let halves = try IntensityCSV.read(
      path: "\(samples)/entsoe_derived_FR_2020_30min_head.csv", options: CSVOptions(timeZone: "UTC")
    )
    #expect(halves.series.slotSeconds == 1800)
    let mix = try IntensityCSV.read(
      path: "\(samples)/eia_generation_mix_BPAT_2022_head.csv",
      options: CSVOptions(column: "avg_CI"))
    #expect(mix.series.start == Timestamp("2022-01-01T00:00:00Z"))
    // Polled twice an hour, and the answers differ.
    let problem = #expect(throws: Problem.self) {
      try IntensityCSV.read(path: "\(samples)/electricitymaps_polled_SE_head.csv")
    }
    #expect(problem?.what.contains("two values for") == true)
  }
}

enum SourceFiles {
  static let folder: String? = ProcessInfo.processInfo.environment["JOULEBOOK_SOURCE_DATA"]
}
