import Foundation
import Testing

/// What `Docs/Python.md` shows works as it stands there.
@Suite struct PythonPageTests {
  static let page = "Docs/Python.md"

  @Test(arguments: DocumentedExamples.blocks(page: page, "python").enumerated().map { $0 })
  func `a block of Python is metered`(_ place: Int, _ block: String) throws {
    let told = try Script.plain(
      """
      export PYTHONPATH='\(ManualTests.root.path)/Clients/python' PYTHONDONTWRITEBYTECODE=1
      export JOULEBOOK_BINARY='\(JoulebookBinary.path)' JOULEBOOK_REGION=DE
      cat > work.py <<'END'
      \(block)
      END
      python3 -W error work.py > printed 2> told; echo $?
      "$JOULEBOOK_BINARY" list --format json | python3 -c '
      import json, sys; runs = json.load(sys.stdin)["runs"]
      print(len(runs) > 0 and all(run["exit_code"] in (0, None) for run in runs))'
      """)
    #expect(told.text == "0\nTrue\n", "block \(place): \(told)")
  }

  @Test func `there are blocks and lines`() {
    #expect(DocumentedExamples.blocks(page: Self.page, "python").count >= 3)
    #expect(DocumentedExamples.of(page: Self.page, "joulebook run").count == 1)
  }

  @Test(arguments: DocumentedExamples.of(page: page, "joulebook run"))
  func `a script of the page speaks to the run around it`(_ line: String) throws {
    let block = try #require(DocumentedExamples.blocks(page: Self.page, "python").first)
      .replacingOccurrences(
        of: "print(run.id, run.receipt[\"energy_joules\"], run.receipt[\"emissions_grams\"])",
        with: "print(run.receipt)")
    let told = try Script.plain(
      """
      export PYTHONPATH='\(ManualTests.root.path)/Clients/python' PYTHONDONTWRITEBYTECODE=1
      export JOULEBOOK_REGION=DE
      joulebook() { '\(JoulebookBinary.path)' "$@"; }
      cat > train.py <<'END'
      \(block)
      END
      \(line) 2> /dev/null
      joulebook list | grep -c 'python3 .* thesis '
      joulebook show last | grep -cE '^(baseline +1|training +3) '
      """)
    #expect(told.text == "None\n1\n2\n", "\(told)")
  }
}
