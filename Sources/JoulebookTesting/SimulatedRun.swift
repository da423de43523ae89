package import Accounting
package import Metering

/// A run on a simulated machine in simulated time: ten minutes take milliseconds.
package struct SimulatedRun {
  package let devices: [Device]
  /// First and last snapshot and all between.
  package let snapshots: Snapshots
  package let gaps: [GapRecord]
  package let twins: [(kept: Int, twin: Int)]

  /// Runs from `start` on the machine's own time for `seconds`.
  ///
  /// `delays` holds the recorder up: at a moment of the run, for as long.
  package init(
    _ machine: SimulatedMachine, probes: [any Probe], use: SteadyUse, from start: Double,
    seconds: Double, interval: Duration = .seconds(1), delays: [(at: Double, seconds: Double)] = []
  ) {
    func move(to now: Int64) {
      let time = Double(now) * 1e-9
      machine.set(time: start + time)
      use.time = time
    }
    let recorder = Recorder(probes: probes, use: use, interval: interval)
    let end = Int64(seconds * 1e9)
    move(to: 0)
    recorder.open(at: 0)
    var now: Int64 = 0
    var left = delays
    while true {
      now = max(recorder.nextDeadline(after: now), now + 1)
      if let delay = left.first, Double(now) * 1e-9 >= delay.at {
        now += Int64(delay.seconds * 1e9)
        left.removeFirst()
      }
      guard now < end else { break }
      move(to: now)
      _ = recorder.work(at: now)
    }
    move(to: end)
    let doubt = recorder.end(at: end)
    for step in 1...20 where doubt > 0 {
      move(to: end + doubt * Int64(step) / 20)
      recorder.lookAfterEnd()
    }
    recorder.close(at: end)
    let state = recorder.state
    devices = state.devices
    snapshots = state.snapshots
    gaps = state.gaps
    twins = recorder.twinPairs
  }

  /// Joules of one device over the whole run.
  package func energy(_ device: String) -> Double? {
    devices.firstIndex { $0.name == device }.map {
      snapshots.row(snapshots.count - 1).tally($0).energy
    }
  }

  /// Low and high end of a device's energy in joules.
  package func range(_ device: String) -> ClosedRange<Double>? {
    devices.firstIndex { $0.name == device }.map {
      let tally = snapshots.row(snapshots.count - 1).tally($0)
      return tally.energy - tally.slackBelow...tally.energy + tally.slackAbove
    }
  }

  /// Names of the devices that count towards the machine's total.
  package var roots: [String] {
    let twins = Set(twins.map(\.twin))
    return devices.indices.filter { devices[$0].partOf == nil && !twins.contains($0) }
      .map { devices[$0].name }
  }
}
