import Quantities

/// Names of runs: `20261124-143012-k3f9q2`, sorting like their starts.
enum RunID {
  static func make(at start: Timestamp) -> String {
    let digits = start.description.filter { $0.isASCII && $0.isNumber }
    let letters = Array("abcdefghijkmnpqrstuvwxyz23456789")
    let suffix = String((0..<6).map { _ in letters[Int.random(in: letters.indices)] })
    return "\(digits.prefix(8))-\(digits.dropFirst(8).prefix(6))-\(suffix)"
  }
}
