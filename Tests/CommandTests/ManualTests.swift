import Foundation
import Testing

/// The manual page and the completions can be made from the program as built.
struct ManualTests {
  static let root = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// Lies beside the program that runs the tests.
  static var program: URL {
    URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
      .deletingLastPathComponent().appendingPathComponent("joulebook")
  }

  /// What a program prints; nil when it fails.
  func output(of program: URL, _ arguments: [String]) throws -> String? {
    let process = Process()
    let pipe = Pipe()
    process.executableURL = program
    process.arguments = arguments
    process.standardOutput = pipe
    try process.run()
    let data = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return process.terminationStatus == 0 ? String(decoding: data, as: UTF8.self) : nil
  }

  @Test func `the manual page names every command`() throws {
    let help = try #require(try output(of: Self.program, ["--experimental-dump-help"]))
    let file = FileManager.default.temporaryDirectory
      .appendingPathComponent("joulebook-help-\(UUID().uuidString).json")
    defer { try? FileManager.default.removeItem(at: file) }
    try help.write(to: file, atomically: true, encoding: .utf8)
    let script = Self.root.appendingPathComponent("Scripts/manual.py").path
    let page = try #require(
      try output(of: URL(fileURLWithPath: "/usr/bin/env"), ["python3", script, file.path]))
    #expect(page.hasPrefix(".TH JOULEBOOK 1"))
    #expect(page.contains(".SS joulebook config"))
    #expect(page.contains(".SH EXIT STATUS"))
  }

  @Test(arguments: ["bash", "zsh", "fish"])
  func `completions can be made`(shell: String) throws {
    let script = try #require(
      try output(of: Self.program, ["--generate-completion-script", shell]))
    #expect(script.contains("config"))
  }
}
