public import Accounting
import Bookkeeping
public import Quantities

/// Entries with known numbers, for tests of everything that reads a ledger.
public enum SampleEntries {
  public static let start = Timestamp(nanoseconds: 1_795_528_800_000_000_000)

  /// A run of `seconds` on a machine with one metered package, one metered DRAM inside no other,
  /// a breakdown of the package, and a modelled GPU.
  ///
  /// Per second: package 50 J, of which the run's share is 60 % and Joulebook's 1 %, idle 10 W;
  /// DRAM 4 J, by the same shares, idle 1 W; cores, a part of the package, 30 J; GPU 100 J, wholly
  /// the run's.
  public static func entry(
    id: String = "20261124-140000-aaaaaa", name: String = "train", project: String = "demo",
    tags: [String: String] = [:], after: Duration = .zero, seconds: Double = 60,
    spans count: Int = 6, machine: String = "machine-1", policy: AttributionPolicy = .byUse,
    exitCode: Int? = 0, signal: Int? = nil, share: Double = 0.6, gaps: [Gap] = [],
    warnings: [String] = []
  ) -> Entry {
    let step = seconds / Double(count)
    let started = start + after
    let spans = (0..<count).map { index in
      Run.Span(
        start: Double(index) * step, end: Double(index + 1) * step,
        tallies: devices.map { tally($0, seconds: step, share: share) })
    }
    let records = devices.enumerated().map { index, device in
      record(device, total: spans.reduce(into: Tally()) { $0 += $1.tallies[index] })
    }
    let run = Run(
      id: id, name: name, project: project, stage: "training", tags: tags,
      command: ["python3", "train.py"], started: started,
      ended: started + .milliseconds(Int64((seconds * 1000).rounded())), seconds: seconds,
      exitCode: exitCode, signal: signal, host: "host-1", machine: machine, devices: records,
      spans: spans,
      cpu: Run.CPUUse(
        run: 2.4 * seconds, own: 0.0004 * seconds, machine: 4 * seconds, capacity: 8 * seconds,
        way: .ownCgroup, blindSpot: ""), gaps: gaps, warnings: warnings)
    return Entry(run: run, policy: policy, site: site, version: "0.1.0")
  }

  public static let site = Site(
    factor: EmissionFactor(
      region: "DE", name: "Germany",
      intensity: Estimate(
        .gramsPerKilowattHour(340), low: .gramsPerKilowattHour(300),
        high: .gramsPerKilowattHour(400)), year: 2024,
      basis: "life-cycle, location-based, yearly average",
      source: Citation(
        id: "sample-2025", author: "Sample", title: "Yearly electricity", year: 2025,
        licence: "CC-BY-4.0", address: "https://example.org")),
    pue: PUE(
      Estimate(Ratio(1.2), low: Ratio(1.1), high: Ratio(1.5)), origin: "given by --pue"),
    origin: "given by --region")

  private static let devices = [
    Device(
      component: .cpu, name: "package-0", sensor: "rapl-powercap", evidence: .metered,
      sharing: .cpuTime),
    Device(
      component: .memory, name: "dram-0", sensor: "rapl-powercap", evidence: .metered,
      sharing: .cpuTime),
    Device(
      component: .cpu, name: "core-0", sensor: "rapl-powercap", evidence: .metered,
      sharing: .cpuTime, partOf: "package-0"),
    Device(
      component: .gpu, name: "GPU-0", sensor: "gpu-model", evidence: .modelled,
      sharing: .deviceProcesses, accuracy: Device.Accuracy(low: 0.7, high: 1.4)),
  ]

  private static func watts(_ device: Device) -> (drawn: Double, idle: Double) {
    switch device.component {
    case .cpu: device.partOf == nil ? (50, 10) : (30, 5)
    case .memory: (4, 1)
    case .gpu, .system, .other: (100, 0)
    }
  }

  private static func tally(_ device: Device, seconds: Double, share: Double) -> Tally {
    let isShared = device.sharing == .cpuTime
    var tally = Tally()
    tally.energy = watts(device).drawn * seconds
    tally.seconds = seconds
    tally.run = tally.energy * (isShared ? share : 1)
    tally.runSeconds = seconds * (isShared ? share : 1)
    if isShared {
      tally.own = tally.energy * 0.01
      tally.ownSeconds = seconds * 0.01
    }
    return tally
  }

  private static func record(_ device: Device, total: Tally) -> Run.DeviceRecord {
    let isShared = device.sharing == .cpuTime
    let joulesPerCount = 0.25
    let counts = UInt64((total.energy / joulesPerCount).rounded())
    let idle = Power.watts(watts(device).idle)
    return Run.DeviceRecord(
      device: device, total: total, idlePower: Estimate(idle, low: idle * 0.9, high: idle * 1.1),
      idleEvidence: .metered, idleOrigin: "lowest power seen on this machine",
      reserved: isShared ? 0.5 : 1,
      shareNote: isShared ? "by CPU time" : "only the run's processes were on the device",
      exclusive: !isShared,
      counter: device.evidence == .metered
        // One turn of the counter lies inside the run.
        ? Run.CounterEnds(
          opening: 1_000_000, closing: 1_000_000 + counts - 900_000, wraps: 1, modulus: 900_000,
          joulesPerCount: joulesPerCount,
          correction: total.energy - Double(counts) * joulesPerCount) : nil)
  }
}

extension SampleEntries {
  /// A run of a minute that books everything its machine drew.
  public static func wholeMachine(id: String, after: Duration = .zero) -> Entry {
    entry(id: id, after: after, policy: .wholeMachine)
  }

  /// A run in which no device was measured or modelled.
  public static func unmeasured(id: String, after: Duration = .zero) -> Entry {
    var entry = entry(id: id, name: "bare", after: after)
    entry.run.devices = []
    entry.run.spans = []
    return entry
  }

  /// Books entries in the ledger at `path`, which is made when it is missing.
  public static func book(_ entries: [Entry], at path: String) throws {
    let ledger = Ledger(path: path)
    for entry in entries { try ledger.book(entry) }
  }
}
