package import Accounting
import Quantities

extension Catalogue {
  /// Board power of an accelerator by the name its driver prints; nil when it is unknown.
  package func accelerator(named name: String) -> HardwareFacts.RatedPower? {
    let table = Table("accelerators")
    let words = Self.words(name)
    // Drivers add memory size and form after the name; the longest beginning that is known counts.
    for count in stride(from: words.count, to: 0, by: -1) {
      // A bare number or letter says nothing: `3090` would be right, `80` would not.
      let key = words.prefix(count).joined()
      guard key.count > 1, let row = table.find(key),
        let power: Estimate<Power> = estimate(
          row, "board_watts", low: "low_watts", high: "high_watts")
      else { continue }
      return HardwareFacts.RatedPower(
        power,
        origin: "\(power.value.watts.text()) W board power of \(row["name"]) "
          + "(\(citation(row["source"]).text))")
    }
    return nil
  }

  /// Words of letters and digits, lower case, without the names of maker and line.
  private static func words(_ name: String) -> [Substring] {
    let fillers: Set<Substring> = [
      "nvidia", "amd", "intel", "tesla", "geforce", "instinct", "radeon", "google", "graphics",
    ]
    return name.lowercased()[...].split { !($0.isASCII && ($0.isLetter || $0.isNumber)) }
      .filter { !fillers.contains($0) }
  }
}
