public import Quantities

/// A run's energy shared over requests whose beginnings and ends are known.
///
/// At each moment the power goes in equal parts to the requests that were being answered then; what is drawn while none
/// was is idle. Shares and idle add up to the run.
public struct RequestShares: Hashable, Sendable {
  /// In the order of the requests.
  public let energies: [Energy]
  public let idle: Energy
  /// Seconds of the run without a request.
  public let idleSeconds: Double
  /// All that the run books.
  public let total: Energy

  public var shared: Energy { energies.reduce(.zero, +) }

  /// - Parameter requests: from when to when, in seconds after the run's start; what lies outside the run takes nothing.
  public init(_ requests: [(start: Double, end: Double)], _ entry: Entry) {
    let curve = RunCurve(entry)
    let length = max(curve.end, 0)
    total = curve.total
    let spans = requests.map { request in
      let start = min(max(0, request.start), length)
      return (start: start, end: max(start, min(request.end, length)))
    }
    var events: [(at: Double, step: Int)] = []
    events.reserveCapacity(spans.count * 2 + 2)
    for span in spans where span.end > span.start {
      events.append((span.start, 1))
      events.append((span.end, -1))
    }
    events.sort { $0.at < $1.at }
    // What one request that was there from the beginning would have got so far, at each moment of a change.
    var moments: [Double] = [0]
    var sums: [Double] = [0]
    var (idle, idleSeconds, active, at) = (0.0, 0.0, 0, 0.0)
    func pass(to moment: Double) {
      guard moment > at else { return }
      let joules = curve.joules(at: moment) - curve.joules(at: at)
      if active == 0 {
        idle += joules
        idleSeconds += moment - at
      }
      moments.append(moment)
      sums.append(sums[sums.count - 1] + (active > 0 ? joules / Double(active) : 0))
      at = moment
    }
    for event in events {
      pass(to: event.at)
      active += event.step
    }
    pass(to: length)
    func sum(at moment: Double) -> Double {
      var (low, high) = (0, moments.count)
      while low < high {
        let middle = (low + high) / 2
        if moments[middle] < moment { low = middle + 1 } else { high = middle }
      }
      return sums[min(low, sums.count - 1)]
    }
    energies = spans.map {
      $0.end > $0.start ? .joules(sum(at: $0.end) - sum(at: $0.start)) : .zero
    }
    self.idle = .joules(idle)
    self.idleSeconds = idleSeconds
  }
}
