/// Points that fill the unit cube evenly (Sobol 1967), with the direction numbers of Joe and Kuo 2008, scrambled by
/// seed (Owen 1998, in the hashed form of Burley 2020). The same seed gives the same points on every machine.
public struct Sobol: Sendable {
  private let directions: [[UInt32]]
  private let seeds: [UInt32]

  /// Dimensions that there are direction numbers for.
  public static let mostDimensions = rows.count + 1

  /// - Parameter dimensions: 1…`mostDimensions`.
  public init(dimensions: Int, seed: UInt64) {
    directions = (0..<dimensions).map(Self.directions(of:))
    var random = SplitMix64(state: seed)
    seeds = (0..<dimensions).map { _ in UInt32(truncatingIfNeeded: random.next() >> 32) }
  }

  /// One coordinate of the first `count` points, in Gray code order: the same points, one step apart (Antonov and Saleev 1979).
  public func coordinates(_ dimension: Int, count: Int) -> [Double] {
    let numbers = directions[dimension]
    let seed = seeds[dimension]
    var value: UInt32 = 0
    return (0..<count).map { index in
      if index > 0 { value ^= numbers[index.trailingZeroBitCount] }
      return (Double(Self.scrambled(value, seed)) + 0.5) / 4_294_967_296
    }
  }

  /// Permutes each level of halving by the levels above it (Laine and Karras 2011).
  private static func scrambled(_ value: UInt32, _ seed: UInt32) -> UInt32 {
    var bits = reversed(value)
    bits &+= seed
    bits ^= bits &* 0x6C50_B47C
    bits ^= bits &* 0xB82F_1E52
    bits ^= bits &* 0xC7AF_E638
    bits ^= bits &* 0x8D22_F6E6
    return reversed(bits)
  }

  private static func reversed(_ value: UInt32) -> UInt32 {
    var bits = value.byteSwapped
    bits = (bits >> 4) & 0x0F0F_0F0F | (bits & 0x0F0F_0F0F) << 4
    bits = (bits >> 2) & 0x3333_3333 | (bits & 0x3333_3333) << 2
    return (bits >> 1) & 0x5555_5555 | (bits & 0x5555_5555) << 1
  }

  private static func directions(of dimension: Int) -> [UInt32] {
    guard dimension > 0 else { return (0..<32).map { UInt32(1) << (31 - $0) } }
    let (degree, polynomial, initial) = rows[dimension - 1]
    var numbers = (0..<32).map { $0 < degree ? initial[$0] << (31 - UInt32($0)) : 0 }
    for index in degree..<32 {
      numbers[index] = numbers[index - degree] ^ (numbers[index - degree] >> UInt32(degree))
      for term in 1..<max(degree, 1) where (polynomial >> UInt32(degree - 1 - term)) & 1 == 1 {
        numbers[index] ^= numbers[index - term]
      }
    }
    return numbers
  }

  /// Degree, coefficients of the primitive polynomial, first direction numbers (Joe and Kuo 2008, table
  /// new-joe-kuo-6, dimensions 2 to 21).
  private static let rows: [(degree: Int, polynomial: UInt32, initial: [UInt32])] = [
    (1, 0, [1]), (2, 1, [1, 3]), (3, 1, [1, 3, 1]), (3, 2, [1, 1, 1]), (4, 1, [1, 1, 3, 3]),
    (4, 4, [1, 3, 5, 13]), (5, 2, [1, 1, 5, 5, 17]), (5, 4, [1, 1, 5, 5, 5]),
    (5, 7, [1, 1, 7, 11, 19]), (5, 11, [1, 1, 5, 1, 1]), (5, 13, [1, 1, 1, 3, 11]),
    (5, 14, [1, 3, 5, 5, 31]), (6, 1, [1, 3, 3, 9, 7, 49]), (6, 13, [1, 1, 1, 15, 21, 21]),
    (6, 16, [1, 3, 1, 13, 27, 49]), (6, 19, [1, 1, 1, 15, 7, 5]), (6, 22, [1, 3, 1, 15, 13, 25]),
    (6, 25, [1, 1, 5, 5, 19, 61]), (7, 1, [1, 3, 7, 11, 23, 15, 103]),
    (7, 4, [1, 3, 7, 13, 13, 15, 69]),
  ]
}

/// A small generator for seeded draws (Steele, Lea and Flood 2014).
public struct SplitMix64: RandomNumberGenerator, Sendable {
  private var state: UInt64

  public init(state: UInt64) { self.state = state }

  public mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var mixed = state
    mixed = (mixed ^ (mixed >> 30)) &* 0xBF58_476D_1CE4_E5B9
    mixed = (mixed ^ (mixed >> 27)) &* 0x94D0_49BB_1331_11EB
    return mixed ^ (mixed >> 31)
  }

  /// A number in the open interval 0…1.
  public mutating func unit() -> Double { (Double(next() >> 11) + 0.5) / 9_007_199_254_740_992 }
}
