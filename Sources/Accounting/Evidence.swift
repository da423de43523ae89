/// How a number came to be known, from the strongest to the weakest.
public enum Evidence: String, Codable, CaseIterable, Comparable, Sendable {
  /// Read from a sensor that measures just this.
  case metered
  /// A share of a metered value, split by how much each party used.
  case attributed
  /// Worked out from use and data sheets.
  case modelled
  /// Taken as given, without an observation.
  case assumed

  public static func < (a: Evidence, b: Evidence) -> Bool { a.rank < b.rank }

  private var rank: Int {
    switch self {
    case .metered: 0
    case .attributed: 1
    case .modelled: 2
    case .assumed: 3
    }
  }

  /// What a share of this evidence is: dividing a metered value attributes it.
  public var whenShared: Evidence { max(self, .attributed) }
}
