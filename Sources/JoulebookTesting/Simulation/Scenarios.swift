/// Every simulated machine that we ship.
package enum Scenarios {
  package static let all: [Scenario] = [
    Scenario(
      name: "laptop",
      summary: "A laptop: one package with its cores, the platform counter and the mmio twin.",
      devices: [
        .zone(.package(0), .square(low: 4, high: 28, hertz: 0.5)),
        .zone(.core(0), .square(low: 1, high: 20, hertz: 0.5)),
        .zone(.psys, .constant(8) + .square(low: 4, high: 28, hertz: 0.5)),
        .zone(
          .memoryMappedTwin(0), .square(low: 4, high: 28, hertz: 0.5), mirrorOf: "package-0"),
      ], processor: .laptop, memoryGiB: 16),
    Scenario(
      name: "workstation", summary: "A workstation: one package and one GPU under a training load.",
      devices: [
        .zone(.package(0), .square(low: 45, high: 120, hertz: 0.5)),
        .gpu(0, .square(low: 90, high: 420, hertz: 1, duty: 0.8)),
      ], processor: .workstation, memoryGiB: 64),
    Scenario(
      name: "server",
      summary: "A training server: two packages, their memory, a platform counter, eight GPUs.",
      devices: serverZones() + (0..<8).map { .gpu($0, .constant(400 + 20 * Double($0))) }),
    Scenario(
      name: "ramp", summary: "The server's sockets and eight GPUs, rising from idle for 60 s.",
      devices: serverZones { _, high in .ramp(from: high / 5, to: high, over: 60) }
        + (0..<8).map { .gpu($0, .ramp(from: 80, to: 700, over: 60)) }),
    square("0.2"), square("1"), square("5"),
    Scenario(
      name: "wrap", summary: "Package and memory counters that wrap after 2 s and every 33 s.",
      devices: (0..<2).flatMap { socket -> [SimulatedDevice] in
        [
          .zone(
            .package(socket), .constant(200), maximumMicrojoules: 6_553_500_000,
            initialCounts: 100_813_000 - 5000 * UInt64(socket)),
          .zone(
            .dram(socket), .constant(40), maximumMicrojoules: 1_310_700_000,
            initialCounts: 20_163_000 - 3000 * UInt64(socket)),
        ]
      }),
    Scenario(
      name: "denied", summary: "Package counters that only root may read, and a GPU that may be.",
      devices: [
        .zone(.package(0), .constant(150), faults: [.init(.denied)]),
        .zone(.dram(0), .constant(20), faults: [.init(.denied)]),
        .gpu(0, .constant(300)),
      ]),
    Scenario(
      name: "eio-once", summary: "Counters that cannot be read from 1 s to 1.5 s, and come back.",
      devices: [
        .zone(.package(0), .constant(150), faults: [.init(.unreadable, at: 1, for: 0.5)]),
        .zone(.dram(0), .constant(20)),
        .gpu(0, .constant(300), faults: [.init(.unreadable, at: 1, for: 0.5)]),
      ]),
    Scenario(
      name: "reset",
      summary: "Counters that start again at zero after 1.5 s, as after a driver's reload.",
      devices: [
        .zone(
          .package(0), .constant(150), initialCounts: 2_000_000_000,
          faults: [.init(.reset, at: 1.5)]),
        .zone(.dram(0), .constant(20)),
        .gpu(0, .constant(300), initialCounts: 9_000_000_000, faults: [.init(.reset, at: 1.5)]),
      ]),
    Scenario(
      name: "mirrored-die", summary: "Two dies of one package that show the same counter.",
      devices: [
        .zone(.die(package: 0, die: 0), .square(low: 60, high: 180, hertz: 1)),
        .zone(
          .die(package: 0, die: 1), .square(low: 60, high: 180, hertz: 1),
          mirrorOf: "package-0-die-0"),
      ]),
    Scenario(
      name: "equal-packages",
      summary: "Two packages that draw the same power and are two all the same.",
      devices: (0..<2).map {
        .zone(.package($0), .constant(150), initialCounts: 1_000_000 + 777 * UInt64($0))
      }),
    Scenario(
      name: "twin", summary: "A package that both the MSR and the mmio interface show.",
      devices: [
        .zone(.package(0), .constant(65)),
        .zone(
          .memoryMappedTwin(0), .constant(65), initialCounts: 1_200_000, mirrorOf: "package-0"),
      ], processor: .laptop, memoryGiB: 16),
    Scenario(
      name: "vanishing-device",
      summary: "A GPU that falls off the bus after 2 s and draws nothing then.",
      devices: [
        .zone(.package(0), .constant(150)),
        .gpu(0, .constant(300)),
        .gpu(
          1, .steps([(at: 0, watts: 300), (at: 2, watts: 0)]), faults: [.init(.vanish, at: 2)]),
      ]),
    Scenario(
      name: "no-energy-counter", summary: "GPUs that tell their power only, as before Volta.",
      devices: [
        .zone(.package(0), .constant(100)),
        .gpu(0, .square(low: 60, high: 250, hertz: 0.5), gpu: oldGPU),
      ], processor: .workstation, memoryGiB: 64),
    Scenario(
      name: "gpu-without-driver", summary: "A GPU that the PCI bus shows and no driver reads.",
      devices: [.zone(.package(0), .constant(100)), .gpu(0, .constant(300), gpu: bareGPU)]),
    Scenario(
      name: "mig", summary: "A GPU cut into instances of 3, 2 and 2 slices: one counter for all.",
      devices: [.zone(.package(0), .constant(150)), .gpu(0, .constant(350), gpu: slicedGPU)]),
    Scenario(
      name: "hanging-driver", summary: "A GPU driver that does not answer from 2 s to 5 s.",
      devices: [
        .zone(.package(0), .constant(150)),
        .gpu(0, .constant(300), faults: [.init(.hang, at: 2, for: 3)]),
      ]),
    Scenario(
      name: "no-sensors", summary: "A machine without any sensor, as most virtual machines are.",
      devices: []),
  ]

  package static func named(_ name: String) -> Scenario? { all.first { $0.name == name } }

  /// Two sockets as a current server has them. `curve` makes a curve from a low and a high power.
  package static func serverZones(
    curve: (_ low: Double, _ high: Double) -> PowerCurve = { _, high in .constant(high) }
  ) -> [SimulatedDevice] {
    let sockets = (0..<2).flatMap { socket -> [SimulatedDevice] in
      let part = Double(socket)
      return [
        .zone(
          .package(socket), curve(70, 220 + 10 * part),
          initialCounts: 1_000_000 * UInt64(socket + 1)),
        .zone(.dram(socket), curve(12, 35 + part), initialCounts: 400_000 * UInt64(socket + 1)),
      ]
    }
    let rest = PowerCurve.constant(300)
    return sockets + [.zone(.psys, sockets.reduce(rest) { $0 + $1.curve })]
  }

  private static func square(_ hertz: String) -> Scenario {
    let rate = Double(hertz) ?? 1
    return Scenario(
      name: "square-\(hertz)hz",
      summary:
        "The server's sockets and eight GPUs between idle and full load, \(hertz) times a second.",
      devices: serverZones { low, high in .square(low: low, high: high, hertz: rate) }
        + (0..<8).map {
          .gpu($0, .square(low: 90, high: 680, hertz: rate, phase: 0.13 * Double($0)))
        })
  }

  private static var oldGPU: SimulatedDevice.GPU {
    var gpu = SimulatedDevice.GPU()
    gpu.model = "NVIDIA GeForce GTX 1080 Ti"
    gpu.limitWatts = 250
    gpu.unsupported = ["energy", "instant", "average"]
    return gpu
  }

  private static var bareGPU: SimulatedDevice.GPU {
    var gpu = SimulatedDevice.GPU()
    gpu.hasDriver = false
    return gpu
  }

  private static var slicedGPU: SimulatedDevice.GPU {
    var gpu = SimulatedDevice.GPU()
    gpu.unsupported = ["utilisation"]
    gpu.instances = [3, 2, 2].enumerated().map { index, slices in
      .init(uuid: "MIG-5107a7ed-0000-4000-8000-00000000000\(index)", id: index + 1, slices: slices)
    }
    return gpu
  }
}
