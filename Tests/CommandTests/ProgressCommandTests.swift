import Foundation
import Testing

/// Jobs that say how far they are, under the built program.
@Suite struct ProgressCommandTests {
  private static let job = #"""
    import json, os, socket, sys, time
    marks = socket.socket(socket.AF_UNIX)
    marks.connect(os.environ['JOULEBOOK_SOCKET'])
    def mark(**what): marks.sendall((json.dumps(what) + '\n').encode())
    steps, stop = int(sys.argv[1]), int(sys.argv[2])
    mark(epoch=0, of=steps)
    for epoch in range(1, stop + 1):
        mark(stage='training', state='begin')
        time.sleep(0.05)
        mark(stage='training', state='end')
        mark(epoch=epoch, of=steps, loss=1 / epoch)
    marks.sendall(b'garbage\n')
    """#

  private func run(_ script: String) throws -> Outcome {
    try Script.plain(
      """
      RUN='\(JoulebookBinary.path)'
      cat > job.py <<'END'
      \(Self.job)
      END
      \(script)
      """)
  }

  @Test func `forecasts of a finished run are scored, and one that stopped early is told apart`()
    throws
  {
    let told = try run(
      #"""
      "$RUN" run --interval 100ms --quiet -- python3 job.py 30 30; echo $?
      "$RUN" run --interval 100ms --quiet -- python3 job.py 60 20; echo $?
      "$RUN" forecast calibration --format json > c
      python3 -c '
      import json
      c = json.load(open("c"))
      print(c["runs_reached"], c["runs_stopped_early"], [r["progress"] for r in c["rows"]])
      print(all(r["time_error"] < 0.5 for r in c["rows"]))'
      """#)
    #expect(
      told.text == "0\n0\n1 1 [0.2, 0.5, 0.8]\nTrue\n"
        || told.text == "0\n0\n1 1 [0.1, 0.2, 0.5, 0.8]\nTrue\n", "\(told)")
  }

  @Test func `stages are on the receipt and what was not understood is told`() throws {
    let told = try run(
      #"""
      "$RUN" run --interval 100ms --quiet -- python3 job.py 10 10
      "$RUN" show last > s
      grep -c '^training  *10 ' s; grep -c '^outside' s; grep -c '1 marks of the job were left out' s
      "$RUN" check > /dev/null && echo balanced
      """#)
    #expect(told.text == "1\n1\n1\nbalanced\n", "\(told)")
  }

  @Test func `a run that goes on is forecast from another terminal`() throws {
    let told = try run(
      #"""
      "$RUN" run --interval 100ms --quiet -- python3 job.py 40 40 &
      for try in $(seq 100); do
        "$RUN" forecast run --format json > f 2>/dev/null && break; sleep 0.05
      done
      wait
      python3 -c '
      import json
      f = json.load(open("f"))
      print(f["unit"], f["planned"], f["remaining_low_seconds"] <= f["remaining_seconds"] <= f["remaining_high_seconds"])'
      "$RUN" forecast run 2>&1 | head -1
      """#)
    #expect(told.text == "epoch 40 True\nNo run is going on.\n", "\(told)")
  }

  @Test func `a run that was killed keeps its marks`() throws {
    let told = try run(
      #"""
      "$RUN" run --interval 100ms --quiet -- python3 job.py 30 30 & run=$!
      sleep 1; kill -9 $run; sleep 0.2
      "$RUN" show last 2>/dev/null | grep -c '^training'
      """#)
    #expect(told.text.hasSuffix("1\n"), "\(told)")
  }

  @Test func `an empty ledger teaches how to get forecasts`() throws {
    let told = try run(#""$RUN" forecast calibration"#)
    #expect(told.text.contains(#"{"epoch": 3, "of": 90}"#) && told.status == 0)
  }

  @Test func `a job without marks has no word of progress in its entry`() throws {
    let told = try run(
      #"""
      "$RUN" run --quiet -- sh -c 'test -S "$JOULEBOOK_SOCKET" && echo there'
      python3 -c '
      import os, sqlite3
      book = sqlite3.connect(os.environ["XDG_DATA_HOME"] + "/joulebook/ledger.sqlite")
      print(sum("progress" in str(row) for row in book.execute("select * from entry")))' 2>&1
      """#)
    #expect(told.text.hasPrefix("there\n0"), "\(told)")
  }

  @Test func `progress is read from a log by a pattern`() throws {
    let told = try run(
      #"""
      "$RUN" run --interval 100ms --quiet --progress-file log --progress-pattern 'epoch (\d+)/(\d+)' -- \
        sh -c 'for i in $(seq 10); do sleep 0.1; echo "epoch $i/10" >> log; done'
      "$RUN" forecast calibration --format json | grep runs_reached
      "$RUN" run --progress-pattern 'x' -- true 2>&1 | head -1
      """#)
    #expect(
      told.text == "  \"runs_reached\" : 1,\nThe pattern `x` has no groups for i and n.\n",
      "\(told)")
  }

  private static let chatty = #"""
    $RUN sh -c '
      for i in $(seq 1 8); do echo "epoch $i/8"; echo "to error $i" >&2; sleep 0.06; done
      head -c 300000 /dev/zero | tr "\\0" x; printf "no line end"; exit 7' > all 2>&1
    echo $?; cksum < all
    $RUN sh -c 'echo one; echo two >&2' > out 2> err; cat out err
    $RUN sh -c 'yes | head -c 2000000' | cksum
    $RUN yes | head -1
    $RUN sh -c '(sleep 0.3; echo late) & echo soon'; sleep 0.5
    """#

  @Test func `a pattern on the output changes neither bytes nor order nor exit code`() throws {
    let bare = try Script.plain(Self.chatty)
    let watched = try Script.plain(
      "RUN='\(JoulebookBinary.path) run --quiet --progress-pattern (\\d+)/(\\d+) --'\n"
        + Self.chatty
        + "\nRUN=")
    #expect(watched == bare)
  }

  @Test func `a pattern on the output gives a forecast`() throws {
    let told = try run(
      #"""
      "$RUN" run --interval 100ms --quiet --progress-pattern 'epoch (\d+)/(\d+)' -- \
        sh -c 'for i in $(seq 10); do sleep 0.1; echo "epoch $i/10"; done' > /dev/null
      "$RUN" forecast calibration --format json | grep runs_reached
      """#)
    #expect(told.text == "  \"runs_reached\" : 1,\n", "\(told)")
  }

  @Test func `at a terminal the output still goes to a terminal`() throws {
    let outcome = try Script.measured(
      "$RUN --quiet --progress-pattern '(\\d+)/(\\d+)' -- sh -c 'test -t 1 && test -t 2 && echo both > result; echo 1/2; stty size < /dev/tty >> result'",
      pty: "expect 1/2")
    #expect(outcome.text == "both\n24 80\nexit 0\n", "\(outcome)")
  }
}
