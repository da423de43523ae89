import Foundation
import Testing

/// `joulebook attach` beside a process of somebody else.
@Suite struct AttachCommandTests {
  private func run(_ script: String) throws -> Outcome {
    try Script.plain("RUN='\(JoulebookBinary.path)'\nexport JOULEBOOK_REGION=DE\n\(script)")
  }

  private static let job = #"""
    cat > job.py <<'END'
    import sys, time
    def burn(seconds):
        end = time.process_time() + seconds
        while time.process_time() < end: pass
    burn(0.3)
    print('ready', flush=True)
    sys.stdin.readline()
    burn(0.3)
    END
    mkfifo go
    python3 -u job.py < go > out & exec 9> go
    until grep -q ready out; do sleep 0.02; done

    """#

  @Test func `a process is metered from now on to its end, as its user and nobody more`() throws {
    let told = try run(
      Self.job + #"""
        "$RUN" attach $! --project thesis --tag a=b --receipt r.json > text 2> notes &
        until grep -q Metering notes; do sleep 0.02; done
        echo >&9; exec 9>&-
        wait %2; echo $?
        grep -c 'Readings begin when process' text; grep -c 'Ctrl-C ends the metering alone' notes
        "$RUN" show last --format json > shown; cmp shown r.json && echo same
        "$RUN" check > /dev/null && echo balanced
        python3 -c '
        import json; r = json.load(open("r.json"))
        print(r["name"], r["project"], r["tags"], r["exit_code"], r["command"][1:], 0.28 < r["cpu_seconds"] < 0.45)'
        """#)
    #expect(
      told.text == """
        0
        1
        1
        same
        balanced
        job.py thesis {'a': 'b'} None ['-u', 'job.py'] True

        """, "\(told)")
  }

  @Test(arguments: ["INT", "TERM", "HUP"])
  func `a signal ends the metering and not the process`(_ signal: String) throws {
    let told = try run(
      """
      sleep 30 & it=$!
      "$RUN" attach $it --format json > r 2> notes & meter=$!
      until grep -q Metering notes 2> /dev/null; do sleep 0.02; done
      kill -\(signal) $meter; wait $meter; echo $?
      kill -0 $it && echo lives; kill $it
      python3 -c '
      import json; r = json.load(open("r"))
      print(r["name"], r["exit_code"], len(r["warnings"]))'
      """)
    #expect(told.text == "0\nlives\nsleep None 1\n", "\(told)")
  }

  @Test func `energies are those of the machine while it was attached`() throws {
    let told = try run(
      #"""
      cat > both.sh <<'END'
      sleep 1.2 & it=$!
      "$RUN" attach $it --policy whole-machine --format json > r 2> /dev/null
      END
      export RUN
      "$RUN" simulate machine --scenario laptop -- sh both.sh > /dev/null 2>&1
      "$RUN" simulate machine --truth $(python3 -c '
      import json; r = json.load(open("r")); print(r["started"], r["ended"])') --format json > truth
      python3 -c '
      import json
      r, t = json.load(open("r")), json.load(open("truth"))
      print(abs(r["energy_joules"] / t["energy_joules"] - 1) < 0.05, r["evidence_mix"].get("metered", 0) > 0.5)'
      """#)
    #expect(told.text == "True True\n", "\(told)")
  }

  @Test func `a helper says JSON, takes orders, and is nobody's child`() throws {
    let told = try run(
      #"""
      cat > host.py <<'END'
      import json, os, signal, socket, subprocess, sys, time
      helper = subprocess.Popen([sys.argv[1], "attach", str(os.getpid()), "--helper"],
          stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)
      begun = json.loads(helper.stdout.readline())
      # It has left us, and lives on.
      print(helper.wait(timeout=20), sorted(begun), begun["v"])
      marks = socket.socket(socket.AF_UNIX)
      marks.connect(begun["socket"])
      marks.sendall(b'{"epoch": 1, "of": 2}\n')
      helper.stdin.write("stop 3\n"); helper.stdin.flush()
      booked = json.loads(helper.stdout.readline())
      print(sorted(booked), booked["problems"], booked["receipt"]["exit_code"], booked["receipt"]["id"] == begun["run"])
      print(repr(helper.stdout.read()))
      END
      python3 host.py "$RUN"
      "$RUN" list | grep -c 'exit 3'
      """#)
    #expect(
      told.text == """
        0 ['run', 'socket', 'v'] 1
        ['problems', 'receipt', 'v'] [] 3 True
        ''
        1

        """, "\(told)")
  }

  static let mistakes = [
    ("attach", "Missing expected argument"), ("attach x", "value 'x' is invalid"),
    ("attach 0", "1 or more"), ("attach 99999999", "no process 99999999"),
    ("attach $$ --region Nowhere", "Nowhere"),
    ("attach $$ --progress-pattern x", "needs --progress-file"),
  ]

  @Test(arguments: mistakes)
  func `a mistake is bad usage and is told`(_ arguments: String, _ words: String) throws {
    let told = try run("\"$RUN\" \(arguments) 2>&1; echo $?; \"$RUN\" list | grep -c exit")
    #expect(told.text.contains(words) && told.text.hasSuffix("64\n0\n"), "\(told)")
  }

  @Test func `a helper tells a mistake as JSON`() throws {
    let told = try run(
      "\"$RUN\" attach $$ --helper --pue 0.5 < /dev/null | python3 -c 'import json, sys; "
        + "p = json.load(sys.stdin)[\"problem\"]; print(sorted(p), p[\"exit\"])'")
    #expect(told.text == "['exit', 'fix', 'what', 'why'] 64\n", "\(told)")
  }
}
