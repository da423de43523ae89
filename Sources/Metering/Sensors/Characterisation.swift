import Accounting
import Glibc
package import Quantities

/// How a device's value behaves, watched for a moment: the promise of a data sheet, checked here.
package struct Characterisation: Hashable, Sendable {
  package var device: String
  /// Smallest step seen; nil for a power meter, and where the counter stood still.
  package var resolution: Energy?
  /// Median time between two changes, in seconds; nil where fewer than three were seen.
  package var updateSeconds: Double?
}

extension Characterisation {
  /// Watches metered probes together for `seconds`, and tells which counters are one.
  ///
  /// Reads about three times a millisecond, so shorter periods than that are not resolved.
  package static func watch(
    _ probes: [any Probe], seconds: Double = 0.3
  ) -> (devices: [Characterisation], mirrors: [(kept: String, twin: String)]) {
    let probes = probes.filter { $0.device.evidence == .metered }
    guard !probes.isEmpty else { return ([], []) }
    var watched = probes.map { _ in Watch() }
    let candidates = probes.indices.filter {
      probes[$0].counter != nil && probes[$0].device.partOf == nil
        && probes[$0].device.sharing == .cpuTime
    }
    var detector = MirrorDetector(count: candidates.count)
    let start = SystemClock.monotonic()
    while Double(SystemClock.monotonic() - start) < seconds * 1e9 {
      for index in probes.indices {
        watched[index].see(try? probes[index].read(.none), at: SystemClock.monotonic())
      }
      detector.compare(candidates.map { watched[$0].value })
      usleep(300)
    }
    let devices = probes.indices.map { index in
      Characterisation(
        device: probes[index].device.name,
        resolution: probes[index].counter.flatMap { counter in
          watched[index].smallest.map { .joules(Double($0) * counter.joulesPerCount) }
        }, updateSeconds: watched[index].medianSeconds)
    }
    let mirrors = detector.mirrors.map {
      (probes[candidates[$0.kept]].device.name, probes[candidates[$0.twin]].device.name)
    }
    return (devices, mirrors)
  }

  /// One device under watch.
  struct Watch {
    private(set) var value: UInt64?
    private(set) var smallest: UInt64?
    private var power: Power?
    private var changes: [Int64] = []

    mutating func see(_ reading: Reading?, at now: Int64) {
      switch reading {
      case .counter(let new):
        if let value, new != value {
          changes.append(now)
          // A counter that fell has turned; its step is not worth the arithmetic here.
          if new > value { smallest = min(smallest ?? .max, new - value) }
        }
        value = new
      case .power(let new), .meanPower(let new):
        if let power, new != power { changes.append(now) }
        power = new
      case nil: value = nil
      }
    }

    var medianSeconds: Double? {
      let spans = zip(changes.dropFirst(), changes).map { $0 - $1 }.sorted()
      return spans.count < 2 ? nil : Double(spans[spans.count / 2]) * 1e-9
    }
  }
}
