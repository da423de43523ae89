import Accounting

/// Intel's and AMD's energy counters through the kernel's power capping tree.
struct RAPLPowercapSensor: Sensor {
  let name = "rapl-powercap"
  let summary =
    "CPU packages, memory and platform of Intel and AMD, from /sys/class/powercap/*/energy_uj"

  func survey(_ machine: Machine) -> Survey {
    let zones = Self.zones(on: machine)
    var survey = Survey()
    guard !zones.isEmpty else {
      survey.findings = [
        Finding(
          sensor: name, device: "-", state: .absent,
          note: "No /sys/class/powercap/intel-rapl: a virtual machine, or no driver for this CPU.")
      ]
      return survey
    }
    let hasPackages = zones.contains { $0.kind == .package }
    var offered: Set<String> = []
    // The processor's registers first: their memory-mapped twins matter only where they fail.
    for zone in zones.filter({ !$0.isMemoryMapped }) + zones.filter(\.isMemoryMapped) {
      if zone.isMemoryMapped, offered.contains(zone.device) {
        survey.findings.append(
          Finding(
            sensor: name, device: "\(zone.device) (mmio)", state: .twin,
            note: "The same counter as \(zone.device), through memory-mapped registers."))
        continue
      }
      let candidate = zone.candidate(sensor: name, hasPackages: hasPackages, on: machine)
      if survey.open(candidate, on: machine) { offered.insert(zone.device) }
    }
    return survey
  }

  /// All zones once each: class folders list sub-zones flat and nested at the same time.
  static func zones(on machine: Machine) -> [RAPLZone] {
    let roots = ["\(machine.sys)/class/powercap", "\(machine.sys)/devices/virtual/powercap"]
    for root in roots {
      let names = FileText.names(in: root).filter { $0.hasPrefix("intel-rapl") }
      // The second root holds control types, and those the zones.
      let folders = names.flatMap { name -> [(String, String)] in
        if name.contains(":") { return [(name, "\(root)/\(name)")] }
        return FileText.names(in: "\(root)/\(name)").filter { $0.hasPrefix(name + ":") }
          .map { ($0, "\(root)/\(name)/\($0)") }
      }
      let zones = zones(in: folders, on: machine)
      if !zones.isEmpty { return zones }
    }
    return []
  }

  private static func zones(
    in folders: [(name: String, path: String)], on machine: Machine
  ) -> [RAPLZone] {
    var known: [String: String] = [:]
    for (name, path) in folders where known[name] == nil {
      known[name] = path
      guard name.count(where: { $0 == ":" }) == 1 else { continue }
      for child in FileText.names(in: path) where child.hasPrefix(name + ":") {
        known[child] = known[child] ?? "\(path)/\(child)"
      }
    }
    return known.sorted { $0.key < $1.key }.compactMap { folder, path in
      guard let name = machine.text("\(path)/name") else { return nil }
      return RAPLZone(
        path: path, folder: folder, name: name, parent: parent(of: folder, known, machine))
    }
  }

  private static func parent(
    of folder: String, _ known: [String: String], _ machine: Machine
  ) -> String? {
    let parts = folder.split(separator: ":")
    guard parts.count == 3, let path = known["\(parts[0]):\(parts[1])"] else { return nil }
    return machine.text("\(path)/name")
  }
}
