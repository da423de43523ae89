import Accounting
import Foundation
import Testing

@testable import Metering

/// Processes that ran before anybody metered them.
@Suite(.serialized) struct AttachedTests {
  static let orders: [(String, AttachedWait.Reason?)] = [
    ("stop", .told(code: nil)), ("stop 0", .told(code: 0)), ("stop 255", .told(code: 255)),
    ("stop 256", .told(code: nil)), ("stop -1", .told(code: nil)), ("stop now", .told(code: nil)),
    ("", nil), ("halt", nil), ("stopping", nil),
  ]

  @Test(arguments: orders)
  func `an order is understood or left out`(_ order: String, _ reason: AttachedWait.Reason?) {
    #expect(AttachedWait.Orders.reason(order) == reason)
  }

  @Test func `orders come in pieces, and the end of the input is one`() throws {
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    defer { close(ends[0]) }
    var orders = AttachedWait.Orders()
    for (text, reason) in [
      ("noise\nst", nil), ("op", nil), (" 3\n", AttachedWait.Reason.told(code: 3)),
    ] {
      write(ends[1], text, text.utf8.count)
      #expect(orders.read(ends[0]) == reason)
    }
    close(ends[1])
    #expect(orders.read(ends[0]) == .told(code: nil))
  }

  static let names: [([String], String?)] = [
    (["/usr/bin/python3", "/home/me/train.py", "--lr", "1"], "train.py"),
    (["python3.11", "-u", "-W", "error", "train.py"], "train.py"),
    (["python", "-m", "ipykernel_launcher", "-f", "k.json"], "ipykernel_launcher"),
    (["python", "-c", "pass"], "python"), (["python"], "python"), (["/bin/sleep", "3"], "sleep"),
    ([], nil), ([""], nil),
  ]

  @Test(arguments: names)
  func `a process is called by what it runs`(_ command: [String], _ name: String?) {
    #expect(RunningProcess.name(of: command) == name)
  }

  @Test func `a number without a process is bad usage`() {
    // More than the kernel ever gives out.
    #expect {
      try RunningProcess(1 << 30)
    } throws: {
      ($0 as? Problem)?.exit == .usage
    }
  }

  /// Burns time before it says so, waits for a word, burns more and tells of it.
  static let burner = """
    import os, sys, time
    def burn(seconds):
        end = time.process_time() + seconds
        while time.process_time() < end: pass
    def child(seconds):
        pid = os.fork()
        if pid == 0:
            burn(seconds)
            os._exit(0)
        return pid
    shape = sys.argv[1]
    burn(0.3)
    ready, said = os.pipe()
    old = os.fork()
    if old == 0:
        burn(0.2)
        os.write(said, b'.')
        sys.stdin.buffer.raw.readline()
        burn(0.2)
        os._exit(0)
    # However busy the machine is: what the old child burns first lies before us.
    os.read(ready, 1)
    time.sleep(0.3)
    before = sum(os.times()[:4])
    print('ready', flush=True)
    sys.stdin.buffer.raw.readline()
    if shape == 'own': burn(0.4)
    if shape == 'many':
        for _ in range(20): os.waitpid(child(0.02), 0)
    if shape == 'orphan':
        wait, hold = os.pipe()
        pid = os.fork()
        if pid == 0:
            if os.fork() == 0:
                burn(0.4)
                os._exit(0)
            time.sleep(0.1)
            os._exit(0)
        os.close(hold)
        os.waitpid(pid, 0)
        os.read(wait, 1)
    os.waitpid(old, 0)
    # By the kernel's own account; the old child's 0.2 s from before come with it, an orphan's 0.4 s do not.
    print(sum(os.times()[:4]) - before - 0.2 + (0.4 if shape == 'orphan' else 0), flush=True)
    sys.stdin.buffer.raw.readline()
    """

  @Test(arguments: ["own", "many", "orphan"])
  func `what it used before does not count, and what it and its children use does`(
    _ shape: String
  ) throws {
    let process = Process()
    let (input, output) = (Pipe(), Pipe())
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", "-c", Self.burner, shape]
    (process.standardInput, process.standardOutput) = (input, output)
    try process.run()
    func next() -> String {
      var line = ""
      while !line.hasSuffix("\n") {
        let bytes = output.fileHandleForReading.availableData
        guard !bytes.isEmpty else { return line }
        line += String(decoding: bytes, as: UTF8.self)
      }
      return line
    }
    func say(_ words: String) { input.fileHandleForWriting.write(Data(words.utf8)) }
    #expect(next() == "ready\n")
    // `env` has become the interpreter, so that this is its number.
    let running = try RunningProcess(process.processIdentifier)
    #expect(running.age > 0.5 && running.age < 60)
    let tree = ProcessTree(Machine(), of: running)
    #expect(tree.counting == .processTree && tree.isOurs(running.pid) && !tree.isOurs(getpid()))
    #expect(tree.read().run < 0.05)
    let looking = Worker {
      while !running.hasEnded {
        _ = tree.look()
        usleep(20_000)
      }
    }
    say("\n\n")
    // 0.4 s of its own making and 0.2 s of a child that was there before, and what forking takes.
    let spent = try #require(Double(next().dropLast()))
    #expect(spent > 0.58)
    tree.lookLast()
    let used = tree.read().run
    #expect(abs(used - spent) < 0.05, "\(shape): \(used) of \(spent)")
    say("\n")
    process.waitUntilExit()
    #expect(running.hasEnded && looking.join(within: 5))
    tree.lookLast()
    #expect(tree.read().run >= used && tree.living == 0)
    tree.close()
  }
}
