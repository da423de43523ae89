import Accounting
import Glibc
import Metering

/// Runs a command in our place: starts it, waits for it, ends as it ended.
package enum CommandRun {
  package static func perform(_ command: [String]) -> Never {
    let signals = Signals.take()
    Supervisor.adoptOrphans()
    let wish = getenv("JOULEBOOK_CPU_COUNTING").map { String(cString: $0) }
    let tree = ProcessTree(
      Machine(), environment: wish.map { ["JOULEBOOK_CPU_COUNTING": $0] } ?? [:])
    do {
      let child = try ChildProcess.start(command, signals: signals, cgroup: tree.cgroup)
      tree.begin(child)
      let ending = Supervisor(child, signals: signals).wait(tree: tree)
      tree.close()
      ending.leave()
    } catch {
      tree.close()
      let text = "joulebook: \(error.problem.what)\n"
      _ = text.withCString { write(2, $0, strlen($0)) }
      exit(error.exitCode)
    }
  }
}
