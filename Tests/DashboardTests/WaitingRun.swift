import CommandTesting
import Foundation

/// A metered run that goes on until it is told to end, however busy the machine is; for a minute at most.
final class WaitingRun: Sendable {
  let process: Process
  private let stopping: String

  init(_ box: CommandBox, name: String) throws {
    stopping = box.folder + "/stop-\(UUID().uuidString)"
    let wait = "for i in $(seq 600); do test -e '\(stopping)' && exit; sleep 0.1; done"
    process = try box.start(
      ["run", "--quiet", "--interval", "200ms", "--name", name, "--", "sh", "-c", wait])
  }

  deinit { try? stop() }

  func stop() throws { try Data().write(to: URL(fileURLWithPath: stopping)) }

  /// Ends it and waits until it is booked.
  func end() throws {
    try stop()
    process.waitUntilExit()
  }
}
