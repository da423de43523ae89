import Accounting
import Foundation
import Quantities

@testable import Forecasting

/// A grid with a daily and a weekly pattern, a season, and weather that comes and goes.
struct SyntheticGrid {
  var level = 400.0
  var daily = 80.0
  var weekend = 40.0
  var season = 50.0
  var weather = 30.0
  var seed: UInt64 = 1

  /// Hourly values from a moment on.
  func series(days: Int, from start: String = "2023-01-01", slotSeconds: Int = 3600)
    -> IntensitySeries
  {
    var state = seed
    func noise() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(state >> 11) / Double(1 << 53) * 2 - 1
    }
    let begin = Timestamp(start) ?? Timestamp(nanoseconds: 0)
    var wind = 0.0
    let perHour = 3600 / slotSeconds
    let values = (0..<days * 24 * perHour).map { slot in
      if slot % perHour == 0 { wind = 0.96 * wind + noise() }
      let hour = Double(slot) / Double(perHour)
      let day = hour / 24
      return level + daily * sin(2 * .pi * hour / 24) + season * sin(2 * .pi * day / 365.25)
        - (Int(day) % 7 < 2 ? weekend : 0) + weather * wind
    }
    return IntensitySeries(
      zone: "XX", start: begin, slotSeconds: slotSeconds, values: values, source: "made up")
  }
}

extension IntensitySeries {
  /// The same series with other values.
  func with(_ values: [Double]) -> IntensitySeries {
    IntensitySeries(
      zone: zone, start: start, slotSeconds: slotSeconds, values: values, signal: signal,
      basis: basis, kind: kind, source: source)
  }
}

func moment(_ text: String) -> Timestamp { Timestamp(text) ?? Timestamp(nanoseconds: 0) }

/// Hourly series of past years, which are not shipped; tests that need them run where `JOULEBOOK_SOURCE_DATA` names
/// the folder that holds `hourly/`.
enum SourceSeries {
  static let folder = ProcessInfo.processInfo.environment["JOULEBOOK_SOURCE_DATA"]
    .flatMap { FileManager.default.fileExists(atPath: $0 + "/hourly") ? $0 + "/hourly" : nil }

  /// Zones with all hours of 2021 to 2024.
  static let zones = [
    "AU-NSW", "AU-VIC", "BR-CS", "CA-ON", "DE", "GB", "IN-WE", "JP-TK", "KR", "SG",
    "US-CAL-CISO", "US-MIDA-PJM", "US-NY-NYIS", "US-TEX-ERCO", "ZA",
  ]

  static func series(_ zone: String) throws -> IntensitySeries {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gzip", "-dc", "\(folder ?? "")/\(zone)_2021-2024.csv.gz"]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    // datetime_utc, direct, life-cycle, …: a row for each hour, checked to be end to end.
    let rows = data.split(separator: UInt8(ascii: "\n")).dropFirst()
    let values = rows.map { row in
      Double(
        String(
          decoding: row.split(separator: UInt8(ascii: ","), maxSplits: 3)[2], as: UTF8.self))
        ?? .nan
    }
    guard let first = rows.first, let last = rows.last,
      let start = Timestamp(String(decoding: first.prefix(20), as: UTF8.self)),
      let end = Timestamp(String(decoding: last.prefix(20), as: UTF8.self)),
      end - start == .seconds(3600 * (values.count - 1))
    else { throw CocoaError(.fileReadCorruptFile) }
    return IntensitySeries(
      zone: zone, start: start, slotSeconds: 3600, values: values, source: "Electricity Maps")
  }
}
