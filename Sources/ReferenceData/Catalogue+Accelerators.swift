package import Accounting
import Quantities

extension Catalogue {
  /// Board power of an accelerator by the name its driver prints; nil when it is unknown.
  package func accelerator(named name: String) -> HardwareFacts.RatedPower? {
    guard let (row, rest) = acceleratorRow(named: name),
      var power: Estimate<Power> = estimate(
        row, "board_watts", low: "low_watts", high: "high_watts")
    else { return nil }
    if rest.contains(where: Self.isVariant) {
      // A sister part that the table lacks: the bigger one of a pair draws up to a quarter more.
      power = Estimate(power.value, low: power.low * 0.9, high: power.high * 1.25)
    }
    return HardwareFacts.RatedPower(
      power,
      origin: "\(power.value.watts.text()) W board power of \(row["name"]) "
        + "(\(citation(of: row).text))")
  }

  /// The device that a name means, and the words of the name that did not help to find it.
  ///
  /// Drivers add memory size and form after the name; the longest beginning that is known counts.
  func acceleratorRow(named name: String) -> (row: Row, rest: ArraySlice<Substring>)? {
    let words = Self.words(name)
    // A notebook's part shares the name of the card and draws a third of its power.
    let isNotebook = words.contains { ["laptop", "mobile", "max"].contains($0) }
    for count in stride(from: words.count, to: 0, by: -1) {
      // A single letter or digit says nothing.
      let key = words.prefix(count).joined()
      guard key.count > 1 else { continue }
      if let row = find("accelerators", find("accelerator_names", key)?["accelerator"] ?? key) {
        if isNotebook, row["form"] != "laptop" { return nil }
        return (row, words.dropFirst(count))
      }
    }
    return nil
  }

  private static func isVariant(_ word: Substring) -> Bool {
    ["ti", "super", "xt", "xtx", "gre", "pro"].contains(word)
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
