import Accounting
import Auditing

/// Reads a model card: YAML between lines of three hyphens, then Markdown, of which tables and sentences with amounts
/// count.
struct ModelCardReader {
  let file: String

  /// Tables and text of a card.
  func document(_ text: String) throws(Problem) -> AuditDocument {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    var start = 0
    var front: Claim?
    if lines.first?.trimmingBlanks == "---",
      let end = lines.dropFirst().firstIndex(where: { $0.trimmingBlanks == "---" })
    {
      front = try frontMatter(lines[1..<end].joined(separator: "\n"))
      start = end + 1
    }
    let (tables, unread) = tables(lines, from: start)
    var claim = CardSentences.claim(lines, from: start)
    if let front {
      for (measure, amount) in front.amounts {
        if let said = claim[measure] {
          claim.restated.append(Claim.Restatement(measure, said, location: "the text"))
        }
        claim[measure] = amount
      }
      claim.words.merge(front.words) { _, new in new }
    }
    guard !claim.amounts.isEmpty || !tables.isEmpty || !claim.misfits.isEmpty else {
      throw UnreadableClaim.problem(
        file, line: nil,
        why: "It has neither `co2_eq_emissions` nor a table or sentence with amounts.",
        fix: "Write the claim as fields: Docs/Audit.md lists them.")
    }
    var claims = tables
    // Of several tables it is not said which one the text speaks of.
    if claims.count == 1 { Self.join(&claims[0], with: claim) }
    if !claim.amounts.isEmpty || !claim.misfits.isEmpty { claims.insert(claim, at: 0) }
    return AuditDocument(claims: claims, unread: unread)
  }

  /// A total that the text gives is the table's, said again or in its place.
  private static func join(_ table: inout Claim, with text: Claim) {
    for measure in [Measure.deviceTime, .emissions, .marketEmissions, .energy] {
      guard let said = text[measure] else { continue }
      if table.total[measure] != nil {
        table.restated.append(Claim.Restatement(measure, said, location: "the text"))
      } else if table.rows.count > 1 {
        table.total[measure] = said
      }
    }
    for measure in [Measure.pue, .intensity] { table[measure] = text[measure] }
    for topic in [Topic.device, .place] { table.words[topic] = text.words[topic] }
    table.handDown()
  }

  /// `co2_eq_emissions` of the Hub's metadata: a number, or a map with `emissions` in grams.
  private func frontMatter(_ text: String) throws(Problem) -> Claim? {
    var reader = YAMLClaimReader(file: file, offset: 1)
    guard let node = try reader.read(text)["co2_eq_emissions"] else { return nil }
    var claim = Claim(place: AuditPlace(line: node.line, field: "co2_eq_emissions"))
    let fields = node.map ?? [(key: "emissions", line: node.line, value: node)]
    for (key, line, value) in fields {
      guard let text = value.text else { continue }
      let place = AuditPlace(line: line, field: "co2_eq_emissions.\(key)")
      switch key {
      case "emissions":
        switch Amount.read(text, as: .mass, field: key, unit: "g", place: place) {
        case .amount(let amount): claim[.emissions] = amount
        case .misfit(let misfit): claim.misfits.append(misfit)
        case .unreadable(let why, let fix):
          throw UnreadableClaim.problem(file, line: line, why: "`\(key)`: \(why)", fix: fix)
        }
      case "source": claim.words[.tool] = Statement(text, place: place)
      case "training_type": claim.words[.stage] = Statement(text, place: place)
      case "geographical_location": claim.words[.place] = Statement(text, place: place)
      case "hardware_used": claim.words[.device] = Statement(text, place: place)
      case _:
        throw UnreadableClaim.problem(
          file, line: line, why: "`co2_eq_emissions` has no field `\(key.prefix(40))`.",
          fix: "It has emissions, source, training_type, geographical_location and hardware_used.")
      }
    }
    return claim
  }

  /// Tables whose headings hold amounts of energy, carbon or device time.
  private func tables(_ lines: [String], from start: Int) -> ([Claim], [Auditing.Statement]) {
    var claims: [Claim] = []
    var unread: [Auditing.Statement] = []
    var index = start
    while index + 1 < lines.count {
      defer { index += 1 }
      // A line of thousands of cells is no table that people read.
      guard lines[index].utf8.count < 20_000, lines[index].contains("|"), isRule(lines[index + 1])
      else { continue }
      var table = ClaimTable(
        headings: cells(lines[index]), line: index + 1, name: "table of line \(index + 1)")
      var row = index + 2
      while row < lines.count, lines[row].contains("|"), lines[row].utf8.count < 20_000 {
        table.add(cells(lines[row]), line: row + 1)
        row += 1
      }
      index = row - 1
      guard isAboutEnergy(table) else { continue }
      claims.append(table.claim)
      unread += table.unread
    }
    return (claims, unread)
  }

  /// Tables of benchmarks have columns named `params` too.
  private func isAboutEnergy(_ table: ClaimTable) -> Bool {
    table.columns.contains { column in
      switch column.meaning {
      case .measure(let measure):
        [.energy, .emissions, .marketEmissions, .deviceTime, .power, .water].contains(measure)
      case .topic, .unknown: false
      }
    } && (!table.claim.rows.isEmpty || !table.claim.total.isEmpty)
  }

  private func isRule(_ line: String) -> Bool {
    line.utf8.count < 20_000 && line.contains("-") && line.contains("|")
      && line.allSatisfy { "|-: \t\r".contains($0) }
  }

  private func cells(_ line: String) -> [String] {
    var text = line.trimmingBlanks[...]
    if text.hasPrefix("|") { text = text.dropFirst() }
    if text.hasSuffix("|") { text = text.dropLast() }
    return text.split(separator: "|", omittingEmptySubsequences: false).map { $0.trimmingBlanks }
  }
}
