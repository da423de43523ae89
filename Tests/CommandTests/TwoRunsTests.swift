import Foundation
import Testing

/// Two runs at once, plus load outside both, on a machine whose sensors are simulated.
@Suite struct TwoRunsTests {
  private static let script = #"""
    BOOK=${RUN% run}
    burn='import sys, time
    while time.process_time() < float(sys.argv[1]): pass'
    python3 -c "$burn" 2.5 & outside=$!
    $RUN --quiet --name a --receipt a -- python3 -c "$burn" 2 & first=$!
    sleep 0.4
    $RUN --quiet --name b --receipt b -- python3 -c "$burn" 2 & second=$!
    wait $outside $first $second
    $BOOK check >check || echo "check failed"
    python3 - <<'END'
    import json
    a, b = (json.load(open(name)) for name in 'ab')
    x, y = (r['energy_joules'] / r['cpu_seconds'] for r in (a, b))
    print('shares alike' if abs(x / y - 1) < 0.05 else f'{x} and {y} J per CPU second')
    END
    grep 'Every joule' check
    """#

  @Test func `the books balance and no share depends on which run began first`() throws {
    let told = try Script.measured(
      "BOOK=${RUN% run}; export RUN BOOK; cat > two.sh <<'SCRIPT'\n" + Self.script
        + "\nSCRIPT\n$BOOK simulate machine --scenario server -- bash two.sh 2>/dev/null | head -2")
    #expect(told.text == "shares alike\nEvery joule is booked once.\n")
  }

  @Test func `two runs that both book the whole machine book it once`() throws {
    let told = try Script.measured(
      #"""
      BOOK=${RUN% run}; export RUN BOOK; cat > two.sh <<'SCRIPT'
      for name in a b; do
        $RUN --quiet --policy whole-machine --name $name --receipt $name -- sleep 1.6 & jobs="$jobs $!"
        sleep 0.7
      done
      wait $jobs
      $BOOK check >check || cat check
      $BOOK check --format json > balance
      python3 - <<'END'
      import json
      machine, = json.load(open('balance'))['machines']
      part = (machine['booked_joules'] + machine['self_joules']) / machine['energy_joules']
      print('booked once' if abs(part - 1) < 0.005 else part)
      a, b = (json.load(open(name)) for name in 'ab')
      print('divided' if 0.5 < b['energy_joules'] / a['energy_joules'] < 2 else (a, b))
      print(sum('divided between them' in w for r in (a, b) for w in r['warnings']))
      END
      grep 'Every joule' check
      SCRIPT
      $BOOK simulate machine --scenario equal-packages -- bash two.sh 2>/dev/null
      """#)
    #expect(told.text == "booked once\ndivided\n2\nEvery joule is booked once.\n")
  }
}
