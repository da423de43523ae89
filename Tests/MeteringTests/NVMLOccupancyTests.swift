import JoulebookTesting
import Metering
import Testing

/// Who is on a GPU, as the stub driver tells it.
struct NVMLOccupancyTests {
  typealias Fixture = NVMLSensorTests.Fixture

  /// Occupancy one second after the processes came.
  private func occupancy(
    _ processes: [GPUProcess], gpu: SimulatedDevice.GPU = .init(),
    environment: [String: String] = [:], ours: Set<Int32> = [10, 11]
  ) throws -> Occupancy {
    let fixture = try Fixture([.gpu(0, .constant(100), gpu: gpu)], environment: environment)
    try fixture.machine.set(processes: processes)
    fixture.machine.set(time: 1)
    return try fixture.probe().occupancy { ours.contains($0) }
  }

  @Test func `a GPU without processes serves nobody`() throws {
    #expect(try occupancy([]) == .nobody)
  }

  @Test func `use is divided by multiprocessor time`() throws {
    let shares = try occupancy([
      .init(gpu: 0, process: 10, use: 45), .init(gpu: 0, process: 11, use: 15),
      .init(gpu: 0, process: 99, use: 20),
    ])
    #expect(shares == .used(ours: 0.75, others: 0.25))
  }

  @Test func `a process that only holds the GPU beside one that computes has no share`() throws {
    let shares = try occupancy([
      .init(gpu: 0, process: 10, use: 50), .init(gpu: 0, process: 99, use: 0),
    ])
    #expect(shares == .used(ours: 1, others: 0))
  }

  @Test func `processes of other GPUs do not count`() throws {
    #expect(try occupancy([.init(gpu: 1, process: 10, use: 50)]) == .nobody)
  }

  @Test func `alone without figures of use, all of it is ours`() throws {
    let gpu = NVMLSensorTests.gpu { $0.unsupported = ["utilisation"] }
    let shares = try occupancy([.init(gpu: 0, process: 10, use: 50)], gpu: gpu)
    #expect(shares == .used(ours: 1, others: 0))
  }

  @Test func `with others and without figures of use, half of it is ours`() throws {
    let gpu = NVMLSensorTests.gpu { $0.unsupported = ["utilisation"] }
    let shares = try occupancy(
      [.init(gpu: 0, process: 10, use: 50), .init(gpu: 0, process: 99, use: 50)], gpu: gpu)
    #expect(shares == .used(ours: 0.5, others: 0.5))
  }

  @Test func `idle processes are still there`() throws {
    #expect(
      try occupancy([.init(gpu: 0, process: 99, use: 0)]) == .used(ours: 0, others: 1))
  }

  @Test func `a driver that lists no processes leaves their users unknown`() throws {
    let gpu = NVMLSensorTests.gpu { $0.unsupported = ["processes"] }
    #expect(try occupancy([.init(gpu: 0, process: 10, use: 50)], gpu: gpu) == .unknown)
  }

  @Test func `a process without a number leaves the users unknown`() throws {
    #expect(try occupancy([.init(gpu: 0, process: 0, use: 50)]) == .unknown)
  }

  @Test func `more processes than expected are all seen`() throws {
    let many = (1...200).map { GPUProcess(gpu: 0, process: $0, use: 1) }
    #expect(try occupancy(many, ours: Set(1...50)) == .used(ours: 0.25, others: 0.75))
  }

  @Test func `use from before the first span is not counted`() throws {
    let fixture = try Fixture([.gpu(0, .constant(100))])
    let probe = try fixture.probe()
    try fixture.machine.set(processes: [.init(gpu: 0, process: 99, use: 100)])
    fixture.machine.set(time: 1)
    _ = probe.occupancy { $0 == 10 }
    try fixture.machine.set(processes: [.init(gpu: 0, process: 10, use: 100)])
    fixture.machine.set(time: 2)
    #expect(probe.occupancy { $0 == 10 } == .used(ours: 1, others: 0))
  }

  // MARK: Instances

  static let sliced = NVMLSensorTests.gpu {
    $0.unsupported = ["utilisation"]
    $0.instances = [
      .init(uuid: "MIG-a", id: 1, slices: 3), .init(uuid: "MIG-b", id: 2, slices: 2),
      .init(uuid: "MIG-c", id: 5, slices: 2),
    ]
  }

  @Test func `instances in use share the board by slices`() throws {
    let shares = try occupancy(
      [
        .init(gpu: 0, process: 10, use: 50, instance: 1),
        .init(gpu: 0, process: 99, use: 50, instance: 5),
      ], gpu: Self.sliced)
    #expect(shares == .used(ours: 0.6, others: 0.4))
  }

  @Test func `processes within an instance share its slices`() throws {
    let shares = try occupancy(
      [
        .init(gpu: 0, process: 10, use: 50, instance: 2),
        .init(gpu: 0, process: 99, use: 50, instance: 2),
      ], gpu: Self.sliced)
    #expect(shares == .used(ours: 0.5, others: 0.5))
  }

  @Test func `where only an instance is ours and processes are not told, its slices are ours`()
    throws
  {
    var gpu = Self.sliced
    gpu.unsupported.insert("processes")
    let shares = try occupancy(
      [], gpu: gpu, environment: ["CUDA_VISIBLE_DEVICES": "MIG-a"])
    let ours: Double = 3.0 / 7
    let expected = Occupancy.used(ours: ours, others: 1 - ours)
    #expect(shares == expected)
  }

  @Test func `an instance that is ours is what the job reserved`() throws {
    let fixture = try Fixture(
      [.gpu(0, .constant(100), gpu: Self.sliced)],
      environment: ["CUDA_VISIBLE_DEVICES": "MIG-b"])
    let part: Double = 2.0 / 7
    #expect(try fixture.probe().reserved == part)
    #expect(fixture.survey.findings[0].note.contains("MIG: the reading is the whole board's"))
  }

  @Test func `a hidden GPU is measured and not reserved`() throws {
    let fixture = try Fixture(
      [.gpu(0, .constant(100)), .gpu(1, .constant(100))],
      environment: ["CUDA_VISIBLE_DEVICES": "1"])
    #expect(try fixture.probe(0).reserved == 0)
    #expect(try fixture.probe(1).reserved == 1)
    #expect(fixture.survey.findings[0].note.contains("hidden from the job"))
  }
}
