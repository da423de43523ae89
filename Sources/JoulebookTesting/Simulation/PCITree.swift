/// The GPUs of a simulated machine as the PCI bus shows them, driver or not.
enum PCITree {
  static func write(_ scenario: Scenario, sys: String) throws(TreeFailure) {
    for device in scenario.devices {
      guard case .gpu(let index) = device.place else { continue }
      let bus = String(0x1b + index, radix: 16)
      let folder = "\(sys)/bus/pci/devices/0000:\(bus):00.0"
      try Files.makeFolders(folder)
      // A 3D controller of NVIDIA, an H100 by the PCI ID database.
      try Files.write("0x030200\n", to: folder + "/class")
      try Files.write("0x10de\n", to: folder + "/vendor")
      try Files.write("0x2330\n", to: folder + "/device")
    }
  }
}
