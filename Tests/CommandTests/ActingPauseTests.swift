import Foundation
import Testing

/// A pause suspends the whole tree, is always ended, and signals come through it.
@Suite struct ActingPauseTests {
  /// `tree.sh` computes in three processes, one of which left its parent and session; `ticks` adds up
  /// what they have used.
  static let tools =
    ActingBudgetTests.tools + #"""
      cat > tree.sh <<'END'
      work() { while [ ! -e done ]; do n=0; while [ $n -lt 4000 ]; do n=$((n + 1)); done; sleep 0.03; done; }
      (read me rest < /proc/self/stat; echo $me >> pids; work) &
      (setsid sh -c 'echo $$ >> pids; while [ ! -e done ]; do n=0; while [ $n -lt 4000 ]; do n=$((n + 1)); done; sleep 0.03; done' &)
      echo $$ >> pids; work; echo job done
      END
      ticks() { awk '{ s += $14 + $15 } END { print s }' $(sed 's|.*|/proc/&/stat|' pids); }
      paused() { for _ in $(seq 400); do grep -q 'is paused' err && return; sleep 0.05; done; echo no pause; touch done; exit 99; }
      still() { a=$(ticks); sleep 0.4; [ $a = $(ticks) ] && echo still || echo busy; }
      PAUSE="$METER --budget 4J --on-budget pause --receipt r"

      """#

  private func play(_ script: String, _ way: String = "auto") throws -> String {
    try Script.measured("export JOULEBOOK_CPU_COUNTING=\(way)\n" + Self.tools + script).text
  }

  @Test(arguments: ["auto", "process-tree"])
  func `a pause stops the CPU use of the tree, strays included`(_ way: String) throws {
    let told = try play(
      #"""
      $PAUSE -- sh tree.sh 2>err & p=$!
      ready pids; still; paused; wc -l < pids; still
      kill -USR1 $p; sleep 0.2; still; touch done; wait $p; echo $?
      python3 -c 'import json; a = json.load(open("r"))["acting"]
      print(len(a["pauses"]), 0.4 < a["paused_seconds"] < 10, a["pauses"][0]["resumed"])'
      """#, way)
    #expect(told == "busy\n3\nstill\nbusy\njob done\n0\n1 True SIGUSR1 said so.\n")
  }

  @Test(arguments: ["auto", "process-tree"])
  func `a paused job goes on when Joulebook is killed`(_ way: String) throws {
    let told = try play(
      #"""
      $PAUSE -- sh tree.sh 2>err & p=$!
      paused; still; kill -9 $p; wait $p 2>/dev/null; sleep 0.3; still
      touch done; sleep 0.3; for q in $(cat pids); do alive $q && echo alive; done
      """#, way)
    #expect(told == "still\nbusy\njob done\n")
  }

  @Test(arguments: ["auto", "process-tree"])
  func `a signal lets a paused job go on and reaches it`(_ way: String) throws {
    let told = try play(
      #"""
      $PAUSE -- sh -c 'trap "echo got term; touch done; exit 5" TERM; . ./tree.sh' 2>err & p=$!
      paused; still; kill -TERM $p; wait $p; echo $?
      """#, way)
    #expect(told == "still\ngot term\n5\n")
  }

  @Test(arguments: ["auto", "process-tree"])
  func `Ctrl-C ends a paused job`(_ way: String) throws {
    let told = try Script.measured(
      """
      env JOULEBOOK_CPU_COUNTING=\(way) $RUN --policy whole-machine --interval 100ms --budget 4J \
      --on-budget pause -- sh -c 'trap "echo got int > result; exit 6" INT; while :; do :; done'
      """, pty: "expect is paused\nsend \\x03")
    #expect(told.text == "got int\nexit 6\n")
  }

  @Test func `Ctrl-Z stops a paused job as any other and fg brings it back`() throws {
    let script =
      "$RUN --policy whole-machine --interval 100ms --budget 4J --on-budget pause -- "
      + "sh -c 'trap \"echo got int > result; exit 6\" INT; while :; do :; done'"
    let told = try Script.measured(
      script,
      pty: """
        interactive
        expect prompt>
        send \(script)\\r
        expect is paused
        send \\x1a
        expect Stopped
        expect prompt>
        send fg\\r
        expect $RUN
        expect is paused
        send \\x03
        expect prompt>
        send echo status $? >> result\\r
        expect prompt>
        send exit\\r
        """)
    #expect(told.text == "got int\nstatus 6\nexit 0\n")
  }

  @Test func `a process that somebody stopped before the pause stays stopped after it`() throws {
    let told = try play(
      #"""
      $PAUSE -- sh -c 'sleep 60 & echo $! > quiet; kill -STOP $!; . ./tree.sh; kill -9 $(cat quiet)' 2>err & p=$!
      paused; kill -USR1 $p; sleep 0.2; cut -d' ' -f3 /proc/$(cat quiet)/stat; touch done; wait $p; echo $?
      """#, "process-tree")
    #expect(told == "T\njob done\n0\n")
  }

  @Test func `the checkpoint command runs before the pause and after it`() throws {
    let told = try play(
      #"""
      lines() { for _ in $(seq 400); do [ "$(cat log 2>/dev/null | wc -l)" -ge $1 ] && return; sleep 0.05; done; }
      $PAUSE --checkpoint-command 'echo $JOULEBOOK_ACTION $(cat /proc/$JOULEBOOK_PID/comm) >> log' -- sh tree.sh 2>err & p=$!
      paused; lines 1; cat log; still; kill -USR1 $p; lines 2; cat log; touch done; wait $p; echo $?
      field r acting pauses 0 way | cut -d, -f1
      """#)
    #expect(
      told == "pause sh\nstill\npause sh\nresume sh\njob done\n0\ncheckpoint command\n")
  }

  @Test func `a checkpoint command that fails leaves the run going and is told`() throws {
    let told = try play(
      #"""
      $PAUSE --checkpoint-command 'exit 3' -- sh -c 'sleep 1.5; echo job done' 2>err; echo $?
      grep -c 'checkpoint command failed (exit 3)' err; field r acting paused_seconds
      """#)
    #expect(told == "job done\n0\n1\n0\n")
  }

  @Test func `a paused run still books the machine's idle power`() throws {
    let told = try play(
      #"""
      $PAUSE -- sh tree.sh 2>err & p=$!
      paused; sleep 1; kill -USR1 $p; touch done; wait $p
      python3 -c 'import json; r = json.load(open("r")); print(r["facility_energy_joules"] > 4)'
      $BOOK show last | grep -c '^Paused  '; $BOOK check > /dev/null; echo $?
      """#)
    #expect(told == "job done\nTrue\n1\n0\n")
  }

  @Test func `GPU memory that a paused process keeps is named`() throws {
    let told = try Script.measured(
      ActingPowerCapTests.tools + Self.tools + #"""
        gpus ''; cat > gpu.sh <<'END'
        echo "0 $$ 50" > $JOULEBOOK_SYSROOT/nvml.processes; . ./tree.sh
        END
        $RUN --policy whole-machine --interval 100ms --budget 400J --on-budget pause --receipt r -- sh gpu.sh 2>err & p=$!
        paused; kill -USR1 $p; touch done; wait $p
        field r warnings | grep -c 'keeps 1.1 GB of `GPU-0`'
        """#)
    #expect(told.text == "job done\n1\n")
  }

  @Test func `the guardian keeps the latest end of a pause when Joulebook is stopped itself`()
    throws
  {
    let told = try Script.measured(
      ActingWaitTests.tools + #"""
        grid 200 500 500 500
        $RUN --interval 100ms --pause-when-dirty 300 --max-wait 3s --duration 1m -- sh tree.sh 2>err & p=$!
        for _ in $(seq 100); do grep -q Paused err && break; sleep 0.05; done; kill -STOP $p; still
        for _ in $(seq 100); do [ $(still) = busy ] && break; done; still
        touch done; kill -CONT $p; wait $p; echo $?
        """#)
    #expect(told.text == "still\nbusy\njob done\n0\n")
  }

  @Test func `what is booked of a killed Joulebook names the budget it watched`() throws {
    let told = try play(
      #"""
      $RUN --policy whole-machine --interval 100ms --budget 5kWh -- sh -c 'touch up; sleep 1' 2>err & p=$!
      ready up; sleep 0.4; kill -9 $p; wait $p 2>/dev/null; sleep 0.7
      $BOOK show last --format json > r 2>/dev/null; field r acting budget limit
      """#)
    #expect(told == "5 kWh\n")
  }
}
