public import Quantities

/// Booked energy by how it is known; the four add up to the best value.
public struct EnergyByEvidence: Hashable, Sendable {
  public var metered = Energy.zero
  public var attributed = Energy.zero
  public var modelled = Energy.zero
  public var assumed = Energy.zero

  public init() {}

  public subscript(evidence: Evidence) -> Energy {
    get {
      switch evidence {
      case .metered: metered
      case .attributed: attributed
      case .modelled: modelled
      case .assumed: assumed
      }
    }
    set {
      switch evidence {
      case .metered: metered = newValue
      case .attributed: attributed = newValue
      case .modelled: modelled = newValue
      case .assumed: assumed = newValue
      }
    }
  }

  public static func += (a: inout Self, b: Self) {
    a.metered += b.metered
    a.attributed += b.attributed
    a.modelled += b.modelled
    a.assumed += b.assumed
  }

  /// Shares of what was booked, 0…1; empty when nothing was.
  public var mix: [Evidence: Double] {
    let parts = Evidence.allCases.map { ($0, max(self[$0].joules, 0)) }.filter { $0.1 > 0 }
    let sum = parts.map(\.1).reduce(0, +)
    return Dictionary(uniqueKeysWithValues: parts.map { ($0, $1 / sum) })
  }
}
