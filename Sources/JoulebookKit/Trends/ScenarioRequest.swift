public import Accounting
import Estimating
import Forecasting
import Foundation
import Quantities
import Reporting

/// Whose emissions, until when, and what is assumed.
public struct ScenarioRequest: Sendable {
  public var to: Int
  public var from: Int?
  /// A published training run of the catalogue: a run of its class.
  public var run: String?
  /// What the ledger's owner emitted in the last twelve months.
  public var isLedger = false
  /// A lab's emissions in the first year: `1200t`.
  public var emissions: String?
  /// Given factors, as they were written: `1.4`, `1.2..1.6`, `2026:0.6,2030:0.85`, a CSV file.
  public var factors: [ScenarioFactor: String] = [:]
  public var region: String?
  public var project: String?
  public var seed: UInt64 = 1

  public init(to: Int) { self.to = to }
}

/// Reads a factor as a person wrote it.
struct ScenarioPathText {
  let factor: ScenarioFactor
  let text: String

  private var flag: String { "--\(factor.rawValue)" }

  /// What a single number means: a factor for each year, or a level that stays.
  private var isRate: Bool {
    switch factor {
    case .growth, .hardware, .grid: true
    case .utilisation, .pue, .inference: false
    }
  }

  func path(from year: Int) throws(Problem) -> ScenarioPath {
    if text.hasSuffix(".csv") { return .levels(try checked(try levels(ofFile: text))) }
    if text.contains(":") {
      var levels: [ScenarioPath.Level] = []
      for part in text.split(separator: ",") {
        let sides = part.split(separator: ":", maxSplits: 1).map {
          $0.trimmingCharacters(in: .whitespaces)
        }
        guard sides.count == 2 else { throw refused("`\(part)` is no year with a value.") }
        levels.append(try level(sides[0], sides[1]))
      }
      return .levels(try checked(levels))
    }
    guard let value = Given(text, origin: flag).distribution else {
      throw refused("It is no number, range or path.")
    }
    if isRate {
      guard value.best > 0 else { throw refused("A factor for each year is above zero.") }
      return .rate(value)
    }
    return .levels(try checked([.init(year: year, value: value)]))
  }

  private func level(_ year: String, _ value: String) throws(Problem) -> ScenarioPath.Level {
    guard let year = Int(year), (1900...2200).contains(year) else {
      throw refused("`\(year)` is no year.")
    }
    guard let value = Given(value, origin: flag).distribution else {
      throw refused("`\(value)` is no number or range.")
    }
    return .init(year: year, value: value)
  }

  private func levels(ofFile path: String) throws(Problem) -> [ScenarioPath.Level] {
    guard let text = try? String(contentsOfFile: path, encoding: .utf8) else {
      throw refused("`\(path)` cannot be read.")
    }
    let rows = text.split(whereSeparator: \.isNewline).map {
      $0.split(separator: ",").map { $0.trimmingCharacters(in: .whitespaces) }
    }
    guard rows.first == ["year", "value"] else {
      throw refused("The first line of `\(path)` is not `year,value`.")
    }
    var levels: [ScenarioPath.Level] = []
    for (index, row) in rows.enumerated().dropFirst() {
      guard row.count == 2 else {
        throw refused("Line \(index + 1) of `\(path)` has not two cells.")
      }
      levels.append(try level(row[0], row[1]))
    }
    return levels
  }

  /// In rising order of years, each once, within what the factor can be.
  private func checked(_ levels: [ScenarioPath.Level]) throws(Problem) -> [ScenarioPath.Level] {
    guard !levels.isEmpty else { throw refused("It has no year.") }
    let sorted = levels.sorted { $0.year < $1.year }
    for (a, b) in zip(sorted, sorted.dropFirst()) where a.year == b.year {
      throw refused("The year \(a.year) is given twice.")
    }
    for level in sorted {
      let ends = [level.value.quantile(0.001), level.value.best, level.value.quantile(0.999)]
      switch factor {
      case .utilisation where ends.contains { $0 <= 0 || $0 > 1 }:
        throw refused("A utilisation lies above 0 and up to 1.")
      case .pue where ends.contains { $0 < 1 }: throw refused("A PUE is 1 or more.")
      case .inference where ends.contains { $0 < 0 || $0 >= 1 }:
        throw refused("The share of inference lies from 0 to below 1.")
      case .growth where ends.contains { $0 <= 0 }, .hardware where ends.contains { $0 <= 0 },
        .grid where ends.contains { $0 <= 0 }:
        throw refused("A level is above zero.")
      case .growth, .hardware, .grid, .utilisation, .pue, .inference: break
      }
    }
    return sorted
  }

  private func refused(_ why: String) -> Problem {
    let example =
      isRate
      ? "1.4` (each year), `\(flag) 1.2..1.6` or `\(flag) 2026:1,2030:4"
      : factor == .pue
        ? "1.2` or `\(flag) 2026:1.5,2030:1.2" : "0.6` or `\(flag) 2026:0.6,2030:0.8"
    return Problem(
      "Cannot understand `\(text.printable)` (\(flag)).", why: why,
      fix: "Write for example `\(flag) \(example)`.", exit: .usage)
  }
}
