import Accounting
import Auditing
import ReferenceData

/// Makes claims of the fields of a JSON or YAML file. A field that it does not know is refused: it might have been
/// meant to count.
struct ClaimBuilder {
  let file: String

  /// A map is one claim, or `claims` is a list of them; a list is that list.
  func document(_ root: ClaimNode) throws(Problem) -> AuditDocument {
    if let list = root.list ?? root["claims"]?.list {
      if let map = root.map {
        for pair in map where pair.key != "claims" && pair.key != "schema" {
          throw unknown(pair.key, line: pair.line)
        }
      }
      guard !list.isEmpty else {
        throw UnreadableClaim.problem(
          file, line: root.line, why: "The list of claims is empty.", fix: "Add a claim.")
      }
      var claims: [Claim] = []
      for (index, node) in list.enumerated() {
        claims.append(try claim(node, path: "claims[\(index)]"))
      }
      return AuditDocument(claims: claims)
    }
    return AuditDocument(claims: [try claim(root, path: "")])
  }

  func claim(_ node: ClaimNode, path: String) throws(Problem) -> Claim {
    guard let map = node.map, !map.isEmpty else {
      throw UnreadableClaim.problem(
        file, line: node.line, why: "A claim is a map of fields.",
        fix: "Write fields as in `energy: 1287 MWh`.")
    }
    var claim = Claim(place: AuditPlace(line: node.line, field: path))
    for (key, line, value) in map {
      if case .null = value.content { continue }
      let field = path.isEmpty ? key : "\(path).\(key)"
      let place = AuditPlace(line: line, field: field)
      let name = key.lowercased()
      if let topic = Topic(rawValue: name) ?? Self.topics[name] {
        claim.words[topic] = Statement(try word(topic, value, field: key), place: place)
      } else if let list = ClaimList(rawValue: name) {
        try read(list, value, into: &claim, path: field)
      } else if let (measure, unit) = Measure.named(name) {
        try set(measure, value, unit: unit, field: key, place: place, in: &claim)
      } else if !Self.free.contains(name) {
        throw unknown(key, line: line)
      }
    }
    claim.handDown()
    return claim
  }

  /// Names that people and forms use for the words.
  static let topics: [String: Topic] = [
    "hardware": .device, "hardware_type": .device, "gpu": .device, "region": .place,
    "location": .place, "country": .place, "title": .name, "task": .stage,
  ]
  /// Fields for people, which no rule reads.
  static let free: Set<String> = ["note", "notes", "comment", "url", "doi", "schema", "id"]

  private func word(_ topic: Topic, _ node: ClaimNode, field: String) throws(Problem) -> String {
    let texts = node.list?.compactMap(\.text) ?? [node.text].compactMap(\.self)
    guard !texts.isEmpty, texts.count == (node.list?.count ?? 1) else {
      throw UnreadableClaim.problem(
        file, line: node.line, why: "`\(field)` is a text.",
        fix: "Write `\(field): \(example(topic))`.")
    }
    if topic == .year || topic == .intensityYear || topic == .pueYear {
      guard let year = Int(texts[0]), (1900...2200).contains(year) else {
        throw UnreadableClaim.problem(
          file, line: node.line, why: "`\(texts[0].prefix(40))` is not a year.",
          fix: "Write `\(field): 2024`.")
      }
    }
    let choices = topic.choices
    for text in texts where !choices.isEmpty && topic != .stage {
      guard choices.contains(text.lowercased()) else {
        throw UnreadableClaim.problem(
          file, line: node.line, why: "`\(text.prefix(40))` is none of what `\(field)` may be.",
          fix: "Write one of: \(choices.joined(separator: ", ")).")
      }
    }
    return texts.joined(separator: " and ")
  }

  private func example(_ topic: Topic) -> String { topic.choices.first ?? "…" }

  /// Reads an amount that is a number, a text with its unit, or a map of `value` and `unit`.
  func set(
    _ measure: Measure, _ node: ClaimNode, unit: String?, field: String, place: AuditPlace,
    in claim: inout Claim
  ) throws(Problem) {
    guard claim[measure] == nil else {
      throw UnreadableClaim.problem(
        file, line: node.line, why: "`\(field)` says \(measure.rawValue) a second time.",
        fix: "Put what another place says into `restated`.")
    }
    switch try reading(measure.dimension, node, unit: unit, field: field, place: place) {
    case .amount(let amount): claim[measure] = amount
    case .misfit(let misfit): claim.misfits.append(misfit)
    case .unreadable(let why, let fix):
      throw UnreadableClaim.problem(file, line: node.line, why: "`\(field)`: \(why)", fix: fix)
    }
  }

  func reading(
    _ dimension: Dimension, _ node: ClaimNode, unit: String?, field: String, place: AuditPlace
  ) throws(Problem) -> Amount.Reading {
    var text = node.text
    var unit = unit
    if let map = node.map {
      for pair in map where !["value", "unit", "where", "note"].contains(pair.key) {
        throw unknown(pair.key, line: pair.line)
      }
      text = node["value"]?.text
      unit = node["unit"]?.text ?? unit
    }
    guard let text else {
      throw UnreadableClaim.problem(
        file, line: node.line, why: "`\(field)` holds no number.",
        fix: "Write `\(field): \(dimension.example)`.")
    }
    return Amount.read(text, as: dimension, field: field, unit: unit, place: place)
  }

  /// An amount that must be there.
  func amount(
    _ dimension: Dimension, _ node: ClaimNode?, in owner: ClaimNode, field: String, path: String,
    claim: inout Claim
  ) throws(Problem) -> Amount? {
    guard let node else { return nil }
    let place = AuditPlace(line: node.line, field: "\(path).\(field)")
    switch try reading(dimension, node, unit: nil, field: field, place: place) {
    case .amount(let amount): return amount
    case .misfit(let misfit):
      claim.misfits.append(misfit)
      return nil
    case .unreadable(let why, let fix):
      throw UnreadableClaim.problem(file, line: node.line, why: "`\(field)`: \(why)", fix: fix)
    }
  }

  func unknown(_ key: String, line: Int) -> Problem {
    let known =
      Measure.allCases.map(\.rawValue) + Topic.allCases.map(\.rawValue)
      + ClaimList.allCases.map(\.rawValue) + Array(Measure.aliases.keys)
    let wanted = key.lowercased()
    let near = known.map { (distance(wanted, $0), $0) }.filter {
      $0.0 <= max(2, wanted.count / 3)
    }.sorted { $0 < $1 }.prefix(3).map { "`\($0.1)`" }
    return UnreadableClaim.problem(
      file, line: line, why: "There is no field `\(key.prefix(60))`.",
      fix: near.isEmpty
        ? "Docs/Audit.md lists the fields; put words for people into `note`."
        : "Did you mean \(near.joined(separator: ", "))?")
  }
}
