import Foundation
import Testing

/// What a shell sees of a command is the same with `joulebook run` before it.
@Suite struct RunBehaviourTests {
  static let endings = [
    "$RUN true", "$RUN sh -c 'exit 1'", "$RUN sh -c 'exit 3'", "$RUN sh -c 'exit 42'",
    "$RUN sh -c 'exit 255'", "$RUN sh -c 'kill -TERM $$'", "$RUN sh -c 'kill -KILL $$'",
    "$RUN sh -c 'kill -INT $$'", "$RUN sh -c 'kill -SEGV $$'",
    "ulimit -c unlimited; $RUN sh -c 'kill -ABRT $$'", "$RUN sh -c 'kill -USR1 $$'",
    "$RUN no-such-program", "$RUN ./no-such-file", "$RUN /etc/passwd", "$RUN /tmp",
    "mkdir d; $RUN ./d", "echo 'exit 9' > s; chmod +x s; $RUN ./s",
    "printf '#!/no/such/interpreter\n' > s; chmod +x s; $RUN ./s",
    "printf '\\x7fELF broken' > s; chmod +x s; $RUN ./s",
  ]

  @Test(arguments: endings)
  func `the exit status is the command's own`(_ script: String) throws {
    let (bare, measured) = try Script.bareAndMeasured("\(script); echo $?")
    #expect(measured == bare)
  }

  @Test func `a signal of the command's own ends Joulebook too`() throws {
    let driver = "python3 -c 'import os; print(os.WTERMSIG(os.system(\"exec $RUN sleep 0.01\")), "
    let (bare, measured) = try Script.bareAndMeasured(
      "\(driver) os.WTERMSIG(os.system(\"exec $RUN sh -c \\\"kill -TERM \\\\$\\\\$\\\"\")))'")
    #expect(measured == bare)
  }

  @Test func `a program that is not there is named on standard error`() throws {
    let outcome = try Script.measured("$RUN no-such-program 2>&1")
    #expect(outcome.text.contains("no-such-program") && outcome.status == 127)
  }

  @Test func `an unknown option before the command is bad usage`() throws {
    #expect(try Script.measured("$RUN --no-such-option true").status == 64)
  }

  static let streams = [
    // A reader that goes away ends the writer by SIGPIPE.
    "$RUN yes | head -n 1; echo ${PIPESTATUS[@]}",
    "$RUN sh -c 'cat; echo $?' <&-; echo $?", "$RUN sh -c 'echo x; echo $? >&2' >&- 2>err; cat err",
    "$RUN sh -c 'echo x >&2; echo $?' 2>&-; echo $?",
    "$RUN sh -c 'ls /proc/self/fd' <&- >out 2>&-; cat out | wc -l",
    "head -c 300000 /dev/zero | tr '\\0' '\\377' | $RUN cat | cksum",
    "echo three > f; $RUN sh -c 'cat <&3' 3<f",
    "setsid -w $RUN sh -c 'tty; exit 5' </dev/null; echo $?",
  ]

  @Test(arguments: streams)
  func `the standard streams are the command's own`(_ script: String) throws {
    let (bare, measured) = try Script.bareAndMeasured(script)
    #expect(measured == bare)
  }

  static let surroundings = [
    "$RUN grep -E 'SigBlk|SigIgn' /proc/self/status",
    "trap '' HUP USR1 PIPE CHLD; $RUN grep -E 'SigBlk|SigIgn' /proc/self/status",
    "$RUN ls /proc/self/fd | wc -l",
    "ulimit -n 77; ulimit -c 5; umask 027; nice -n 3 $RUN sh -c 'ulimit -a; umask; nice; pwd | wc -l'",
    "export ODD=$'a\\xffb'; $RUN env | grep -av -e ^JOULEBOOK_ -e ^RUN= -e ^_= -e ^XDG -e ^PWD | sort | cksum",
    "$RUN grep -E '^(CapEff|NoNewPrivs|Seccomp|Cpus_allowed):' /proc/self/status",
    "$RUN sh -c 'cat /proc/self/timerslack_ns /proc/self/oom_score_adj'",
    "test $($RUN sh -c 'cut -d\" \" -f5 /proc/self/stat') = $(cut -d' ' -f5 /proc/self/stat); echo $?",
  ]

  @Test(arguments: surroundings)
  func `the command starts in the same surroundings`(_ script: String) throws {
    let (bare, measured) = try Script.bareAndMeasured(script)
    #expect(measured == bare)
  }
}
