import Foundation
import JoulebookTesting
import Quantities
import Testing

/// A simulation that moves by itself.
struct SimulationTests {
  @Test func `counters move in real time`() throws {
    let folder = try SimulatedFolder()
    let simulation = try Simulation(#require(Scenarios.named("twin")), in: folder.path)
    defer { simulation.stop() }
    let opening = try #require(try folder.microjoules("intel-rapl:0"))
    let deadline = Date(timeIntervalSinceNow: 20)
    while try folder.microjoules("intel-rapl:0") == opening, Date() < deadline { usleep(1000) }
    #expect(try #require(try folder.microjoules("intel-rapl:0")) > opening)
  }

  @Test func `truth of a window follows from what the folder keeps`() throws {
    let record = Simulation.Record(
      scenario: try #require(Scenarios.named("laptop")), startMonotonic: 7,
      started: Timestamp(nanoseconds: 0))
    let folder = try SimulationFolder(claiming: SimulatedFolder().path + "/machine")
    try folder.save(record)
    let truth = try folder.load().truth(from: 1, to: 3)
    #expect(truth.devices.map(\.device) == ["package-0", "core-0", "psys", "mmio-package-0"])
    #expect(truth.devices.map(\.counted) == [true, false, false, false])
    #expect(abs(truth.energy - 32) < 1e-9)
    try FileManager.default.removeItem(atPath: (folder.path as NSString).deletingLastPathComponent)
  }

  @Test func `a folder with foreign files is left alone`() throws {
    let folder = try SimulatedFolder()
    try "mine".write(toFile: folder.path + "/notes", atomically: true, encoding: .utf8)
    #expect(throws: (any Error).self) { try SimulationFolder(claiming: folder.path) }
  }
}
