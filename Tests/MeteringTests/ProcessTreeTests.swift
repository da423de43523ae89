import Accounting
import Foundation
import Testing

@testable import Metering

/// The CPU time of a whole tree, against what its processes say of themselves.
///
/// Each test runs in a process of its own, since waiting for the tree takes in every child.
@Suite(.serialized) struct ProcessTreeTests {
  /// Burns CPU time in the ways that are easily missed; each process adds its own time to `$TRUTH`.
  static let burner = """
    import os, signal, sys, time
    def finish():
        with open(os.environ['TRUTH'], 'a') as file: file.write('%.6f\\n' % time.process_time())
        os._exit(0)
    def burn(seconds):
        end = time.process_time() + seconds
        while time.process_time() < end: pass
        finish()
    def child(seconds):
        pid = os.fork()
        if pid == 0: burn(seconds)
        return pid
    if sys.argv[1] == 'three':
        for pid in [child(1) for _ in range(3)]: os.waitpid(pid, 0)
    if sys.argv[1] == 'many':
        for _ in range(40): os.waitpid(child(0.03), 0)
    if sys.argv[1] == 'daemon':
        if os.fork() == 0:
            os.setsid()
            if os.fork() == 0: burn(0.6)
            finish()
        os.wait()
        while len(open(os.environ['TRUTH']).read().split()) < 2: time.sleep(0.05)
    if sys.argv[1] == 'ignored':
        signal.signal(signal.SIGCHLD, signal.SIG_IGN)
        child(0.9)
        try: os.wait()
        except ChildProcessError: pass
    finish()
    """

  static let cases = [
    ("three", "own-cgroup"), ("daemon", "own-cgroup"), ("ignored", "own-cgroup"),
    ("three", "process-tree"), ("many", "process-tree"), ("daemon", "process-tree"),
    ("ignored", "process-tree"),
  ]

  @Test(arguments: cases)
  func `nearly all CPU time of the tree is seen`(_ shape: String, _ way: String) async {
    await #expect(processExitsWith: .success) { [shape, way] in
      let seen = try Self.meter(shape, by: way)
      // Where no group may be made, the next best way is held to its own bound.
      let least = seen.counting == .processTree ? 0.95 : 0.99
      #expect(seen.cpu / seen.truth > least, "\(shape) by \(seen.counting): \(seen)")
      // Starting the interpreter costs time that it does not tell of.
      #expect(seen.cpu < seen.truth * 1.03 + 0.3, "\(shape) by \(seen.counting): \(seen)")
    }
  }

  @Test func `the machine is never less busy than the run and ourselves`() async {
    await #expect(processExitsWith: .success) {
      let use = try Self.meter("three", by: "process-tree").use
      #expect(use.machine >= use.run + use.own && use.own > 0)
    }
  }

  @Test(arguments: ["three", "daemon", "ignored"])
  func `a control group that was given is counted less ourselves`(_ shape: String) async {
    await #expect(processExitsWith: .success) { [shape] in
      guard let parent = ControlGroup.ownPath() else { return }
      let group = "\(parent)/given-\(getpid())"
      guard mkdir(group, 0o755) == 0 else { return }
      func enter(_ path: String) {
        let procs = open(path + "/cgroup.procs", O_WRONLY | O_CLOEXEC)
        _ = write(procs, "0", 1)
        close(procs)
      }
      enter(group)
      defer {
        enter(parent)
        rmdir(group)
      }
      let seen = try Self.meter(shape, by: "given-cgroup")
      #expect(seen.counting == .givenCgroup)
      #expect(seen.cpu / seen.truth > 0.99, "\(shape): \(seen)")
      #expect(seen.cpu < seen.truth * 1.03 + 0.3, "\(shape): \(seen)")
    }
  }

  @Test func `an unknown way of counting is warned of and not used`() async {
    await #expect(processExitsWith: .success) {
      let tree = ProcessTree(Machine(), environment: ["JOULEBOOK_CPU_COUNTING": "by-guess"])
      #expect(tree.warnings.contains { $0.contains("by-guess") })
      tree.close()
    }
  }

  struct Seen {
    var cpu: Double
    var truth: Double
    var counting: Accounting.Run.CPUCounting
    var use: Use
  }

  static func meter(_ shape: String, by way: String) throws -> Seen {
    let truth = FileManager.default.temporaryDirectory
      .appendingPathComponent("truth-\(UUID().uuidString)").path
    try Data().write(to: URL(fileURLWithPath: truth))
    defer { unlink(truth) }
    let signals = Signals.take()
    Supervisor.adoptOrphans()
    let tree = ProcessTree(Machine(), environment: ["JOULEBOOK_CPU_COUNTING": way])
    let child = try ChildProcess.start(
      ["python3", "-c", burner, shape], adding: ["TRUTH": truth], signals: signals,
      cgroup: tree.cgroup)
    tree.begin(child)
    // The test's process has threads that were made before: a signal may end on one of them.
    let ending = Supervisor(child, signals: signals).wait(
      tree: tree, every: .milliseconds(50), tick: { _ = tree.read() })
    #expect(ending == .exited(0))
    let use = tree.read()
    let counting = tree.counting
    tree.close()
    let lines = try String(contentsOfFile: truth, encoding: .utf8).split(separator: "\n")
    return Seen(
      cpu: use.run, truth: lines.compactMap { Double($0) }.reduce(0, +), counting: counting,
      use: use)
  }
}
