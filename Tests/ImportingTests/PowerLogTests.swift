import Accounting
import Foundation
import Quantities
import Testing

@testable import Importing

/// Logs of power that other tools and scripts write.
struct PowerLogTests {
  private func file(_ name: String, _ text: String) -> ImportFile {
    ImportFile(path: "logs/" + name, bytes: Data(text.utf8))
  }

  private func parts(_ work: ImportedWork?) -> [Component: Double] {
    guard case .parts(let parts)? = work?.power else { return [:] }
    return Dictionary(uniqueKeysWithValues: parts.map { ($0.component, $0.joules) })
  }

  private func isClose(_ value: Double?, _ wanted: Double) -> Bool {
    guard let value else { return false }
    return abs(value - wanted) < 1e-9
  }

  @Test func `both logs of a carbontracker run are one work, without its PUE`() throws {
    let batch = try CarbontrackerImporter().read(
      [
        file("r_carbontracker.log", PowerLogSamples.standard),
        file("r_carbontracker_output.log", PowerLogSamples.output),
      ],
      ImportOptions())
    let work = try #require(batch.works.first)
    #expect(batch.works.count == 1 && work.seconds == 8 && batch.refused.isEmpty)
    let joules = parts(work)
    // 0.00143 kWh with a PUE of 1.58, shared as 340 W to 67.5 W.
    let whole = 0.00143 * 3.6e6 / 1.58
    #expect(isClose(joules.values.reduce(0, +), whole))
    let ratio = (joules[.gpu] ?? 0) / (joules[.cpu] ?? 1)
    #expect(isClose(ratio, 340 / 67.5))
    #expect(work.reported?.emissionsGrams == 0.6882 && work.reported?.pue == 1.58)
    #expect(batch.read == batch.taken + batch.leftOut.values.reduce(0, +))
  }

  @Test func `an output log alone says that its PUE was taken to be the usual one`() throws {
    let batch = try CarbontrackerImporter().read(
      [file("x_carbontracker_output.log", PowerLogSamples.output)], ImportOptions())
    let work = try #require(batch.works.first)
    #expect(isClose(parts(work)[.system], 0.00143 * 3.6e6 / 1.58))
    #expect(work.warnings.contains { $0.contains("1.58") } && work.seconds == 8)
    #expect(work.started.description == "2026-11-23T01:08:04.000Z")
  }

  @Test func `a log of Power Gadget needs its day, and gives its counters`() throws {
    let log = file("power.csv", PowerLogSamples.gadget)
    #expect(throws: Problem.self) { try PowerGadgetImporter().read([log], ImportOptions()) }
    var options = ImportOptions()
    options.date = "2023-02-01"
    let batch = try PowerGadgetImporter().read([log], options)
    #expect(parts(batch.works.first) == [.cpu: 5.013, .memory: 1.094])
    #expect(batch.works.first?.started.description == "2023-02-01T17:16:13.043Z")
    #expect(batch.taken == 3 && batch.leftOut.values.reduce(0, +) == 2)
  }

  @Test func `samples of powermetrics add up by component`() throws {
    let batch = try PowermetricsImporter().read(
      [file("pm.txt", PowerLogSamples.powermetrics)], ImportOptions())
    let joules = parts(batch.works.first)
    #expect(isClose(joules[.cpu], 0.1787))
    #expect(isClose(joules[.gpu], 0.0287))
    #expect(batch.works.first?.started.description == "2023-11-10T11:37:07.900Z")
  }

  @Test func `samples without a heading are stages after the moment that is given`() throws {
    let text =
      "load model,212.72,1490.11,1643.87,2477,216\nload model,200,1,2,1000,500\nanswer,300,1,2,100,7000\n"
    var options = ImportOptions()
    options.date = "2024-05-13T01:42:30"
    let batch = try PowermetricsImporter().read([file("m1.csv", text)], options)
    let work = try #require(batch.works.first)
    #expect(work.started.description == "2024-05-13T01:42:30.000Z")
    #expect(work.marks.map(\.stage) == ["load model", "answer"])
    let expected = 0.216 * 0.21272 + 0.5 * 0.2 + 7 * 0.3
    #expect(isClose(parts(work)[.gpu], expected))
  }

  @Test func `milliwatts and nanoseconds are read by their headings`() throws {
    let milli = "Timestamp (s),Power (mW)\n2025-03-28 01:56:05.0,5000\n2025-03-28 01:56:06.0,7000\n"
    let nano = "Timestamp (ns),Power Draw (W)\n1747583343000000000,13\n1747583344000000000,15\n"
    let batch = try PowerTableImporter().read(
      [file("a.csv", milli), file("b.csv", nano)], ImportOptions())
    let watts = batch.works.map { work -> [Double] in
      guard case .curves(let curves) = work.power else { return [] }
      return curves[0].points.map(\.watts)
    }
    #expect(watts == [[5, 7], [13, 15]] && batch.works.map(\.seconds) == [1, 1])
  }

  @Test func `a unit that cannot be right is said, and can be given`() throws {
    let text = "Timestamp (s),Power (mW)\n2025-03-28 01:56:05.0,3.4\n2025-03-28 01:56:06.0,3.5\n"
    let batch = try PowerTableImporter().read([file("rpi.csv", text)], ImportOptions())
    #expect(batch.works.first?.warnings.first?.contains("--power-unit W") == true)
    var options = ImportOptions()
    options.powerUnit = "W"
    let given = try PowerTableImporter().read([file("rpi.csv", text)], options)
    guard case .curves(let curves)? = given.works.first?.power else {
      Issue.record("no curves")
      return
    }
    #expect(curves[0].points.map(\.watts) == [3.4, 3.5] && given.works[0].warnings.isEmpty)
    options.powerUnit = "hp"
    #expect(throws: Problem.self) {
      try PowerTableImporter().read([file("rpi.csv", text)], options)
    }
  }

  @Test func `a column that is the sum of others is not added to them`() throws {
    let text =
      "timestamp,n1_watts,n2_watts,total_watts\n2026-05-05T19:14:51,10,20,30\n2026-05-05T19:14:52,10,20,30\n2026-05-05T19:14:53,10,20,99\n"
    let batch = try PowerTableImporter().read([file("two.csv", text)], ImportOptions())
    guard case .curves(let curves)? = batch.works.first?.power else {
      Issue.record("no curves")
      return
    }
    #expect(curves.map(\.device) == ["n1 of two", "n2 of two"] && batch.refused.map(\.line) == [4])
  }

  @Test(arguments: PowerLogSamples.strangers)
  func `what is no run is said by name`(text: String, what: String) throws {
    let stranger = file("x.csv", text)
    let kind = try #require(Strangers.kind(of: stranger))
    #expect(kind.what.contains(what))
    #expect(!Importers.all.contains { $0.recognises(stranger) })
  }
}
