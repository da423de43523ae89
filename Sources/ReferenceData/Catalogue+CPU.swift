package import Accounting
import Quantities

extension Catalogue {
  /// What one socket draws at full load, by the model name in `/proc/cpuinfo`.
  ///
  /// Thermal design power is per socket. Where the machine sees fewer logical processors than the
  /// part has, as in a virtual machine, it is scaled down in proportion. The range covers how far
  /// full-load package power lies from TDP, which is a limit on heat and not a measurement.
  /// - Parameter logicalProcessors: those seen of one socket; with several sockets, of each.
  package func ratedPower(
    cpu model: String, logicalProcessors: Int
  ) -> HardwareFacts.RatedPower {
    let key = Self.cpuKey(model)
    let family = family(of: key)
    guard let row = find("cpus", key),
      let tdp: Estimate<Power> = estimate(row, "tdp_watts", low: "low_watts", high: "high_watts")
    else { return typical(family, logicalProcessors: logicalProcessors, model: model) }
    let source = citation(of: row)
    let threads = row["threads"].isEmpty ? Self.threads(inName: model) : Int(row["threads"])
    let isServer = family?.key != "*"
    var part = (low: 1.0, value: 1.0, high: 1.0)
    var origin = "\(tdp.value.watts.text()) W TDP of \(key)"
    if let threads, threads > 0, logicalProcessors > 0, logicalProcessors < threads {
      let seen = Double(logicalProcessors) / Double(threads)
      // Half of them may be a whole part with one thread a core, or half of a part.
      part = (seen, seen, logicalProcessors * 2 == threads ? 1 : seen)
      origin += ", \(logicalProcessors) of \(threads) logical processors"
    } else if threads == nil, isServer {
      // An unlisted server part in a small virtual machine: no more than its threads can draw.
      func share(_ column: String) -> Double {
        let each = family?.number(column) ?? tdp.value.watts
        return min(1, each * Double(max(logicalProcessors, 1)) / tdp.value.watts)
      }
      part = (
        share("low_watts_per_thread"), share("watts_per_thread"), share("high_watts_per_thread")
      )
      if part.value < 1 { origin += ", \(logicalProcessors) logical processors of it" }
    }
    // Package power at full load over TDP: servers stay near or below, others boost beyond.
    let spread = isServer ? (low: 0.45, high: 1.25) : (low: 0.4, high: 2.0)
    return HardwareFacts.RatedPower(
      Estimate(
        tdp.value * part.value, low: tdp.low * (part.low * spread.low),
        high: tdp.high * (part.high * spread.high)),
      origin: "\(origin) (\(source.text))")
  }

  /// A typical value with a wide range, for names that tell no part: `AMD EPYC`, `QEMU Virtual CPU`.
  private func typical(
    _ family: Row?, logicalProcessors: Int, model: String
  ) -> HardwareFacts.RatedPower {
    let threads = Double(max(logicalProcessors, 1))
    let known: Estimate<Power>? = family.flatMap {
      estimate(
        $0, "watts_per_thread", low: "low_watts_per_thread", high: "high_watts_per_thread")
    }
    let each = known ?? Estimate(.watts(4), low: .watts(1.5), high: .watts(8))
    let name = family.map { $0.key == "*" ? "an unknown part" : "the family \($0.key)" }
    return HardwareFacts.RatedPower(
      each * threads,
      origin: "\(each.value.watts.text()) W per logical processor, typical of "
        + "\(name ?? "an unknown part"), for \"\(model.trimmed)\" "
        + "(\(family.map { citation(of: $0).text } ?? "no source"))")
  }

  private func family(of key: String) -> Row? {
    rows("cpu_families").first { $0.key != "*" && key.contains($0.key) }
      ?? find("cpu_families", "*")
  }

  /// The words of a model name that tell the part apart: `AMD EPYC 7742 64-Core Processor` →
  /// `epyc 7742`. The builder of the table does the same.
  static func cpuKey(_ model: String) -> String {
    var text = model.lowercased()
    for mark in ["(r)", "(tm)", "(c)"] { text = text.replacing(mark, with: " ") }
    for end in ["@", " with ", " w/ "] {
      if let range = text.firstRange(of: end) { text = String(text[..<range.lowerBound]) }
    }
    return text.split(whereSeparator: \.isWhitespace).filter { !isFiller($0) }
      .joined(separator: " ")
  }

  private static func isFiller(_ word: Substring) -> Bool {
    if ["amd", "intel", "cpu", "processor", "gen", "apu", "genuine"].contains(word) { return true }
    if coreCount(word) != nil { return true }
    if ["dual-core", "quad-core", "six-core", "eight-core", "twelve-core", "sixteen-core"]
      .contains(word)
    {
      return true
    }
    let digits = word.prefix { $0.isASCII && $0.isNumber }
    return !digits.isEmpty && ["st", "nd", "rd", "th"].contains(word.dropFirst(digits.count))
  }

  /// `64` of `64-core` and of `64-cores`.
  private static func coreCount(_ word: Substring) -> Int? {
    let digits = word.prefix { $0.isASCII && $0.isNumber }
    guard ["-core", "-cores"].contains(word.dropFirst(digits.count)) else { return nil }
    return Int(digits)
  }

  /// AMD prints the number of cores into the name; its parts that do so run two threads a core.
  private static func threads(inName model: String) -> Int? {
    model.lowercased().split(whereSeparator: \.isWhitespace).lazy.compactMap(coreCount).first
      .map { $0 * 2 }
  }
}
