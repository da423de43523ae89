import Foundation
import Testing

/// Two groups of runs side by side, through the built binary.
struct CompareCommandTests {
  /// Books runs of an hour at these powers, one after the other in a night, with a tag.
  private func book(
    _ watts: [Double], tag: String, day: Int, host: String = "n1", accuracy: Double? = nil,
    in box: CommandBox
  ) throws {
    for (index, power) in watts.enumerated() {
      let job = day * 100 + index
      let text =
        "JobID|JobName|State|ExitCode|Start|End|ElapsedRaw|AllocTRES|NodeList\n"
        + String(
          format: "%d|train|COMPLETED|0:0|2024-03-%02dT%02d:00:00|Unknown|3600|gres/gpu=1|%@\n",
          job, day, index * 2, host)
      let path = box.folder + "/jobs-\(job).txt"
      try text.write(toFile: path, atomically: true, encoding: .utf8)
      let metric =
        accuracy.map { ["--tag", "metric.accuracy=\($0 + Double(index) * 0.001)"] } ?? []
      let taken = try box.run(
        ["resurrect", path, "--watts", "\(power)", "--tag", tag, "--time-zone", "UTC"] + metric)
      try #require(taken.status == 0, Comment(rawValue: taken.output + taken.errors))
    }
  }

  private func json(_ arguments: [String], _ box: CommandBox) throws -> [String: Any] {
    let answer = try box.run(arguments + ["--format", "json"])
    return try #require(
      try JSONSerialization.jsonObject(with: Data(answer.output.utf8)) as? [String: Any])
  }

  @Test func `a regression is found, with its interval and an exit code`() throws {
    let box = try CommandBox()
    try book([300, 303, 297, 301], tag: "v=1", day: 1, accuracy: 0.90, in: box)
    try book([330, 334, 327, 329], tag: "v=2", day: 2, accuracy: 0.92, in: box)
    let answer = try box.run([
      "compare", "v=1", "v=2", "--metric", "accuracy", "--fail-above", "5%",
    ])
    #expect(answer.status == 1)
    #expect(answer.output.contains("B takes more energy than A: +9.9 %"))
    #expect(answer.output.contains("Over the limit: B surely takes more than 5 % more."))
    #expect(!answer.output.contains("devices differ"))
    #expect(answer.output.contains("assumed"), "that nothing was metered must be said")
    #expect(try box.run(["compare", "v=1", "v=2", "--fail-above", "20%"]).status == 0)
    #expect(try box.run(["compare", "v=2", "v=1", "--fail-above", "5%"]).status == 0)
    let rows = try #require(
      try json(["compare", "v=1", "v=2", "--metric", "accuracy"], box)["rows"] as? [[String: Any]])
    #expect(
      rows.map { $0["quantity"] as? String } == [
        "it_energy", "time", "mean_power", "metric.accuracy", "it_energy_per.accuracy",
      ])
    #expect(
      rows.map { $0["verdict"] as? String } == [
        "more", "equal-within-noise", "more", "more", "more",
      ])
    #expect(rows[0]["a"] as? Double == 300.25 * 3600)
  }

  @Test func `what lies within the noise is said to be equal`() throws {
    let box = try CommandBox()
    try book([300, 330, 280, 310], tag: "v=1", day: 1, in: box)
    try book([305, 325, 290, 312], tag: "v=2", day: 2, in: box)
    let answer = try box.run(["compare", "v=1", "v=2", "--fail-above", "0%"])
    #expect(
      answer.status == 0 && answer.output.contains("A and B take the same energy, within the noise")
    )
    #expect(answer.output.contains("A smaller difference would not have been seen."))
  }

  @Test func `what makes it unfair is said by name`() throws {
    let box = try CommandBox()
    try book([300], tag: "v=1", day: 1, in: box)
    try book([300, 310], tag: "v=2", day: 2, host: "n2", in: box)
    let text = try box.run(["compare", "v=1", "v=2"]).output
    #expect(text.contains("Fewer than three runs") && text.contains("The machines differ"))
    #expect(text.contains("modelled or assumed"))
    let same = try box.run(["compare", "v=1", "v=1"]).output
    #expect(same.contains("One run is on both sides."))
  }

  @Test(arguments: [
    (["compare", "v=1", "v=9"], "no runs of `v=9`"), (["compare", "v=1", "nobody"], "nobody"),
    (["compare", "v=1", "v=1", "--fail-above", "much"], "--fail-above 5%"),
    (["compare", "v=1", "v=1", "--metric", "bleu"], "metric.bleu"),
  ])
  func `what cannot be compared is said with what to do`(arguments: [String], words: String) throws
  {
    let box = try CommandBox()
    try book([300], tag: "v=1", day: 1, in: box)
    let answer = try box.run(arguments)
    #expect(answer.status != 0 && answer.errors.contains(words), Comment(rawValue: answer.errors))
  }
}
