/// A unit as people write it: `MWh`, `tCO2eq`, `lb/MWh`, `PF-days`, `A100-hours`.
package struct UnitText: Hashable, Sendable {
  package let dimension: Dimension
  /// How many base units of the dimension one of it is.
  package let scale: Double
  /// Pounds and short tons.
  package let isImperial: Bool

  package enum Reading: Hashable, Sendable {
    case known(UnitText)
    /// No such thing can be measured: `W per hour`.
    case impossible(String)
    case unknown
  }

  init(_ dimension: Dimension, _ scale: Double, imperial: Bool = false) {
    self.dimension = dimension
    self.scale = scale
    isImperial = imperial
  }

  /// Reads a unit; letter case counts where it tells `mW` from `MW`, and nowhere else.
  package static func read(_ text: String) -> Reading {
    let plain = normalized(text)
    guard !plain.isEmpty, plain.count <= 60 else { return .unknown }
    if let unit = simple(plain) { return .known(unit) }
    let parts = plain.split(separator: "/", omittingEmptySubsequences: false).map {
      $0.trimmingBlanks
    }
    guard parts.count == 2, let below = simple(parts[1]) ?? amount(parts[1]) else {
      return .unknown
    }
    if parts[1].hasSuffix("b"), ["Gb", "Mb", "Tb", "kb"].contains(parts[1]) {
      return .impossible("`\(text.trimmingBlanks)` counts bits, where bytes are what is billed")
    }
    if parts[0].isEmpty { return .unknown }
    guard let above = simple(parts[0]) else { return .unknown }
    return ratio(above, below, text: text.trimmingBlanks)
  }

  private static func ratio(_ above: UnitText, _ below: UnitText, text: String) -> Reading {
    let isImperial = above.isImperial
    switch (above.dimension, below.dimension) {
    case (.mass, .energy):
      return .known(
        UnitText(.intensity, above.scale / (below.scale / 3.6e6), imperial: isImperial))
    case (.volume, .energy):
      return .known(UnitText(.waterIntensity, above.scale / (below.scale / 3.6e6)))
    case (.energy, .time): return .known(UnitText(.power, above.scale / below.scale))
    case (.operations, .time): return .known(UnitText(.rate, above.scale / below.scale))
    case (.money, .time): return .known(UnitText(.price, above.scale / (below.scale / 3600)))
    case (.mass, .time): return .known(UnitText(.massRate, above.scale / below.scale))
    case (.power, .time):
      return .impossible(
        "`\(text)` is a power per time: watts are already joules per second")
    case (.energy, .bytes): return .known(UnitText(.energyPerData, above.scale / below.scale))
    case (.energy, .count), (.energy, .tokens), (.mass, .count), (.mass, .tokens),
      (.volume, .count):
      return .known(UnitText(above.dimension, above.scale / below.scale, imperial: isImperial))
    case (.power, .count): return .known(above)
    case _: return .unknown
    }
  }

  /// `1000 queries` under a fraction bar.
  private static func amount(_ text: String) -> UnitText? {
    guard let number = NumberText(text), number.value > 0, let unit = simple(number.rest) else {
      return nil
    }
    return UnitText(unit.dimension, unit.scale * number.value)
  }

  private static func simple(_ text: String) -> UnitText? {
    if let unit = exact[text] { return unit }
    let lower = text.lowercased()
    if let unit = folded[lower] { return unit }
    if lower.hasSuffix("s"), let unit = folded[String(lower.dropLast())] { return unit }
    return deviceTime(lower) ?? operations(text)
  }

  /// `GPU-hours`, `A100 h`, `chip days`: time that devices were held.
  private static func deviceTime(_ text: String) -> UnitText? {
    let words = text.split { $0 == " " || $0 == "-" || $0 == "_" }
    // A letter in front is a multiplier: `M GPU hours`.
    guard words.count >= 2, let last = words.last, words.allSatisfy({ $0.count > 1 || $0 == last })
    else { return nil }
    let time = folded[String(last)] ?? folded[String(last.hasSuffix("s") ? last.dropLast() : last)]
    guard let time, time.dimension == .time else { return nil }
    let devices = ["gpu", "tpu", "chip", "core", "node", "device", "accelerator", "card", "server"]
    let isDevice = words.dropLast().contains { word in
      devices.contains { word.hasPrefix($0) }
        || (word.first.map { "abhlmvtgp".contains($0) } ?? false)
          && word.contains(where: \.isNumber)
    }
    return isDevice ? time : nil
  }

  /// `PFLOP/s-days`, `petaflop-days`, `GFLOPs`, `TFLOPS`, `GMACs`.
  private static func operations(_ text: String) -> UnitText? {
    let lower = text.lowercased().filter { $0 != " " }
    let prefixes: [(String, Double)] = [
      ("kilo", 1e3), ("mega", 1e6), ("giga", 1e9), ("tera", 1e12), ("peta", 1e15), ("exa", 1e18),
      ("zetta", 1e21), ("yotta", 1e24), ("k", 1e3), ("m", 1e6), ("g", 1e9), ("t", 1e12),
      ("p", 1e15), ("e", 1e18), ("z", 1e21), ("y", 1e24), ("", 1),
    ]
    for (prefix, scale) in prefixes where lower.hasPrefix(prefix) {
      let rest = String(lower.dropFirst(prefix.count))
      switch rest {
      case "flop/s-day", "flop/s-days", "flops-day", "flops-days", "flop-day", "flop-days",
        "flopsday", "flopsdays", "flop/sday", "flop/sdays", "f-day", "f-days", "fday", "fdays",
        "flop/s·day", "flop/s·days", "flops·days":
        return UnitText(.operations, scale * 86_400)
      case "flop": return UnitText(.operations, scale)
      // With a capital S as in TFLOPS it is a rate; a plural otherwise.
      case "flops":
        return text.hasSuffix("S") ? UnitText(.rate, scale) : UnitText(.operations, scale)
      case "flop/s", "flops/s", "op/s", "ops/s", "flop/sec": return UnitText(.rate, scale)
      case "mac", "macs", "madds", "multadds", "madd", "mult-adds":
        return UnitText(.operations, 2 * scale)
      case "operations", "op": return prefix.isEmpty ? UnitText(.operations, 1) : nil
      default: continue
      }
    }
    return nil
  }

  /// One way of writing: blanks single, `per` as a bar, CO2 and its equivalents left out.
  static func normalized(_ text: String) -> String {
    let swaps: [Character: String] = [
      "₂": "2", "²": "2", "·": "", "⋅": "", "–": "-", "−": "-", "\u{A0}": " ", "[": "", "]": "",
      "(": "", ")": "", "*": "", "`": "",
    ]
    var plain = text.map { swaps[$0] ?? String($0) }.joined().trimmingBlanks
    while plain.hasSuffix(".") || plain.hasSuffix(",") || plain.hasSuffix(";") {
      plain.removeLast()
    }
    var words = plain.split(separator: " ").map(String.init)
    words = words.map { $0.lowercased() == "per" ? "/" : $0 }
    words = words.filter {
      !["of", "a", "equivalent", "equivalents", "eq", "eq."].contains($0) || words.count == 1
    }
    plain = withoutCarbon(words.joined(separator: " "))
    return plain.split(separator: "/", omittingEmptySubsequences: false)
      .map { $0.trimmingBlanks }.joined(separator: "/")
  }

  private static func withoutCarbon(_ text: String) -> String {
    var characters = Array(text)
    let lower = characters.map { Character($0.lowercased().first.map(String.init) ?? "") }
    guard characters.count >= 3 else { return text }
    for start in 0...(characters.count - 3) where String(lower[start..<start + 3]) == "co2" {
      var end = start + 3
      for tail in ["-equivalent", "equivalent", "-eq", "eq", "-e", "e"]
      where end + tail.count <= lower.count && String(lower[end..<end + tail.count]) == tail {
        end += tail.count
        break
      }
      var begin = start
      while begin > 0, characters[begin - 1] == " " || characters[begin - 1] == "-" { begin -= 1 }
      characters.removeSubrange(begin..<end)
      return String(characters).trimmingBlanks
    }
    return text
  }
}
