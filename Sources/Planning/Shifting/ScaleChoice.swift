/// How fast to run in each slot: a power cap or a number of devices, chosen slot by slot (after CarbonScaler,
/// Hanafy et al. 2023).
///
/// Exact for slots that may be divided: in each slot the job may run at one setting for a part and at another, or
/// not at all, for the rest. Then only settings on the lower convex hull of energy over work are of use, and
/// taking steps of the hull by grams per work, the least first, is optimal.
public struct ScaleChoice: Hashable, Sendable {
  /// A setting: what it does and draws in a slot.
  public struct Setting: Hashable, Sendable {
    public let name: String
    /// Part of the job's work that a whole slot does, above 0.
    public let work: Double
    /// kWh at the facility's meter in a whole slot.
    public let energy: Double

    public init(name: String, work: Double, energy: Double) {
      self.name = name
      self.work = work
      self.energy = energy
    }
  }

  /// A slot of the plan: at most two settings, each for a part of it.
  public struct Use: Hashable, Sendable {
    public let slot: Int
    public let setting: Setting
    /// Part of the slot, 0…1.
    public let part: Double
  }

  public struct Choice: Hashable, Sendable {
    public let grams: Double
    public let energy: Double
    /// In order of time; within a slot the faster setting first.
    public let uses: [Use]
  }

  private let intensities: [Double]
  private let allowed: [Bool]?

  public init(intensities: [Double], allowed: [Bool]? = nil) {
    self.intensities = intensities
    self.allowed = allowed
  }

  /// The plan of least emissions that does work of 1; nil where all slots at full speed do less.
  public func best(_ settings: [Setting]) -> Choice? {
    let hull = Self.hull(settings)
    guard !hull.isEmpty else { return nil }
    struct Step {
      let grams: Double
      let slot: Int
      let rank: Int
    }
    var steps: [Step] = []
    for slot in intensities.indices
    where intensities[slot].isFinite && (allowed?[slot] ?? true) {
      var below = (work: 0.0, energy: 0.0)
      for (rank, setting) in hull.enumerated() {
        let slope = (setting.energy - below.energy) / (setting.work - below.work)
        steps.append(Step(grams: slope * intensities[slot], slot: slot, rank: rank))
        below = (setting.work, setting.energy)
      }
    }
    steps.sort { ($0.grams, $0.slot, $0.rank) < ($1.grams, $1.slot, $1.rank) }
    var left = 1.0
    // How many steps of the hull each slot has taken, the last of them in part.
    var taken: [Int: (rank: Int, part: Double)] = [:]
    for step in steps where left > 1e-12 {
      let below = step.rank == 0 ? 0 : hull[step.rank - 1].work
      let work = hull[step.rank].work - below
      let part = min(1, left / work)
      taken[step.slot] = (step.rank, part)
      left -= work * part
    }
    guard left <= 1e-12 else { return nil }
    var uses: [Use] = []
    for (slot, last) in taken.sorted(by: { $0.key < $1.key }) {
      uses.append(Use(slot: slot, setting: hull[last.rank], part: last.part))
      if last.part < 1, last.rank > 0 {
        uses.append(Use(slot: slot, setting: hull[last.rank - 1], part: 1 - last.part))
      }
    }
    return Choice(
      grams: uses.reduce(0) { $0 + $1.part * $1.setting.energy * intensities[$1.slot] },
      energy: uses.reduce(0) { $0 + $1.part * $1.setting.energy }, uses: uses)
  }

  /// Settings from the slowest to the fastest that no mixture of others, or of one and rest, beats.
  static func hull(_ settings: [Setting]) -> [Setting] {
    var hull: [Setting] = []
    func slope(_ a: Setting?, _ b: Setting) -> Double {
      (b.energy - (a?.energy ?? 0)) / (b.work - (a?.work ?? 0))
    }
    let sorted = settings.filter { $0.work > 0 && $0.energy >= 0 }
      .sorted { ($0.work, $0.energy) < ($1.work, $1.energy) }
    for setting in sorted {
      if let last = hull.last, last.work == setting.work { continue }
      while let last = hull.last {
        let before = hull.dropLast().last
        guard slope(before, last) >= slope(last, setting) else { break }
        hull.removeLast()
      }
      hull.append(setting)
    }
    return hull
  }
}
