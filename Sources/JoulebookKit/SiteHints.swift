import Glibc
import Metering

/// What a machine tells about where it stands. Gathered without the network, in some file reads.
package struct SiteHints: Hashable, Sendable {
  /// SMBIOS strings by file name: `sys_vendor`, `product_name` …
  package var firmware: [String: String] = [:]
  /// SMBIOS chassis type; nil where it is not told.
  package var chassis: Int?
  /// Region variables that cloud SDKs use, by name.
  package var variables: [String: String] = [:]
  /// Cloud region and zone that cloud-init wrote down, if any.
  package var cloudInitRegion: String?
  /// IANA zones that are named, the strongest first.
  package var timeZones: [TimeZone] = []

  package init() {}

  /// A zone, and where it was named: `TZ`, `/etc/timezone`, `/etc/localtime`.
  package struct TimeZone: Hashable, Sendable {
    package let name: String
    package let origin: String

    package init(_ name: String, from origin: String) {
      self.name = name
      self.origin = origin
    }
  }

  /// Variables looked at, by the provider on which they count.
  static let regionVariables = [
    "aws": ["AWS_REGION", "AWS_DEFAULT_REGION"], "gcp": ["GOOGLE_CLOUD_REGION"],
    "azure": ["AZURE_REGION"],
  ]

  /// - Parameters:
  ///   - sys: root of the sysfs tree.
  ///   - root: prefix of `/etc` and `/run`; empty for the real ones.
  package static func gather(
    environment: [String: String], sys: String = "/sys", root: String = ""
  ) -> SiteHints {
    var hints = SiteHints()
    for name in ["sys_vendor", "product_name", "bios_vendor", "chassis_asset_tag"] {
      if let text = FileText.text("\(sys)/class/dmi/id/\(name)"), !text.isEmpty {
        hints.firmware[name] = text
      }
    }
    hints.chassis = FileText.text("\(sys)/class/dmi/id/chassis_type").flatMap { Int($0) }
    for variable in regionVariables.values.joined() {
      if let value = environment[variable], !value.isEmpty { hints.variables[variable] = value }
    }
    hints.cloudInitRegion = cloudInitRegion(root: root)
    let zones = [
      (environment["TZ"], "TZ"), (FileText.text("\(root)/etc/timezone"), "/etc/timezone"),
      (linkTarget("\(root)/etc/localtime"), "/etc/localtime"),
    ]
    hints.timeZones = zones.compactMap { text, origin in
      text.flatMap(zoneName).map { TimeZone($0, from: origin) }
    }
    return hints
  }

  /// `Europe/Berlin` of `:Europe/Berlin` and of `/usr/share/zoneinfo/posix/Europe/Berlin`.
  static func zoneName(_ text: String) -> String? {
    var name = text[...]
    if name.first == ":" { name.removeFirst() }
    if let range = name.firstRange(of: "zoneinfo/") { name = name[range.upperBound...] }
    for prefix in ["posix/", "right/"] where name.hasPrefix(prefix) {
      name = name.dropFirst(prefix.count)
    }
    return name.isEmpty || name.hasPrefix("/") ? nil : String(name)
  }

  /// The region in cloud-init's instance data: the first value of a key `region` that is a text.
  private static func cloudInitRegion(root: String) -> String? {
    guard let text = FileText.text("\(root)/run/cloud-init/instance-data.json") else { return nil }
    for key in text.ranges(of: "\"region\"") {
      let rest = text[key.upperBound...].drop { $0 == ":" || $0.isWhitespace }
      let value = rest.dropFirst().prefix { $0 != "\"" }
      if rest.first == "\"", !value.isEmpty { return String(value) }
    }
    return nil
  }

  private static func linkTarget(_ path: String) -> String? {
    var buffer = [CChar](repeating: 0, count: 1024)
    let count = readlink(path, &buffer, buffer.count)
    guard count > 0 else { return nil }
    return String(decoding: buffer[..<count].map { UInt8(bitPattern: $0) }, as: UTF8.self)
  }
}
