import CommandTesting
import Foundation
import Testing

/// `joulebook import`, as people use it.
struct ImportCommandTests {
  private static let rows = """
    timestamp,project_name,run_id,duration,emissions,emissions_rate,cpu_power,gpu_power,ram_power,cpu_energy,gpu_energy,ram_energy,energy_consumed,country_name,country_iso_code,region,cloud_provider,cloud_region,codecarbon_version,ram_total_size,tracking_mode,on_cloud,pue
    2024-05-02T11:00:36,train,0a578547-1d6b-4e2f-be0c-7ad10f2f7c97,36.0,5e-05,1.3888888888888888e-06,42.5,40.0,15.0,0.000425,0.0004,0.00015,0.000975,France,FRA,,,,2.8.3,40.0,machine,N,1.0
    2024-05-02T11:01:36,eval,1a578547-1d6b-4e2f-be0c-7ad10f2f7c97,36.0,5e-05,1.3888888888888888e-06,42.5,40.0,15.0,0.000425,0.0004,0.00015,0.000975,France,FRA,,,,2.8.3,40.0,machine,N,1.0
    2024-05-02T11:02:36,bad,2a578547-1d6b-4e2f-be0c-7ad10f2f7c97,-1,5e-05,1,42.5,40.0,15.0,0.000425,0.0004,0.00015,0.000975,France,FRA,,,,2.8.3,40.0,machine,N,1.0

    """

  private func write(_ text: String, _ name: String, _ box: CommandBox) throws -> String {
    let path = box.folder + "/" + name
    try text.write(toFile: path, atomically: true, encoding: .utf8)
    return path
  }

  /// Without the breaks of lines.
  private func plain(_ text: String) -> String {
    text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test func `an import says what became of each row, and keeps the original`() throws {
    let box = try CommandBox()
    let path = try write(Self.rows, "emissions.csv", box)
    let first = try box.run(["import", path, "--time-zone", "UTC", "--format", "json"])
    let answer = try object(first.output)
    let source = try #require((answer["sources"] as? [[String: Any]])?.first)
    #expect(source["rows_read"] as? Int == 3 && source["rows_taken"] as? Int == 2)
    #expect(source["rows_refused"] as? Int == 1 && source["rows_repaired"] as? Int == 0)
    let refused = try #require((source["refused"] as? [[String: Any]])?.first)
    #expect(
      refused["line"] as? Int == 4 && refused["reason"] as? String == "duration is negative: -1")
    let original = try #require((source["originals"] as? [[String: Any]])?.first)
    let kept = try #require(original["kept"] as? String)
    #expect(try Data(contentsOf: URL(fileURLWithPath: kept)) == Data(Self.rows.utf8))
    let hash = try #require(original["sha256"] as? String)
    #expect(kept.hasSuffix("/imports/sha256/\(hash.prefix(2))/\(hash)"))
    let run = try object(try box.run(["show", "train", "--format", "json"]).output)
    #expect((run["tags"] as? [String: String])?["imported.sha256"] == hash)
    let reported = try #require(run["reported"] as? [String: Any])
    #expect(reported["energy_joules"] as? Double == 0.000975 * 3.6e6)
    #expect(reported["emissions_grams"] as? Double == 0.05 && reported["line"] as? Int == 2)
    let again = try box.run(["import", path, "--time-zone", "UTC"])
    #expect(again.status == 0 && again.output.contains("2 in the ledger already"))
    #expect(again.output.contains("Nothing was booked."))
    #expect(try box.run(["check"]).status == 0)
  }

  @Test func `many rows are kept in a table, and every command knows its runs`() throws {
    let box = try CommandBox()
    let lines = Self.rows.split(separator: "\n").map(String.init)
    let text = (0..<1200).map { index in
      lines[1].replacing(
        "0a578547-1d6b-4e2f-be0c", with: String(format: "0a578547-1d6b-4e2f-%04d", index)
      )
      .replacing("11:00:36", with: String(format: "%02d:%02d:36", index / 60, index % 60))
    }
    let path = try write(([lines[0]] + text).joined(separator: "\n"), "emissions.csv", box)
    let taken = try box.run(["import", path, "--time-zone", "UTC", "--tag", "sweep=lr"])
    #expect(taken.output.contains("1200 booked, 1200 of them in tables"), "\(taken)")
    #expect(try box.run(["check"]).status == 0)
    #expect(try box.run(["list", "--all"]).output.contains("1200 runs"))
    let last = try object(try box.run(["show", "last", "--format", "json"]).output)
    let id = try #require(last["id"] as? String)
    #expect(try box.run(["explain", id]).output.contains("codecarbon"))
    #expect(try box.run(["tag", id, "kept=yes"]).status == 0)
    #expect(try box.run(["list", "--tag", "kept=yes"]).output.contains(id))
    let report = try object(try box.run(["experiment", "report", "lr", "--format", "json"]).output)
    let rows = try #require(report["rows"] as? [[String: Any]])
    #expect(rows[0]["runs"] as? Int == 1200)
  }

  @Test func `another tool's figure stands beside ours, with the reasons`() throws {
    let box = try CommandBox()
    let path = try write(Self.rows, "emissions.csv", box)
    _ = try box.run(["import", path, "--time-zone", "UTC", "--pue", "1.2"])
    let text = try box.run(["compare", "train"])
    #expect(text.status == 0, "\(text.errors)")
    for part in ["PUE: its 1, ours 1.2", "Carbon intensity", "3 W for each 8 of 40 GB", "42.5 W"] {
      #expect(plain(text.output).contains(part), "\(text.output)")
    }
    let answer = try object(try box.run(["compare", "train", "--format", "json"]).output)
    let factors = try #require(answer["factors"] as? [[String: Any]])
    let ratios = factors.compactMap { $0["ratio"] as? Double }
    #expect(ratios.count == 4 && abs(ratios[0] * ratios[1] * ratios[2] / ratios[3] - 1) < 1e-9)
  }

  @Test func `the figure of a run that was metered is found by machine and time`() throws {
    let box = try CommandBox()
    _ = try box.run(["run", "--name", "ours", "--", "sleep", "0.3"])
    let ours = try object(try box.run(["show", "ours", "--format", "json"]).output)
    let host = try #require(ours["host"] as? String)
    let ended = try #require(ours["ended"] as? String)
    let row = Self.rows.split(separator: "\n")[1].replacing("2024-05-02T11:00:36", with: ended)
      .replacing(",36.0,", with: ",0.2,")
    let path = try write(Self.rows.split(separator: "\n")[0] + "\n" + row + "\n", "e.csv", box)
    let refused = try box.run(["import", path, "--host", host])
    #expect(refused.output.contains("--overlap part"), "\(refused)")
    let none = try box.run(["compare", "ours"])
    #expect(none.status == 64 && none.errors.contains("--overlap part"))
    let part = try box.run(["import", path, "--host", host, "--overlap", "part"])
    #expect(plain(part.output).contains("1 of them as parts of other runs"), "\(part)")
    let text = try box.run(["compare", "ours"]).output
    #expect(text.contains("codecarbon 2.8.3 beside Joulebook"), "\(text)")
    #expect(text.contains("Time: codecarbon looked at 0.2"))
    #expect(
      try box.run(["compare", "ours", "train"]).output.contains("codecarbon 2.8.3 beside Joulebook")
    )
    #expect(try box.run(["check"]).status == 0)
  }

  @Test func `the command has two names, and its help names every kind`() throws {
    let box = try CommandBox()
    let help = try box.run(["help", "import"]).output
    #expect(help.contains("codecarbon") && help.contains("resurrect") && help.contains("--date"))
    let wrong = try box.run(["resurrect", "--colour", "x"])
    #expect(wrong.status == 64 && wrong.errors.contains("joulebook help import"))
  }

  @Test func `what is no run is said by name, alone and among others`() throws {
    let box = try CommandBox()
    let series = try write("Time,Carbon Intensity\n2019-12-20 00:00:00,218.2\n", "ci.csv", box)
    let alone = try box.run(["import", series])
    #expect(alone.status == 64 && alone.errors.contains("a series of carbon intensities"))
    let path = try write(Self.rows, "emissions.csv", box)
    let both = try box.run(["import", series, path])
    #expect(both.status == 0 && both.output.contains("not taken:"))
    #expect(plain(both.output).contains("a series of carbon intensities"))
    // A log that needs a day does not stand in the way of others.
    let gadget = try write(
      "System Time,RDTSC,Elapsed Time (sec),Cumulative Processor Energy_0(Joules)\n17:16:13:287,1,0.2,1.8\n17:16:14:287,2,1.2,9\n",
      "gadget.csv", box)
    let mixed = try box.run(["import", gadget, path])
    #expect(mixed.status == 0 && plain(mixed.output).contains("Give the day: `--date"))
    #expect(mixed.output.contains("2 in the ledger already"))
    #expect(try box.run(["import", gadget]).status == 64)
    let empty = try box.run(["import", try write("", "empty.csv", box)])
    #expect(empty.status == 64 && empty.errors.contains("It is empty"))
  }

  @Test func `what the page shows works`() throws {
    let lines =
      DocumentedExamples.of(page: "Docs/Importing.md", "joulebook")
      + DocumentedExamples.of(page: "Docs/Importing.md", "printf")
    #expect(lines.count >= 4)
    let box = try CommandBox()
    let page = DocumentedExamples.of(page: "Docs/Importing.md", "")
    for line in page where !line.isEmpty {
      let outcome = try DocumentedExamples.outcome(of: line, home: box.folder)
      #expect(outcome.status == 0, "\(line): \(outcome)")
    }
  }
}
