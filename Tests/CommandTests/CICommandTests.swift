import Foundation
import Testing

/// A build's energy against its base, through the built binary.
@Suite struct CICommandTests {
  /// Books a run of an hour at this power, and returns its id.
  private func book(_ watts: Double, _ job: Int, in box: CommandBox) throws -> String {
    let text =
      "JobID|JobName|State|ExitCode|Start|End|ElapsedRaw|AllocTRES|NodeList\n"
      + String(
        format: "%d|build|COMPLETED|0:0|2024-03-%02dT10:00:00|Unknown|3600|gres/gpu=1|n1\n", job,
        job % 28 + 1)
    let path = box.folder + "/jobs-\(job).txt"
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    let taken = try box.run(
      ["resurrect", path, "--watts", "\(watts)", "--tag", "job=\(job)", "--time-zone", "UTC"])
    try #require(taken.status == 0, Comment(rawValue: taken.output + taken.errors))
    let list = try box.run(["list", "--tag", "job=\(job)", "--format", "json"])
    let runs = try #require(
      (try JSONSerialization.jsonObject(with: Data(list.output.utf8)) as? [String: Any])?["runs"]
        as? [[String: Any]])
    return try #require(runs.first?["id"] as? String)
  }

  /// A base of these runs, and a build of those.
  private func ci(
    base: [Double], head: [Double], _ more: [String], in box: CommandBox
  ) throws -> CommandBox.Result {
    let file = box.folder + "/base.json"
    for (index, watts) in base.enumerated() {
      let id = try book(watts, 100 + index, in: box)
      let kept = try box.run(["ci", "--run", id, "--out", file, "--keep", "10"])
      try #require(kept.status == 0, Comment(rawValue: kept.errors))
    }
    let runs = try head.enumerated().flatMap { ["--run", try book($1, 200 + $0, in: box)] }
    return try box.run(["ci", "--base", file] + runs + more)
  }

  @Test func `an increase beyond the limit ends with code 3, and one within the noise does not`()
    throws
  {
    let box = try CommandBox()
    let more = try ci(
      base: [300, 303, 297, 301], head: [360, 362, 359], ["--max-increase", "10%"], in: box)
    #expect(more.status == 3, Comment(rawValue: more.output + more.errors))
    #expect(more.output.contains("takes **more** energy than its base"))
    #expect(more.output.contains("**Over the limit.** This surely takes more than 10 % more"))
    let other = try CommandBox()
    let same = try ci(
      base: [300, 330, 280, 310], head: [305, 325, 290], ["--max-increase", "0%"], in: other)
    #expect(same.status == 0 && same.output.contains("**Equal within noise**"))
    #expect(same.output.contains("| IT energy |"))
  }

  @Test func `without a base the figures stand alone, and become one`() throws {
    let box = try CommandBox()
    let file = box.folder + "/base.json"
    let id = try book(300, 1, in: box)
    let first = try box.run([
      "ci", "--base", file, "--run", id, "--max-increase", "5%", "--out", file,
    ])
    #expect(first.status == 0 && first.output.contains("no base to compare with"))
    let second = try box.run(["ci", "--base", file, "--run", id])
    #expect(second.status == 0 && second.output.contains("equal within noise"))
  }

  @Test func `a budget is held by each run, and the badge says so`() throws {
    let box = try CommandBox()
    let id = try book(300, 1, in: box)
    let badge = box.folder + "/energy.svg"
    let over = try box.run(["ci", "--run", id, "--budget", "0.1kWh", "--badge", badge])
    #expect(over.status == 3 && over.output.contains("A run took more than the budget of 0.1 kWh."))
    #expect(try String(contentsOfFile: badge, encoding: .utf8).contains("#a8321f"))
    #expect(try box.run(["ci", "--run", id, "--budget", "9kWh", "--badge", badge]).status == 0)
    #expect(try String(contentsOfFile: badge, encoding: .utf8).contains("#1f6f4a"))
  }

  @Test func `a command is metered, tagged by its build, and its failure goes first`() throws {
    let told = try Script.plain(
      #"""
      RUN='\#(JoulebookBinary.path)'
      export GITHUB_ACTIONS=true GITHUB_SHA=1a2b3c4d5e GITHUB_HEAD_REF=feature/x GITHUB_JOB=test \
        GITHUB_RUN_ID=77 GITHUB_STEP_SUMMARY=$PWD/summary.md
      "$RUN" ci --out base.json -- sh -c 'echo built; exit 0' > out 2> err; echo $?
      grep -c '^built$' out; grep -c '^### Energy of sh' out; grep -c '^### Energy of sh' summary.md
      "$RUN" show last --format json | grep -c '"ci.commit" : "1a2b3c4d5e"\|"ci.branch" : "feature/x"\|"ci.job" : "test"'
      "$RUN" ci --budget 0.001J -- sh -c 'exit 5' > /dev/null 2>&1; echo $?
      "$RUN" ci --base base.json -- true | grep -c 'feature/x at 1a2b3c4'
      grep -c '"commit" : "1a2b3c4d5e"' base.json
      """#)
    #expect(told.text == "0\n1\n1\n1\n3\n5\n1\n1\n", "\(told)")
  }

  @Test func `GitLab's variables are tags too`() throws {
    let told = try Script.plain(
      #"""
      RUN='\#(JoulebookBinary.path)'
      unset GITHUB_ACTIONS
      GITLAB_CI=true CI_COMMIT_SHA=99 CI_COMMIT_REF_NAME=main CI_JOB_NAME=unit CI_PIPELINE_ID=5 \
        "$RUN" run --quiet -- true
      "$RUN" show last --format json | grep -c '"ci.branch" : "main"\|"ci.job" : "unit"\|"ci.build" : "5"'
      "$RUN" ci --base-tag ci.branch=main --run last | grep -c 'Base (main at 99)'
      """#)
    #expect(told.text == "3\n1\n", "\(told)")
  }

  @Test(arguments: [
    (["ci", "--max-increase", "much", "--run", "last"], "--max-increase 10%"),
    (["ci", "--budget", "5EUR", "--run", "last"], "no price"),
    (["ci", "--base", "a", "--base-tag", "b=c"], "exclude each other"),
    (["ci", "--keep", "0"], "from 1 to 100"), (["ci", "--run", "x", "--", "true"], "not both"),
    (["ci", "--frobnicate"], "Unknown option"),
  ])
  func `what cannot be done is said before anything runs`(arguments: [String], words: String) throws
  {
    let answer = try CommandBox().run(arguments)
    #expect(answer.status == 64 && answer.errors.contains(words), Comment(rawValue: answer.errors))
  }

  @Test func `a file that is no base is refused by name`() throws {
    let box = try CommandBox()
    try "{}".write(toFile: box.folder + "/base.json", atomically: true, encoding: .utf8)
    let answer = try box.run([
      "ci", "--base", box.folder + "/base.json", "--", "touch", box.folder + "/ran",
    ])
    #expect(answer.status == 64 && answer.errors.contains("base.json"))
    #expect(!FileManager.default.fileExists(atPath: box.folder + "/ran"))
  }
}
