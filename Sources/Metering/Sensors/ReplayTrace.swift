import Accounting
import Quantities

/// A recorded trace: for each device, values at rising times. See `Docs/Adding/Sensor.md`.
struct ReplayTrace {
  struct Series {
    let device: Device
    /// Joules counted since any moment, or watts.
    let isEnergy: Bool
    var points: [(seconds: Double, value: Double)] = []

    /// The value at a time after the trace's start, on a straight line between two points; nil after
    /// the last one, because a trace does not say what came then.
    func value(at seconds: Double) -> Double? {
      guard let first = points.first, let last = points.last, seconds <= last.seconds else {
        return nil
      }
      if seconds <= first.seconds { return first.value }
      var low = 0
      var high = points.count - 1
      while high - low > 1 {
        let middle = (low + high) / 2
        if points[middle].seconds <= seconds { low = middle } else { high = middle }
      }
      let (a, b) = (points[low], points[high])
      return a.value + (b.value - a.value) * (seconds - a.seconds) / (b.seconds - a.seconds)
    }
  }

  /// A line that is not part of a trace.
  struct Malformed: Error, Equatable {
    let line: Int
    let reason: String
  }

  var series: [Series] = []

  init(_ text: String, sensor: String) throws(Malformed) {
    var places: [String: Int] = [:]
    // CRLF is one character in Swift, so lines are split at any newline.
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (number, line) in lines.enumerated() {
      if number == 0 || line.isEmpty || line.hasPrefix("#") { continue }
      let cells = line.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      func fail(_ reason: String) -> Malformed { Malformed(line: number + 1, reason: reason) }
      guard cells.count == 5 else { throw fail("\(cells.count) fields, not 5") }
      guard let seconds = Double(cells[0]), let value = Double(cells[4]), seconds.isFinite,
        value.isFinite, seconds >= 0, value >= 0
      else { throw fail("time and value must be numbers from 0 up") }
      guard let component = Component(rawValue: cells[2]) else {
        throw fail("unknown component '\(cells[2])'")
      }
      guard ["energy_joules", "power_watts"].contains(cells[3]) else {
        throw fail("unknown kind '\(cells[3])'")
      }
      let isEnergy = cells[3] == "energy_joules"
      let place = places[cells[1]] ?? series.count
      if place == series.count {
        places[cells[1]] = place
        let device = Device(
          component: component, name: cells[1], sensor: sensor, evidence: .metered,
          sharing: component == .gpu ? .deviceProcesses : .cpuTime)
        series.append(Series(device: device, isEnergy: isEnergy))
      }
      guard series[place].isEnergy == isEnergy else { throw fail("a device has one kind") }
      if let last = series[place].points.last {
        guard seconds > last.seconds else { throw fail("times of a device must rise") }
        guard !isEnergy || value >= last.value else { throw fail("energy must not fall") }
      }
      series[place].points.append((seconds, value))
    }
    guard !series.isEmpty else { throw Malformed(line: 1, reason: "no values") }
  }
}
