package import Accounting
import Glibc
import Metering
import Quantities

/// A short load, metered by the program itself as a user would have it metered, with a ledger in a folder of
/// its own and nobody's settings.
package struct SelfTestTrial: Sendable {
  /// As the ledger gives it back.
  package let entry: Entry
  /// The receipt that the run wrote.
  package let receipt: String
  /// How long the run took, in seconds: by the clock that never steps, and by that of the wall.
  package let seconds: Double
  package let wallSeconds: Double

  /// CPU seconds that the load uses.
  package static let load = 1.0
  /// A driver that does not answer is waited for for ten seconds; longer than this means that all hangs.
  private static let patience = Duration.seconds(40)

  /// Runs the load under `program` in an empty folder. A signal that ends the run ends this process too.
  static func perform(
    program: String, in place: SelfTestFolder, environment: [String: String], signals: Signals
  ) throws(Problem) -> SelfTestTrial {
    let folder = place.path
    let receipt = folder + "/receipt.json"
    let output = folder + "/output"
    // Variables of Joulebook's own are the user's settings, but for those that say where the machine is.
    let machine = [
      "JOULEBOOK_SYSROOT", "JOULEBOOK_NVML", "JOULEBOOK_REPLAY", "JOULEBOOK_RUN_ID",
    ]
    var own = environment.filter { !$0.key.hasPrefix("JOULEBOOK_") || machine.contains($0.key) }
    own["XDG_CONFIG_HOME"] = folder
    own["XDG_DATA_HOME"] = folder
    var changes = own.filter { environment[$0.key] != $0.value }
    for key in environment.keys where own[key] == nil { changes[key] = "" }
    let started = SystemClock.monotonic()
    let wall = SystemClock.wall()
    let ending: Ending
    var interrupted: Int32?
    do {
      let child = try ChildProcess.start(
        [
          "/bin/sh", "-c",
          "cd \"$1\" && exec \"$0\" \"$2\" \"$3\" \"$4\" \"$5\" -- \"$0\" busy "
            + "--seconds \"$6\" >output 2>&1", program, folder, "run", "--quiet",
          "--name=self-test", "--receipt=\(receipt)", "\(load)",
        ], adding: changes, signals: signals)
      let deadline = ContinuousClock.now + patience
      ending = Supervisor(child, signals: signals).wait(
        every: .seconds(1),
        tick: { if ContinuousClock.now > deadline { kill(child.pid, SIGKILL) } },
        onSignal: { number, _ in
          if [SIGINT, SIGTERM, SIGHUP, SIGQUIT].contains(number) { interrupted = number }
          return false
        })
    } catch {
      throw error.problem
    }
    if let interrupted {
      place.remove()
      Ending.signalled(interrupted, coreDumped: false).leave()
    }
    let seconds = Double(SystemClock.monotonic() - started) * 1e-9
    let wallSeconds = (SystemClock.wall() - wall).seconds
    guard ending == .exited(0) else {
      throw failure(ending, said: FileText.text(output) ?? "")
    }
    let joulebook = Joulebook(environment: own, directory: folder)
    return SelfTestTrial(
      entry: try joulebook.show("last").entry, receipt: FileText.text(receipt) ?? "",
      seconds: seconds, wallSeconds: wallSeconds)
  }

  private static func failure(_ ending: Ending, said output: String) -> Problem {
    let reason =
      output.isEmpty
      ? "It ended with \(ending.shellCode) and said nothing."
      : "It ended with \(ending.shellCode) and said: "
        + output.split(separator: "\n").prefix(4).joined(separator: " ")
    return Problem(
      "A short load could not be metered.", why: reason,
      fix: "joulebook run -- sleep 1  # shows the same")
  }

  package init(
    entry: Entry, receipt: String, seconds: Double, wallSeconds: Double
  ) {
    self.entry = entry
    self.receipt = receipt
    self.seconds = seconds
    self.wallSeconds = wallSeconds
  }
}

extension Duration {
  fileprivate var seconds: Double {
    Double(components.seconds) + Double(components.attoseconds) * 1e-18
  }
}
