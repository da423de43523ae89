import Accounting
import JoulebookTesting
import Quantities
import Testing

@testable import Reporting

@Suite struct BuildCommentTests {
  private func figures(_ watts: [Double], branch: String, commit: String) -> BuildFigures {
    BuildFigures(
      subject: "make test | tee <log>", commit: commit, branch: branch, job: "test",
      runs: watts.enumerated().map { index, share in
        BuildRun(
          SampleEntries.entry(
            id: "20261125-14000\(index)-\(commit.prefix(6))", after: .seconds(index * 60),
            share: share))
      })
  }

  @Test func `a comment says what changed, how sure that is, and how it was known`() throws {
    let comparison = BuildComparison(
      base: figures([0.5, 0.51, 0.49, 0.5], branch: "main", commit: "0a1b2c3d4e"),
      head: figures([0.6, 0.61, 0.59], branch: "feature/*", commit: "99aabbccdd"))
    let text = BuildComment.text(
      comparison, limits: [.init(text: "This surely takes more than 1 % more.", isOver: true)])
    #expect(try Golden.difference(text, from: "build-comment.md") == nil)
  }

  @Test func `one run on each side is equal as far as the meters can tell`() {
    let comparison = BuildComparison(
      base: figures([0.5], branch: "main", commit: "a"),
      head: figures([0.5001], branch: "b", commit: "b"))
    let text = BuildComment.text(comparison, limits: [])
    #expect(text.contains("**Equal within noise**, as far as the meters can tell"))
    #expect(text.contains("equal within noise\n"))
  }

  @Test func `a build without a base and one without energy say so`() {
    let alone = BuildComparison(base: nil, head: figures([0.5], branch: "main", commit: "a"))
    #expect(BuildComment.text(alone, limits: []).contains("no base to compare with"))
    var empty = figures([0.5], branch: "main", commit: "a")
    empty.runs[0].energyJoules = 0
    #expect(
      BuildComment.text(BuildComparison(base: nil, head: empty), limits: []).contains(
        "joulebook doctor"))
  }

  @Test(arguments: [
    ("energy", "1.23 kJ, equal within noise", EnergyBadge.Tone.neutral, "badge-neutral.svg"),
    ("energy", "1.23 kJ, −8.0 %", .within, "badge-within.svg"),
    ("energy", "45.6 kWh, +120 %", .over, "badge-over.svg"),
  ])
  func `a badge is as it was looked at`(
    label: String, value: String, tone: EnergyBadge.Tone, name: String
  ) throws {
    let badge = EnergyBadge(label: label, value: value, tone: tone)
    #expect(try Golden.difference(badge.svg, from: name) == nil)
  }

  @Test func `a badge holds any text and breaks out of no place`() throws {
    let hostile = #"</text><script>alert("1")</script>&"'<\#u{1B}[2J"#
    let svg = EnergyBadge(label: hostile, value: hostile, tone: .over).svg
    #expect(!svg.contains("<script") && !svg.contains("\u{1B}"))
    #expect(svg.matches(of: /<text/).count == 2)
    #expect(MarkupReader(svg).fault == nil)
  }

  @Test(arguments: EnergyBadge.Tone.allCases)
  func `white on a badge can be read`(tone: EnergyBadge.Tone) {
    for fill in [tone.fill, "#444b53"] {
      let channels = stride(from: 1, to: 7, by: 2).map { place -> Double in
        let start = fill.index(fill.startIndex, offsetBy: place)
        let part = Double(Int(fill[start...].prefix(2), radix: 16) ?? 0) / 255
        // Relative luminance of WCAG 2.
        return part <= 0.04045 ? part / 12.92 : Self.power((part + 0.055) / 1.055)
      }
      let luminance = 0.2126 * channels[0] + 0.7152 * channels[1] + 0.0722 * channels[2]
      #expect(1.05 / (luminance + 0.05) >= 4.5)
    }
  }

  /// To the power of 2.4, by the fifth root.
  private static func power(_ value: Double) -> Double {
    var root = value
    for _ in 0..<60 {
      root -= (root * root * root * root * root - value) / (5 * root * root * root * root)
    }
    return value * value * root * root
  }
}
