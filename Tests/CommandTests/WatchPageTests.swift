import Foundation
import JoulebookTesting
import Testing

/// What the pages about servers and builds show works as it stands there.
@Suite struct WatchPageTests {
  @Test func `the lines of the page about servers work, one after the other`() throws {
    let lines = DocumentedExamples.of(page: "Docs/ServeWatch.md", "joulebook")
    #expect(lines.count == 6 && lines.contains { $0.contains("-- vllm serve") })
    let script = lines.map { line in
      // A port that is free stands for the one that servers use.
      let own = line.replacing(
        "--metrics 8000", with: "--poll 60ms --interval 100ms --metrics $PORT")
      return "\(own) > told 2>&1; echo $?"
    }
    let told = try Script.plain(
      StandInServer.preparation(page: ServerPages.all["vllm"] ?? "")
        + #"""
        joulebook() { "$RUN" "$@"; }
        mkdir bin; export PATH="$PWD/bin:$PATH" PORT
        printf '#!/bin/sh\nexec python3 server.py page.txt "$(cat states.json)" 4 $PORT\n' > bin/vllm
        chmod +x bin/vllm
        log() { date -u '+127.0.0.1 - - [%d/%b/%Y:%H:%M:%S +0000] "POST /v1/completions HTTP/1.1" 200 9 "-" "-" 0.100'; }
        log > early.log
        \#(script[0...1].joined(separator: "\n"))
        cat early.log > access.log; log >> access.log
        \#(script[2...].joined(separator: "\n"))
        wc -l < requests.csv | tr -d ' '
        """#)
    let codes = told.text.split(separator: "\n")
    #expect(
      codes.prefix(6).allSatisfy { $0 == "0" } && (Int(codes.last ?? "") ?? 0) >= 2, "\(told)")
  }

  @Test func `the lines of the page about builds work, one after the other`() throws {
    let lines = DocumentedExamples.of(page: "Docs/CI.md", "joulebook ci")
    #expect(lines.count == 4)
    let told = try Script.plain(
      #"""
      joulebook() { '\#(JoulebookBinary.path)' "$@"; }
      unset GITHUB_STEP_SUMMARY
      mkdir bin; export PATH="$PWD/bin:$PATH"
      printf '#!/bin/sh\necho tested "$@"\n' > bin/make; chmod +x bin/make
      \#(lines.map { "\($0) > told 2> said; echo $?" }.joined(separator: "\n"))
      grep -c '<svg' energy.svg; grep -c '"energy_joules"' base.json
      """#)
    #expect(told.text.hasPrefix("0\n0\n0\n0\n1\n1\n"), "\(told)")
  }
}
