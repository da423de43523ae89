/// Accelerators that the machine shows on its PCI bus or through the NVIDIA driver, metered or not.
struct VisibleGPU: Equatable {
  enum Vendor: String, CaseIterable {
    case nvidia = "0x10de"
    case amd = "0x1002"
    case intel = "0x8086"

    /// The sensor that meters such devices.
    var sensor: String {
      switch self {
      case .nvidia: "nvml"
      case .amd: "amdgpu"
      case .intel: "intel-gpu"
      }
    }

    var title: String {
      switch self {
      case .nvidia: "NVIDIA"
      case .amd: "AMD"
      case .intel: "Intel"
      }
    }
  }

  let vendor: Vendor
  let address: String
  /// Marketing name where the driver says it: `NVIDIA A100-SXM4-80GB`.
  let name: String?

  static func all(on machine: Machine) -> [VisibleGPU] {
    let names = driverNames(machine)
    let root = "\(machine.sys)/bus/pci/devices"
    var found = FileText.names(in: root).compactMap { address -> VisibleGPU? in
      let folder = "\(root)/\(address)"
      // Class 0x03: 0300 is VGA, 0302 a 3D controller, 0380 another display; 0x12 a processing
      // accelerator. Server management chips and virtual screens are of other vendors.
      guard let type = machine.text("\(folder)/class"),
        ["0x0300", "0x0302", "0x0380", "0x1200"].contains(String(type.prefix(6))),
        let vendor = machine.text("\(folder)/vendor").flatMap(Vendor.init(rawValue:)),
        !isOnDie(vendor, address: address, folder: folder, on: machine)
      else { return nil }
      return VisibleGPU(vendor: vendor, address: address, name: names[address.lowercased()])
    }
    // A container may see the driver without the bus.
    if !found.contains(where: { $0.vendor == .nvidia }) {
      found += names.sorted { $0.key < $1.key }.map {
        VisibleGPU(vendor: .nvidia, address: $0.key, name: $0.value)
      }
    }
    return found
  }

  /// Graphics on the processor's die is inside the package: Intel's sits at a fixed address, AMD's
  /// is a VGA device with a small carve-out of system memory.
  private static func isOnDie(
    _ vendor: Vendor, address: String, folder: String, on machine: Machine
  ) -> Bool {
    switch vendor {
    case .nvidia: false
    case .intel: address.hasSuffix(":00:02.0")
    case .amd:
      machine.number("\(folder)/mem_info_vram_total").map { $0 <= 2 << 30 } ?? false
    }
  }

  private static func driverNames(_ machine: Machine) -> [String: String] {
    let root = "\(machine.proc)/driver/nvidia/gpus"
    var names: [String: String] = [:]
    for address in FileText.names(in: root) {
      let lines = FileText.text("\(root)/\(address)/information")?.split(separator: "\n") ?? []
      let model = lines.first { $0.hasPrefix("Model:") }?.dropFirst("Model:".count)
      names[address.lowercased()] = model.map { String($0.trimmingSpaces) } ?? "NVIDIA GPU"
    }
    return names
  }
}
