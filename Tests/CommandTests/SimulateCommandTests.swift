import Foundation
import JoulebookTesting
import Testing

/// `joulebook simulate` as a user calls it.
struct SimulateCommandTests {
  struct Outcome {
    var code: Int32
    var output: String
    var error: String
  }

  /// Runs the program that was built beside this test.
  static func joulebook(_ arguments: [String]) throws -> Outcome {
    let own = try FileManager.default.destinationOfSymbolicLink(atPath: "/proc/self/exe")
    let process = Process()
    process.executableURL = URL(fileURLWithPath: own).deletingLastPathComponent()
      .appendingPathComponent("joulebook")
    process.arguments = arguments
    let (output, error) = (Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = error
    try process.run()
    let (said, complained) = (
      try output.fileHandleForReading.readToEnd(), try error.fileHandleForReading.readToEnd()
    )
    process.waitUntilExit()
    return Outcome(
      code: process.terminationStatus, output: String(decoding: said ?? Data(), as: UTF8.self),
      error: String(decoding: complained ?? Data(), as: UTF8.self))
  }

  /// A new folder's name, removed afterwards.
  private func withFolder(_ body: (String) throws -> Void) rethrows {
    let path = FileManager.default.temporaryDirectory.path + "/joulebook-" + UUID().uuidString
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(path)
  }

  @Test func `a command sees the machine, keeps its output and passes its exit code on`() throws {
    try withFolder { path in
      let outcome = try Self.joulebook([
        "simulate", path, "--scenario", "workstation", "--", "sh", "-c",
        "echo $JOULEBOOK_SYSROOT; test -r $JOULEBOOK_NVML && cat $JOULEBOOK_SYSROOT/sys/class/powercap/intel-rapl:0/name; exit 7",
      ])
      #expect(outcome.code == 7)
      #expect(outcome.output == "\(path)\npackage-0\n")
    }
  }

  @Test func `a command that a signal ends gives 128 and the signal`() throws {
    try withFolder { path in
      let outcome = try Self.joulebook([
        "simulate", path, "--scenario", "no-sensors", "--", "sh", "-c", "kill -KILL $$",
      ])
      #expect(outcome.code == 128 + SIGKILL)
    }
  }

  @Test func `at the end the truth is printed, and it fits the curve`() throws {
    try withFolder { path in
      let outcome = try Self.joulebook([
        "simulate", path, "--scenario", "twin", "--seconds", "0.3", "--format", "json",
      ])
      #expect(outcome.code == 0)
      let truth = try JSONDecoder().decode(
        Simulation.Truth.self, from: Data(outcome.output.utf8))
      #expect(abs(truth.energy - 65 * truth.to) < 1e-6)
      #expect(truth.to >= 0.3)
      #expect(outcome.error.contains("export JOULEBOOK_SYSROOT=\(path)"))
    }
  }

  @Test func `the truth of a window can be asked for afterwards`() throws {
    try withFolder { path in
      _ = try Self.joulebook(["simulate", path, "--scenario", "twin", "--seconds", "0.01"])
      let outcome = try Self.joulebook([
        "simulate", path, "--format", "json", "--truth", "10", "14",
      ])
      let truth = try JSONDecoder().decode(
        Simulation.Truth.self, from: Data(outcome.output.utf8))
      #expect(abs(truth.energy - 260) < 1e-6)
    }
  }

  @Test func `a foreign folder is refused and unchanged`() throws {
    try withFolder { path in
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
      try "mine".write(toFile: path + "/notes", atomically: true, encoding: .utf8)
      let outcome = try Self.joulebook(["simulate", path, "--seconds", "0.01"])
      #expect(outcome.code == 64)
      #expect(try FileManager.default.contentsOfDirectory(atPath: path) == ["notes"])
    }
  }

  @Test(arguments: [
    ["--scenario", "nonsense"], ["--seconds", "-1"], ["--truth", "5"], ["--truth", "a", "b"],
  ])
  func `bad usage is refused with the next step`(arguments: [String]) throws {
    try withFolder { path in
      let outcome = try Self.joulebook(["simulate", path] + arguments)
      #expect(outcome.code == 64)
      #expect(!outcome.error.isEmpty)
      #expect(!FileManager.default.fileExists(atPath: path))
    }
  }

  @Test func `the list names every scenario`() throws {
    let outcome = try Self.joulebook(["simulate", "--list"])
    #expect(outcome.output.split(separator: "\n").count == Scenarios.all.count)
  }
}
