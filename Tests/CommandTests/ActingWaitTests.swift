import Foundation
import Testing

/// A run waits for its planned start, and never longer than it may.
@Suite struct ActingWaitTests {
  /// A provider that prints a file which the test changes. `grid S A B C …` writes slots of five minutes: A holds
  /// now, B begins in S seconds, and so on.
  static let tools =
    ActingPauseTests.tools + #"""
      grid() { python3 - "$@" <<'END'
      import sys, time, os, json
      start = int(time.time()) + int(sys.argv[1]) - 300
      lines = [json.dumps({'time': time.strftime('%Y-%m-%dT%H:%M:%SZ', time.gmtime(start + 300 * i)), 'g_per_kwh': float(g)})
               for i, g in enumerate(sys.argv[2:])]
      open('new', 'w').write('\n'.join(lines) + '\n'); os.rename('new', 'series')
      open('boundary', 'w').write(str(start + 300))
      END
      }
      export JOULEBOOK_INTENSITY_PROVIDER=exec JOULEBOOK_INTENSITY_COMMAND="cat $PWD/series"
      export JOULEBOOK_REGION=DE JOULEBOOK_INTENSITY_REFRESH=1
      WAIT="$RUN --receipt r --when clean"
      waiting() { for _ in $(seq 400); do grep -q 'Waiting until' err && return; sleep 0.05; done; echo no wait; cat err; exit 99; }
      waited() { python3 -c 'import json; print(round(json.load(open("r"))["acting"]["waited_seconds"], 1))'; }
      between() { python3 -c "w = $(waited); print($1 <= w <= $2 or w)"; }

      """#

  private func play(_ script: String) throws -> String {
    try Script.measured(Self.tools + script).text
  }

  @Test func `it starts when the cleanest slot begins`() throws {
    let told = try play(
      #"""
      grid 3 500 100 400 400 400 400
      $WAIT --deadline 15m --duration 5s -- python3 -c 'import time
      print(0 <= time.time() - int(open("boundary").read()) < 2.5)' 2>err; echo $?
      grep -c 'Expected to save 80 %' err; $BOOK show last | grep -c '^Waited '
      """#)
    #expect(told == "True\n0\n1\n1\n")
  }

  @Test func `what waiting saved is worked out from what happened and kept`() throws {
    let told = try play(
      #"""
      grid 2 500 100 400 400
      $WAIT --deadline 10m --duration 5s --policy whole-machine -- sleep 0.5 2>err
      python3 -c 'import json; s = json.load(open("r"))["acting"]["saving"]
      print(round(s["saved_grams"] / s["at_once_grams"], 3), s["kind"], s["signal"])'
      $BOOK show last | grep -c '^Saved  .*80 %'
      """#)
    #expect(told == "0.8 history average\n1\n")
  }

  @Test func `it starts at once when now is the cleanest time`() throws {
    let told = try play(
      #"""
      grid 30 100 500 400 400
      $WAIT --deadline 10m --duration 5s -- echo job done 2>err; between 0 2.5
      """#)
    #expect(told == "job done\nTrue\n")
  }

  @Test func `the deadline less the duration is the latest start`() throws {
    let told = try play(
      #"""
      grid 60 500 100 400 400
      $WAIT --deadline 4s --duration 2s -- echo job done 2>err; between 0 2.2
      """#)
    #expect(told == "job done\nTrue\n")
  }

  @Test func `a provider that is lost leaves the plan as it was`() throws {
    let told = try play(
      #"""
      grid 4 500 100 400 400
      $WAIT --deadline 15m --duration 5s -- python3 -c 'import time
      print(0 <= time.time() - int(open("boundary").read()) < 2.5)' 2>err & p=$!
      waiting; rm series; wait $p; echo $?
      """#)
    #expect(told == "True\n0\n")
  }

  @Test func `without a provider from the start the catalogue plans and the wait has its end`()
    throws
  {
    let told = try play(
      #"""
      $WAIT --max-wait 2s --duration 1m -- echo job done 2>err; echo $?; between 0 3.5
      """#)
    #expect(told == "job done\n0\nTrue\n")
  }

  @Test func `a newer forecast makes a newer plan`() throws {
    let told = try play(
      #"""
      grid 200 500 400 100 400 400 400
      $WAIT --deadline 25m --duration 5s -- echo job done 2>err & p=$!
      waiting; grid 200 50 400 100 400 400 400; wait $p; echo $?; between 0 8
      """#)
    #expect(told == "job done\n0\nTrue\n")
  }

  @Test func `SIGUSR1 starts at once`() throws {
    let told = try play(
      #"""
      grid 200 500 100 400 400
      $WAIT --deadline 15m --duration 5s -- echo job done 2>err & p=$!
      waiting; kill -USR1 $p; wait $p; echo $?
      field r acting start_reason
      """#)
    #expect(told == "job done\n0\nSIGUSR1 said so.\n")
  }

  @Test(arguments: [("TERM", 143), ("HUP", 129)])
  func `a signal ends the wait and nothing was started`(_ signal: String, _ status: Int) throws {
    let told = try play(
      #"""
      grid 200 500 100 400 400
      $WAIT --deadline 15m --duration 5s -- echo ran 2>err & p=$!
      waiting; kill -\#(signal) $p; wait $p; echo $?; grep -c 'command was not started' err; ls r 2>/dev/null
      """#)
    #expect(told == "\(status)\n1\n")
  }

  @Test func `Ctrl-C at a terminal ends the wait`() throws {
    let file = FileManager.default.temporaryDirectory.appending(path: "grid-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: file) }
    let start = Int(Date().timeIntervalSince1970) - 100
    let lines = [500, 100, 400, 400].enumerated().map { index, grams in
      let time = Date(timeIntervalSince1970: Double(start + 300 * index)).formatted(.iso8601)
      return #"{"time": "\#(time)", "g_per_kwh": \#(grams)}"# + "\n"
    }
    try Data(lines.joined().utf8).write(to: file)
    let interrupted = try Script.measured(
      "env JOULEBOOK_REGION=DE JOULEBOOK_INTENSITY_PROVIDER=exec "
        + "JOULEBOOK_INTENSITY_COMMAND='cat \(file.path)' "
        + "$RUN --when clean --deadline 15m --duration 5s -- touch result",
      pty: "expect Ctrl-C ends the wait\nsend \\x03")
    #expect(interrupted.text == "signal 2\n")
  }

  @Test func `the duration is that of earlier runs of the same command`() throws {
    let told = try play(
      #"""
      grid 200 500 100 400 400
      for n in 1 2 3; do $RUN --quiet -- sleep 0.4; done
      $WAIT --deadline 1s -- sleep 0.4 2>/dev/null; echo $?
      $WAIT --deadline 15m -- sleep 0.4 2>err & p=$!
      waiting; grep -c 'the median of 4 earlier runs of this command' err; kill -USR1 $p; wait $p
      """#)
    #expect(told == "0\n1\n")
  }

  @Test func `Slurm's begin is printed, and sbatch is handed the job`() throws {
    let told = try play(
      #"""
      grid 200 500 100 400 400 400
      export TZ=UTC; at=$(date -u -d @$(cat boundary) +%Y-%m-%dT%H:%M:%S)
      $WAIT --deadline 20m --duration 5s --slurm print -- python3 train.py 'a b' 2>/dev/null | sed "s/$at/AT/"
      mkdir bin; printf '#!/bin/sh\necho "$@" > told; echo Submitted batch job 7; exit 5\n' > bin/sbatch; chmod +x bin/sbatch
      touch job.sh; PATH=$PWD/bin:$PATH $WAIT --deadline 20m --duration 5s --slurm submit -- job.sh --big 2>/dev/null; echo $?
      sed "s/$at/AT/" told
      """#)
    #expect(
      told == """
        sbatch --begin=AT --wrap 'python3 train.py '\\''a b'\\'''
        Submitted batch job 7
        5
        --begin=AT job.sh --big

        """)
  }
}
