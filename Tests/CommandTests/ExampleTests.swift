import Foundation
import Testing

/// The training job that the demo meters.
struct ExampleTests {
  /// Losses by epoch, as a small job prints them.
  func losses(workers: Int) throws -> [String] {
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Examples/train.py").path
    let process = Process()
    let pipe = Pipe()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "python3", script, "--epochs", "3", "--samples", "200", "--batch", "10", "--workers",
      "\(workers)",
    ]
    process.standardOutput = pipe
    try process.run()
    let text = String(decoding: pipe.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
    return text.matches(of: /loss ([0-9.]+)/).map { String($0.output.1) }
  }

  @Test func `it gives the same losses every time`() throws {
    #expect(try losses(workers: 2) == losses(workers: 2))
  }

  @Test(arguments: [1, 3])
  func `it learns with any number of workers`(workers: Int) throws {
    let losses = try losses(workers: workers).compactMap(Double.init)
    #expect(losses.count == 3)
    #expect((losses.last ?? 9) < (losses.first ?? 0))
  }
}
