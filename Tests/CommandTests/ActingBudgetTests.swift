import Foundation
import Testing

/// A budget is watched while the run goes on, and what is done about it is the user's choice.
@Suite struct ActingBudgetTests {
  /// The machine's whole draw counts, so that a joule is soon used up.
  static let tools = #"""
    BOOK=${RUN% run}
    METER="$RUN --policy whole-machine --interval 100ms"
    field() { python3 -c 'import json,sys
    value = json.load(open(sys.argv[1]))
    for key in sys.argv[2:]: value = value[int(key)] if isinstance(value, list) else value[key]
    print(value)' "$@"; }
    alive() { case "$(cut -d' ' -f3 /proc/$1/stat 2>/dev/null)" in Z|'') false;; esac; }
    ready() { for _ in $(seq 600); do [ -e "$1" ] && return; sleep 0.05; done; echo "no $1"; exit 99; }

    """#

  private func play(_ script: String) throws -> String {
    try Script.measured(Self.tools + script).text
  }

  @Test func `a warning leaves the run and its exit code alone and is on the record`() throws {
    let told = try play(
      #"""
      $METER --budget 2J --receipt r -- sh -c 'sleep 1; echo job done; exit 4' 2>err; echo $?
      grep -c 'budget of 2 J is used up' err
      field r acting budget action; field r acting budget stopped
      python3 -c 'import json; b = json.load(open("r"))["acting"]["budget"]
      print(b["used_part"] > 1, 0 < b["reached_seconds"] < 1.5)'
      """#)
    #expect(told == "job done\n4\n1\nwarn\nFalse\nTrue True\n")
  }

  @Test func `a stop sends the signal, keeps the output and ends with 3`() throws {
    let told = try play(
      #"""
      $METER --budget 2J --on-budget stop --receipt r -- sh -c '
        trap "echo saved; exit 9" TERM; echo working; while :; do sleep 0.05; done' 2>err; echo $?
      field r exit_code; field r acting budget stopped; grep -c 'gets signal 15' err
      """#)
    #expect(told == "working\nsaved\n3\n9\nTrue\n1\n")
  }

  @Test func `the signal that ends a run can be chosen`() throws {
    let told = try play(
      #"""
      $METER --budget 2J --on-budget stop --stop-signal INT -- python3 -c '
      import time
      try:
        while True: time.sleep(0.1)
      except KeyboardInterrupt: print("interrupted")' 2>err; echo $?
      """#)
    #expect(told == "interrupted\n3\n")
  }

  @Test func `after the grace the whole tree is killed, strays included`() throws {
    let told = try play(
      #"""
      $METER --budget 2J --on-budget stop --grace 300ms --receipt r -- sh -c '
        trap "" TERM; (setsid sh -c "trap \"\" TERM; echo \$\$ > stray; exec sleep 60" &)
        while :; do sleep 0.05; done' 2>/dev/null; echo $?
      field r signal; alive $(cat stray) || echo nobody left
      """#)
    #expect(told == "3\n9\nnobody left\n")
  }

  @Test func `children of a shell that ends at the signal get it too`() throws {
    let told = try play(
      #"""
      cat > child.py <<'END'
      import os, signal, sys, time
      def end(number, frame):
          print('child saved', flush=True); sys.exit(0)
      signal.signal(signal.SIGTERM, end)
      open('up', 'w')
      while True: time.sleep(0.05)
      END
      $METER --budget 2J --on-budget stop -- sh -c 'python3 child.py & echo $! > pid; wait' 2>/dev/null
      echo $?; alive $(cat pid) || echo nobody left
      """#)
    #expect(told == "child saved\n3\nnobody left\n")
  }

  @Test func `a budget that is nothing is refused before the command starts`() throws {
    let told = try play("$RUN --budget 0kWh -- echo ran 2>err; echo $?; grep -c 'used up' err")
    #expect(told == "3\n1\n")
  }

  @Test func `a project that has used up its budget starts nothing`() throws {
    let told = try play(
      #"""
      $METER --quiet --project p --budget 1kJ --budget-for project -- sleep 0.3; echo $?
      $METER --project p --budget 1J --budget-for project -- echo ran 2>err; echo $?
      grep -c 'is used up' err
      $METER --quiet --project other --budget 1J --budget-for project -- true; echo $?
      """#)
    #expect(told == "0\n3\n1\n0\n")
  }

  static let refused = [
    "--budget 5", "--budget 5parsec", "--budget 10EUR", "--budget 10USD --price 0.3EUR",
    "--budget 5kWh --on-budget explode", "--grace 5s", "--on-budget stop",
    "--budget 5kWh --stop-signal NONE", "--price free --budget 1EUR",
    "--budget 5kWh --budget-for ever",
  ]

  @Test(arguments: refused)
  func `what cannot be meant is bad usage`(_ flags: String) throws {
    #expect(try play("$RUN \(flags) -- echo ran 2>/dev/null; echo $?") == "64\n")
  }

  @Test func `money is counted at the price of a file`() throws {
    let told = try play(
      #"""
      printf 'price = "3600000 EUR/kWh"\n' > joulebook.toml
      $METER --budget 2EUR --on-budget stop --receipt r -- sleep 20 2>/dev/null; echo $?
      field r acting budget basis
      """#)
    #expect(told == "3\nEnergy × PUE × 3600000 EUR/kWh.\n")
  }
}
