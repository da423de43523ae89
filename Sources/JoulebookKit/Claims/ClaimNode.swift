import Accounting

/// A value of a JSON or YAML file with the line that it stands on.
struct ClaimNode {
  let line: Int
  let content: Content

  indirect enum Content {
    case null
    /// Numbers keep the digits that they were written with.
    case text(String)
    case list([ClaimNode])
    case map([(key: String, line: Int, value: ClaimNode)])
  }

  /// Levels and values that a claim may have; more is no claim.
  static let mostLevels = 40
  static let mostNodes = 100_000

  var text: String? {
    if case .text(let text) = content { return text }
    return nil
  }

  var list: [ClaimNode]? {
    if case .list(let list) = content { return list }
    return nil
  }

  var map: [(key: String, line: Int, value: ClaimNode)]? {
    if case .map(let map) = content { return map }
    return nil
  }

  subscript(key: String) -> ClaimNode? { map?.first { $0.key == key }?.value }
}

/// A file whose claims cannot be read.
enum UnreadableClaim {
  static func problem(_ file: String, line: Int?, why: String, fix: String) -> Problem {
    Problem(
      "Cannot read the claim \(file == "-" ? "on standard input" : "`\(file)`")"
        + "\(line.map { ", line \($0)" } ?? "").", why: why, fix: fix, exit: .usage)
  }
}
