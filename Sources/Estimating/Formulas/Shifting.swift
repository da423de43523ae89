/// When a job should run on a grid whose intensity changes (methods after Dodge et al. 2022, section 5, and Wiesner et
/// al. 2021).
///
/// Time is cut into slots of one length; intensities are in g CO2e/kWh, energies in kWh a slot, PUE included.
public enum Shifting {
  /// What a choice of slots emits.
  public struct Choice: Hashable, Sendable {
    public let grams: Double
    /// Indices of the slots in which the job runs, rising.
    public let slots: [Int]
  }

  /// The job starts at once and runs through. Nil when there are fewer slots than it needs.
  /// - Parameter profile: energy of each of the job's slots, one after the other.
  public static func baseline(intensities: [Double], profile: [Double]) -> Choice? {
    guard !profile.isEmpty, profile.count <= intensities.count else { return nil }
    return started(at: 0, intensities: intensities, profile: profile)
  }

  /// The best start of a job that must not be interrupted; the earliest of equals.
  public static func contiguous(intensities: [Double], profile: [Double]) -> Choice? {
    guard !profile.isEmpty, profile.count <= intensities.count else { return nil }
    return (0...(intensities.count - profile.count))
      .map { started(at: $0, intensities: intensities, profile: profile) }
      .min { $0.grams < $1.grams }
  }

  private static func started(
    at start: Int, intensities: [Double], profile: [Double]
  ) -> Choice {
    Choice(
      grams: profile.indices.reduce(0) { $0 + profile[$1] * intensities[start + $1] },
      slots: Array(start..<(start + profile.count)))
  }

  /// The best slots of a job that may pause, exactly, by dynamic programming over slot, slots done and whether it runs.
  /// - Parameters:
  ///   - slots: how many the job needs.
  ///   - energy: kWh of each of its slots.
  ///   - resumeEnergy: kWh that each start but the first costs, at the intensity of the slot in which it goes on.
  public static func interruptible(
    intensities: [Double], slots needed: Int, energy: Double, resumeEnergy: Double = 0
  ) -> Choice? {
    guard needed > 0, needed <= intensities.count else { return nil }
    // The best way to have done so many slots, by whether the job ran in the slot before.
    let none = Choice(grams: .infinity, slots: [])
    var paused = [Choice](repeating: none, count: needed + 1)
    var running = paused
    paused[0] = Choice(grams: 0, slots: [])
    for (slot, intensity) in intensities.enumerated() {
      let before = (paused: paused, running: running)
      for done in 0...needed {
        paused[done] = better(before.paused[done], before.running[done])
        guard done > 0 else { continue }
        // The first start is free.
        let resume = done > 1 ? resumeEnergy * intensity : 0
        let from = better(
          before.running[done - 1], before.paused[done - 1], penalty: resume)
        running[done] = Choice(
          grams: from.grams + energy * intensity, slots: from.slots + [slot])
      }
    }
    return better(paused[needed], running[needed])
  }

  private static func better(_ a: Choice, _ b: Choice, penalty: Double = 0) -> Choice {
    a.grams <= b.grams + penalty ? a : Choice(grams: b.grams + penalty, slots: b.slots)
  }
}
