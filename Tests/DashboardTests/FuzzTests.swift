import CommandTesting
import Foundation
import Testing

@testable import Dashboard

/// Schemathesis asks every address with values that the document allows and with values that it does not, and holds
/// each answer against the document. `Scripts/setup tests` installs it.
@Suite struct FuzzTests {
  static let tool = URL(fileURLWithPath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: ".build/tools/bin/schemathesis").path

  static var isThere: Bool { FileManager.default.isExecutableFile(atPath: tool) }

  @Test(.enabled(if: isThere, "schemathesis is missing: run `Scripts/setup tests`"))
  func `no answer to thousands of odd requests breaks the document`() async throws {
    let ledger = try await APILedger(["--allow-writes"])
    let settings = ledger.box.folder + "/schemathesis.toml"
    // A text that the document allows may still be no place and no length of time: that is 422.
    try """
    [checks.positive_data_acceptance]
    expected-statuses = ["2xx", "401", "403", "404", "409", "410", "422"]
    """.write(toFile: settings, atomically: true, encoding: .utf8)
    let output = try ledger.box.shell(
      "'\(Self.tool)' --config-file '\(settings)' run '\(ledger.served.address)/api/v1/openapi.json' "
        + "--checks all --phases examples,coverage,fuzzing --max-examples 2 --workers 1 "
        + "--generation-deterministic --suppress-health-check all --warnings off --no-color "
        + "\(Self.choice) 2>&1; echo \"ended with $?\"")
    #expect(output.contains("ended with 0"), "\(output.suffix(4_000))")
    #expect(
      output.contains("No issues found") || output.contains("passed"), "\(output.suffix(500))")
    let count = output.firstMatch(of: #/(\d+) generated, (\d+) passed/#)
    #expect((count.flatMap { Int($0.1) } ?? 0) > 1_000)
    #expect(count?.1 == count?.2)
  }

  /// With `JOULEBOOK_FUZZ=all` every operation is asked.
  private static var choice: String {
    ProcessInfo.processInfo.environment["JOULEBOOK_FUZZ"] == "all"
      ? "" : "--exclude-operation-id-regex '\(slow)'"
  }

  /// Other estimators are asked through the same code as `hardware`; these take seconds each in a debug build.
  private static let slow =
    "estimate(Training|Search|Life|Inference|Api)|fitLossLaw|listChanges|growth"
}
