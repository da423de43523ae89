/// What the machine says of its CPUs: the name, and how many sockets and logical processors.
struct Processors: Equatable {
  var model = ""
  var sockets = 1
  var logical = 1

  var logicalPerSocket: Int { max(1, logical / max(1, sockets)) }

  /// From `/sys` where it tells the topology, because the whole of `/proc/cpuinfo` takes the kernel
  /// milliseconds on a large machine; from there otherwise.
  init(_ machine: Machine) {
    let root = "\(machine.sys)/devices/system/cpu"
    let online = CPUList.parse(machine.text("\(root)/online") ?? "")
    guard !online.isEmpty else {
      self.init(cpuinfo: FileText.text("\(machine.proc)/cpuinfo") ?? "")
      return
    }
    self.init(cpuinfo: FileText.text("\(machine.proc)/cpuinfo", upTo: 4096) ?? "")
    logical = online.count
    let packages = online.compactMap {
      machine.text("\(root)/cpu\($0)/topology/physical_package_id")
    }
    sockets = max(1, Set(packages).count)
  }

  init(cpuinfo: String) {
    var packages: Set<Substring> = []
    var processors = 0
    for line in cpuinfo.split(separator: "\n") {
      guard let colon = line.firstIndex(of: ":") else { continue }
      let key = line[..<colon].trimmingSpaces
      let value = line[line.index(after: colon)...].trimmingSpaces
      switch key {
      case "processor": processors += 1
      case "physical id": packages.insert(value)
      // Arm names no part, but some boards do.
      case "model name", "Model": if model.isEmpty { model = String(value) }
      default: continue
      }
    }
    logical = max(1, processors)
    sockets = max(1, packages.count)
  }
}

extension Substring {
  var trimmingSpaces: Substring {
    var text = self
    while let last = text.last, last.isWhitespace { text.removeLast() }
    return text.drop(while: \.isWhitespace)
  }
}
