import Accounting
import Quantities

/// One folder of the powercap tree, as far as its names and limits say what it is.
struct RAPLZone {
  enum Kind: String {
    case package, dram, core, uncore, psys
  }

  let path: String
  let kind: Kind
  /// Stable on this machine: `package-0`, `package-0-die-1`, `dram-0`, `psys`.
  let device: String
  /// The package that the zone belongs to; nil for the platform.
  let package: String?
  /// Memory-mapped registers of a counter that the processor's own registers show too.
  let isMemoryMapped: Bool

  /// - Parameter parent: name of the enclosing zone: `package-1` for `intel-rapl:1:0`.
  init?(path: String, folder: String, name: String, parent: String?) {
    self.path = path
    isMemoryMapped = folder.hasPrefix("intel-rapl-mmio")
    // Package numbers are neither dense nor the folder's: only the name tells.
    if name.hasPrefix("package-") {
      kind = .package
      device = name
      package = name
      return
    }
    // `psys-1` is what later kernels call the platform of a second socket.
    if name == "psys" || name.hasPrefix("psys-") {
      kind = .psys
      device = name
      package = nil
      return
    }
    guard let kind = Kind(rawValue: name), let parent, parent.hasPrefix("package-") else {
      return nil
    }
    self.kind = kind
    device = name + parent.dropFirst("package".count)
    package = parent
  }

  /// More than this no such device draws, with room for parts to come.
  static func maximumPower(of kind: Kind) -> Power {
    switch kind {
    case .package, .core, .uncore: .watts(2000)
    case .dram: .watts(500)
    case .psys: .watts(10_000)
    }
  }

  var component: Component {
    switch kind {
    case .package, .core, .uncore: .cpu
    case .dram: .memory
    case .psys: .system
    }
  }

  /// The root set of a socket is {package, dram}: core and uncore are inside the package, and psys
  /// contains everything, so it stands for the machine only where no package is read.
  func container(hasPackages: Bool) -> String? {
    switch kind {
    case .package, .dram: nil
    case .core, .uncore: package
    case .psys: hasPackages ? Device.platform : nil
    }
  }

  func candidate(sensor: String, hasPackages: Bool, on machine: Machine) -> Candidate {
    let range = machine.number("\(path)/max_energy_range_uj") ?? 0
    // The hardware counts 32 bits of a unit of 15 to 61 µJ. The kernel shows the turn as
    // `max_energy_range_uj`, the largest value, so a turn is one hardware unit longer: taking one
    // count for it loses under 62 µJ a turn. A range that is missing does not mean "no turn": it is
    // taken as the shortest one known, of Zen.
    let modulus = range > 0 ? range + 1 : 65_532_610_987
    let maximum = Self.maximumPower(of: kind)
    let limits = ["constraint_0_max_power_uw", "constraint_0_power_limit_uw"]
    let rated = limits.lazy.compactMap { machine.number("\(path)/\($0)") }.first { $0 > 0 }
    let container = container(hasPackages: hasPackages)
    return Candidate(
      device: Device(
        component: component, name: device, sensor: sensor, evidence: .metered,
        sharing: .cpuTime, partOf: container),
      path: "\(path)/energy_uj",
      counter: Counter(joulesPerCount: 1e-6, modulus: modulus, maximumPower: maximum),
      // Nominal for packages and core; psys and dram of some parts take ten times as long.
      updatePeriod: .milliseconds(1),
      note: note(container: container, hasRange: range > 0),
      wrapSeconds: Double(modulus) / Double(rated ?? UInt64(maximum.watts * 1e6)),
      fix: Fixes.powercap)
  }

  private func note(container: String?, hasRange: Bool) -> String {
    if kind == .psys, container != nil { return "Contains the packages; shown, never summed." }
    if let container { return "Inside \(container); shown, never summed." }
    return hasRange ? "" : "No max_energy_range_uj; taken to turn at 65.5 kJ."
  }
}

extension Device {
  /// What contains a board-level meter's parts and its whole alike. No sum holds a device that is
  /// part of it: its energy is already in those of its parts.
  package static let platform = "platform"
}
