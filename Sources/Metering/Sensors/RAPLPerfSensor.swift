import Accounting
import CLinux
import Glibc
import Quantities

/// The same counters as powercap through perf events, which a capability opens to normal users.
struct RAPLPerfSensor: Sensor {
  let name = "rapl-perf"
  let summary = "CPU packages, memory and platform of Intel and AMD, from the perf PMU 'power'"

  private static let events: [(event: String, kind: RAPLZone.Kind)] = [
    ("energy-pkg", .package), ("energy-ram", .dram), ("energy-cores", .core),
    ("energy-gpu", .uncore), ("energy-psys", .psys),
  ]

  func survey(_ machine: Machine) -> Survey {
    let root = "\(machine.sys)/bus/event_source/devices/power"
    guard let type = machine.number("\(root)/type").map(UInt32.init(truncatingIfNeeded:)) else {
      return absent("No perf event source 'power': a virtual machine, or no driver for this CPU.")
    }
    // The kernel would open its own PMU of that number, whatever the simulated one is called.
    guard !machine.hasOwnRoot else {
      return absent("Perf events cannot be read from another root of /sys.")
    }
    let sockets = Self.sockets(cpus: CPUList.parse(machine.text("\(root)/cpumask") ?? ""), machine)
    var survey = Survey()
    for (event, kind) in Self.events {
      guard let config = machine.text("\(root)/events/\(event)").flatMap(Self.config),
        let scale = machine.text("\(root)/events/\(event).scale").flatMap(Double.init)
      else { continue }
      // The platform is one, however many packages report it.
      for socket in kind == .psys ? Array(sockets.prefix(1)) : sockets {
        let device = Self.device(kind, package: socket.package, sensor: name)
        open(
          PerfEvent(type: type, config: config, cpu: Int32(socket.cpu)), device, kind,
          joulesPerCount: scale, in: &survey)
      }
    }
    return survey.findings.isEmpty
      ? absent("The event source 'power' has no energy events.") : survey
  }

  private func open(
    _ event: PerfEvent, _ device: Device, _ kind: RAPLZone.Kind, joulesPerCount: Double,
    in survey: inout Survey
  ) {
    var finding = Finding(
      sensor: name, device: device.name, state: device.partOf == nil ? .used : .breakdown,
      note: device.partOf.map { "Inside \($0); shown, never summed." } ?? "",
      joulesPerCount: joulesPerCount)
    do throws(ReadFailure) {
      // The kernel extends the counter to 64 bits, so it never turns.
      let counter = Counter(
        joulesPerCount: joulesPerCount, modulus: 0, maximumPower: RAPLZone.maximumPower(of: kind))
      survey.probes.append(try PerfProbe(device, event: event, counter: counter))
    } catch {
      finding.fail(error, path: "perf event of \(device.name)", fix: Fixes.perf)
    }
    survey.findings.append(finding)
  }

  private func absent(_ note: String) -> Survey {
    Survey(findings: [Finding(sensor: name, device: "-", state: .absent, note: note)])
  }

  /// `event=0x02` as in the `events` folder.
  static func config(_ text: String) -> UInt64? {
    guard let number = text.split(separator: "=").last else { return nil }
    return number.hasPrefix("0x") ? UInt64(number.dropFirst(2), radix: 16) : UInt64(number)
  }

  static func device(_ kind: RAPLZone.Kind, package: String, sensor: String) -> Device {
    let suffix = package.dropFirst("package".count)
    let (component, name, partOf): (Component, String, String?) =
      switch kind {
      case .package: (.cpu, package, nil)
      case .dram: (.memory, "dram\(suffix)", nil)
      case .core, .uncore: (.cpu, "\(kind.rawValue)\(suffix)", package)
      case .psys: (.system, "psys", Device.platform)
      }
    return Device(
      component: component, name: name, sensor: sensor, evidence: .metered, sharing: .cpuTime,
      partOf: partOf)
  }

  /// The package, and die where a package has several, that each CPU of the mask reports for.
  static func sockets(cpus: [Int], _ machine: Machine) -> [(cpu: Int, package: String)] {
    let places = cpus.map { cpu in
      let topology = "\(machine.sys)/devices/system/cpu/cpu\(cpu)/topology"
      return (
        cpu: cpu, package: machine.number("\(topology)/physical_package_id") ?? 0,
        die: machine.number("\(topology)/die_id") ?? 0
      )
    }
    return places.map { place in
      let hasDies = places.count { $0.package == place.package } > 1
      let die = hasDies ? "-die-\(place.die)" : ""
      return (place.cpu, "package-\(place.package)\(die)")
    }
  }
}

/// What the kernel needs to know to count.
struct PerfEvent {
  let type: UInt32
  let config: UInt64
  let cpu: Int32
}

/// One energy event of one package.
final class PerfProbe: Probe {
  let device: Device
  let counter: Counter?
  let updatePeriod = Duration.milliseconds(1)
  private let descriptor: Int32

  init(_ device: Device, event: PerfEvent, counter: Counter) throws(ReadFailure) {
    let descriptor = clinux_perf_open(event.type, event.config, event.cpu)
    guard descriptor >= 0 else { throw ReadFailure(errno: errno) }
    self.descriptor = descriptor
    self.device = device
    self.counter = counter
  }

  deinit { close(descriptor) }

  func read(_ load: Load) throws(ReadFailure) -> Reading {
    var value: UInt64 = 0
    let count = Glibc.read(descriptor, &value, 8)
    guard count == 8 else { throw count < 0 ? ReadFailure(errno: errno) : .failed(EIO) }
    return .counter(value)
  }
}

/// CPU numbers as `/sys` lists them: `0-3,8`.
enum CPUList {
  static func parse(_ text: String) -> [Int] {
    text.split(separator: ",").flatMap { part -> [Int] in
      let ends = part.split(separator: "-").compactMap { Int($0) }
      guard let first = ends.first, let last = ends.last, first <= last, last - first < 65_536
      else { return [] }
      return Array(first...last)
    }
  }
}
