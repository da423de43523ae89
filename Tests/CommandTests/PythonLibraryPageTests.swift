import Foundation
import Testing

/// What the pages on CodeCarbon, training libraries and trackers show works as it stands there.
@Suite struct PythonLibraryPageTests {
  /// Python with the packages that PyPI gave the tests; nil where they are not installed.
  static let tools: String? = {
    let path = ManualTests.root.appendingPathComponent(".build/tools/bin/python").path
    return FileManager.default.isExecutableFile(atPath: path) ? path : nil
  }()

  @Test(arguments: DocumentedExamples.blocks(page: "Docs/CodeCarbon.md", "python"))
  func `a script of CodeCarbon is metered`(_ block: String) throws {
    let told = try Self.told(block, python: "python3 -W error", after: "cat emissions.csv | wc -l")
    #expect(told == "0\nTrue\n4\n")
  }

  @Test(
    .enabled(if: tools != nil, "needs what Scripts/setup tests installs from PyPI"),
    arguments: DocumentedExamples.blocks(page: "Docs/Libraries.md", "python"))
  func `a block with a library is metered`(_ block: String) throws {
    let told = try Self.told(block, python: Self.tools ?? "python3", after: "true")
    #expect(told == "0\nTrue\n")
  }

  @Test func `there are blocks`() {
    #expect(DocumentedExamples.blocks(page: "Docs/CodeCarbon.md", "python").count == 1)
    #expect(DocumentedExamples.blocks(page: "Docs/Libraries.md", "python").count == 2)
  }

  /// The exit code, whether runs are booked and all ended well, and what a command says afterwards.
  private static func told(_ block: String, python: String, after: String) throws -> String {
    try Script.plain(
      """
      export PYTHONPATH='\(ManualTests.root.path)/Clients/python' PYTHONDONTWRITEBYTECODE=1
      export JOULEBOOK_BINARY='\(JoulebookBinary.path)' JOULEBOOK_REGION=DE
      cat > work.py <<'END'
      \(block)
      END
      \(python) work.py > printed 2> told; echo $?
      "$JOULEBOOK_BINARY" list --format json | python3 -c '
      import json, sys; runs = json.load(sys.stdin)["runs"]
      print(len(runs) > 0 and all(run["exit_code"] in (0, None) for run in runs))'
      \(after)
      """
    ).text
  }
}
