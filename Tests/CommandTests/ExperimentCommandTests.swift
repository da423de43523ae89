import Foundation
import Testing

/// Sweeps and past work, through the built binary.
struct ExperimentCommandTests {
  private func write(_ text: String, _ name: String, _ box: CommandBox) throws -> String {
    let path = box.folder + "/" + name
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  private static let header =
    "JobID|JobName|State|ExitCode|Start|End|ElapsedRaw|AllocTRES|NodeList\n"

  private func jobs(_ ids: Range<Int>, hour: Int = 0) -> String {
    Self.header
      + ids.map { id in
        let state = id % 3 == 0 ? "FAILED|1:0" : "COMPLETED|0:0"
        let start = String(format: "2024-03-%02dT%02d:00:00", 1 + id % 28, hour)
        return "\(id)|trial-\(id)|\(state)|\(start)|Unknown|3600|cpu=4,gres/gpu=1|gpu\(id)\n"
      }.joined()
  }

  /// Strubell et al. 2019, table 4: 4,789 jobs, 239,942 GPU-hours, 9,998 GPU-days; 120 hours for one model.
  @Test func `a made project in the shape of LISA prints table 4`() throws {
    let box = try CommandBox()
    let script = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Examples/lisa.py").path
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = ["python3", script]
    let path = box.folder + "/lisa.txt"
    try Data().write(to: URL(fileURLWithPath: path))
    process.standardOutput = FileHandle(forWritingAtPath: path)
    try process.run()
    process.waitUntilExit()
    let taken = try box.run([
      "resurrect", path, "--project", "lisa", "--region", "US", "--pue", "1.58", "--watts",
      "216.958", "--time-zone", "UTC",
    ])
    #expect(taken.status == 0, Comment(rawValue: taken.errors))
    #expect(taken.output.contains("4789 rows read, 4789 taken"))
    let arguments = [
      "experiment", "report", "--project", "lisa", "--published", "lisa-published", "--part",
      "slurm.array=4700", "--price", "0.12USD", "--device-price", "0.43..1.46USD",
    ]
    let text = try box.run(arguments).output
    for figure in [
      "4,789 runs", "9,998 days", "51.60 to 175.20", "103,175 to 350,315", "9,870", "120 days",
    ] { #expect(text.contains(figure), "\(figure) is not in the report") }
    let report = try object(try box.run(arguments + ["--format", "json"]).output)
    let rows = try #require(report["rows"] as? [[String: Any]])
    #expect(rows.map { $0["runs"] as? Int } == [1, 24, 4789])
    #expect(rows[2]["device_seconds"] as? Double == 239_942.0 * 3600)
    #expect(rows[1]["device_seconds"] as? Double == 2880.0 * 3600)
    let joules = try #require(rows[2]["facility_energy_joules"] as? Double)
    #expect(abs(joules / 3.6e6 - 82_250) < 20)
    #expect(abs(try #require(rows[2]["electricity_cost"] as? Double) - 9870) < 3)
    // A second import adds nothing.
    let again = try box.run(["resurrect", path, "--project", "lisa", "--watts", "216.958"])
    #expect(again.status == 0 && again.output.contains("4789 in the ledger already"))
    #expect(again.output.contains("Nothing was booked."))
    #expect(try box.run(["check"]).status == 0)
  }

  @Test func `work that a run was metered with is not booked twice`() throws {
    let box = try CommandBox()
    let first = try write(jobs(1..<4), "jobs.txt", box)
    #expect(try box.run(["resurrect", first, "--watts", "250", "--time-zone", "UTC"]).status == 0)
    // The same hours on the same machine, as a log of power: another record of the same work.
    let smi = try write(
      """
      timestamp, uuid, power.draw [W]
      2024/03/02 00:10:00.000, GPU-aaaa, 60.00 W
      2024/03/02 00:10:01.000, GPU-aaaa, 260.00 W

      """, "gpu.csv", box)
    let arguments = ["resurrect", smi, "--host", "gpu1", "--time-zone", "UTC"]
    let refused = try box.run(arguments)
    #expect(refused.output.contains("refused") && refused.output.contains("--overlap part"))
    let other = try box.run(["resurrect", smi, "--host", "gpu9", "--time-zone", "UTC", "--dry-run"])
    #expect(other.output.contains("1 run to be booked") && other.output.contains("metered"))
    let part = try box.run(arguments + ["--overlap", "part"])
    #expect(part.output.contains("1 of them as parts of other runs"))
    let report = try object(try box.run(["experiment", "report", "--format", "json"]).output)
    let rows = try #require(report["rows"] as? [[String: Any]])
    #expect(rows[0]["nested"] as? Int == 1)
    // Three hours at 250 W and nothing besides.
    #expect(rows[0]["energy_joules"] as? Double == 3.0 * 3600 * 250)
  }

  @Test func `a sweep says what a unit of its metric took, and what a stop rule would have saved`()
    throws
  {
    let box = try CommandBox()
    let log = { (day: Int, last: Double) in
      (0...9).map { step in
        String(
          format: "2024-03-0%d 1%d:00:00 epoch %d loss %.3f\n", day + 1, step, step + 1,
          last + (2 - last) * (1 - Double(step) / 9))
      }.joined()
    }
    for (index, last) in [0.9, 0.5, 1.4, 1.2, 0.4, 1.6].enumerated() {
      _ = try write(log(index, last), "trial-\(index).log", box)
    }
    let pattern = #"(?<time>\S+ \S+) epoch (?<epoch>\d+) loss (?<loss>[0-9.]+)"#
    let files = (0..<6).map { box.folder + "/trial-\($0).log" }
    let taken = try box.run(
      ["resurrect"] + files + [
        "--pattern", pattern, "--watts", "300", "--time-zone", "UTC", "--tag", "sweep=lr",
      ])
    #expect(taken.output.contains("6 runs booked"), Comment(rawValue: taken.output))
    let arguments = ["experiment", "report", "lr", "--minimise", "loss", "--budget", "10kWh"]
    let report = try object(try box.run(arguments + ["--format", "json"]).output)
    let gain = try #require(report["improvement"] as? [String: Any])
    #expect(gain["best"] as? Double == 0.4 && gain["maximises"] as? Bool == false)
    let rules = try #require(report["stop_rules"] as? [[String: Any]])
    #expect(rules.count == 2 && rules.allSatisfy { $0["basis"] as? String == "points" })
    #expect(rules.allSatisfy { ($0["saved_energy_joules"] as? Double ?? 0) > 0 })
    let budget = try #require(report["budget"] as? [String: Any])
    let rows = try #require(report["rows"] as? [[String: Any]])
    #expect(rows[0]["energy_joules"] as? Double == 6.0 * 9 * 3600 * 300)
    let meter = try #require(rows[0]["facility_energy_joules"] as? Double)
    #expect(budget["left"] as? Double == 3.6e7 - meter)
    let text = try box.run(arguments).output
    #expect(text.contains("What a stop rule would have saved") && text.contains("over it by"))
    let unknown = try box.run(["experiment", "report", "lr", "--minimise", "perplexity"])
    #expect(unknown.status == 64 && unknown.errors.contains("joulebook tag RUN metric.perplexity"))
  }

  @Test
  func `groups are found by tag, name, pattern and array, and a name that means two is refused`()
    throws
  {
    let box = try CommandBox()
    let path = try write(jobs(1..<10), "jobs.txt", box)
    let array = try write(
      jobs(20..<24).replacing("2", with: "2", maxReplacements: 0)
        .replacing(/(?m)^(\d+)\|/) { "77_\($0.output.1)|" }, "array.txt", box)
    for (file, tag) in [(path, "sweep=lr"), (array, "seed=1")] {
      #expect(
        try box.run(["resurrect", file, "--watts", "250", "--project", "demo", "--tag", tag]).status
          == 0)
    }
    func runs(_ arguments: [String]) throws -> Int? {
      let report = try object(
        try box.run(["experiment", "report"] + arguments + ["--format", "json"]).output)
      return (report["rows"] as? [[String: Any]])?.last?["runs"] as? Int
    }
    #expect(try runs(["lr"]) == 9)
    #expect(try runs(["--array", "77"]) == 4)
    #expect(try runs(["demo"]) == 13)
    #expect(try runs(["--name", "trial-2*"]) == 5)
    #expect(try runs(["--name-regex", "trial-[12]$"]) == 2)
    #expect(try runs(["--tag", "seed=1"]) == 4)
    let list = try box.run(["experiment", "list"]).output
    #expect(list.contains("lr") && list.contains("77"))
    let by = try box.run(["experiment", "list", "--by", "seed"]).output
    #expect(by.contains("1") && !by.contains("lr"))
    let none = try box.run(["experiment", "show", "nothing"])
    #expect(none.status == 64 && none.errors.contains("joulebook experiment list"))
  }

  @Test(arguments: [
    (["resurrect", "/nowhere"], "no such file"), (["resurrect", "x.bin"], "no such file"),
    (["experiment", "report", "--maximise", "a", "--minimise", "b"], "one of them"),
    (["experiment", "report"], "no runs"),
  ])
  func `what cannot be done is said with what to do`(arguments: [String], words: String) throws {
    let answer = try CommandBox().run(arguments)
    #expect(
      answer.status == 64 && answer.errors.lowercased().contains(words.lowercased())
        && answer.output == "",
      Comment(rawValue: answer.errors))
  }
}
