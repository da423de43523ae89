import Accounting
import Foundation
import JoulebookTesting
import Quantities
import Testing

@testable import Importing

/// Every importer keeps the contract, and reads what its records say.
struct ImporterTests {
  private static func file(_ name: String, _ text: String) -> ImportFile {
    ImportFile(path: "logs/" + name, bytes: Data(text.utf8))
  }

  private static let events = ImportFile(
    path: "runs/lr-0.1/events.out.tfevents.1709287200.node7.4242.0",
    bytes: RecordSamples.events([
      (1_709_287_200, 1, "loss", 2.5), (1_709_287_260, 2, "loss", 1.5),
      (1_709_287_320, 3, "acc", 0.5),
    ]))

  private static let samples: [String: [ImportFile]] = [
    "sacct": [file("jobs.txt", RecordSamples.sacct)],
    "nvidia-smi": [file("gpu.csv", RecordSamples.smi)],
    "scalars": [file("run-lr_0.1-tag-loss.csv", RecordSamples.scalars)],
    "bill": [file("cur.csv", RecordSamples.bill)],
    "log": [file("train-7.log", RecordSamples.log)],
    "tensorboard": [events],
    "codecarbon": [
      CodeCarbonSamples.file((0..<3).map { CodeCarbonSamples.row($0 * 40) })
    ],
    "carbontracker": [
      file("r_carbontracker.log", PowerLogSamples.standard),
      file("r_carbontracker_output.log", PowerLogSamples.output),
    ],
    "power-gadget": [file("gadget.csv", PowerLogSamples.gadget)],
    "powermetrics": [file("pm.txt", PowerLogSamples.powermetrics)],
    "power": [file("nodes.csv", PowerLogSamples.table)],
  ].merging(FormatSamples.whole) { $1 }

  private func read(_ name: String, _ change: (inout ImportOptions) -> Void = { _ in }) throws
    -> ImportBatch
  {
    var options = ImportOptions()
    options.pattern = RecordSamples.pattern
    change(&options)
    return try Importers.named(name).read(try #require(Self.samples[name]), options)
  }

  @Test(arguments: Importers.all.map(\.name))
  func `an importer keeps its contract`(name: String) throws {
    var options = ImportOptions()
    options.pattern = RecordSamples.pattern
    options.date = FormatSamples.date
    let files = try #require(Self.samples[name], "\(name) has no sample")
    let broken = ImporterContract.violations(of: try Importers.named(name), files, options)
    #expect(Set(broken) == [])
  }

  @Test(arguments: Importers.all.map(\.name))
  func `a file is known by one importer, the one that it is for`(name: String) throws {
    for file in try #require(Self.samples[name]) {
      #expect(Importers.all.first { $0.recognises(file) }?.name == name)
    }
  }

  @Test func `jobs of Slurm have their length, devices, end and array`() throws {
    let batch = try read("sacct")
    #expect(batch.read == 5 && batch.taken == 3 && batch.leftOut.values.reduce(0, +) == 2)
    let works = batch.works
    #expect(works.map(\.seconds) == [7200, 1800, 600])
    #expect(works[0].power == .accelerators(2, name: nil) && works[0].host == "gpu01")
    #expect(works[1].power == .accelerators(1, name: "a100") && works[1].exitCode == 1)
    #expect(works[1].tags["slurm.array"] == "101" && works[1].tags["slurm.task"] == "3")
    #expect(works[2].power == .cores(4) && works[2].signal == 15)
    #expect(works[0].started.description == "2024-03-01T10:00:00.000Z")
    #expect(batch.notes == [ImportTime.note])
  }

  @Test func `a time zone moves local times, in summer too`() throws {
    let batch = try read("sacct") { $0.timeZone = "Europe/Berlin" }
    #expect(batch.works[0].started.description == "2024-03-01T09:00:00.000Z" && batch.notes == [])
    #expect(throws: Problem.self) { try read("sacct") { $0.timeZone = "Mars/Olympus" } }
  }

  @Test func `a log of nvidia-smi becomes a curve for each GPU`() throws {
    let work = try #require(try read("nvidia-smi").works.first)
    guard case .curves(let curves) = work.power else {
      Issue.record("no curves")
      return
    }
    #expect(curves.map(\.device) == ["GPU-aaaa", "GPU-bbbb"] && work.seconds == 2)
    #expect(curves[0].points.map(\.watts) == [60, 260, 260])
    #expect(curves[0].points.map(\.at) == [0, 1, 2])
  }

  @Test func `two readings of one moment without a name are refused by line`() throws {
    let text = RecordSamples.smi.replacing("uuid, ", with: "").replacing("GPU-aaaa, ", with: "")
      .replacing("GPU-bbbb, ", with: "")
    let batch = try NvidiaSmiImporter().read([Self.file("gpu.csv", text)], ImportOptions())
    #expect(batch.refused.count == 3 && batch.refused[0].line == 3)
    #expect(batch.refused[0].reason.contains("log uuid too"))
  }

  @Test func `event files of TensorBoard give steps, values and the host`() throws {
    let work = try #require(try read("tensorboard").works.first)
    #expect(work.host == "node7" && work.name == "lr-0.1" && work.seconds == 120)
    #expect(work.marks.map(\.step) == [1, 2, 3])
    #expect(work.marks[0].metrics == ["loss": 2.5] && work.marks[2].metrics == ["acc": 0.5])
  }

  /// The check value of CRC-32C, of the nine digits (RFC 3720, appendix B.4, has it for other texts).
  @Test func `the checksum of records is the Castagnoli one`() {
    #expect(CRC32C.of(Array("123456789".utf8)[...]) == 0xE306_9283)
    #expect(CRC32C.of([UInt8](repeating: 0, count: 32)[...]) == 0x8A91_36AA)
  }

  @Test func `a training log is read by the pattern of its user`() throws {
    let batch = try read("log")
    let work = try #require(batch.works.first)
    #expect(work.seconds == 1200 && work.marks.map(\.step) == [1, 2, 3])
    #expect(work.marks[2].metrics == ["loss": 1.25])
    #expect(batch.leftOut == ["lines without the pattern": 2])
  }

  @Test(arguments: [nil, "(", "no groups"])
  func `a pattern that cannot serve is refused with an example`(pattern: String?) throws {
    let problem = #expect(throws: Problem.self) { try read("log") { $0.pattern = pattern } }
    #expect(problem?.fix.contains("(?<time>") == true && problem?.exit == .usage)
  }

  @Test func `rows of a bill that follow one another are one work, with its cost`() throws {
    let batch = try read("bill")
    let work = try #require(batch.works.first)
    #expect(batch.works.count == 1 && work.seconds == 7200)
    #expect(work.power == .instances(1, kind: "p3.2xlarge") && work.place == "aws/us-east-1")
    #expect(work.tags["cloud.cost"] == "6.12" && batch.leftOut.count == 2)
  }

  @Test func `any bill is read by columns that are named`() throws {
    var options = ImportOptions()
    options.columns = ["start": "Day", "hours": "Used", "instance": "Machine", "provider": "Cloud"]
    let text = "Day,Used,Machine,Cloud\n2024-03-01T00:00:00Z,12,a2-highgpu-1g,GCP\n"
    let batch = try CloudBillImporter().read([Self.file("bill.csv", text)], options)
    #expect(batch.works.first?.power == .instances(1, kind: "a2-highgpu-1g"))
    #expect(batch.works.first?.seconds == 43_200)
    options.columns["colour"] = "Red"
    #expect(throws: Problem.self) {
      try CloudBillImporter().read([Self.file("bill.csv", text)], options)
    }
  }
}
