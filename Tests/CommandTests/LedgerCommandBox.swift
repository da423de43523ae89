import Foundation

/// A home of its own in which `joulebook` is run.
final class CommandBox: Sendable {
  let folder: String
  var ledger: String { folder + "/ledger.sqlite" }

  struct Result: Equatable {
    let status: Int32
    let output: String
    let errors: String
  }

  init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "box-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    folder = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// Runs the built binary without a terminal and waits for its end.
  func run(_ arguments: [String], environment: [String: String] = [:]) throws -> Result {
    let process = Process()
    process.executableURL = Self.binary
    process.arguments = arguments
    process.environment = ["HOME": folder, "JOULEBOOK_LEDGER": ledger, "PATH": "/usr/bin:/bin"]
      .merging(environment) { $1 }
    // Files, because a pipe that nobody drains stops a process with much to say.
    let output = folder + "/out-\(UUID().uuidString)"
    let errors = output + ".err"
    try Data().write(to: URL(fileURLWithPath: output))
    try Data().write(to: URL(fileURLWithPath: errors))
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle(forWritingAtPath: output)
    process.standardError = FileHandle(forWritingAtPath: errors)
    try process.run()
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus,
      output: try String(contentsOfFile: output, encoding: .utf8),
      errors: try String(contentsOfFile: errors, encoding: .utf8))
  }

  /// Next to the test bundle.
  private static var binary: URL {
    let bundle = URL(fileURLWithPath: CommandLine.arguments[0]).resolvingSymlinksInPath()
    return bundle.deletingLastPathComponent().appending(path: "joulebook")
  }
}
