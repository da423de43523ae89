import Foundation

@testable import Forecasting

/// Training jobs as people know them, drawn from seeds: step times and power of one kind of trouble each. All
/// have one to three slow first steps, and levels that wander a little.
struct SimulatedJob {
  enum Kind: String, CaseIterable {
    case warmUp = "warm-up"
    case drift, validation
    case earlyStop = "early stop"
    case heavyTail = "heavy tail"
    case twoPhases = "two phases"
    case stalls, throttling
  }

  let points: [RunForecast.Point]
  let planned: Int
  /// Steps until it ended: fewer than planned where it stopped early.
  let stop: Int

  init(_ kind: Kind, seed: UInt64) {
    var draw = Draw(seed: seed &* 31 &+ UInt64(Kind.allCases.firstIndex(of: kind) ?? 0))
    let count = Int(exp(draw.uniform(log(20), log(150))).rounded())
    let noise = draw.uniform(0.01, 0.05)
    let wander = draw.uniform(0.002, 0.01)
    var level = 0.0
    var time: [Double] = []
    var power: [Double] = []
    for _ in 0..<count {
      level = 0.95 * level + wander * draw.normal()
      time.append(60 * exp(noise * draw.normal() + level))
      power.append(300 * exp(0.02 * draw.normal()))
    }
    for step in 0..<Int(draw.uniform(1, 4)) {
      time[step] *= pow(draw.uniform(1.3, 3), 1 / Double(step + 1))
      power[step] *= draw.uniform(0.5, 0.9)
    }
    stop = Self.trouble(kind, &time, &power, &draw)
    planned = count
    var point = RunForecast.Point(done: 0, seconds: 12, joules: 2000)
    var points = [point]
    for step in 0..<stop {
      point.done += 1
      point.seconds += time[step]
      point.joules += time[step] * power[step]
      points.append(point)
    }
    self.points = points
  }

  private static func trouble(
    _ kind: Kind, _ time: inout [Double], _ power: inout [Double], _ draw: inout Draw
  ) -> Int {
    let count = time.count
    switch kind {
    case .warmUp:
      let (height, length) = (draw.uniform(0.5, 2), draw.uniform(2, 6))
      for step in 0..<count { time[step] *= 1 + height * exp(-Double(step) / length) }
    case .drift:
      let (slope, other) = (draw.uniform(-0.3, 0.6), draw.uniform(-0.1, 0.1))
      for step in 0..<count {
        time[step] *= 1 + slope * Double(step) / Double(count)
        power[step] *= 1 + other * Double(step) / Double(count)
      }
    case .validation:
      let period = Int(draw.uniform(3, 11))
      let longer = 1 + draw.uniform(0.5, 3)
      for step in 0..<count where (step + 1) % period == 0 {
        time[step] *= longer
        power[step] *= 0.7
      }
    case .earlyStop:
      if draw.uniform(0, 1) < 0.5 { return Int(Double(count) * draw.uniform(0.3, 0.95)) }
    case .heavyTail:
      let width = draw.uniform(0.4, 0.9)
      for step in 0..<count { time[step] *= exp(width * draw.normal()) }
    case .twoPhases:
      let change = Int(Double(count) * draw.uniform(0.1, 0.7))
      let (longer, other) = (exp(draw.uniform(-0.7, 0.7)), draw.uniform(0.9, 1.15))
      for step in change..<count {
        time[step] *= longer
        power[step] *= other
      }
    case .stalls:
      let rate = draw.uniform(0.03, 0.12)
      for step in 0..<count where draw.uniform(0, 1) < rate {
        time[step] += 60 * draw.uniform(0.5, 4)
        power[step] *= 0.6
      }
    case .throttling:
      let change = Double(count) * draw.uniform(0.05, 0.5)
      let depth = draw.uniform(0.1, 0.35)
      for step in 0..<count {
        let part = min(1, max(0, (Double(step) - change) / 4))
        time[step] *= 1 + depth * part
        power[step] *= 1 - 0.4 * depth * part
      }
    }
    return count
  }
}

/// SplitMix64 (Steele, Lea and Flood 2014), and what is drawn with it.
struct Draw {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  mutating func uniform(_ low: Double, _ high: Double) -> Double {
    low + (high - low) * Double(next() >> 11) * 0x1p-53
  }

  mutating func normal() -> Double {
    (-2 * log(max(uniform(0, 1), 1e-300))).squareRoot() * cos(2 * .pi * uniform(0, 1))
  }
}
