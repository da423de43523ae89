import Planning
import Quantities

/// Speed of the planners on one core. Prints `name value` per line, in milliseconds; `measure.py` reads them.

func milliseconds(_ body: () -> Void) -> Double {
  // The best of seven: what else the machine does only slows.
  (0..<7).map { _ in
    let time = ContinuousClock().measure(body)
    return Double(time.components.seconds) * 1e3 + Double(time.components.attoseconds) * 1e-15
  }.min() ?? 0
}

/// A year of hours that go up and down with the day and the week, and at random.
func year(seed: UInt64) -> [Double] {
  var random = SplitMix64(state: seed)
  return (0..<8760).map { hour in
    let day = Double((hour % 24 - 12) * (hour % 24 - 12)) * 1.5
    return 120 + day + (hour / 24 % 7 < 5 ? 60 : 0) + 150 * random.unit()
  }
}

let zones = (0..<300).map { year(seed: UInt64($0)) }
var sum = 0.0

print(
  "best_start_every_release_300_zones",
  milliseconds {
    for zone in zones { sum += BestStarts.means(of: zone, length: 6, window: 24)[4000] }
  })
for length in [24, 168, 1000] {
  let problem = SlotProblem(
    intensities: zones[0], profile: Array(repeating: 1, count: length), resumeEnergy: 0.2)
  print(
    "interruptible_8760_slots_\(length)h",
    milliseconds { sum += problem.interruptible()?.grams ?? 0 })
}
let stretched = SlotProblem(
  intensities: zones[0], profile: (0..<168).map { 1 + Double($0 % 5) / 10 }, resumeEnergy: 0.2,
  pausedEnergy: 0.1, minimumStretch: 4)
print(
  "interruptible_8760_slots_168h_curve_stretch_4h",
  milliseconds { sum += stretched.interruptible()?.grams ?? 0 })
if sum == 0 { print("nothing", 0) }
