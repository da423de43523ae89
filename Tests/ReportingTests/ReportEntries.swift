import Accounting
import Quantities

/// A run with a metered package and a modelled GPU, as the reports show it.
enum ReportEntries {
  static func entry(id: String = "20261124-140000-aaaaaa", name: String = "train") -> Entry {
    let devices = [package, gpu]
    let start = Timestamp(nanoseconds: 1_795_528_800_000_000_000)
    return Entry(
      run: Run(
        id: id, name: name, project: "demo", stage: "training", tags: [:],
        command: ["python3", "train.py"], started: start, ended: start + .seconds(60), seconds: 60,
        exitCode: 0, signal: nil, host: "host-1", machine: "machine-1", devices: devices,
        spans: [Run.Span(start: 0, end: 60, tallies: devices.map(\.total))],
        cpu: Run.CPUUse(
          run: 144, own: 0.024, machine: 240, capacity: 480, way: .processTree,
          blindSpot: "children that ended unseen under an ignored SIGCHLD"),
        gaps: [
          Gap(
            device: "package-0", reason: .reset, start: 12, end: 13, energy: nil,
            note: "The counter began again from a lower value")
        ], warnings: ["The region was taken from the time zone"]),
      policy: .byUse,
      site: Site(
        factor: EmissionFactor(
          region: "DE", name: "Germany",
          intensity: Estimate(
            .gramsPerKilowattHour(340), low: .gramsPerKilowattHour(300),
            high: .gramsPerKilowattHour(400)), year: 2024, basis: "life-cycle, yearly average",
          source: Citation(
            id: "sample", author: "Sample", title: "Yearly electricity", year: 2025,
            licence: "CC-BY-4.0", address: "https://example.org")),
        pue: PUE(Estimate(Ratio(1.2), low: Ratio(1.1), high: Ratio(1.5)), origin: "given by --pue"),
        origin: "time zone Europe/Berlin"), version: "0.1.0")
  }

  private static var package: Run.DeviceRecord {
    var total = Tally()
    total.energy = 3000
    total.run = 1800
    total.own = 30
    total.runSeconds = 36
    total.ownSeconds = 0.6
    total.seconds = 60
    return Run.DeviceRecord(
      device: Device(
        component: .cpu, name: "package-0", sensor: "rapl-powercap", evidence: .metered,
        sharing: .cpuTime), total: total,
      idlePower: Estimate(.watts(10), low: .watts(9), high: .watts(11)), idleEvidence: .metered,
      idleOrigin: "lowest power seen on this machine", reserved: 1, shareNote: "by CPU time",
      exclusive: false,
      counter: Run.CounterEnds(
        opening: 4000, closing: 1000, wraps: 1, modulus: 6000, joulesPerCount: 1, correction: 0))
  }

  private static var gpu: Run.DeviceRecord {
    var total = Tally()
    total.energy = 6000
    total.run = 6000
    total.runSeconds = 60
    total.seconds = 60
    return Run.DeviceRecord(
      device: Device(
        component: .gpu, name: "GPU-0", sensor: "gpu-model", evidence: .modelled,
        sharing: .deviceProcesses, accuracy: Device.Accuracy(low: 0.7, high: 1.4)), total: total,
      idlePower: .zero, idleEvidence: .modelled, idleOrigin: "", reserved: 1,
      shareNote: "only the run's processes were on the device", exclusive: true, counter: nil)
  }
}
