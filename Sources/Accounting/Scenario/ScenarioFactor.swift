/// What emissions are multiplied from, in the manner of Kaya (Kaya 1990): work × energy for the work × what the
/// building and the grid add to it × what inference adds to training.
public enum ScenarioFactor: String, CaseIterable, Codable, Sendable {
  /// Computation done in a year, or by one run of the class.
  case growth
  /// Work of the hardware for a joule.
  case hardware
  /// Part of the hardware's peak that is used.
  case utilisation
  /// Power usage effectiveness of the building.
  case pue
  /// Carbon intensity of the electricity.
  case grid
  /// Part of all energy that inference takes, 0…1.
  case inference

  public var meaning: String {
    switch self {
    case .growth: "growth of compute"
    case .hardware: "hardware efficiency"
    case .utilisation: "utilisation"
    case .pue: "PUE"
    case .grid: "grid"
    case .inference: "inference"
    }
  }

  /// By how much emissions are multiplied when the level goes from `first` to `level`.
  public func effect(_ level: Double, from first: Double) -> Double {
    switch self {
    case .growth, .pue, .grid: level / first
    case .hardware, .utilisation: first / level
    // Training is what is left: all of it is training ÷ (1 − share).
    case .inference: (1 - first) / (1 - level)
    }
  }
}
