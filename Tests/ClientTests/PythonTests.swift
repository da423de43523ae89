import CommandTesting
import Foundation
import Testing

/// The Python client against the built program: each file of its tests in a process of its own.
///
/// Tests that need packages of PyPI are left out by name where these are missing.
@Suite struct PythonTests {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  static let folder = root.appendingPathComponent("Clients/python/tests")

  static let files = ((try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? [])
    .filter { $0.hasPrefix("test_") && $0.hasSuffix(".py") }.sorted()

  @Test func `there are tests`() {
    #expect(Self.files.count > 3)
  }

  @Test(arguments: files)
  func `the client does what its tests say`(_ file: String) throws {
    let told = try Self.python(["-m", "unittest", String(file.dropLast(3))])
    #expect(told.status == 0, "\(told.text)")
    // An empty file would end well, too.
    #expect(told.text.contains(/Ran [1-9][0-9]* test/), "\(told.text)")
    for skipped in told.text.matches(of: /skipped ['"](.*)['"]/) {
      print("\(file): left out: \(skipped.output.1)")
    }
  }

  /// Python with what PyPI gave the tests where that is there, else the system's.
  private static func python(_ arguments: [String]) throws -> (status: Int32, text: String) {
    let tools = root.appendingPathComponent(".build/tools/bin/python").path
    let hasTools = FileManager.default.isExecutableFile(atPath: tools)
    let process = Process()
    let output = FileManager.default.temporaryDirectory
      .appendingPathComponent("client-\(UUID().uuidString)")
    try Data().write(to: output)
    defer { try? FileManager.default.removeItem(at: output) }
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [hasTools ? tools : "python3"] + arguments + ["-v"]
    process.currentDirectoryURL = folder
    process.environment = ProcessInfo.processInfo.environment.merging([
      "JOULEBOOK_BINARY": JoulebookBinary.path, "PYTHONDONTWRITEBYTECODE": "1",
      "PYTHONWARNINGS": "error::ResourceWarning",
    ]) { $1 }
    // A file: what a test leaves running would keep a pipe open.
    process.standardOutput = FileHandle(forWritingAtPath: output.path)
    process.standardError = process.standardOutput
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return (process.terminationStatus, try String(contentsOf: output, encoding: .utf8))
  }
}
