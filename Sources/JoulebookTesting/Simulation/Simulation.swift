package import Accounting
import Glibc
package import Quantities
import Synchronization

/// A simulated machine that moves in real time: a thread of its own keeps the counters going.
package final class Simulation: Sendable {
  package let record: Record
  package let directory: String
  private let isOver = Atomic(false)

  /// What is known of a simulation from outside, kept in its folder as `simulation.json`.
  package struct Record: Codable, Sendable {
    package var schema = 1
    package var scenario: Scenario
    /// CLOCK_MONOTONIC at the start, in nanoseconds.
    package var startMonotonic: Int64
    /// Civil time of the same moment.
    package var started: Timestamp

    enum CodingKeys: String, CodingKey {
      case schema, scenario, started
      case startMonotonic = "start_monotonic_ns"
    }

    package init(scenario: Scenario, startMonotonic: Int64, started: Timestamp) {
      self.scenario = scenario
      self.startMonotonic = startMonotonic
      self.started = started
    }

    /// Energy of each device between two moments, in seconds since the start.
    package func truth(from start: Double, to end: Double) -> Truth {
      Truth(
        scenario: scenario.name, started: started, startMonotonic: startMonotonic, from: start,
        to: end, energy: scenario.truth(from: start, to: end).joules,
        devices: scenario.devices.map { device in
          Truth.Device(
            device: device.name, component: device.place.component,
            counted: scenario.roots.contains { $0.name == device.name },
            energy: device.curve.energy(from: start, to: end).joules)
        })
    }
  }

  /// What devices truly drew over a window.
  package struct Truth: Codable, Sendable {
    package var schema = 1
    package var scenario: String
    package var started: Timestamp
    package var startMonotonic: Int64
    /// The window, in seconds since the start.
    package var from: Double
    package var to: Double
    /// Of the machine: the sum of the devices that count.
    package var energy: Double
    package var devices: [Device]

    enum CodingKeys: String, CodingKey {
      case schema, scenario, started, devices
      case startMonotonic = "start_monotonic_ns"
      case from = "from_seconds"
      case to = "to_seconds"
      case energy = "energy_joules"
    }

    package struct Device: Codable, Sendable {
      package var device: String
      package var component: Component
      /// False for what another device contains or shows a second time.
      package var counted: Bool
      package var energy: Double

      enum CodingKeys: String, CodingKey {
        case device, component, counted
        case energy = "energy_joules"
      }
    }
  }

  /// Makes the machine in `directory` and sets it going.
  ///
  /// The signals that should end it must be blocked before: threads inherit that.
  package init(_ scenario: Scenario, in directory: String) throws(Problem) {
    self.directory = directory
    let start = Self.monotonic
    record = Record(
      scenario: scenario, startMonotonic: start, started: Self.civilTime)
    let machine = try SimulatedMachine(scenario, in: directory, time: .monotonic(start: start))
    let updater = Updater(machine: machine, start: start, simulation: self)
    guard updater.launch() else {
      throw Problem(
        "Cannot start the simulation.", why: "The system gives no further thread.",
        fix: "Raise the limit on processes, `ulimit -u`.")
    }
  }

  /// Seconds since the start.
  package var elapsed: Double { Double(Self.monotonic - record.startMonotonic) * 1e-9 }

  package func stop() { isOver.store(true, ordering: .relaxed) }

  fileprivate var isStopped: Bool { isOver.load(ordering: .relaxed) }

  fileprivate static var monotonic: Int64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }

  private static var civilTime: Timestamp {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Timestamp(nanoseconds: Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec))
  }
}

/// The thread that writes the counters, once a millisecond as hardware does.
private final class Updater {
  private let machine: SimulatedMachine
  private let origin: Int64
  private let simulation: Simulation

  init(machine: SimulatedMachine, start origin: Int64, simulation: Simulation) {
    self.machine = machine
    self.origin = origin
    self.simulation = simulation
  }

  func launch() -> Bool {
    var thread = pthread_t()
    let context = Unmanaged.passRetained(self)
    let status = pthread_create(
      &thread, nil,
      { context in
        if let context { Unmanaged<Updater>.fromOpaque(context).takeRetainedValue().run() }
        return nil
      }, context.toOpaque())
    guard status == 0 else {
      context.release()
      return false
    }
    // Where it is allowed, the counters go on while the machine is busy, as hardware's would.
    var priority = sched_param()
    priority.sched_priority = 1
    pthread_setschedparam(thread, Int32(SCHED_FIFO), &priority)
    pthread_detach(thread)
    return true
  }

  private func run() {
    let period: Int64 = 1_000_000
    var next = origin
    while !simulation.isStopped {
      let now = Simulation.monotonic
      machine.set(time: Double(now - origin) * 1e-9)
      // Late wake-ups are not made up for: the counters show the present, not the past.
      next = max(next + period, now)
      var deadline = timespec(
        tv_sec: Int(next / 1_000_000_000), tv_nsec: Int(next % 1_000_000_000))
      clock_nanosleep(CLOCK_MONOTONIC, Int32(TIMER_ABSTIME), &deadline, nil)
    }
  }
}
