public import Foundation

/// A home of its own in which `joulebook` is run.
public final class CommandBox: Sendable {
  public let folder: String
  public var ledger: String { folder + "/ledger.sqlite" }

  public struct Result: Equatable {
    public let status: Int32
    public let output: String
    public let errors: String
  }

  public init() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "box-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    folder = url.path
  }

  deinit { try? FileManager.default.removeItem(atPath: folder) }

  /// Names and contents of what lies in the home.
  public func files() throws -> [String: Data] {
    let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
    return try Dictionary(
      uniqueKeysWithValues: names.filter { !$0.hasPrefix("out-") }.map { name in
        (name, try Data(contentsOf: URL(fileURLWithPath: folder + "/" + name)))
      })
  }

  /// Runs the built binary without a terminal and waits for its end.
  public func run(_ arguments: [String]) throws -> Result {
    let output = folder + "/out-\(UUID().uuidString)"
    let process = try start(arguments, output: output)
    process.waitUntilExit()
    return Result(
      status: process.terminationStatus,
      output: try String(contentsOfFile: output, encoding: .utf8),
      errors: try String(contentsOfFile: output + ".err", encoding: .utf8))
  }

  /// Starts the built binary. Output goes to files, because a pipe that nobody drains stops a
  /// process with much to say.
  public func start(_ arguments: [String], output: String = "/dev/null") throws -> Process {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: JoulebookBinary.path)
    process.arguments = arguments
    process.environment = ["HOME": folder, "JOULEBOOK_LEDGER": ledger, "PATH": "/usr/bin:/bin"]
    process.standardInput = FileHandle.nullDevice
    if output == "/dev/null" {
      process.standardOutput = FileHandle.nullDevice
      process.standardError = FileHandle.nullDevice
    } else {
      for path in [output, output + ".err"] { try Data().write(to: URL(fileURLWithPath: path)) }
      process.standardOutput = FileHandle(forWritingAtPath: output)
      process.standardError = FileHandle(forWritingAtPath: output + ".err")
    }
    try process.run()
    return process
  }

  /// What a shell in the home prints.
  public func shell(_ script: String) throws -> String {
    let output = folder + "/out-\(UUID().uuidString)"
    try Data().write(to: URL(fileURLWithPath: output))
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", script]
    process.currentDirectoryURL = URL(fileURLWithPath: folder)
    process.standardOutput = FileHandle(forWritingAtPath: output)
    process.standardError = FileHandle.nullDevice
    process.standardInput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return try String(contentsOfFile: output, encoding: .utf8)
  }

  /// Changes the ledger behind Joulebook's back.
  public func alter(_ statement: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = [
      "python3", "-c",
      "import sqlite3, sys\nwith sqlite3.connect(sys.argv[1]) as c: c.execute(sys.argv[2])",
      ledger, statement,
    ]
    try process.run()
    process.waitUntilExit()
  }
}
