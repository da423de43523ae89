import Accounting
import Foundation
import Quantities
import Testing

@testable import Importing

/// Counters and means over time: exporters of Prometheus, RAPL by several tools, system metrics.
struct CounterFormatTests {
  private func read(
    _ importer: String, _ text: String, _ change: (inout ImportOptions) -> Void = { _ in }
  ) throws -> ImportBatch {
    try FormatTests.read(importer, [FormatSamples.file("a/record.txt", text)], change)
  }

  private func devices(_ work: ImportedWork?) throws -> [ImportedDevice] {
    guard case .devices(let devices)? = work?.power else {
      throw Problem("There are no devices.", why: "", fix: "")
    }
    return devices
  }

  // MARK: Prometheus

  @Test func `one exporter counts each domain, MIG instances are one GPU, a reset begins at zero`()
    throws
  {
    let batch = try read("prometheus", FormatSamples.scrapes)
    let work = try #require(batch.works.first)
    #expect(batch.works.count == 1 && work.host == "node7" && work.seconds == 10)
    let found = try devices(work)
    // 2,500,000 mJ; from 262,000.5 J the counter turned and showed 800.5 J; 50 J.
    let joules = Dictionary(found.map { ($0.device, $0.joules) }) { first, _ in first }
    #expect(joules == ["GPU-aaaa": 2500, "package-0": 800.5, "dram-0": 50])
    #expect(Set(found.map(\.sensor)) == ["dcgm", "node-exporter"])
    #expect(work.warnings.contains { $0.contains("began anew 1 times") })
    #expect(
      batch.leftOut == [
        "metrics of other things than energy": 1,
        "power of devices whose energy is counted": 2,
        "further samples of one device and moment, such as MIG instances": 2,
        "kepler, which counts what node-exporter counted": 2,
        "scaphandre, which counts what node-exporter counted": 2,
      ])
  }

  @Test(arguments: ["range.json", "range.txt", "dump.txt"])
  func `what Prometheus and promtool write is read as it is`(name: String) throws {
    let file = FormatSamples.stored("prometheus/\(name)")
    let work = try #require(try FormatTests.read("prometheus", [file]).works.first)
    #expect(work.host == "node7")
    // The exporter showed 250.5, 90 and 12 W.
    let shown: [String: Double] = ["GPU-0001": 250.5, "dram intel-rapl:0:0": 12]
    for device in try devices(work) {
      guard case .counts(let counts) = device.record, let last = counts.last else {
        Issue.record("\(device.device) is no counter")
        continue
      }
      let watts = shown[device.device] ?? 90
      let ratio = device.joules / (last.at - counts[0].at) / watts
      #expect(abs(ratio - 1) < 0.002, "\(device.device)")
    }
  }

  @Test func `scrapes in files of their own are one series, by the node's clock`() throws {
    func scrape(_ name: String, _ joules: Int, _ time: Double) -> ImportFile {
      FormatSamples.file(
        "s/\(name)",
        """
        # TYPE node_rapl_package_joules_total counter
        node_rapl_package_joules_total{index="0",path="/sys/class/powercap/intel-rapl:0"} \(joules)
        node_rapl_package_joules_total{index="0",path="/sys/class/powercap/intel-rapl-mmio:0"} \(joules)
        node_time_seconds \(time)

        """)
    }
    let files = [scrape("1.prom", 100, 1.709287200e9), scrape("2.prom", 700, 1.709287260e9)]
    let batch = try FormatTests.read("prometheus", files) { $0.host = "node7" }
    #expect(batch.works.first?.deviceJoules == 600 && batch.works.first?.seconds == 60)
    #expect(batch.leftOut.values.reduce(0, +) == 4 && batch.refused == [])
  }

  @Test func `a scrape without a time is refused with what to write before it`() throws {
    let batch = try read(
      "prometheus", "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION{UUID=\"GPU-a\"} 5\nnot a metric at all\n")
    #expect(batch.works == [] && batch.refused.map(\.line) == [1, 2])
    #expect(batch.refused[0].reason.contains("# 2024-03-01T10:00:00Z"))
  }

  @Test func `pods without their node are works with attributed energy, processes are in them`()
    throws
  {
    let batch = try read("prometheus", FormatSamples.keplerPods)
    #expect(batch.works.map { $0.tags["prometheus.owner"] } == ["shop/db-0", "shop/web-1"])
    #expect(batch.works.compactMap(\.deviceJoules) == [5, 60.5])
    #expect(try devices(batch.works[1])[0].evidence == .attributed)
    #expect(batch.leftOut == ["shares of processes, which are in those of pods": 2])
  }

  @Test func `a meter of the whole machine has the others in it`() throws {
    let text = """
      ceems_ipmi_dcmi_current_watts{hostname="n1"} 400 1709287200000
      ceems_ipmi_dcmi_current_watts{hostname="n1"} 600 1709287210000
      ceems_rapl_package_joules_total{hostname="n1",index="0"} 10 1709287200000
      ceems_rapl_package_joules_total{hostname="n1",index="0"} 1010 1709287210000
      ceems_rapl_psys_joules_total{hostname="n1",index="0"} 10 1709287200000
      ceems_rapl_psys_joules_total{hostname="n1",index="0"} 2010 1709287210000

      """
    let batch = try read("prometheus", text)
    let work = try #require(batch.works.first)
    #expect(work.deviceJoules == 5000)
    #expect(try devices(work).first { $0.device == "package-0" }?.partOf == "ipmi")
    #expect(batch.leftOut == ["a second meter of the whole machine": 2])
  }

  // MARK: RAPL

  @Test func `perf's joules are read with the marks of any locale, cores within the package`()
    throws
  {
    for text in [
      FormatSamples.perf,
      FormatSamples.perf.replacing("1,234.56", with: "1.234,56")
        .replacing("98.70", with: "98,70").replacing("123.45", with: "123,45"),
    ] {
      let work = try #require(try read("perf", text).works.first)
      #expect(work.deviceJoules == 1234.56 + 98.7 && work.name == "system wide")
      #expect(work.started.description == "2024-03-01T10:00:00.000Z")
      #expect(work.seconds == 10.002345678)
      #expect(try devices(work).first { $0.device == "cores" }?.partOf == "pkg")
    }
  }

  @Test func `perf's means of several runs are times the runs`() throws {
    let text = FormatSamples.perf.replacing("'system wide':", with: "'make' (5 runs):")
    let work = try #require(try read("perf", text).works.first)
    #expect(work.seconds == 10.002345678 * 5)
    #expect(abs((work.deviceJoules ?? 0) - 6666.3) < 1e-9)
  }

  @Test func `intervals of perf add up by socket, and what was not counted is refused`() throws {
    let batch = try read("perf", FormatSamples.perfInterval)
    let found = try devices(batch.works.first)
    #expect(found.map(\.device) == ["pkg S0", "pkg S1"])
    #expect(abs(found[0].joules - 181.94) < 1e-9 && abs(found[1].joules - 120.3) < 1e-9)
    #expect(batch.refused.map(\.line) == [7] && batch.refused[0].reason.contains("<not counted>"))
    guard case .counts(let counts) = found[1].record else {
      Issue.record("a series of perf is no counter")
      return
    }
    #expect(counts.filter(\.isAfterGap).map(\.at) == [2.000578401])
    let cells = try read("perf", FormatSamples.perfCells)
    #expect(abs((cells.works.first?.deviceJoules ?? 0) - 138.74) < 1e-9 && cells.refused == [])
    let objects = try read("perf", FormatSamples.perfObjects)
    #expect(abs((objects.works.first?.deviceJoules ?? 0) - 122) < 1e-9)
    #expect(objects.refused.map(\.line) == [4])
  }

  @Test func `cells of perf without a time are refused, because nothing says how long it counted`()
    throws
  {
    let batch = try read("perf", "12.34,Joules,power/energy-pkg/,1001062,100.00,,\n")
    #expect(batch.works == [] && batch.refused.count == 1)
    #expect(batch.refused[0].reason.contains("-I 1000"))
  }

  @Test func `turbostat's summary stands for the time before it, processors are in it`() throws {
    let batch = try read("turbostat", FormatSamples.turbostat)
    let work = try #require(batch.works.first)
    // Three steps of five seconds: 100, 200 and 200 W, memory 10, 12 and 12 W.
    #expect(work.seconds == 15 && work.deviceJoules == 2500 + 170)
    #expect(work.started.description == "2024-03-01T10:00:00.000Z")
    #expect(batch.leftOut.values.reduce(0, +) == 2)
    let once = try read("turbostat", FormatSamples.turbostatJoules)
    #expect(once.works.first?.deviceJoules == 1100.75 && once.works.first?.seconds == 10.002345)
  }

  @Test func `turbostat without times is refused with the option that writes them`() throws {
    let batch = try read("turbostat", "Avg_MHz\tPkgWatt\n1200\t100.00\n1200\t100.00\n")
    #expect(batch.works == [] && batch.refused.count == 2)
    #expect(batch.refused[0].reason.contains("--enable Time_Of_Day_Seconds"))
  }

  @Test func `powerstat's times go over midnight, and the day is given`() throws {
    let work = try #require(try read("powerstat", FormatSamples.powerstat).works.first)
    #expect(work.seconds == 3 && work.deviceJoules == 18)
    #expect(work.started.description == "2024-03-01T23:59:57.000Z")
    let undated = try read("powerstat", FormatSamples.powerstat) { $0.date = nil }
    #expect(undated.refused.map(\.line) == [5, 6, 7])
  }

  @Test func `domains of powerstat that lie in one another are not added`() throws {
    let work = try #require(try read("powerstat", FormatSamples.powerstatDomains).works.first)
    #expect(work.deviceJoules == 70)
    #expect(try devices(work).first { $0.device == "package-0" }?.partOf == "psys")
    let added = FormatSamples.powerstatDomains.replacing(
      "   dram package-0   core   psys", with: ""
    ).replacing("   5.00     20.00  15.00  35.00", with: "").replacing(
      "core,", with: "")
    let batch = try read("powerstat", added)
    #expect(batch.works == [] && batch.refused.count == 2)
    #expect(batch.refused[0].reason.contains("-D"))
  }

  // MARK: System metrics

  @Test func `MLflow's milliseconds and watts make a curve for each GPU`() throws {
    let stored = try FormatTests.read("mlflow", FormatSamples.whole["mlflow"] ?? [])
    let work = try #require(stored.works.first)
    #expect(stored.works.count == 1 && work.seconds == 30)
    // By trapezoids: 60, 260, 260, 100 W and 50, 50, 51, 50 W, ten seconds apart.
    let joules: [Double] = [1600 + 2600 + 1800, 500 + 505 + 505]
    #expect(try devices(work).map(\.joules) == joules)
    let answer = try read("mlflow", FormatSamples.history)
    #expect(answer.works.first?.deviceJoules == 1600)
    #expect(answer.refused.map(\.line) == [4] && answer.leftOut.values.reduce(0, +) == 1)
    let table = try read("mlflow", FormatSamples.historyTable)
    #expect(table.works.map { $0.tags["mlflow.run"] } == ["a1", "b2"])
  }

  @Test func `powers of W&B's processes are those of the GPU once more`() throws {
    let lines = try read("wandb", FormatSamples.events)
    #expect(lines.works.first?.deviceJoules == 5100)
    #expect(lines.leftOut == ["rows without power": 1])
    let table = try read("wandb", FormatSamples.eventsTable)
    let joules: [Double] = [160 * 15 + 260 * 15, 50 * 30]
    #expect(try devices(table.works.first).map(\.joules) == joules)
    #expect(table.refused.map(\.line) == [5])
  }

  @Test func `a chart of W&B has a run in each column and no dates`() throws {
    let batch = try read("wandb", FormatSamples.chart)
    #expect(batch.works.map(\.name) == ["bright-moon-1", "dark-sea-2"])
    #expect(batch.read == 2 && batch.taken == 2)
    #expect(batch.works.compactMap(\.deviceJoules) == [1600, 1000])
    #expect(batch.works[0].started.description == "2024-03-01T10:00:00.000Z")
    let undated = try read("wandb", FormatSamples.chart) { $0.date = nil }
    #expect(undated.refused.count == 2 && undated.refused[0].reason == ImportBeginning.reason)
  }

  // MARK: Slurm

  @Test(
    arguments: [
      ("12345", 12_345.0), ("1.50M", 1.5e6), ("98.6K", 98_600), ("0", nil), ("", nil),
      ("18446744073709551614", nil), ("4294967294", nil), ("1.2X", nil),
    ] as [(String, Double?)])
  func `Slurm's joules are by thousands, and its words for no value are none`(
    text: String, joules: Double?
  ) {
    #expect(SacctImporter.joules(text) == joules)
  }

  @Test func `energy of a job is looked for in all columns that may hold it`() throws {
    let text = """
      JobID|Start|ElapsedRaw|State|AllocTRES|ConsumedEnergy|ConsumedEnergyRaw|TRESUsageInTot
      1|2024-03-01T10:00:00|60|COMPLETED|cpu=8,energy=7000,mem=1G|7.00K|7001|energy=7002
      2|2024-03-01T10:00:00|60|COMPLETED|cpu=8,energy=7000,mem=1G|7.00K|0|
      3|2024-03-01T10:00:00|60|COMPLETED|cpu=8,mem=1G|7.00K||cpu=1,energy=7002
      4|2024-03-01T10:00:00|60|COMPLETED|cpu=8,mem=1G|7.01K||
      5|2024-03-01T10:00:00|60|COMPLETED|cpu=8,energy=18446744073709551614|0|0|

      """
    let works = try read("sacct", text).works
    let joules: [ImportedWork.Power] = [
      .joules(7001, of: "nodes"), .joules(7000, of: "nodes"), .joules(7002, of: "nodes"),
      .joules(7010, of: "nodes"), .cores(8),
    ]
    #expect(works.map(\.power) == joules)
    #expect(works[3].warnings.contains { $0.contains("`7.01K`") })
  }
}
