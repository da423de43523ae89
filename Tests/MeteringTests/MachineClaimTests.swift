import Foundation
import Testing

@testable import Metering

/// Runs that claim the same machine learn of each other.
@Suite struct MachineClaimTests {
  private let folder = FileManager.default.temporaryDirectory
    .appendingPathComponent("claims-\(UUID().uuidString)").path

  private func claim(_ run: String, from start: Int64, on machine: String = "m") -> MachineClaim? {
    MachineClaim(
      machine: machine, run: run, start: start,
      parts: MachineClaim.Parts(cpu: 1, memory: 0.5, gpu: 0), folder: folder)
  }

  @Test func `a run that ends learns who claimed meanwhile, and who ends later learns the same`()
    throws
  {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let a = try #require(claim("a", from: 100))
    let b = try #require(claim("b", from: 150))
    let elsewhere = try #require(claim("c", from: 150, on: "n"))
    let parts = MachineClaim.Parts(cpu: 1, memory: 0.5, gpu: 0)
    // The other one goes on: it claims up to now.
    #expect(a.end(at: 200) == [.init(run: "b", start: 150, end: 200, parts: parts)])
    #expect(b.end(at: 300) == [.init(run: "a", start: 100, end: 200, parts: parts)])
    #expect(elsewhere.end(at: 300) == [])
  }

  @Test func `claims that ended before are not told, and are taken away by the next one`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let a = try #require(claim("a", from: 100))
    _ = a.end(at: 200)
    let b = try #require(claim("b", from: 250))
    #expect(FileText.names(in: folder) == ["m-b"])
    #expect(b.end(at: 300) == [])
  }

  @Test func `a claim is kept while one goes on that it met`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let long = try #require(claim("long", from: 100))
    _ = try #require(claim("short", from: 150)).end(at: 200)
    _ = try #require(claim("late", from: 300)).end(at: 350)
    #expect(long.end(at: 400).map(\.run) == ["short", "late"])
  }

  @Test func `what is no claim is passed over`() throws {
    defer { try? FileManager.default.removeItem(atPath: folder) }
    let a = try #require(claim("a", from: 100))
    try Data("1 nonsense\n".utf8).write(to: URL(fileURLWithPath: folder + "/m-x"))
    #expect(a.end(at: 200) == [])
  }
}
