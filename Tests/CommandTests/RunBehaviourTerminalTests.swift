import Foundation
import Testing

/// At a terminal, `joulebook run` before a command makes no difference to it.
@Suite struct RunBehaviourTerminalTests {
  @Test func `Ctrl-C ends a command that does not handle it`() throws {
    let (bare, measured) = try Script.bareAndMeasured(
      "$RUN sh -c 'echo ready; exec sleep 50'", pty: "expect ready\nsend \\x03")
    #expect(measured == bare && bare.text == "signal 2\n")
  }

  @Test func `Ctrl-C reaches a command that handles it once`() throws {
    let (bare, measured) = try Script.bareAndMeasured(
      """
      $RUN python3 -c '
      import signal, sys, time
      count = 0
      def handle(number, frame):
          global count
          count += 1
      signal.signal(signal.SIGINT, handle)
      print("ready", flush=True)
      while not count: time.sleep(0.01)
      time.sleep(0.3)
      open("result", "w").write(f"{count}\\n")
      sys.exit(7)'
      """, pty: "expect ready\nsend \\x03")
    #expect(measured == bare && bare.text == "1\nexit 7\n")
  }

  @Test func `Ctrl-Z stops the job and fg continues it`() throws {
    let script = "$RUN sh -c 'echo rea''dy; read line; echo got $line > result; exit 5'"
    let (bare, measured) = try Script.bareAndMeasured(
      script,
      pty: """
        interactive
        expect prompt>
        send \(script)\\r
        expect ready
        send \\x1a
        expect Stopped
        expect prompt>
        send fg\\r
        expect $RUN
        send hello\\r
        expect prompt>
        send echo status $? >> result\\r
        expect prompt>
        send exit\\r
        """)
    #expect(measured == bare && bare.text == "got hello\nstatus 5\nexit 0\n")
  }

  @Test func `Ctrl-Z does nothing to a command that ignores it`() throws {
    let (bare, measured) = try Script.bareAndMeasured(
      "$RUN sh -c 'trap \"\" TSTP; echo ready; read line; echo got $line > result; exit 5'",
      pty: "expect ready\nsend \\x1a\nsend hello\\r")
    #expect(measured == bare && bare.text == "got hello\nexit 5\n")
  }

  @Test func `a background command that reads the terminal stops as a job`() throws {
    let script = "$RUN cat &"
    let (bare, measured) = try Script.bareAndMeasured(
      script,
      pty: """
        interactive
        expect prompt>
        send \(script)\\r
        expect prompt>
        send until jobs | grep -q Stopped; do sleep 0.1; done; echo it stop''ped > result\\r
        expect prompt>
        send kill -KILL %1; while jobs | grep -q Stopped; do sleep 0.1; done\\r
        expect prompt>
        send exit\\r
        """)
    #expect(measured == bare && bare.text.hasPrefix("it stopped\n"))
  }

  @Test func `a new window size is told once and seen`() throws {
    let (bare, measured) = try Script.bareAndMeasured(
      """
      $RUN python3 -c '
      import os, signal, time
      count = 0
      def handle(number, frame):
          global count
          count += 1
      signal.signal(signal.SIGWINCH, handle)
      before = tuple(os.get_terminal_size())
      print("ready", flush=True)
      while not count: time.sleep(0.01)
      time.sleep(0.3)
      after = tuple(os.get_terminal_size())
      open("result", "w").write(f"{before} {after} {count} {os.isatty(0)} {os.isatty(2)}\\n")'
      """, pty: "expect ready\nsize 50 120")
    #expect(measured == bare && bare.text.hasPrefix("(80, 24) (120, 50) 1 True True"))
  }
}
