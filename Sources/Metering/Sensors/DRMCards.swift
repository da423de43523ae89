import Accounting

/// Graphics and compute cards as `/sys/class/drm` lists them.
struct DRMCard {
  let path: String
  /// `0x1002` for AMD, `0x8086` for Intel.
  let vendor: String
  /// Named by PCI address, because card numbers change with the order of drivers.
  let device: String

  static func all(on machine: Machine, vendor: String) -> [DRMCard] {
    let root = "\(machine.sys)/class/drm"
    return FileText.names(in: root).compactMap { name in
      // `card0-HDMI-A-1` is a connector and `renderD128` the same card once more.
      guard name.hasPrefix("card"), Int(name.dropFirst(4)) != nil else { return nil }
      let path = "\(root)/\(name)/device"
      guard machine.text("\(path)/vendor") == vendor else { return nil }
      let address = machine.text("\(path)/uevent")?.split(separator: "\n")
        .first { $0.hasPrefix("PCI_SLOT_NAME=") }.map { $0.dropFirst("PCI_SLOT_NAME=".count) }
      return DRMCard(path: path, vendor: vendor, device: "gpu-\(address.map(String.init) ?? name)")
    }
  }

  func chips(on machine: Machine) -> [HwmonChip] {
    HwmonChip.all(in: "\(path)/hwmon", on: machine)
  }

  func device(sensor: String, partOf: String? = nil) -> Device {
    Device(
      component: .gpu, name: device, sensor: sensor, evidence: .metered,
      sharing: .deviceProcesses, partOf: partOf)
  }
}
