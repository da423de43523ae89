import Quantities
import Testing

@testable import Accounting

/// Parts of one launch, taken together.
struct LaunchTests {
  private func part(
    _ id: String, launch: String? = "job-1", step: String = "0", machine: String = "n1",
    second: Int64 = 0, seconds: Double = 10, watts: Double = 100, exit: Int? = 0,
    parent: String? = nil, ranks: String? = nil
  ) -> Entry {
    var tags = ["slurm.step": step]
    tags["launch"] = launch
    tags["launch.ranks"] = ranks
    var tally = Tally()
    tally.energy = watts * seconds
    tally.seconds = seconds
    let device = Run.DeviceRecord(
      device: Device(
        component: .cpu, name: "package-0", sensor: "rapl", evidence: .metered, sharing: .cpuTime),
      total: tally, idlePower: .zero, idleEvidence: .assumed, idleOrigin: "", reserved: 1,
      shareNote: "", exclusive: false, counter: nil)
    let started = Timestamp(nanoseconds: 1_764_000_000_000_000_000) + .seconds(second)
    let run = Run(
      id: id, name: "train", project: "p", stage: "run", tags: tags, command: ["train"],
      started: started, ended: started + .milliseconds(Int64(seconds * 1000)), seconds: seconds,
      exitCode: exit, signal: nil, host: machine, machine: machine, devices: [device], spans: [],
      cpu: Run.CPUUse(
        run: 1, own: 0, machine: 1, capacity: 10, way: .processTree, blindSpot: ""),
      gaps: [], warnings: [], parent: parent)
    return Entry(run: run, policy: .wholeMachine, site: Self.site, version: "1")
  }

  private static let site = Site(
    factor: EmissionFactor(
      region: "X", name: "X", intensity: Estimate(exactly: .gramsPerKilowattHour(100)), year: 2020,
      basis: "b",
      source: Citation(id: "i", author: "A", title: "T", year: 2020, licence: "", address: "")),
    pue: PUE(Estimate(exactly: Ratio(1.5)), origin: "given"), origin: "given")

  @Test func `energies of parts add up and the time goes from the first start to the last end`()
    throws
  {
    let launch = try #require(
      Launch(
        id: "job-1",
        parts: [
          part("b", machine: "n2", second: 2, seconds: 20, ranks: "4"),
          part("a", ranks: "4"), part("c", step: "1", second: 30, seconds: 5),
        ]))
    #expect(launch.parts.map(\.run.id) == ["a", "b", "c"])
    #expect(launch.sum.energy.value == .joules(3500))
    #expect(launch.seconds == 35 && launch.machines == 2 && launch.ranks == 8)
    #expect(launch.sum.evidenceMix == [.metered: 1])
  }

  @Test func `a part that another part started is in that one already`() throws {
    let launch = try #require(
      Launch(id: "job-1", parts: [part("a"), part("b", second: 1, seconds: 5, parent: "a")]))
    #expect(launch.sum.energy.value == .joules(1000))
  }

  @Test func `a launch failed when one of its parts did`() throws {
    let launch = try #require(
      Launch(
        id: "job-1", parts: [part("a", exit: nil), part("b", second: 1, exit: 3), part("c")]))
    #expect(launch.telling.exitCode == 3)
    #expect(
      try #require(Launch(id: "x", parts: [part("a", exit: nil), part("b")])).telling.exitCode == 0)
  }

  @Test func `lists put parts together where the first stands, and leave single runs alone`() {
    let entries = [
      part("x", launch: nil), part("a"), part("y", launch: "job-2"), part("b", machine: "n2"),
    ]
    let ids = Launch.folded(entries).map { item in
      switch item {
      case .run(let entry): entry.run.id
      case .launch(let launch): launch.id + " of \(launch.parts.count)"
      }
    }
    #expect(ids == ["x", "job-1 of 2", "y"])
  }
}

/// What a run leaves to others that claim the same.
struct CededTests {
  private func record(ceded: Double?) -> Run.DeviceRecord {
    var tally = Tally()
    tally.energy = 1000
    tally.own = 10
    tally.seconds = 10
    var record = Run.DeviceRecord(
      device: Device(
        component: .cpu, name: "p", sensor: "rapl", evidence: .metered, sharing: .cpuTime),
      total: tally, idlePower: .zero, idleEvidence: .assumed, idleOrigin: "", reserved: 0.8,
      shareNote: "", exclusive: false, counter: nil)
    record.ceded = ceded
    return record
  }

  @Test func `a whole machine books what is not left to others, and the pools add up`() {
    let share = Attribution(record(ceded: 300), policy: .wholeMachine)
    #expect(share.run.value == .joules(690) && share.unexplained == .joules(300))
    #expect(share.total == .joules(1000))
  }

  @Test func `a reservation is cut, and use is not`() {
    #expect(Attribution(record(ceded: 300), policy: .byReservation).run.value == .joules(500))
    #expect(
      Attribution(record(ceded: 300), policy: .byUse)
        == Attribution(record(ceded: nil), policy: .byUse))
  }

  @Test func `over a part of the run a part is left to others`() {
    var half = Tally()
    half.energy = 500
    #expect(record(ceded: 300).over(half).ceded == 150)
    #expect(record(ceded: nil).over(half).ceded == nil)
  }
}
