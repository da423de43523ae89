import Accounting
import Foundation
import Quantities

@testable import Forecasting

/// Series whose growth is known.
struct KnownGrowth {
  let name: String
  /// Years from 2010.
  let years: [Double]
  /// Doublings a year.
  var slope = 2.0
  /// Standard deviation of the scatter, in doublings.
  var noise = 2.0

  /// As many series as were asked for: 1,000 with `JOULEBOOK_RECOVERY_SERIES=1000`.
  static func series(_ usual: Int) -> Int {
    ProcessInfo.processInfo.environment["JOULEBOOK_RECOVERY_SERIES"].flatMap(Int.init) ?? usual
  }

  /// A stream of draws; others with JOULEBOOK_RECOVERY_SEED.
  static func random(_ stream: UInt64) -> SplitMix64 {
    let seed =
      ProcessInfo.processInfo.environment["JOULEBOOK_RECOVERY_SEED"].flatMap(UInt64.init) ?? 0
    return SplitMix64(state: stream &+ seed)
  }

  static func even(_ count: Int) -> KnownGrowth {
    KnownGrowth(
      name: "\(count) even dates", years: (0..<count).map { 8 * Double($0) / Double(count - 1) })
  }

  /// Dates of OpenAI's list, and ones that crowd at the end as those of models do.
  static let designs = [
    even(5), even(8), even(15), even(40),
    KnownGrowth(
      name: "15 dates of AI and Compute",
      years: [
        2.42, 2.75, 3.87, 3.97, 4.68, 4.69, 4.71, 5.94, 5.94, 6.74, 6.77, 6.85, 7.61, 7.80, 7.93,
      ]),
    KnownGrowth(
      name: "60 crowded dates", years: (0..<60).map { 8 * (Double($0) / 59).squareRoot() }),
  ]

  func points(using random: inout SplitMix64) -> [GrowthPoint] {
    years.enumerated().map { index, year in
      let log = slope * year + noise * Normal.quantile(random.unit())
      return .at(2010 + year, exp2(log), "p\(index)")
    }
  }
}

extension GrowthPoint {
  /// A point at a year with decimals.
  static func at(_ year: Double, _ amount: Double, _ name: String) -> GrowthPoint {
    GrowthPoint(
      name, Timestamp(nanoseconds: Int64((year - 1970) * 365.25 * 86_400) * 1_000_000_000), amount)
  }
}
