import Accounting
import Foundation
import JoulebookTesting
import Quantities
import Testing

@testable import GridIntensity

/// Providers that ask nobody beyond this machine.
struct LocalProviderTests {
  private let folder = FileManager.default.temporaryDirectory
    .appending(path: "intensity-\(UUID().uuidString)").path

  init() throws {
    try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
  }

  private func write(_ text: String, _ name: String) throws -> String {
    let path = folder + "/" + name
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  /// Hours around now, in our own layout.
  private var csv: String {
    var text = "datetime_utc,ci_lifecycle_g_per_kwh\n"
    for hour in -30...30 {
      text += "\(Answers.hour(hour).prefix(19))Z,\(300 + hour)\n"
    }
    return text
  }

  private var facts: IntensityFacts {
    let hours = (0..<12).map { month in (0..<24).map { Double(200 + month * 10 + $0) } }
    return IntensityFacts(
      yearly: .init(
        zone: "DE", value: 330, low: 290, high: 370, year: 2025, basis: "life-cycle", source: "test"
      ),
      usual: [
        "life-cycle": .init(
          zone: "DE", years: "2021-2024", mean: hours, p10: hours.map { $0.map { $0 * 0.7 } },
          p90: hours.map { $0.map { $0 * 1.4 } }, source: "test, usual hours")
      ])
  }

  private func context(_ configuration: IntensityConfiguration) -> IntensityContext {
    IntensityContext(
      configuration: configuration, environment: ["PATH": "/usr/bin:/bin"], facts: facts,
      policy: HTTPPolicy(total: .seconds(8)), clock: { Answers.now })
  }

  private func context(command: String) -> IntensityContext {
    context(IntensityConfiguration(command: command))
  }

  @Test(arguments: ["csv", "exec", "usual", "yearly"])
  func `keeps its promises`(name: String) async throws {
    let path = try write(csv, "hours.csv")
    let entry = try IntensityProviders.named(name)
    let provider = try entry.make(
      context(IntensityConfiguration(file: path, command: "cat '\(path)'")))
    #expect(
      await IntensityProviderContract.violations(
        of: provider, entry: entry, question: NetworkProviderTests.question("DE")) == [])
  }

  @Test func `every local provider has a case`() {
    #expect(
      IntensityProviders.all.filter { !$0.usesNetwork }.map(\.name).sorted() == [
        "csv", "exec", "usual", "yearly",
      ])
  }

  @Test func `usual hours follow month and hour, over the end of a month`() async throws {
    let provider = try IntensityProviders.named("usual").make(context(IntensityConfiguration()))
    let question = IntensityQuestion(
      zone: "DE", from: Answers.moment("2026-02-28T22:30:00Z"),
      to: Answers.moment("2026-03-01T02:00:00Z"), now: Answers.now)
    let part = try #require(try await provider.series(question).parts.first)
    #expect(part.start == Answers.moment("2026-02-28T22:00:00Z"))
    #expect(part.values == [232, 233, 220, 221])
    #expect(part.low?[0] == 232 * 0.7 && part.high?[0] == 232 * 1.4)
  }

  @Test func `a leap day is of February`() async throws {
    let provider = try IntensityProviders.named("usual").make(context(IntensityConfiguration()))
    let question = IntensityQuestion(
      zone: "DE", from: Answers.moment("2028-02-29T00:00:00Z"),
      to: Answers.moment("2028-03-01T01:00:00Z"), now: Answers.now)
    let part = try #require(try await provider.series(question).parts.first)
    #expect(part.values.count == 25 && part.values[23] == 233 && part.values[24] == 220)
  }

  @Test func `a command is told what is asked for`() async throws {
    let script = try write(
      """
      echo "{\\"time\\": \\"2026-03-02T12:00:00Z\\", \\"g_per_kwh\\": 111, \\"zone\\": \\"$JOULEBOOK_ZONE\\"}"
      echo "{\\"time\\": \\"2026-03-02T13:00:00Z\\", \\"g_per_kwh\\": 222, \\"low\\": 200, \\"high\\": 250}"
      echo "$JOULEBOOK_ZONE $JOULEBOOK_FROM $JOULEBOOK_TO $JOULEBOOK_SIGNAL" > "\(folder)/asked"
      """, "grid.sh")
    let provider = try IntensityProviders.named("exec").make(context(command: "bash \(script)"))
    let reply = try await provider.series(NetworkProviderTests.question("DE", from: 0, to: 2))
    #expect(reply.parts.flatMap(\.values) == [111, 222])
    let asked = try String(contentsOfFile: folder + "/asked", encoding: .utf8)
    #expect(asked == "DE 2026-03-02T12:20:00.000Z 2026-03-02T14:20:00.000Z average\n")
  }

  @Test(arguments: [
    ("bash -c 'echo no grid here >&2; exit 3'", "no grid here"), ("bash -c 'echo {'", "Line 1"),
    ("bash -c true", "nothing"), ("sleep 60", "8 s"),
    ("no-such-program-here", "no-such-program-here"),
    (
      "bash -c 'echo \"{\\\"time\\\": \\\"2026-03-02T12:00:00Z\\\", \\\"g_per_kwh\\\": 99999}\"'",
      "cannot be"
    ),
  ])
  func `a command that fails is told by name`(command: String, word: String) async throws {
    do throws(Problem) {
      let provider = try IntensityProviders.named("exec").make(context(command: command))
      _ = try await provider.series(NetworkProviderTests.question("DE"))
      Issue.record("it was taken for an answer")
    } catch {
      #expect("\(error.what) \(error.why)".contains(word), "\(error)")
    }
  }

  @Test func `words of a command keep what is quoted`() throws {
    #expect(try ExecProvider.words("a 'b c' \"d  e\" f'g'") == ["a", "b c", "d  e", "fg"])
    #expect(throws: Problem.self) { try ExecProvider.words("a 'b") }
  }

  // MARK: Joining

  private func series(
    _ values: [Double], from: String, kind: IntensitySeries.Kind, slot: Int = 3600
  ) -> IntensitySeries {
    IntensitySeries(
      zone: "DE", start: Answers.moment(from), slotSeconds: slot, values: values, kind: kind,
      source: "\(kind)")
  }

  @Test func `for each slot the first that knows it counts`() throws {
    let stitch = IntensityStitch(
      [
        series([1, 2], from: "2026-03-02T10:00:00Z", kind: .history),
        series([30, .nan, 50], from: "2026-03-02T11:00:00Z", kind: .forecast(issued: Answers.now)),
        series([700, 700, 700, 700, 700], from: "2026-03-02T10:00:00Z", kind: .usual),
      ], from: Answers.moment("2026-03-02T10:00:00Z"), to: Answers.moment("2026-03-02T15:00:00Z"),
      now: Answers.now)
    let joined = try #require(stitch.series)
    #expect(joined.values == [1, 2, 700, 50, 700])
    #expect(stitch.shares == [2, 1, 2])
    #expect(joined.kind == .usual)
  }

  @Test func `half hours and hours meet on half hours`() throws {
    let stitch = IntensityStitch(
      [
        series([1, 2], from: "2026-03-02T10:00:00Z", kind: .history, slot: 1800),
        series([30, 40], from: "2026-03-02T10:00:00Z", kind: .usual),
      ], from: Answers.moment("2026-03-02T10:00:00Z"), to: Answers.moment("2026-03-02T12:00:00Z"),
      now: Answers.now)
    #expect(stitch.series?.slotSeconds == 1800)
    #expect(stitch.series?.values == [1, 2, 40, 40])
  }
}
