/// Layouts of `/sys` and `/proc` as real machines show them, cut to the files that sensors read.
/// The values are round ones of our own.
package enum Fixtures {
  /// A virtual machine: CPUs and memory, and nothing that measures.
  package static let virtualMachine = [
    "proc/cpuinfo": cpuinfo("AMD EPYC Processor", sockets: 1, threads: 4),
    "proc/meminfo": "MemTotal:        8388608 kB\nMemFree:         4194304 kB",
    "sys/bus/event_source/devices/software/type": "1",
    "sys/bus/pci/devices/0000:00:01.0/class": "0x030000",
    "sys/bus/pci/devices/0000:00:01.0/vendor": "0x1af4",
  ]

  /// Two sockets with memory counters, and the platform's, which contains all of it.
  package static let intelServer = merged(
    zone("intel-rapl:0", "package-0", 1_000_000, range: 262_143_328_850, watts: 350),
    zone("intel-rapl:0:0", "dram", 2_000_000, range: 65_712_999_613, watts: 60),
    zone("intel-rapl:1", "package-1", 3_000_000, range: 262_143_328_850, watts: 350),
    zone("intel-rapl:1:0", "dram", 4_000_000, range: 65_712_999_613, watts: 60),
    zone("intel-rapl:2", "psys", 9_000_000, range: 262_143_328_850, watts: 0),
    ["sys/class/powercap/intel-rapl/enabled": "1"],
    processors("Intel(R) Xeon(R) Platinum 8480+", sockets: 2, threads: 224, gibibytes: 512))

  /// A laptop: one package with core and uncore, the platform, and the memory-mapped twin.
  package static let laptop = merged(
    zone("intel-rapl:0", "package-0", 1_000_000, range: 262_143_328_850, watts: 28),
    zone("intel-rapl:0:0", "core", 500_000, range: 262_143_328_850, watts: 0),
    zone("intel-rapl:0:1", "uncore", 100_000, range: 262_143_328_850, watts: 0),
    zone("intel-rapl:1", "psys", 2_000_000, range: 262_143_328_850, watts: 0),
    zone("intel-rapl-mmio:0", "package-0", 1_000_000, range: 262_143_328_850, watts: 28),
    [
      "sys/class/powercap/intel-rapl/enabled": "1",
      "sys/class/powercap/intel-rapl-mmio/enabled": "1",
      // The GPU on the processor's die: a card without a meter of its own.
      "sys/class/drm/card0/device/vendor": "0x8086",
      "sys/class/drm/card0-HDMI-A-1/status": "connected",
    ],
    processors("13th Gen Intel(R) Core(TM) i7-1360P", sockets: 1, threads: 16, gibibytes: 16))

  /// AMD servers use Intel's names; the driver of their own shows sockets and cores once more.
  package static let epyc = merged(
    zone("intel-rapl:0", "package-0", 1_000_000, range: 65_532_610_987, watts: nil),
    zone("intel-rapl:0:0", "core", 10_000, range: 65_532_610_987, watts: nil),
    zone("intel-rapl:1", "package-1", 2_000_000, range: 65_532_610_987, watts: nil),
    zone("intel-rapl:1:0", "core", 20_000, range: 65_532_610_987, watts: nil),
    [
      "sys/class/hwmon/hwmon3/name": "amd_energy",
      "sys/class/hwmon/hwmon3/energy1_label": "Ecore000",
      "sys/class/hwmon/hwmon3/energy1_input": "7000",
      "sys/class/hwmon/hwmon3/energy2_label": "Esocket0",
      "sys/class/hwmon/hwmon3/energy2_input": "1000000",
    ],
    processors("AMD EPYC 7742 64-Core Processor", sockets: 2, threads: 256, gibibytes: 1024))

  /// One socket of two dies that both show the socket's counter.
  package static let mirroredDies = merged(
    zone("intel-rapl:0", "package-0-die-0", 5_000_000, range: 65_532_610_987, watts: nil),
    zone("intel-rapl:1", "package-0-die-1", 5_000_000, range: 65_532_610_987, watts: nil),
    processors("AMD Ryzen Threadripper 2950X", sockets: 1, threads: 32, gibibytes: 64))

  /// A Grace Hopper module with its four power meters; memory is inside Grace's.
  package static let graceHopper = merged(
    meter(0, "Module Power Socket 0", 620_000_000), meter(1, "Grace Power Socket 0", 180_000_000),
    meter(2, "CPU Power Socket 0", 120_000_000), meter(3, "SysIO Power Socket 0", 20_000_000),
    ["proc/cpuinfo": "processor\t: 0\nCPU implementer\t: 0x41\n\nprocessor\t: 1\n"],
    ["proc/meminfo": "MemTotal: 502345678 kB"])

  /// A card with energy left out by its driver, as amdgpu does, and connectors beside it.
  package static let amdgpu = [
    "sys/class/drm/card1/device/vendor": "0x1002",
    "sys/class/drm/card1/device/uevent": "DRIVER=amdgpu\nPCI_SLOT_NAME=0000:03:00.0",
    "sys/class/drm/card1/device/hwmon/hwmon2/name": "amdgpu",
    "sys/class/drm/card1/device/hwmon/hwmon2/power1_average": "215000000",
    "sys/class/drm/card1/device/hwmon/hwmon2/power1_cap": "300000000",
    "sys/class/drm/card1-DP-1/status": "disconnected",
    "sys/class/drm/renderD128/device/vendor": "0x1002",
    "sys/class/hwmon/hwmon2/name": "amdgpu",
    "sys/class/hwmon/hwmon2/power1_average": "215000000",
    "sys/bus/pci/devices/0000:03:00.0/class": "0x030000",
    "sys/bus/pci/devices/0000:03:00.0/vendor": "0x1002",
  ]

  /// Two discrete Intel cards, one under each driver.
  package static let intelGPUs = [
    "sys/class/drm/card0/device/vendor": "0x8086",
    "sys/class/drm/card0/device/uevent": "DRIVER=i915\nPCI_SLOT_NAME=0000:4d:00.0",
    "sys/class/drm/card0/device/hwmon/hwmon4/name": "i915",
    "sys/class/drm/card0/device/hwmon/hwmon4/energy1_input": "123456789",
    "sys/class/drm/card1/device/vendor": "0x8086",
    "sys/class/drm/card1/device/uevent": "DRIVER=xe\nPCI_SLOT_NAME=0000:8a:00.0",
    "sys/class/drm/card1/device/hwmon/hwmon5/name": "xe",
    "sys/class/drm/card1/device/hwmon/hwmon5/energy1_label": "card",
    "sys/class/drm/card1/device/hwmon/hwmon5/energy1_input": "987654321",
    "sys/class/drm/card1/device/hwmon/hwmon5/energy2_label": "pkg",
    "sys/class/drm/card1/device/hwmon/hwmon5/energy2_input": "900000000",
  ]

  /// A board's ACPI meter and a rail, and no counter of the CPU's.
  package static let boardMeter = merged(
    [
      "sys/class/hwmon/hwmon0/name": "power_meter",
      "sys/class/hwmon/hwmon0/power1_average": "240000000",
      "sys/class/hwmon/hwmon0/power1_average_interval": "1000",
      "sys/class/hwmon/hwmon1/name": "ina226",
      "sys/class/hwmon/hwmon1/power1_input": "5000000",
    ], processors("Some CPU", sockets: 1, threads: 8, gibibytes: 32))

  /// Accelerators on the bus that nothing meters, beside a management chip's screen.
  package static let unmeteredGPUs = [
    "sys/bus/pci/devices/0000:17:00.0/class": "0x030200",
    "sys/bus/pci/devices/0000:17:00.0/vendor": "0x10de",
    "sys/bus/pci/devices/0000:31:00.0/class": "0x030200",
    "sys/bus/pci/devices/0000:31:00.0/vendor": "0x10de",
    "sys/bus/pci/devices/0000:65:00.0/class": "0x038000",
    "sys/bus/pci/devices/0000:65:00.0/vendor": "0x1002",
    "sys/bus/pci/devices/0000:04:00.0/class": "0x030000",
    "sys/bus/pci/devices/0000:04:00.0/vendor": "0x1a03",
    "proc/driver/nvidia/gpus/0000:17:00.0/information":
      "Model: \t\t NVIDIA A100-SXM4-80GB\nIRQ:   \t\t 180",
  ]

  /// Every layout by name, for checks that hold on all of them.
  package static let all: [String: [String: String]] = [
    "virtual machine": virtualMachine, "Intel server": intelServer, "laptop": laptop,
    "EPYC": epyc, "mirrored dies": mirroredDies, "Grace Hopper": graceHopper, "amdgpu": amdgpu,
    "Intel GPUs": intelGPUs, "board meter": boardMeter, "unmetered GPUs": unmeteredGPUs,
  ]
}

extension Fixtures {
  /// - Parameter watts: nil where the driver knows no limits, 0 where it shows an empty one.
  private static func zone(
    _ folder: String, _ name: String, _ microjoules: Int, range: Int, watts: Int?
  ) -> [String: String] {
    let path = "sys/class/powercap/\(folder)"
    var files = [
      "\(path)/name": name, "\(path)/energy_uj": "\(microjoules)",
      "\(path)/max_energy_range_uj": "\(range)",
    ]
    if let watts {
      files["\(path)/constraint_0_name"] = "long_term"
      files["\(path)/constraint_0_max_power_uw"] = "\(watts * 1_000_000)"
      files["\(path)/constraint_0_power_limit_uw"] = "\(watts * 1_000_000)"
    }
    return files
  }

  private static func meter(_ number: Int, _ info: String, _ microwatts: Int) -> [String: String] {
    let path = "sys/class/hwmon/hwmon\(number)"
    return [
      "\(path)/name": "power_meter", "\(path)/power1_oem_info": info,
      "\(path)/power1_average": "\(microwatts)", "\(path)/power1_average_interval": "50",
    ]
  }

  private static func processors(
    _ model: String, sockets: Int, threads: Int, gibibytes: Int
  ) -> [String: String] {
    [
      "proc/cpuinfo": cpuinfo(model, sockets: sockets, threads: threads),
      "proc/meminfo": "MemTotal:       \(gibibytes * 1_048_576) kB",
    ]
  }

  private static func cpuinfo(_ model: String, sockets: Int, threads: Int) -> String {
    (0..<threads).map {
      "processor\t: \($0)\nmodel name\t: \(model)\nphysical id\t: \($0 % sockets)\n"
    }.joined(separator: "\n")
  }

  private static func merged(_ parts: [String: String]...) -> [String: String] {
    parts.reduce(into: [:]) { $0.merge($1) { _, new in new } }
  }
}
