import Accounting
import Foundation
import JoulebookTesting
import Quantities
import Testing

@testable import Importing

/// What further tools recorded is known by its content, and read in its own units.
struct FormatTests {
  static func read(
    _ importer: String, _ files: [ImportFile], _ change: (inout ImportOptions) -> Void = { _ in }
  ) throws -> ImportBatch {
    var options = ImportOptions()
    options.date = FormatSamples.date
    change(&options)
    return try Importers.named(importer).read(files, options)
  }

  private static func devices(_ work: ImportedWork) throws -> [ImportedDevice] {
    guard case .devices(let devices) = work.power else {
      throw Problem("`\(work.name)` has no devices.", why: "", fix: "")
    }
    return devices
  }

  /// A log of training is read by a pattern of its user, so that it may be any text.
  private static func knowing(_ file: ImportFile) -> [String] {
    Importers.all.filter { $0.name != "log" && $0.recognises(file) }.map(\.name)
  }

  @Test func `each record is known by exactly one importer, and the first is that one`() {
    for (importer, file) in FormatSamples.known {
      #expect(Self.knowing(file) == [importer], "\(file.path)")
      #expect(Importers.all.first { $0.recognises(file) }?.name == importer)
    }
  }

  @Test func `a record of one tool is not taken for one of another by its name alone`() {
    for path in ["data.json", "emission.csv", "spl.txt", "perf.txt", "gpu_0_power_usage_watts"] {
      let file = FormatSamples.file("a/" + path, "nothing that any tool writes\n1 2\n")
      #expect(Self.knowing(file) == [])
    }
  }

  @Test func `what is read of each record is as it was looked at`() throws {
    var text = ""
    for (importer, file) in FormatSamples.known {
      text += "\(importer) \(file.path)\n" + Self.summary(try Self.read(importer, [file])) + "\n"
    }
    #expect(try Golden.difference(text, from: "formats.txt") == nil)
  }

  private static func summary(_ batch: ImportBatch) -> String {
    var lines = ["  \(batch.read) rows: \(batch.taken) taken"]
    for (reason, count) in batch.leftOut.sorted(by: { $0.key < $1.key }) {
      lines.append("  left out: \(count) × \(reason)")
    }
    for refusal in batch.refused { lines.append("  refused: \(refusal.line): \(refusal.reason)") }
    lines += batch.notes.map { "  note: \($0)" }
    for work in batch.works {
      lines.append("  work: \(work.name), \(work.started), \(work.seconds) s, on `\(work.host)`")
      lines.append("    key: \(work.key)")
      for (tag, value) in work.tags.sorted(by: { $0.key < $1.key }) {
        lines.append("    tag: \(tag) = \(value)")
      }
      guard case .devices(let devices) = work.power else { continue }
      for device in devices {
        lines.append(
          "    \(device.device): \(device.component) \(device.evidence) \(device.joules) J"
            + (device.partOf.map { ", in \($0)" } ?? ""))
      }
      if !work.marks.isEmpty { lines.append("    marks: \(work.marks.count)") }
      lines += work.warnings.map { "    warning: \($0)" }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  // MARK: Sums

  @Test func `Eco2AI's kilowatt-hours are those of its rows, epoch by epoch`() throws {
    let batch = try Self.read("eco2ai", FormatSamples.whole["eco2ai"] ?? [])
    #expect(batch.read == 4 && batch.taken == 4 && batch.works.count == 2)
    let hours = batch.works.compactMap(\.deviceJoules).map { $0 / 3.6e6 }
    #expect(abs(hours[0] - 7.417212818265085e-05) < 1e-19)
    let epochs = 1.511387292064607e-08 + 1.5276460601304128e-08 + 1.536413786321115e-08
    #expect(abs(hours[1] - epochs) < 1e-22)
    #expect(batch.works[1].marks.compactMap(\.epoch) == [1, 2, 3])
    #expect(batch.works[1].marks[1].metrics == ["loss": 0.5])
    #expect(try Self.devices(batch.works[0])[0].evidence == .modelled)
  }

  @Test func `an older heading and a row without an id are read, an encoded one is refused`() throws
  {
    let text = """
      project_name,experiment_description,start_time,duration(s),power_consumption(kWTh),CO2_emissions(kg),CPU_name,GPU_name,OS,region/country
      demo,old,2022-01-01 10:00:00,60,0.5,0.1,cpu,0 device(s),Linux,RU
      qmv1a0,old,8dk3h2kd9s0akd93kd,x,y,z,cpu,0 device(s),Linux,RU
      demo,old,2022-01-01 11:00:00,60,-0.5,0.1,cpu,0 device(s),Linux,RU

      """
    let batch = try Self.read("eco2ai", [FormatSamples.file("a/emission.csv", text)])
    #expect(batch.works.compactMap(\.deviceJoules) == [1.8e6])
    #expect(batch.refused.map(\.line) == [3, 4])
    #expect(batch.refused[1].reason == "`-0.5` is no energy in kWh")
  }

  @Test func `the tracker's shares are attributed, each for the time since the line before`() throws
  {
    let batch = try Self.read("impact-tracker", FormatSamples.whole["impact-tracker"] ?? [])
    let work = try #require(batch.works.first)
    let device = try Self.devices(work)[0]
    #expect(device.evidence == .attributed && device.component == .cpu)
    // By hand from the file: three steps of 2.78 to 2.82 s, the first taken to be as long as the one in the middle.
    let (at, watts) = (
      [1_795_624_687.312388, 1_795_624_690.093816, 1_795_624_692.902743, 1_795_624_695.719405],
      [2.422648616552911, 2.5145717022088925, 2.5817956844631187, 2.568965432923226]
    )
    let steps = [at[2] - at[1], at[1] - at[0], at[2] - at[1], at[3] - at[2]]
    let joules = zip(steps, watts).map { $0 * $1 }.reduce(0, +)
    #expect(abs(device.joules - joules) < 1e-5)
  }

  @Test func `a line of the tracker without power is refused and is no zero`() throws {
    let text = """
      {"timestamp":1709287200.0,"rapl_power_draw_absolute":100.0,"nvidia_draw_absolute":50.0}
      {"timestamp":1709287205.0,"cpu_count_adjusted_average_load":[0.1]}
      {"timestamp":1709287210.0,"rapl_power_draw_absolute":NaN,"nvidia_draw_absolute":50.0}
      {"timestamp":1709287215.0,"rapl_power_draw_absolute":100.0,"nvidia_dr

      """
    let batch = try Self.read(
      "impact-tracker", [FormatSamples.file("impacttracker/data.json", text)])
    #expect(batch.refused.map(\.line) == [2, 4] && batch.taken == 2)
    let devices = try Self.devices(try #require(batch.works.first))
    #expect(devices.map(\.device) == ["gpus"] && devices[0].evidence == .metered)
  }

  @Test func `windows of Zeus hold those within them, which become marks`() throws {
    let batch = try Self.read("zeus", [FormatSamples.stored("zeus/nested.csv")])
    #expect(batch.read == 6 && batch.taken == 2 && batch.refused == [])
    #expect(batch.works.map { $0.tags["zeus.window"] } == ["epoch 0", "epoch 1"])
    #expect(batch.works[0].marks.count == 4)
    // Zeus does not quote names; this one has a comma.
    #expect(batch.works[0].marks[0].stage == "step 0, fwd")
    let joules = 60.0679999999702 + 120.1359999999404
    #expect(batch.works[0].deviceJoules == joules)
  }

  @Test func `windows of Zeus that overlap are refused, and those without a date say what to give`()
    throws
  {
    let text = """
      start_time,window_name,elapsed_time,gpu0_energy
      100.0,a,10.0,1000
      105.0,b,10.0,1000
      120.0,c,10.0,-5
      130.0,d,10.0,0
      140.0,e,ten,10

      """
    let file = FormatSamples.file("a/zeus.csv", text)
    let batch = try Self.read("zeus", [file])
    #expect(batch.refused.map(\.line) == [4, 6, 3] && batch.works.count == 2)
    #expect(batch.refused[0].reason == "gpu0 has -5 J: its counter was set back within the window")
    #expect(batch.works[1].warnings.contains { $0.contains("reads 0") })
    #expect(batch.works[1].started.description == "2024-03-01T10:00:30.000Z")
    let undated = try Self.read("zeus", [file]) { $0.date = nil }
    #expect(undated.works == [] && undated.refused[0].reason == ImportBeginning.reason)
  }

  @Test func `logs of Zeus's monitors are in milliwatts or in watts by who wrote them`() throws {
    let old = try Self.read("zeus", [FormatSamples.file("a/monitor.csv", FormatSamples.milliwatts)])
    #expect(old.works.first?.deviceJoules == 420 && old.refused.map(\.line) == [5])
    let new = try Self.read("zeus", [FormatSamples.stored("zeus/power.csv")])
    let devices = try Self.devices(try #require(new.works.first))
    #expect(devices.map(\.device) == ["gpu0", "gpu1"] && new.taken == 13)
    // Thirteen readings a quarter of a second apart, of 100 to 130 W and of 200 to 230 W.
    #expect((300...390).contains(devices[0].joules) && (600...690).contains(devices[1].joules))
  }

  @Test func `perun's counters are taken before the powers that it made of them`() throws {
    // Last less first of each `alt_values`, in microjoules.
    let counted = [425_292_088 - 273_327_846, 288_680_625 - 187_371_130, 56_737_125 - 36_475_226]
    for path in ["perun/train.json", "perun/train-hdf5.json"] {
      let work = try #require(try Self.read("perun", [FormatSamples.stored(path)]).works.first)
      let devices = try Self.devices(work)
      #expect(devices.map(\.device) == ["cpu_0_package-0", "cpu_1_package-1", "ram_0_dram"])
      for (device, joules) in zip(devices, counted) {
        #expect(abs(device.joules - Double(joules) * 1e-6) < 1e-9, "\(path)")
      }
      // What perun itself says is kept, to the digits of its 32 bits.
      #expect(work.tags["perun.energy_joules"] == "273.282", "\(path)")
      #expect(work.warnings.contains { $0.contains("273.282 J") })
    }
  }

  @Test func `a power log of MLPerf is cut to its run, with straight lines at the ends`() throws {
    let batch = try Self.read("mlperf", FormatSamples.whole["mlperf"] ?? [])
    let work = try #require(batch.works.first)
    #expect(work.name == "bert" && work.seconds == 5 && work.tags["mlperf.status"] == "success")
    // 6 to 7 kW over two seconds, 7 kW over two, 7 to 5 kW over one.
    #expect(work.deviceJoules == 33_000)
    #expect(batch.leftOut["readings before and after the run"] == 2)
    #expect(work.marks.map(\.step) == [2] && work.marks[0].metrics == ["eval_accuracy": 0.71])
  }

  @Test func `PTDaemon's first watts are all channels, and failed readings are refused`() throws {
    let batch = try Self.read("mlperf", [FormatSamples.file("power/spl.txt", FormatSamples.daemon)])
    let work = try #require(batch.works.first)
    #expect(work.deviceJoules == 610 && batch.refused.map(\.line) == [4])
    #expect(batch.leftOut == ["readings of the run that sets the analyser's range": 1])
    #expect(work.started.description == "2024-03-01T10:00:00.000Z")
  }

  @Test func `a meter whose clock is hours off is left out, and copies of a log are told`() throws {
    let batch = try Self.read(
      "mlperf", [FormatSamples.file("power/nodes.csv", FormatSamples.table)])
    let work = try #require(batch.works.first)
    #expect(try Self.devices(work).map(\.device) == ["node_1", "node_2"] && work.seconds == 2)
    #expect(work.deviceJoules == 8000 && batch.leftOut.values.reduce(0, +) == 2)
    #expect(work.warnings.contains { $0.contains("node_1, node_2 are the same") })
  }
}
