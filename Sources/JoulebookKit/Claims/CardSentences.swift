import Accounting
import Auditing

/// Amounts in the sentences of a model card. Only what is said without doubt is taken: a total, with its unit.
enum CardSentences {
  static func claim(_ lines: [String], from start: Int) -> Claim {
    var claim = Claim(place: AuditPlace(line: start + 1, field: "text"))
    var isCode = false
    for (index, line) in lines.enumerated().dropFirst(start) {
      if line.hasPrefix("```") { isCode.toggle() }
      guard !isCode, !line.trimmingBlanks.hasPrefix("|"), line.utf8.count < 20_000 else { continue }
      if claim.words[.name] == nil, line.hasPrefix("# ") {
        claim.words[.name] = Statement(
          line.dropFirst(2).trimmingBlanks, place: AuditPlace(line: index + 1, field: "title"))
      }
      let plain = line.withoutMarkup
      if readTemplate(plain, line: index + 1, into: &claim) { continue }
      for sentence in plain.split(separator: #/[.;](?:\s+|$)/#) {
        read(String(sentence), line: index + 1, into: &claim)
      }
    }
    return claim
  }

  /// Lines of the Hub's template: `- Hours used: 150000`. True when the line was one.
  private static func readTemplate(_ line: String, line number: Int, into claim: inout Claim)
    -> Bool
  {
    guard let found = line.firstMatch(of: templateLine) else { return false }
    let value = String(found.2).trimmingBlanks
    let label = found.1.lowercased()
    guard !EmptyCell.isEmpty(value), !value.lowercased().contains("more information needed") else {
      return true
    }
    let place = AuditPlace(line: number, field: label)
    func set(_ measure: Measure, unit: String) {
      let reading = Amount.read(
        value, as: measure.dimension, field: label, unit: unit, place: place)
      if claim[measure] == nil, case .amount(let amount) = reading { claim[measure] = amount }
    }
    switch label {
    case "hardware type": claim.words[.device] = Statement(value, place: place)
    case "compute region": claim.words[.place] = Statement(value, place: place)
    case "hours used": set(.deviceTime, unit: "h")
    // Whether it is kg or g the template leaves to its writer.
    case "carbon emitted": read("carbon " + value, line: number, into: &claim)
    case _: break
    }
    return true
  }

  private static var templateLine: Regex<(Substring, Substring, Substring)> {
    #/^[-•]?\s*(Hardware Type|Hours used|Cloud Provider|Compute Region|Carbon Emitted)(?:\s*\([^)]*\))?\s*:\s*(.+)$/#
      .ignoresCase()
  }

  private static func read(_ sentence: String, line: Int, into claim: inout Claim) {
    let lower = sentence.lowercased()
    let place = AuditPlace(line: line, field: "text")
    func set(_ measure: Measure, _ text: Substring) {
      guard claim[measure] == nil else { return }
      switch Amount.read(String(text), as: measure.dimension, field: "text", place: place) {
      case .amount(let amount): claim[measure] = amount
      case .misfit(let misfit): claim.misfits.append(misfit)
      // A sentence is for people: what is not plainly an amount is none.
      case .unreadable: break
      }
    }
    if let found = sentence.firstMatch(of: deviceHours) { set(.deviceTime, found.1) }
    if let found = sentence.firstMatch(of: ratedPower) { set(.tdp, found.1) }
    if let found = sentence.firstMatch(of: usage) { set(.pue, found.1) }
    if let found = sentence.firstMatch(of: intensity) { set(.intensity, found.1) }
    if let found = sentence.firstMatch(of: energy), !lower.contains("per ") {
      set(.energy, found.1)
    }
    if ["emission", "carbon", "footprint", "greenhouse", "co2"].contains(where: lower.contains),
      !lower.contains("per "), let found = sentence.firstMatch(of: mass)
    {
      set(lower.contains("market-based") ? .marketEmissions : .emissions, found.1)
    }
    if claim.words[.device] == nil, let found = sentence.firstMatch(of: device) {
      claim.words[.device] = Statement(String(found.1), place: place)
    }
  }

  // Swift's regular expressions are values that are not `Sendable`, so each use makes its own.
  private static var deviceHours: Regex<(Substring, Substring)> {
    #/((?:\d[\d,]*(?:\.\d+)?)\s?(?:[kKMB]|thousand|million|billion)?\s?(?:GPU|TPU|A100|H100|H800|V100|chip|device|accelerator)[ -]?(?:hours|days))/#
  }
  private static var ratedPower: Regex<(Substring, Substring)> {
    #/TDP (?:of|is|=|:)\s*(\d+(?:\.\d+)?\s?k?W)\b/#
  }
  private static var usage: Regex<(Substring, Substring)> {
    #/PUE\)?(?: of| is| was|:| =)?\s*(\d(?:\.\d+)?)\b/#
  }
  private static var intensity: Regex<(Substring, Substring)> {
    #/(\d[\d,]*(?:\.\d+)?\s?(?:g|kg|lb)\s?(?:of )?(?:CO2|CO₂)?(?:-?eq|e)?\s?(?:\/|per )\s?(?:kWh|MWh))/#
  }
  private static var energy: Regex<(Substring, Substring)> {
    #/(\d[\d,]*(?:\.\d+)?\s?(?:k|M|G|T)Wh)\b(?!\s?\/)/#
  }
  private static var mass: Regex<(Substring, Substring)> {
    #/(\d[\d,]*(?:\.\d+)?\s?(?:kg|g|t|lbs|lb|tons|tonnes|metric tons)\s?(?:of )?(?:CO2|CO₂)(?:-?eq|e)?)\b(?!\s?\/)/#
  }
  private static var device: Regex<(Substring, Substring)> {
    #/\b((?:A100|H100|H200|H800|V100|B200|P100|T4|A10G|L40S|TPU ?v\d\w*|MI250X?|MI300X)(?:[- ](?:SXM\d?|PCIe))?(?:[- ]\d+ ?GB)?)\b/#
  }
}
