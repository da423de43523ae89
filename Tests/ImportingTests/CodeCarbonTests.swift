import Accounting
import Foundation
import Quantities
import Testing

@testable import Importing

/// Rows of CodeCarbon, sound, shifted and broken.
struct CodeCarbonTests {
  private typealias Samples = CodeCarbonSamples

  private func joules(_ work: ImportedWork) -> [Component: Double] {
    guard case .parts(let parts) = work.power else { return [:] }
    return Dictionary(uniqueKeysWithValues: parts.map { ($0.component, $0.joules) })
  }

  @Test func `a row is a run with its components, and with the tool's own figure`() throws {
    let batch = try Samples.read([Samples.file([Samples.row(40)])])
    let work = try #require(batch.works.first)
    #expect(batch.read == 1 && batch.taken == 1 && work.seconds == 36)
    // The timestamp is the run's end.
    #expect(work.started.description == "2024-05-02T11:00:04.000Z")
    #expect(joules(work).mapValues { $0.rounded() } == [.cpu: 1980, .gpu: 1080, .memory: 540])
    #expect(abs(joules(work).values.reduce(0, +) - 3600) < 1e-9)
    #expect(work.place == "FRA" && work.area == "île-de-france")
    #expect(work.tags["codecarbon.cpu"] == "AMD, EPYC")
    let figure = try #require(work.reported)
    #expect(figure.energyJoules == 3600 && figure.emissionsGrams == 0.05)
    #expect(figure.version == "3.3.0" && figure.line == 2 && figure.pue == 1)
    #expect(figure.run == "0a578547-1d6b-4e2f-be0c-000000000040")
  }

  @Test func `a PUE is taken out of the components, and stays in the figure`() throws {
    let file = Samples.file([Samples.row(1) { $0["pue"] = "1.25" }])
    let work = try #require(try Samples.read([file]).works.first)
    #expect(joules(work).values.reduce(0, +) == 3600 / 1.25 && work.reported?.energyJoules == 3600)
  }

  @Test(arguments: [
    ["region", "longitude", "latitude"], ["gpu_count", "gpu_model"],
    ["region", "gpu_count", "gpu_model", "longitude", "latitude"],
  ])
  func `a row that lost its empty cells and moved is put right`(dropped: [String]) throws {
    let rows = [Samples.row(1), Samples.row(2, without: Set(dropped)), Samples.row(3)]
    let batch = try Samples.read([Samples.file(rows)])
    #expect(batch.taken == 3 && batch.refused.isEmpty)
    #expect(batch.repaired.map(\.line) == [3])
    #expect(batch.works[1].seconds == 36 && batch.works[1].reported?.pue == 1)
    #expect(joules(batch.works[1]).values.reduce(0, +) == 3600)
  }

  @Test func `a row in the order of its release under moved headings is put right`() throws {
    let moved =
      Samples.headings.replacing("cloud_provider,cloud_region,", with: "")
      + ",cloud_provider,cloud_region"
    let file = Samples.file(
      [
        Samples.row(1, in: moved),
        Samples.row(2) {
          $0["cloud_provider"] = "gcp"; $0["cloud_region"] = "europe-west1"
        },
      ],
      headings: moved)
    let batch = try Samples.read([file])
    #expect(batch.taken == 2 && batch.repaired.map(\.line) == [3])
    #expect(batch.works[1].place == "gcp/europe-west1" && batch.works[0].place == "FRA")
  }

  @Test func `broken rows are refused with line and reason, and hide no other`() throws {
    let rows = [
      Samples.row(1), Samples.row(2) { $0["energy_consumed"] = "" },
      Samples.row(3) { $0["duration"] = "long" }, Samples.row(4) { $0["emissions"] = "-1.0" },
      Samples.row(5) { $0["timestamp"] = "yesterday" },
      Samples.row(6).replacing("train", with: "tr\0in"),
      String(Samples.row(7).prefix(90)),
      Samples.row(8).replacing("\"AMD, EPYC\"", with: "\"AMD, EPYC"),
      Samples.row(9) { $0["gpu_energy"] = "-0.0003" }, Samples.row(10) { $0["duration"] = "nan" },
      Samples.row(11),
    ]
    let batch = try Samples.read([Samples.file(rows)])
    #expect(batch.taken == 2 && batch.read == 11)
    #expect(batch.refused.map(\.line) == [3, 4, 5, 6, 7, 8, 9, 10, 11])
    let reasons = [
      "energy_consumed is empty", "duration, `long`, is no number", "emissions is negative",
      "`yesterday` is no time", "NUL", "cells, the first line 38", "quote",
      "gpu_energy is negative",
      "duration, `nan`",
    ]
    for (refusal, reason) in zip(batch.refused, reasons) {
      #expect(refusal.reason.contains(reason), "\(refusal.reason)")
    }
  }

  @Test func `a row behind a hole in the file is put right`() throws {
    let rows = [
      Samples.row(1), String(repeating: "\0", count: 5000) + Samples.row(2), Samples.row(3),
    ]
    let batch = try Samples.read([Samples.file(rows)])
    #expect(batch.taken == 3 && batch.refused.isEmpty && batch.repaired.map(\.line) == [3])
  }

  @Test func `the same row is taken once, from whichever file and layout`() throws {
    let short = "timestamp,project_name,run_id,duration,emissions,energy_consumed"
    let files = [
      Samples.file([Samples.row(1), Samples.row(2), Samples.row(1)]),
      Samples.file(
        [Samples.row(2, in: short), Samples.row(3, in: short)], headings: short,
        name: "emissions.csv.bak"),
    ]
    let batch = try Samples.read(files)
    #expect(batch.read == 5 && batch.taken == 3)
    #expect(batch.leftOut == ["rows that are the same as an earlier one": 2])
  }

  @Test func `what our own stand-in for CodeCarbon wrote is booked already`() throws {
    let ours = CodeCarbonSamples.row(1) { $0["codecarbon_version"] = "joulebook 0.1.0" }
    let batch = try CodeCarbonSamples.read([
      CodeCarbonSamples.file([CodeCarbonSamples.row(0), ours])
    ])
    #expect(batch.taken == 1 && batch.read == 2 && batch.refused.isEmpty)
    #expect(batch.leftOut.values.reduce(0, +) == 1)
    #expect(batch.leftOut.keys.first?.contains("Joulebook") == true)
  }

  @Test func `mixed-up units are found, and the energy is left as it stands`() throws {
    let rows = [
      Samples.row(1) { row in
        for key in ["cpu_power", "gpu_power", "ram_power"] {
          row[key] = "0.0\((row[key] ?? "").dropLast(2))"
        }
      },
      Samples.row(2) { $0["emissions_rate"] = "\(0.05 / 36)" },
    ]
    let batch = try Samples.read([Samples.file(rows)])
    #expect(batch.works[0].warnings.contains { $0.contains("kilowatts") })
    #expect(joules(batch.works[0]).values.reduce(0, +) == 3600 && batch.works[1].warnings == [])
    #expect(batch.notes.contains { $0.contains("1 row emissions_rate is in grams") })
  }

  @Test func `components that do not add up are not made up`() throws {
    let file = Samples.file([Samples.row(1) { $0["ram_energy"] = "0.01" }])
    let work = try #require(try Samples.read([file]).works.first)
    #expect(joules(work) == [.system: 3600] && work.warnings.count == 1)
  }

  @Test func `a time that lost its day is taken with the day that is given, else refused`() throws {
    let file = Samples.file([Samples.row(1) { $0["timestamp"] = "26:11.7" }])
    #expect(try Samples.read([file]).refused.first?.reason.contains("--date") == true)
    let batch = try Samples.read([file]) { $0.date = "2020-08-12" }
    #expect(batch.works.first?.started.description == "2020-08-12T00:25:35.700Z")
    #expect(batch.repaired.count == 1)
    #expect(throws: Problem.self) { try Samples.read([file]) { $0.date = "August" } }
  }

  @Test func `local times follow their zone over the change of clocks`() throws {
    let rows = [("2024-03-31T01:30:00", "00:29:24"), ("2024-03-31T03:30:00", "01:29:24")]
    let file = Samples.file(
      rows.enumerated().map { index, row in Samples.row(index) { $0["timestamp"] = row.0 } })
    let batch = try Samples.read([file]) { $0.timeZone = "Europe/Berlin" }
    #expect(
      batch.works.map { $0.started.description.dropFirst(11).prefix(8) } == rows.map { $0.1[...] })
    #expect(batch.notes == [])
  }

  @Test func `headings in between are left out`() throws {
    let batch = try Samples.read([
      Samples.file([Samples.row(1), Samples.headings, "", ",,,", Samples.row(2)])
    ])
    #expect(batch.taken == 2 && batch.leftOut.values.reduce(0, +) == 2 && batch.refused.isEmpty)
  }

  @Test func `a damaged file as a whole is a problem that says so`() throws {
    let packed = ImportFile(path: "e.csv.gz", bytes: GzipSamples.dynamic.dropLast(9))
    #expect(packed.damage?.contains("gzip") == true)
    #expect(throws: Problem.self) { try Samples.read([packed]) }
    #expect(throws: Problem.self) { try Samples.read([Samples.file([], headings: "a,b")]) }
  }

  @Test func `rows are handed over so many at a time`() throws {
    let file = Samples.file((0..<10).map { Samples.row($0) })
    var sizes: [Int] = []
    let batch = try CodeCarbonImporter().rows(of: [file], ImportOptions(), atOnce: 4) { rows in
      sizes.append(rows.rows.count)
      #expect(rows.kinds.count == 1 && rows.titles == ["train"])
    }
    #expect(sizes == [4, 4, 2] && batch.taken == 10)
  }
}
