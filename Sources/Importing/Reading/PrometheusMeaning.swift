import Accounting

/// What a metric of an exporter counts, by its name.
///
/// Names, units and labels: DCGM exporter's `etc/default-counters.csv` (millijoules, watts), Kepler 0.10's
/// `docs/user/metrics.md` and the names of 0.5 to 0.9, Scaphandre's `docs_src/references/exporter-prometheus.md`
/// (microjoules, microwatts), CEEMS' exporter and Prometheus' node exporter (joules, watts).
struct PrometheusMeaning {
  /// Who wrote it. Earlier ones go before later ones where several count the same.
  enum Family: Int, Comparable {
    case dcgm, ceems, nodeExporter, kepler, scaphandre

    static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }

    var name: String {
      switch self {
      case .dcgm: "dcgm"
      case .ceems: "ceems"
      case .nodeExporter: "node-exporter"
      case .kepler: "kepler"
      case .scaphandre: "scaphandre"
      }
    }
  }

  enum Domain: Hashable {
    /// The whole machine, by its management controller, its board or its platform counter.
    case machine
    /// All that Scaphandre reads of a host: packages and memory.
    case host
    case package, memory
    /// Parts of a package.
    case core
    case gpu

    var component: Component {
      switch self {
      case .machine: .system
      case .host, .package, .core: .cpu
      case .memory: .memory
      case .gpu: .gpu
      }
    }
  }

  /// Whose share it is, from the widest to the narrowest.
  enum Level: Int, Comparable {
    case machine, pod, guest, container, process

    static func < (a: Self, b: Self) -> Bool { a.rawValue < b.rawValue }

    var words: String {
      switch self {
      case .machine: "machines"
      case .pod: "pods"
      case .guest: "virtual machines"
      case .container: "containers"
      case .process: "processes"
      }
    }
  }

  let family: Family
  let domain: Domain
  let level: Level
  /// Joules or watts of one unit.
  let scale: Double
  let isCounter: Bool
  let device: String
  /// Pod, container or process; empty for machines.
  let owner: String

  /// Why a metric of energy is not looked at; nil where it is one to be taken or of something else.
  static func reason(_ name: String, _ labels: [String: String]) -> String? {
    if name.hasPrefix("joulebook_") {
      return "Joulebook's own counters: those runs are in a ledger already"
    }
    if name.hasPrefix("kepler_"), name.contains("_active_") || name.contains("_idle_") {
      return "Kepler's active and idle energy, which are parts of the node's"
    }
    if labels["path"]?.contains("intel-rapl-mmio") == true {
      return "intel-rapl-mmio, which mirrors counters that are there already"
    }
    return nil
  }

  /// Nil for a metric of something else.
  init?(_ name: String, _ labels: [String: String]) {
    guard
      let found = Self.dcgm(name, labels) ?? Self.rapl(name, labels) ?? Self.ceems(name, labels)
        ?? Self.kepler(name, labels) ?? Self.scaphandre(name, labels)
    else { return nil }
    self = found
  }

  private init(
    _ family: Family, _ domain: Domain, _ level: Level = .machine, _ scale: Double = 1,
    counter: Bool, device: String, owner: String = ""
  ) {
    self.family = family
    self.domain = domain
    self.level = level
    self.scale = scale
    isCounter = counter
    self.device = device
    self.owner = owner
  }

  private static func dcgm(_ name: String, _ labels: [String: String]) -> Self? {
    let device = labels["UUID"] ?? labels["uuid"] ?? "gpu\(labels["gpu"] ?? "")"
    switch name {
    case "DCGM_FI_DEV_TOTAL_ENERGY_CONSUMPTION":
      return Self(.dcgm, .gpu, .machine, 1e-3, counter: true, device: device)
    case "DCGM_FI_DEV_POWER_USAGE", "DCGM_FI_DEV_POWER_USAGE_INSTANT":
      return Self(.dcgm, .gpu, counter: false, device: device)
    case _: return nil
    }
  }

  /// `node_rapl_package_joules_total{index="0"}`, and CEEMS' of the same shape.
  private static func rapl(_ name: String, _ labels: [String: String]) -> Self? {
    for (start, family) in [("node_rapl_", Family.nodeExporter), ("ceems_rapl_", .ceems)]
    where name.hasPrefix(start) && name.hasSuffix("_joules_total") {
      let zone = String(name.dropFirst(start.count).dropLast("_joules_total".count))
      guard let domain = domain(zone: zone) else { return nil }
      return Self(family, domain, counter: true, device: "\(zone)-\(labels["index"] ?? "0")")
    }
    return nil
  }

  private static func domain(zone: String) -> Domain? {
    if zone.hasPrefix("package") { return .package }
    switch zone {
    case "dram", "memory": return .memory
    case "core", "uncore": return .core
    case "psys", "platform": return .machine
    case _: return nil
    }
  }

  private static func ceems(_ name: String, _ labels: [String: String]) -> Self? {
    switch name {
    case "ceems_ipmi_dcmi_current_watts", "ceems_ipmi_dcmi_power_current_watts",
      "ceems_redfish_current_watts", "ceems_redfish_power_current_watts":
      let chassis = labels["chassis"].map { " \($0)" } ?? ""
      return Self(
        .ceems, .machine, counter: false,
        device: (name.contains("ipmi") ? "ipmi" : "redfish") + chassis)
    case "ceems_cray_pm_counters_energy_joules", "ceems_cray_pm_counters_power_watts":
      let domain = labels["domain"] ?? "node"
      let kinds: [(String, Domain)] = [
        ("cpu", .package), ("memory", .memory), ("accel", .gpu), ("node", .machine),
      ]
      guard let kind = kinds.first(where: { domain.hasPrefix($0.0) || domain.isEmpty }) else {
        return nil
      }
      return Self(
        .ceems, domain.isEmpty ? .machine : kind.1, counter: name.hasSuffix("joules"),
        device: "cray \(domain.isEmpty ? "node" : domain)")
    case _: return nil
    }
  }

  /// `kepler_node_cpu_joules_total{zone="package"}`, before 0.10 `kepler_node_package_joules_total{mode="idle"}`.
  private static func kepler(_ name: String, _ labels: [String: String]) -> Self? {
    guard name.hasPrefix("kepler_") else { return nil }
    let isCounter = name.hasSuffix("_joules_total")
    guard isCounter || name.hasSuffix("_watts") else { return nil }
    let words = name.dropFirst("kepler_".count)
      .dropLast(isCounter ? "_joules_total".count : "_watts".count).split(separator: "_")
    guard words.count == 2 else { return nil }
    let levels: [Substring: Level] = [
      "node": .machine, "pod": .pod, "vm": .guest, "container": .container, "process": .process,
    ]
    guard let level = levels[words[0]] else { return nil }
    let zone = words[1] == "cpu" ? labels["zone"] ?? "package" : String(words[1])
    let domain = zone == "gpu" ? Domain.gpu : domain(zone: zone)
    guard let domain else { return nil }
    let tail = [
      labels["package"] ?? labels["index"] ?? labels["path"].map(lastPart), labels["mode"],
      labels["state"],
    ].compactMap(\.self).joined(separator: " ")
    let device =
      domain == .gpu
      ? labels["gpu_uuid"] ?? "gpu\(labels["gpu"] ?? labels["index"] ?? "")"
      : tail.isEmpty ? zone : "\(zone) \(tail)"
    return Self(
      .kepler, domain, level, counter: isCounter,
      device: domain == .gpu && level == .machine && labels["mode"] != nil
        ? "\(device) \(labels["mode"] ?? "")" : device,
      owner: owner(level, labels))
  }

  private static func lastPart(_ path: String) -> String {
    path.split(separator: "/").last.map(String.init) ?? path
  }

  private static func owner(_ level: Level, _ labels: [String: String]) -> String {
    func joined(_ keys: String...) -> String {
      keys.compactMap { labels[$0] }.filter { !$0.isEmpty }.joined(separator: "/")
    }
    return switch level {
    case .machine: ""
    case .pod: joined("pod_namespace", "pod_name")
    case .guest: joined("vm_name", "vm_id")
    case .container: joined("container_namespace", "pod_name", "container_name")
    case .process: joined("comm", "exe", "pid")
    }
  }

  private static func scaphandre(_ name: String, _ labels: [String: String]) -> Self? {
    guard name.hasPrefix("scaph_") else { return nil }
    let plain = name.hasSuffix("_total") ? name.dropLast("_total".count) : name[...]
    let socket = labels["socket_id"] ?? ""
    switch plain {
    case "scaph_host_energy_microjoules":
      return Self(.scaphandre, .host, .machine, 1e-6, counter: true, device: "host")
    case "scaph_host_power_microwatts":
      return Self(.scaphandre, .host, .machine, 1e-6, counter: false, device: "host")
    case "scaph_socket_energy_microjoules":
      return Self(
        .scaphandre, .package, .machine, 1e-6, counter: true, device: "package-\(socket)")
    case "scaph_socket_power_microwatts":
      return Self(
        .scaphandre, .package, .machine, 1e-6, counter: false, device: "package-\(socket)")
    case "scaph_process_power_consumption_microwatts":
      return Self(
        .scaphandre, .host, .process, 1e-6, counter: false, device: "process",
        owner: [labels["exe"], labels["pid"]].compactMap(\.self).joined(separator: "/"))
    case _: return nil
    }
  }
}
