public import Accounting
public import Estimating

/// One estimate that is asked for: which kind, what it is called, what is given.
public struct EstimateItem: Sendable {
  public var kind: String
  public var name: String
  public var given: [String: Given]

  public init(kind: String, name: String = "", given: [String: Given]) {
    self.kind = kind
    self.name = name
    self.given = given
  }

  /// Reads `--hours 10 --region=DE …`, each a parameter; a name without a value is a `Problem`.
  public static func given(_ arguments: [String]) throws(Problem) -> [String: Given] {
    var given: [String: Given] = [:]
    var rest = arguments[...]
    while let argument = rest.popFirst() {
      guard argument.hasPrefix("--"), argument.count > 2 else {
        throw Problem(
          "Cannot understand `\(argument)`.", why: "Parameters are written `--name value`.",
          fix: "Write for example `--hours 10`.", exit: .usage)
      }
      let text = argument.dropFirst(2)
      let name: String
      let value: String
      if let sign = text.firstIndex(of: "=") {
        name = String(text[..<sign])
        value = String(text[text.index(after: sign)...])
      } else {
        name = String(text)
        guard let next = rest.first, !next.hasPrefix("--") else {
          throw Problem(
            "`--\(name)` has no value.", why: "Every parameter takes one.",
            fix: "Write `--\(name) VALUE`.", exit: .usage)
        }
        value = next
        rest = rest.dropFirst()
      }
      guard given[name] == nil else {
        throw Problem(
          "`--\(name)` is given twice.", why: "It has one value.", fix: "Give it once.",
          exit: .usage)
      }
      given[name] = Given(value, origin: "--\(name)")
    }
    return given
  }
}

/// Values that are gone through, every combination of them: `region=DE,FR hardware=h100,a100`.
public struct EstimateGrid: Sendable {
  public let axes: [(name: String, values: [String])]

  public init(_ texts: [String]) throws(Problem) {
    var axes: [(name: String, values: [String])] = []
    for text in texts {
      guard let sign = text.firstIndex(of: "="), sign > text.startIndex else {
        throw Problem(
          "Cannot read the grid `\(text)`.", why: "An axis is `name=value,value`.",
          fix: "Write `--grid region=DE,FR`.", exit: .usage)
      }
      let values = Self.values(text[text.index(after: sign)...])
      guard !values.isEmpty else {
        throw Problem(
          "The axis `\(text)` has no values.", why: "An axis is `name=value,value`.",
          fix: "Write `--grid region=DE,FR`.", exit: .usage)
      }
      axes.append((String(text[..<sign]), values))
    }
    self.axes = axes
  }

  public var count: Int { axes.reduce(1) { $0 * $1.values.count } }

  /// The values of combination `index`, the last axis running fastest.
  func values(_ index: Int) -> [String] {
    var rest = index
    var values: [String] = []
    for axis in axes.reversed() {
      values.append(axis.values[rest % axis.values.count])
      rest /= axis.values.count
    }
    return values.reversed()
  }

  /// `DE,FR`, or `1:100:5` for numbers from 1 to 100 in steps of 5.
  private static func values(_ text: Substring) -> [String] {
    let parts = text.split(separator: ":").compactMap { Double($0) }
    if parts.count == 3, text.split(separator: ":").count == 3, parts[2] > 0, parts[1] >= parts[0] {
      let steps = Int(((parts[1] - parts[0]) / parts[2] + 1e-9).rounded(.down))
      guard steps < 1_000_000 else { return [] }
      return (0...steps).map { step in
        let value = parts[0] + Double(step) * parts[2]
        return value == value.rounded() ? "\(Int(value))" : "\(value)"
      }
    }
    return text.split(separator: ",").map { String($0.filter { $0 != " " }) }
  }
}
