import Glibc

/// The powercap files of a simulated machine, kept open, with one line of text each.
struct PowercapTree {
  private var zones: [Zone] = []
  private let digits = UnsafeMutablePointer<UInt8>.allocate(capacity: 24)

  private struct Zone {
    let folder: String
    let counter: SimulatedCounter
    let file: Int32
    let faults: [SimulatedDevice.Fault]
    var shown: UInt64?
    var length = 0
    var isGone = false
  }

  /// Writes the tree below `sys` as it is at time zero.
  init(_ scenario: Scenario, sys: String) throws(TreeFailure) {
    let root = sys + "/class/powercap"
    try Files.makeFolders(root)
    var subzones: [Int: Int] = [:]
    let sockets = scenario.devices.compactMap { device in
      switch device.place {
      case .package(let socket): socket
      case .die(let socket, let die): socket * 2 + die
      case .dram, .core, .psys, .memoryMappedTwin, .gpu: nil
      }
    }
    for device in scenario.devices {
      let zone: (folder: String, name: String, limitWatts: Int)
      switch device.place {
      case .package(let socket): zone = ("intel-rapl:\(socket)", "package-\(socket)", 350)
      case .die(let socket, let die):
        zone = ("intel-rapl:\(socket * 2 + die)", "package-\(socket)-die-\(die)", 350)
      case .dram(let socket), .core(let socket):
        let index = subzones[socket, default: 0]
        subzones[socket] = index + 1
        let name = if case .dram = device.place { "dram" } else { "core" }
        zone = ("intel-rapl:\(socket):\(index)", name, 60)
      case .psys: zone = ("intel-rapl:\((sockets.max() ?? -1) + 1)", "psys", 1200)
      case .memoryMappedTwin(let socket):
        zone = ("intel-rapl-mmio:\(socket)", "package-\(socket)", 350)
      case .gpu: continue
      }
      let type = zone.folder.hasPrefix("intel-rapl-mmio") ? "intel-rapl-mmio" : "intel-rapl"
      try Files.makeFolders("\(root)/\(type)")
      try Files.write("1\n", to: "\(root)/\(type)/enabled")
      let folder = "\(root)/\(zone.folder)"
      try Files.makeFolders(folder)
      try Files.write(zone.name + "\n", to: folder + "/name")
      try Files.write("1\n", to: folder + "/enabled")
      let rule = SimulatedCounter(device)
      try Files.write("\(rule.maximumMicrojoules)\n", to: folder + "/max_energy_range_uj")
      try Files.write("long_term\n", to: folder + "/constraint_0_name")
      let limit = "\(zone.limitWatts * 1_000_000)\n"
      try Files.write(limit, to: folder + "/constraint_0_max_power_uw")
      try Files.write(limit, to: folder + "/constraint_0_power_limit_uw")
      let counter = folder + "/energy_uj"
      unlink(counter)
      let file = open(counter, O_RDWR | O_CREAT | O_CLOEXEC, 0o444)
      guard file >= 0 else { throw TreeFailure(path: counter, code: errno) }
      if device.faults.contains(where: { $0.kind == .denied }) { fchmod(file, 0) }
      zones.append(
        Zone(
          folder: folder, counter: rule, file: file, faults: device.faults))
    }
    set(time: 0)
  }

  /// Makes every counter show what it shows at `time`.
  mutating func set(time: Double) {
    for index in zones.indices where !zones[index].isGone {
      if zones[index].faults.isEmpty {
        write(zones[index].counter.microjoules(at: time), to: index)
      } else {
        setFaulty(index, time: time)
      }
    }
  }

  private mutating func setFaulty(_ index: Int, time: Double) {
    for fault in zones[index].faults where fault.isActive(at: time) {
      switch fault.kind {
      case .vanish:
        empty(index)
        Files.removeFolder(zones[index].folder)
        zones[index].isGone = true
        return
      case .unreadable:
        empty(index)
        return
      case .denied, .reset, .hang: continue
      }
    }
    write(zones[index].counter.microjoules(at: time), to: index)
  }

  /// A file system cannot be made to fail a read of an open file, so such a file reads as empty.
  private mutating func empty(_ index: Int) {
    guard zones[index].length > 0 else { return }
    ftruncate(zones[index].file, 0)
    zones[index].length = 0
    zones[index].shown = nil
  }

  private mutating func write(_ value: UInt64, to index: Int) {
    guard zones[index].shown != value else { return }
    zones[index].shown = value
    var start = 23
    var rest = value
    digits[start] = 10
    repeat {
      start -= 1
      digits[start] = UInt8(truncatingIfNeeded: rest % 10) &+ 48
      rest /= 10
    } while rest > 0
    let length = 24 - start
    pwrite(zones[index].file, digits + start, length, 0)
    // Only after a wrap or a reset; what is left behind the newline until then is never parsed.
    if length < zones[index].length { ftruncate(zones[index].file, off_t(length)) }
    zones[index].length = length
  }

  func close() {
    for zone in zones { Glibc.close(zone.file) }
    digits.deallocate()
  }
}
