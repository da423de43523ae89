import Foundation
import Testing

/// Signals reach the command as they would without Joulebook: each once.
@Suite struct RunBehaviourSignalTests {
  /// Counts what arrives, says so, ends with 7 a while after the first.
  static let counter = """
    cat > counter.py <<'END'
    import signal, sys, time
    seen = {}
    def count(number, frame): seen[number] = seen.get(number, 0) + 1
    for number in (1, 2, 3, 10, 12, 15, 28, signal.SIGRTMIN + 3): signal.signal(number, count)
    print('ready', flush=True)
    end = time.monotonic() + 30
    while not seen and time.monotonic() < end: time.sleep(0.01)
    time.sleep(0.3)
    print(sorted(seen.items()), flush=True)
    sys.exit(7)
    END
    until_ready() { until grep -q ready out; do sleep 0.02; done; }

    """

  @Test(arguments: ["TERM", "HUP", "INT", "QUIT", "USR1", "USR2", "RTMIN+3"])
  func `a signal to Joulebook reaches the command once`(_ signal: String) throws {
    let (bare, measured) = try Script.bareAndMeasured(
      Self.counter + """
        $RUN python3 counter.py > out & p=$!; until_ready
        kill -\(signal) $p; wait $p; echo $?; cat out
        """)
    #expect(measured == bare)
  }

  @Test func `a signal to the whole group reaches the command once`() throws {
    let (bare, measured) = try Script.bareAndMeasured(
      Self.counter + """
        set -m; $RUN python3 counter.py > out & p=$!; until_ready
        kill -TERM -- -$p; wait $p; echo $?; cat out
        """)
    #expect(measured == bare)
  }

  @Test func `a signal that the command sends to its own group reaches it once`() throws {
    let (bare, measured) = try Script.bareAndMeasured(
      Self.counter + """
        set -m; $RUN sh -c 'trap "" USR1; python3 counter.py & until grep -q ready out; do
          sleep 0.02; done; kill -USR1 0; wait $!; echo $?' > out & wait $!; echo $?; cat out
        """)
    #expect(measured == bare)
  }

  @Test func `an ignored SIGHUP stays ignored`() throws {
    let (bare, measured) = try Script.bareAndMeasured(
      "nohup $RUN sh -c 'kill -HUP $$; echo alive' 2>/dev/null; echo $?")
    #expect(measured == bare)
  }

  @Test func `the command outlives a killed Joulebook and keeps its output`() throws {
    let outcome = try Script.measured(
      """
      $RUN sh -c 'echo ready > ready; until test -e go; do sleep 0.02; done; echo done; touch end' > out &
      p=$!; until test -s ready; do sleep 0.02; done; kill -KILL $p; wait $p; echo $?
      touch go; until test -e end; do sleep 0.02; done; cat out
      """)
    #expect(outcome.text == "137\ndone\n")
  }

  @Test func `what the command leaves running does not hold Joulebook`() throws {
    let (bare, measured) = try Script.bareAndMeasured(
      "$RUN sh -c 'sleep 60 > /dev/null 2>&1 & echo $! > pid; exit 4'; echo $?; kill $(cat pid)")
    #expect(measured == bare)
  }

  @Test func `one run inside another is the command's own too`() throws {
    let (bare, measured) = try Script.bareAndMeasured("$RUN $RUN $RUN sh -c 'exit 6'; echo $?")
    #expect(measured == bare)
  }
}
