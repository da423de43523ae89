import Accounting
import Foundation
import JoulebookTesting
import Quantities
import Testing

@testable import Importing

struct ImporterTests {
  private static let samples: [(name: String, files: [ImportFile])] = [
    ("tensorboard", [Records.tensorBoard]),
    ("sacct", [Records.file("jobs.txt", Records.sacct)]),
    ("nvidia-smi", [Records.file("gpu.csv", Records.nvidiaSmi)]),
    ("scalars", [Records.file("run-lr-1-tag-loss.csv", Records.scalars)]),
    ("bill", [Records.file("bill.csv", Records.bill)]),
    ("log", [Records.file("train.log", Records.log)]),
  ]

  private static var options: ImportOptions {
    var options = ImportOptions()
    options.pattern = Records.pattern
    return options
  }

  private func read(_ importer: some Importer, _ file: ImportFile) throws -> ImportBatch {
    try importer.read([file], Self.options)
  }

  @Test(arguments: samples.map(\.name))
  func `every importer keeps the contract`(name: String) throws {
    let sample = try #require(Self.samples.first { $0.name == name })
    let violations = ImporterContract.violations(
      of: try Importers.named(name), sample.files, Self.options)
    #expect(violations == [])
  }

  @Test func `every listed importer has a sample, and its files are known by it first`() throws {
    #expect(Set(Self.samples.map(\.name)) == Set(Importers.all.map(\.name)))
    for sample in Self.samples {
      let first = Importers.all.first { $0.recognises(sample.files[0]) }
      #expect(first?.name == sample.name)
    }
  }

  // MARK: sacct

  @Test func `jobs of Slurm keep their length, devices, end and array`() throws {
    let batch = try read(SacctImporter(), Records.file("jobs.txt", Records.sacct))
    #expect(batch.works.map(\.name) == ["train", "sweep", "wall"])
    #expect(batch.works.map(\.seconds) == [7200, 1800, 86_400])
    #expect(
      batch.works.map(\.power) == [
        .accelerators(2, name: nil), .accelerators(1, name: "a100"), .cores(16),
      ])
    #expect(batch.works.map(\.exitCode) == [0, 1, nil])
    #expect(batch.works.map(\.signal) == [nil, nil, 15])
    #expect(batch.works[1].tags["slurm.array"] == "102" && batch.works[1].host == "gpu02")
    #expect(
      batch.leftOut == [
        "steps, which are part of their jobs": 1, "jobs that never began": 1,
      ])
    #expect(batch.notes == [ImportTime.note])
  }

  @Test func `a broken row is refused with its line, and the others are taken`() throws {
    let text = Records.sacct.replacingOccurrences(
      of: "102_7|sweep|FAILED|1:0|2024-03-01T12:00:00", with: "102_7|sweep|FAILED|1:0|yesterday")
    let batch = try read(SacctImporter(), Records.file("jobs.txt", text))
    #expect(batch.works.count == 2)
    #expect(batch.refused.map(\.line) == [4])
    #expect(batch.refused.first?.reason == "`yesterday` is no time")
  }

  @Test(
    arguments: [
      ("1-02:03:04", 93_784.0), ("02:03:04", 7384), ("03:04.5", 184.5), ("x", nil),
      ("1:2:3:4", nil),
    ] as [(String, Double?)])
  func `lengths are read as Slurm writes them`(text: String, seconds: Double?) {
    #expect(SacctImporter.seconds(text) == seconds)
  }

  // MARK: nvidia-smi

  @Test func `each GPU has a curve of its own`() throws {
    let batch = try read(NvidiaSmiImporter(), Records.file("gpu.csv", Records.nvidiaSmi))
    let work = try #require(batch.works.first)
    guard case .curves(let curves) = work.power else {
      Issue.record("no curves")
      return
    }
    #expect(curves.map(\.device) == ["GPU-aaaa", "GPU-bbbb"])
    #expect(curves[0].points.map(\.watts) == [100, 200, 100])
    #expect(curves[0].points.map(\.at) == [0, 10, 20])
    #expect(work.seconds == 20)
  }

  @Test func `a reading without power is refused and is no zero`() throws {
    let text = Records.nvidiaSmi.replacingOccurrences(of: "200.00 W", with: "[N/A]")
    let batch = try read(NvidiaSmiImporter(), Records.file("gpu.csv", text))
    #expect(batch.refused.map(\.reason) == ["`[N/A]` is no power"])
    guard case .curves(let curves)? = batch.works.first?.power else {
      Issue.record("no curves")
      return
    }
    #expect(curves[0].points.map(\.watts) == [100, 100])
  }

  // MARK: TensorBoard

  @Test func `the checksum is the one of RFC 3720`() {
    // B.4: 32 bytes of zeros, of ones, and 0 to 31.
    #expect(CRC32C.of([UInt8](repeating: 0, count: 32)[...]) == 0x8A91_36AA)
    #expect(CRC32C.of([UInt8](repeating: 0xFF, count: 32)[...]) == 0x62A8_AB43)
    #expect(CRC32C.of([UInt8](0..<32)[...]) == 0x46DD_794E)
  }

  @Test func `scalars become marks at their wall times`() throws {
    let work = try #require(try read(TensorBoardImporter(), Records.tensorBoard).works.first)
    #expect(work.name == "lr-1" && work.host == "node-3")
    #expect(work.seconds == 120)
    #expect(work.marks.map(\.at) == [60, 120])
    #expect(work.marks.map { $0.metrics?["loss"] } == [0.5, 0.25])
  }

  @Test func `a record whose checksum differs is refused and those after it are read`() throws {
    var bytes = Records.tensorBoard.bytes
    let first = 12 + EventFile.version(wall: 0).count + 4
    bytes[first + 12 + 3] ^= 1
    let batch = try read(
      TensorBoardImporter(), ImportFile(path: Records.tensorBoard.path, bytes: bytes))
    #expect(batch.refused.map(\.line) == [2])
    #expect(batch.works.first?.marks.map(\.at) == [120])
  }

  // MARK: Bills and logs

  @Test func `hours that follow one another are one work, and taxes are none`() throws {
    let batch = try read(CloudBillImporter(), Records.file("bill.csv", Records.bill))
    #expect(batch.works.map(\.seconds) == [7200, 3600])
    #expect(
      batch.works.map(\.power) == [
        .instances(0.75, kind: "p3.2xlarge"), .instances(2, kind: "p3.2xlarge"),
      ])
    #expect(batch.works.first?.place == "aws/us-east-1")
    #expect(batch.works.first?.tags["cloud.cost"] == "4.59")
    #expect(batch.read == 5 && batch.taken == 3 && batch.leftOut.count == 2)
  }

  @Test func `columns of any bill can be named`() throws {
    var options = ImportOptions()
    options.columns = ["start": "Day", "hours": "Amount", "instance": "Type"]
    let file = Records.file("other.csv", "Day,Type,Amount\n2024-03-01T00:00:00Z,gpu.large,24\n")
    let batch = try CloudBillImporter().read([file], options)
    #expect(batch.works.map(\.seconds) == [86_400])
    options.columns["what"] = "Type"
    #expect(throws: Problem.self) { try CloudBillImporter().read([file], options) }
  }

  @Test func `lines of a log give time, epoch and metric`() throws {
    let batch = try read(TrainingLogImporter(), Records.file("train.log", Records.log))
    let work = try #require(batch.works.first)
    #expect(work.name == "train" && work.seconds == 120)
    #expect(work.marks.map { $0.metrics?["loss"] } == [0.9, 0.6, 0.5])
    #expect(batch.leftOut == ["lines without the pattern": 1])
  }

  @Test(arguments: [nil, "(", "epoch (?<epoch>[0-9]+)"])
  func `a pattern that cannot serve is refused`(pattern: String?) {
    #expect(throws: Problem.self) { try LogPattern(pattern) }
  }

  // MARK: Times

  @Test(arguments: [
    "2024-03-01T10:00:00Z", "2024/03/01 11:00:00.000", "2024-03-01 11:00:00,000",
    "2024-03-01T12:00:00+0200", "2024-03-01T12:00:00+02:00", "1709287200",
  ])
  func `times are read as tools write them`(text: String) throws {
    var options = ImportOptions()
    options.timeZone = "Europe/Berlin"
    #expect(try ImportTime(options).read(text)?.moment == Timestamp("2024-03-01T10:00:00Z"))
  }

  @Test func `a zone that nobody knows is refused`() {
    var options = ImportOptions()
    options.timeZone = "Mars/Olympus"
    #expect(throws: Problem.self) { try ImportTime(options) }
  }
}
