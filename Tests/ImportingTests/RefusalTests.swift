import Accounting
import Foundation
import Quantities
import Testing

@testable import Importing

/// What cannot be taken is refused with its place, and hides nothing that can.
struct RefusalTests {
  private func file(_ name: String, _ text: String) -> ImportFile {
    ImportFile(path: "logs/" + name, bytes: Data(text.utf8))
  }

  @Test func `a broken row is refused with its line, and the others are taken`() throws {
    let text = RecordSamples.sacct.replacing("2024-03-01T13:00:00", with: "yesterday")
    let batch = try SacctImporter().read([file("jobs.txt", text)], ImportOptions())
    #expect(batch.works.count == 2)
    #expect(batch.refused.map(\.line) == [4])
    #expect(batch.refused.first?.reason == "`yesterday` is no time")
  }

  @Test func `a reading without power is refused and is no zero`() throws {
    let text = RecordSamples.smi.replacing("260.00 W", with: "[N/A]", maxReplacements: 1)
    let batch = try NvidiaSmiImporter().read([file("gpu.csv", text)], ImportOptions())
    #expect(batch.refused.map(\.reason) == ["`[N/A]` is no power"])
    guard case .curves(let curves)? = batch.works.first?.power else {
      Issue.record("there are no curves")
      return
    }
    #expect(curves[0].points.map(\.watts) == [60, 260])
  }

  @Test func `a record whose checksum differs is refused, and those after it are read`() throws {
    var bytes = RecordSamples.events([
      (1_709_287_200, 1, "loss", 2.5), (1_709_287_260, 2, "loss", 1.5),
    ])
    // The first record holds a time and a version; its head is 12 bytes, its tail 4.
    let first = 12 + 9 + 5 + 4
    bytes[first + 12 + 3] ^= 1
    let file = ImportFile(path: "a/events.out.tfevents.1.node7", bytes: bytes)
    let batch = try TensorBoardImporter().read([file], ImportOptions())
    #expect(batch.refused.map(\.line) == [2])
    #expect(batch.works.first?.marks.map(\.at) == [60])
  }

  @Test(
    arguments: [
      ("1-02:03:04", 93_784.0), ("02:03:04", 7384), ("03:04.5", 184.5), ("x", nil),
      ("1:2:3:4", nil),
    ] as [(String, Double?)])
  func `lengths are read as Slurm writes them`(text: String, seconds: Double?) {
    #expect(SacctImporter.seconds(text) == seconds)
  }

  @Test(arguments: [
    "2024-03-01T10:00:00Z", "2024/03/01 11:00:00.000", "2024-03-01 11:00:00,000",
    "2024-03-01T12:00:00+0200", "2024-03-01T12:00:00+02:00", "1709287200",
  ])
  func `times are read as tools write them`(text: String) throws {
    var options = ImportOptions()
    options.timeZone = "Europe/Berlin"
    #expect(try ImportTime(options).read(text)?.moment == Timestamp("2024-03-01T10:00:00Z"))
  }
}
