import Accounting
import Foundation
import Quantities
import Testing

@testable import Importing

/// Real traces: where `JOULEBOOK_SOURCE_DATA` names their folder, each is read whole and adds up to what is known of it.
struct TraceTests {
  static let folder = ProcessInfo.processInfo.environment["JOULEBOOK_SOURCE_DATA"]

  private static func file(_ path: String) throws -> ImportFile {
    let full = (folder ?? "") + "/" + path
    guard path.hasSuffix(".gz") else {
      return ImportFile(path: path, bytes: try Data(contentsOf: URL(fileURLWithPath: full)))
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["gzip", "-dc", full]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return ImportFile(path: String(path.dropLast(3)), bytes: bytes)
  }

  /// Rows of a table by its headings.
  private static func rows(_ path: String) throws -> [[String: String]] {
    let rows = DelimitedLines(try file(path).text, delimiter: ",").rows
    let head = rows.first?.cells ?? []
    return rows.dropFirst().map { row in
      Dictionary(zip(head, row.cells)) { first, _ in first }
    }
  }

  @Test(.enabled(if: folder != nil, "JOULEBOOK_SOURCE_DATA is not set"))
  func `every window of Zeus is a work, to the digits of its file`() throws {
    let names = try FileManager.default.contentsOfDirectory(
      atPath: (Self.folder ?? "") + "/traces/zeus-windows"
    ).sorted()
    #expect(names.count == 12)
    for name in names {
      let file = try Self.file("traces/zeus-windows/" + name)
      #expect(Importers.all.first { $0.recognises(file) }?.name == "zeus")
      let batch = try FormatTests.read("zeus", [file])
      let rows = String(decoding: file.bytes, as: UTF8.self).split(separator: "\n").dropFirst()
      #expect(
        batch.read == rows.count && batch.taken == rows.count && batch.works.count == rows.count)
      for (row, work) in zip(rows, batch.works) {
        // In the order of the columns, as the importer adds them.
        let joules = row.split(separator: ",").dropFirst(3).compactMap { Double($0) }.reduce(0, +)
        #expect(work.deviceJoules == joules, "\(name): \(row)")
      }
    }
  }

  @Test(.enabled(if: folder != nil, "JOULEBOOK_SOURCE_DATA is not set"))
  func `logs of PTDaemon are read whole, and their timed part agrees with the published one`()
    throws
  {
    let runs = try Self.rows("traces/mlperf-inference/runs.csv")
    #expect(runs.count == 10)
    for run in runs {
      let path = try #require(run["file"])
      let file = try Self.file(path)
      #expect(Importers.all.first { $0.recognises(file) }?.name == "mlperf")
      let batch = try FormatTests.read("mlperf", [file])
      #expect("\(batch.read)" == run["samples"] && batch.taken == batch.read, "\(path)")
      let work = try #require(batch.works.first)
      guard case .devices(let devices) = work.power, case .power(let points) = devices[0].record
      else {
        Issue.record("\(path) has no power")
        continue
      }
      let (from, to) = (
        try Self.moment(run["power_begin_utc"], in: work),
        try Self.moment(run["power_end_utc"], in: work)
      )
      let inside = points.filter { $0.at >= from && $0.at <= to }
      let mean = inside.map(\.watts).reduce(0, +) / Double(inside.count)
      let joules = try #require(run["energy_in_window_J"].flatMap { Double($0) })
      #expect(abs(mean * (to - from) / joules - 1) < 0.0005, "\(path)")
    }
  }

  /// `02-28-2023 01:37:49.505` in seconds of the work.
  private static func moment(_ text: String?, in work: ImportedWork) throws -> Double {
    let parts = try #require(text).split(separator: " ")
    let day = parts[0].split(separator: "-")
    let moment = try #require(Timestamp("\(day[2])-\(day[0])-\(day[1])T\(parts[1])Z"))
    return (moment - work.started).seconds
  }

  @Test(.enabled(if: folder != nil, "JOULEBOOK_SOURCE_DATA is not set"))
  func `meters of training runs add up to the joule within the run`() throws {
    let runs = try Self.rows("traces/mlperf-training/runs.csv")
    #expect(runs.count == 14)
    for run in runs {
      let path = try #require(run["file"])
      let file = try Self.file(path)
      #expect(Importers.all.first { $0.recognises(file) }?.name == "mlperf")
      let log = FormatSamples.file(
        "results/result.txt",
        ["run_start", "run_stop"].map { key in
          ":::MLLOG {\"key\": \"\(key)\", \"time_ms\": \(run["\(key)_ms"] ?? "")}\n"
        }.joined())
      let batch = try FormatTests.read("mlperf", [file, log])
      let work = try #require(batch.works.first)
      #expect(batch.works.count == 1, "\(path)")
      let known = try #require(run["node_energy_in_window_J"].flatMap { Double($0) })
      let found = try #require(work.deviceJoules)
      if run["min_window_coverage"] == "1.0" {
        #expect(abs(found - known) < 0.6, "\(path)")
      } else {
        // The published figure goes on with the last power where a log ends before the run; an import does not.
        #expect(found < known && found > known * 0.994, "\(path)")
      }
      let switches = run["other_meters"] != "[]"
      #expect(!switches || batch.leftOut.keys.contains { $0.hasPrefix("meters whose clock") })
    }
  }

  @Test(
    .enabled(if: folder != nil, "JOULEBOOK_SOURCE_DATA is not set"),
    arguments: [
      ("smc-h100x8-ac-bert_run0", 1_878_756.0, 0),
      // It has two readings of one millisecond.
      ("smc-h100x8-ac-llama2-70b-lora_run0", 12_114_664, 1),
      ("lenovo-b200x8-ac-bert_run0", 2_142_303, 0),
    ])
  func `a node's log and its result log are one run`(name: String, joules: Double, refused: Int)
    throws
  {
    let files = try ["node0", "result"].map {
      try Self.file("traces/mlperf-training/raw/\(name).\($0).mllog.txt.gz")
    }
    let batch = try FormatTests.read("mlperf", files)
    let work = try #require(batch.works.first)
    #expect(batch.works.count == 1 && batch.refused.count == refused)
    #expect(abs((work.deviceJoules ?? 0) - joules) < 0.6)
    #expect(work.tags["mlperf.status"] == "success")
  }
}
