import Accounting
import Glibc
import Metering

/// Runs a command in our place: starts it, waits for it, ends as it ended.
package enum CommandRun {
  package static func perform(_ command: [String]) -> Never {
    let signals = Signals.take()
    Supervisor.adoptOrphans()
    do {
      let child = try ChildProcess.start(command, signals: signals)
      Supervisor(child, signals: signals).wait().leave()
    } catch {
      let text = "joulebook: \(error.problem.what)\n"
      _ = text.withCString { write(2, $0, strlen($0)) }
      exit(error.exitCode)
    }
  }
}
