import Accounting
import Foundation
import Quantities

/// The time by the clock on the wall.
enum Moment {
  static var now: Timestamp {
    Timestamp(nanoseconds: Int64(Date().timeIntervalSince1970 * 1000) * 1_000_000)
  }
}
