/// Commands to copy that grant just the reading of a sensor. None runs Joulebook as another user.
enum Fixes {
  /// `/sys` attributes have no owner rules of their own, so udev sets the group when the zone appears.
  static let powercap = udev(subsystem: "powercap", kernel: "intel-rapl*", attribute: "energy_uj")

  static let perf = "sudo setcap cap_perfmon=ep \"$(command -v joulebook)\""

  /// Lets the group `joulebook` read one attribute, now and after every boot.
  static func udev(subsystem: String, kernel: String, attribute: String) -> String {
    let rule =
      "SUBSYSTEM==\"\(subsystem)\", KERNEL==\"\(kernel)\", "
      + "RUN+=\"/bin/sh -c 'chgrp joulebook /sys%p/\(attribute); chmod g+r /sys%p/\(attribute)'\""
    return [
      "sudo groupadd -f joulebook && sudo usermod -aG joulebook \"$USER\"",
      "echo \(quoted(rule)) | sudo tee /etc/udev/rules.d/70-joulebook-\(subsystem).rules",
      "sudo udevadm control --reload && sudo udevadm trigger -s \(subsystem) -c add",
      "newgrp joulebook",
    ].joined(separator: "\n")
  }

  /// Container engines mask `/sys/devices/virtual/powercap`; a read-only mount elsewhere is enough.
  static func hiddenByContainer(_ path: String) -> String {
    guard path.contains("/powercap/") else { return "" }
    return "docker run --mount type=bind,readonly,src=/sys/devices/virtual/powercap/intel-rapl,"
      + "dst=/host/sys/class/powercap -e JOULEBOOK_SYSROOT=/host "
      + "-e JOULEBOOK_NVML=libnvidia-ml.so.1 IMAGE"
  }

  private static func quoted(_ text: String) -> String {
    "'" + text.replacing("'", with: "'\\''") + "'"
  }
}

extension String {
  fileprivate func replacing(_ part: Character, with other: String) -> String {
    reduce(into: "") { $0 += $1 == part ? other : String($1) }
  }
}
