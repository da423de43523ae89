import Accounting
import Quantities

/// One folder of hardware monitor files.
struct HwmonChip {
  let path: String
  /// What the driver calls itself: `amdgpu`, `xe`, `power_meter`.
  let name: String

  /// All chips below `root`, by number.
  static func all(in root: String, on machine: Machine) -> [HwmonChip] {
    FileText.names(in: root).filter { $0.hasPrefix("hwmon") }.map { folder in
      let path = "\(root)/\(folder)"
      return HwmonChip(path: path, name: machine.text("\(path)/name") ?? "")
    }
  }

  static func all(on machine: Machine) -> [HwmonChip] {
    all(in: "\(machine.sys)/class/hwmon", on: machine)
  }

  /// Channel numbers that have a file such as `energy3_input`.
  func channels(_ quantity: String, _ file: String) -> [Int] {
    FileText.names(in: path).compactMap { name in
      guard name.hasPrefix(quantity), name.hasSuffix("_\(file)") else { return nil }
      return Int(name.dropFirst(quantity.count).dropLast(file.count + 1))
    }.sorted()
  }

  func label(_ quantity: String, _ channel: Int, on machine: Machine) -> String? {
    machine.text("\(path)/\(quantity)\(channel)_label")
  }

  /// The best file of a channel: energy counted by the device, its mean power, its power now.
  func meter(
    _ channel: Int, of device: Device, maximumPower: Power,
    energyPeriod: Duration = .milliseconds(1),
    on machine: Machine
  ) -> Candidate? {
    let energy = "\(path)/energy\(channel)_input"
    if FileText.exists(energy) {
      // Microjoules, which drivers extend to 64 bits.
      return Candidate(
        device: device, path: energy,
        counter: Counter(joulesPerCount: 1e-6, modulus: 0, maximumPower: maximumPower),
        updatePeriod: energyPeriod, fix: fix("energy\(channel)_input"))
    }
    for file in ["power\(channel)_average", "power\(channel)_input"]
    where FileText.exists("\(path)/\(file)") {
      // Milliseconds over which a meter averages; a tenth of a second where it does not say.
      let interval = machine.number("\(path)/power\(channel)_average_interval") ?? 100
      return Candidate(
        device: device, path: "\(path)/\(file)", counter: nil,
        updatePeriod: .milliseconds(Int64(clamping: max(interval, 1))),
        note: "Power, integrated: no energy counter.", fix: fix(file))
    }
    return nil
  }

  func fix(_ attribute: String) -> String {
    Fixes.udev(subsystem: "hwmon", kernel: "hwmon*", attribute: attribute)
  }
}
