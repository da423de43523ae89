import Accounting
import Forecasting
import Foundation
import Quantities
import Testing

/// Series whose truth is known give it back: intervals hold it, and the right form is chosen where it can be told.
///
/// "Can be told" is a matter of the truth and its noise: on 24 points over three decades of x, the nearest other curve misses
/// them by one standard deviation of the noise (root mean square). On the average that is a lead of 24 ln 2 = 17 in twice the
/// logarithm of the likelihood. A curve with a limit counts as another form than the logarithm where its limit lies no more
/// than the gain seen beyond the last point, and than the power where its limit lies half of that gain from perfect. With a
/// quarter of a standard deviation, a lead of 24 ln (17 ÷ 16) = 1.5, nobody can tell.
///
/// 1,000 series are drawn with JOULEBOOK_RECOVERY_SERIES=1000, others with JOULEBOOK_RECOVERY_SEED; a quick test draws fewer.
struct RecoveryTests {
  private static func number(_ name: String) -> UInt64? {
    ProcessInfo.processInfo.environment[name].flatMap(UInt64.init)
  }

  static let series = Int(number("JOULEBOOK_RECOVERY_SERIES") ?? 40)
  static let seed = number("JOULEBOOK_RECOVERY_SEED") ?? 20_261_125

  /// A stream of its own for each truth and question.
  static func stream(_ truth: KnownReturns, _ question: UInt64) -> SplitMix64 {
    var seeds = SplitMix64(state: seed)
    let place = KnownReturns.all.firstIndex { $0.testDescription == truth.testDescription } ?? 0
    var state = seeds.next()
    for _ in 0..<(UInt64(place) * 8 + question) { state = seeds.next() }
    return SplitMix64(state: state)
  }

  /// Four standard deviations of a count that is `part` of the series by its nature.
  private static func slack(_ part: Double) -> Double {
    4 * (part * (1 - part) / Double(series)).squareRoot()
  }

  private static func note(_ text: String) {
    if series >= 1000 { print("recovery: \(text)") }
  }

  @Test(arguments: KnownReturns.own)
  func `95 per cent intervals hold the truth as often as they say`(truth: KnownReturns) throws {
    var random = Self.stream(truth, 0)
    let noise = truth.noise(missedBy: 1)
    var held: [String: Int] = [:]
    for _ in 0..<Self.series {
      let findings = try truth.findings(noise: noise, using: &random)
      let fit = try #require(findings.fit(truth.form))
      for (name, value) in truth.parameters {
        let parameter = try #require(fit.parameter(name))
        if parameter.low <= value, value <= parameter.high { held[name, default: 0] += 1 }
      }
      let ahead = try #require(fit.curve.last)
      let next = truth.drawn(at: ahead.x, noise: noise, using: &random)
      if ahead.low <= next, next <= ahead.high { held["next point", default: 0] += 1 }
    }
    // Three standard deviations of the count are allowed to few series, and 93 to 97 % to a thousand.
    let slack = max(0.02, 3 * (0.95 * 0.05 / Double(Self.series)).squareRoot())
    for name in truth.parameters.keys.sorted() + ["next point"] {
      let part = Double(held[name] ?? 0) / Double(Self.series)
      Self.note("\(truth.testDescription): \(name) held in \(part)")
      #expect(abs(part - 0.95) <= slack, "\(truth.testDescription) \(name): \(part)")
    }
  }

  @Test(arguments: KnownReturns.own)
  func `points without noise choose their own form and give its numbers`(
    truth: KnownReturns
  ) throws {
    var random = SplitMix64(state: 1)
    let findings = try truth.findings(noise: 0, using: &random)
    #expect(findings.verdict == .form(truth.form))
    let fit = try #require(findings.chosen)
    for (name, value) in truth.parameters {
      #expect(abs((fit.parameter(name)?.value ?? 0) / value - 1) < 1e-5, "\(name)")
    }
  }

  @Test(arguments: KnownReturns.all)
  func `the right form is chosen where it can be told, and none where it cannot`(
    truth: KnownReturns
  ) throws {
    for (missedBy, wanted, question) in [(1.0, "right", 1), (0.25, "cannot tell", 2)] {
      var random = Self.stream(truth, UInt64(question))
      let noise = truth.noise(missedBy: missedBy)
      var verdicts = ["right": 0, "cannot tell": 0, "wrong": 0]
      for _ in 0..<Self.series {
        let findings = try truth.findings(noise: noise, using: &random)
        let verdict =
          switch findings.verdict {
          case .form(truth.form): "right"
          case .form: "wrong"
          case .cannotTell, .noCurve: "cannot tell"
          }
        verdicts[verdict, default: 0] += 1
      }
      let parts = verdicts.mapValues { Double($0) / Double(Self.series) }
      let text = parts.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)" }
        .joined(separator: ", ")
      Self.note("\(truth.testDescription), missed by \(missedBy): \(text)")
      // 90 % of a thousand, and room for chance with fewer.
      #expect(parts[wanted, default: 0] >= (Self.series < 1000 ? 0.8 : 0.9), "\(text)")
      #expect(parts["wrong", default: 1] <= (Self.series < 1000 ? 0.05 : 0.02), "\(text)")
    }
  }

  @Test(arguments: KnownReturns.own)
  func `the farther the nearest other curve, the oftener the right form is chosen`(
    truth: KnownReturns
  ) throws {
    var before = 0.0
    let all = [0.25, 0.5, 0.75, 1, 1.5]
    for (place, missedBy) in all.enumerated() where Self.series >= 1000 || place % 2 == 0 {
      var random = Self.stream(truth, UInt64(3 + place))
      let noise = truth.noise(missedBy: missedBy)
      var right = 0
      for _ in 0..<Self.series
      where try truth.findings(noise: noise, using: &random).verdict == .form(truth.form) {
        right += 1
      }
      let part = Double(right) / Double(Self.series)
      Self.note("\(truth.testDescription), missed by \(missedBy): right \(part)")
      #expect(part >= before - Self.slack(0.5), "missed by \(missedBy): \(part) after \(before)")
      before = part
    }
    #expect(before >= 0.9)
  }
}
