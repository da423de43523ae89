import Accounting
import Foundation
import Glibc
import JoulebookTesting

/// Runs a simulation in the foreground until a signal, a time limit or a command's end.
struct SimulationRunner {
  let folder: SimulationFolder
  let seconds: Double?
  let command: [String]

  /// What was drawn in all, and the exit code: the command's, with 128 + n for a signal.
  func run(_ scenario: Scenario) throws -> (Simulation.Truth, Int32) {
    // Blocked before any thread starts, so that only `sigtimedwait` gets them.
    var signals = sigset_t()
    var before = sigset_t()
    sigemptyset(&signals)
    for signal in [SIGINT, SIGTERM, SIGHUP, SIGCHLD] { sigaddset(&signals, signal) }
    pthread_sigmask(SIG_BLOCK, &signals, &before)
    let simulation = try Simulation(scenario, in: folder.path)
    defer { simulation.stop() }
    try folder.save(simulation.record)
    try folder.save(simulation.record.truth(from: 0, to: 0))
    let child = command.isEmpty ? nil : try start(command, mask: before)
    if child == nil {
      SimulationPrinter.say(
        """
        Simulating `\(scenario.name)` in \(folder.path). To use it elsewhere:
          export JOULEBOOK_SYSROOT=\(folder.path)
          export JOULEBOOK_NVML=\(folder.path)/libnvidia-ml.so.1
        """)
    }
    let code = try wait(for: child, signals: &signals, simulation)
    simulation.stop()
    let truth = simulation.record.truth(from: 0, to: simulation.elapsed)
    try folder.save(truth)
    return (truth, code)
  }

  private func wait(
    for child: pid_t?, signals: inout sigset_t, _ simulation: Simulation
  ) throws -> Int32 {
    while true {
      var status: Int32 = 0
      if let child, waitpid(child, &status, WNOHANG) == child { return Self.code(status) }
      let left = (seconds ?? .infinity) - simulation.elapsed
      if left <= 0 {
        // The time is up for the command too.
        if let child {
          kill(child, SIGTERM)
          waitpid(child, &status, 0)
          return Self.code(status)
        }
        return 0
      }
      // Once a second, on the second, so that `truth.json` is never older than that.
      let pause = min(left, 1 - simulation.elapsed.truncatingRemainder(dividingBy: 1))
      var timeout = timespec(tv_sec: Int(pause), tv_nsec: Int((pause - pause.rounded(.down)) * 1e9))
      var info = siginfo_t()
      let signal = sigtimedwait(&signals, &info, &timeout)
      switch signal {
      case SIGINT, SIGTERM, SIGHUP:
        guard let child else { return 0 }
        // The terminal sends its signals to the command as well; others have to be handed on.
        if info.si_code <= 0 { kill(child, signal) }
      case SIGCHLD: break
      default: try folder.save(simulation.record.truth(from: 0, to: simulation.elapsed))
      }
    }
  }

  private func start(_ command: [String], mask: sigset_t) throws -> pid_t {
    var environment = ProcessInfo.processInfo.environment
    environment["JOULEBOOK_SYSROOT"] = folder.path
    environment["JOULEBOOK_NVML"] = folder.path + "/libnvidia-ml.so.1"
    var attributes = posix_spawnattr_t()
    posix_spawnattr_init(&attributes)
    defer { posix_spawnattr_destroy(&attributes) }
    var mask = mask
    posix_spawnattr_setsigmask(&attributes, &mask)
    posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    var arguments = command.map { strdup($0) } + [nil]
    var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
    defer { for text in arguments + variables { free(text) } }
    var child = pid_t()
    let status = posix_spawnp(&child, command[0], nil, &attributes, &arguments, &variables)
    guard status == 0 else {
      throw Problem(
        "Cannot run `\(command[0])`.", why: String(cString: strerror(status)) + ".",
        fix: "Check the name and that the file may be executed.")
    }
    return child
  }

  private static func code(_ status: Int32) -> Int32 {
    let signal = status & 0x7F
    return signal == 0 ? (status >> 8) & 0xFF : 128 + signal
  }
}
