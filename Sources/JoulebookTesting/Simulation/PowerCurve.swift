package import Quantities

/// Power of a simulated device over time, as a sum of terms whose integrals are known exactly.
///
/// Time is in seconds since the simulation's start, power in watts.
package struct PowerCurve: Hashable, Codable, Sendable {
  package var terms: [Term]

  package init(terms: [Term]) { self.terms = terms }

  package enum Term: Hashable, Codable, Sendable {
    case constant(watts: Double)
    /// A straight line from one power to another, which is held afterwards.
    case ramp(from: Double, to: Double, seconds: Double)
    /// High for `duty` of each period, then low; `phase` is the part of a period, 0…1, that has
    /// passed at the start.
    case square(low: Double, high: Double, hertz: Double, duty: Double, phase: Double)
    /// Nothing before `at`, `watts` from then on; negative watts take power away.
    case step(at: Double, watts: Double)
  }

  package static func constant(_ watts: Double) -> PowerCurve {
    PowerCurve(terms: [.constant(watts: watts)])
  }

  package static func ramp(from: Double, to: Double, over seconds: Double) -> PowerCurve {
    PowerCurve(terms: [.ramp(from: from, to: to, seconds: seconds)])
  }

  package static func square(
    low: Double, high: Double, hertz: Double, duty: Double = 0.5, phase: Double = 0
  ) -> PowerCurve {
    PowerCurve(terms: [.square(low: low, high: high, hertz: hertz, duty: duty, phase: phase)])
  }

  /// A level held from each time to the next: `[(0, 80), (10, 300)]`.
  package static func steps(_ levels: [(at: Double, watts: Double)]) -> PowerCurve {
    var power = 0.0
    var terms: [Term] = []
    for level in levels {
      terms.append(.step(at: level.at, watts: level.watts - power))
      power = level.watts
    }
    return PowerCurve(terms: terms)
  }

  package static func + (a: PowerCurve, b: PowerCurve) -> PowerCurve {
    PowerCurve(terms: a.terms + b.terms)
  }

  /// Power at a moment.
  package func power(at time: Double) -> Power {
    .watts(terms.reduce(0) { $0 + $1.watts(at: time) })
  }

  /// Energy from the start to `time`: the exact integral.
  package func energy(to time: Double) -> Energy {
    .joules(terms.reduce(0) { $0 + $1.joules(to: time) })
  }

  package func energy(from start: Double, to end: Double) -> Energy {
    energy(to: end) - energy(to: start)
  }
}

extension PowerCurve.Term {
  func watts(at time: Double) -> Double {
    switch self {
    case .constant(let watts): watts
    case .ramp(let from, let to, let seconds):
      time < seconds ? from + (to - from) * time / seconds : to
    case .square(let low, let high, let hertz, let duty, let phase):
      Self.fraction(time * hertz + phase) < duty ? high : low
    case .step(let at, let watts): time >= at ? watts : 0
    }
  }

  func joules(to time: Double) -> Double {
    switch self {
    case .constant(let watts): return watts * time
    case .ramp(let from, let to, let seconds):
      let rising = min(time, seconds)
      let slope: Double = (to - from) / seconds
      let ramp: Double = from * rising + slope * rising * rising / 2
      return ramp + to * max(0, time - seconds)
    case .square(let low, let high, let hertz, let duty, let phase):
      // Periods spent high up to so many turns.
      func highTurns(_ turns: Double) -> Double {
        let part = Self.fraction(turns)
        return (turns - part) * duty + min(part, duty)
      }
      let turns: Double = highTurns(time * hertz + phase) - highTurns(phase)
      return low * time + (high - low) * turns / hertz
    case .step(let at, let watts): return watts * max(0, time - at)
    }
  }

  private static func fraction(_ value: Double) -> Double { value - value.rounded(.down) }
}
