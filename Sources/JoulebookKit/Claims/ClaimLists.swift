import Accounting
import Auditing
import Quantities

/// Fields that hold lists or maps.
enum ClaimList: String, CaseIterable {
  case components, shares, mix, stages, rows, total, comparison, series
  case powerCurve = "power_curve"
  case restated, equivalences, growth, trackers, fit, constants, products, given, used
}

/// Names of the fields that hold lists or maps, for the test of the reference page.
package enum AuditFields {
  package static let lists = ClaimList.allCases.map(\.rawValue)
}

extension ClaimBuilder {
  func read(
    _ list: ClaimList, _ node: ClaimNode, into claim: inout Claim, path: String
  ) throws(Problem) {
    switch list {
    case .components: claim.components = try parts(.energy, node, path: path, claim: &claim)
    case .shares: claim.shares = try parts(.ratio, node, path: path, claim: &claim)
    case .mix: claim.mix = try parts(.ratio, node, path: path, claim: &claim)
    case .stages: claim.stages = try claims(node, path: path)
    case .rows: claim.rows = try claims(node, path: path)
    case .comparison: claim.comparison = try claims(node, path: path)
    case .total:
      let total = try self.claim(node, path: path)
      claim.total = total.amounts
      claim.misfits += total.misfits
    case .series:
      for item in try items(node) {
        if let amount = try amount(
          .energy, item, in: node, field: "series", path: path, claim: &claim)
        {
          claim.series.append(amount)
        }
      }
    case .powerCurve:
      for (key, line, value) in try pairs(node) {
        guard let use = NumberText(key) else {
          throw wrong(line, "`\(key)` is not a use in percent.")
        }
        if let power = try amount(.power, value, in: node, field: key, path: path, claim: &claim) {
          claim.powerCurve.append((use: use.value / 100, power: power))
        }
      }
    case .restated: try readRestated(node, into: &claim, path: path)
    case .equivalences: try readEquivalences(node, into: &claim, path: path)
    case .growth: try readGrowth(node, into: &claim, path: path)
    case .trackers: try readTrackers(node, into: &claim, path: path)
    case .fit: try readFit(node, into: &claim, path: path)
    case .constants: try readConstants(node, into: &claim, path: path)
    case .products: try readProducts(node, into: &claim, path: path)
    case .given: claim.given = try words(node, path: path)
    case .used:
      claim.used = try words(node, path: path)
      claim.hasUsed = true
    }
  }

  private func readRestated(
    _ node: ClaimNode, into claim: inout Claim, path: String
  ) throws(Problem) {
    for (index, item) in try items(node).enumerated() {
      try allow(["what", "value", "where"], in: item)
      guard let what = item["what"]?.text, let (measure, unit) = Measure.named(what),
        let value = item["value"]
      else { throw wrong(item.line, "A restatement has `what` (a field), `value` and `where`.") }
      let place = AuditPlace(line: item.line, field: "\(path)[\(index)].value")
      switch try reading(measure.dimension, value, unit: unit, field: what, place: place) {
      case .amount(let amount):
        claim.restated.append(
          Claim.Restatement(measure, amount, location: item["where"]?.text ?? "another place"))
      case .misfit(let misfit): claim.misfits.append(misfit)
      case .unreadable(let why, let fix):
        throw UnreadableClaim.problem(file, line: item.line, why: why, fix: fix)
      }
    }
  }

  private func readEquivalences(
    _ node: ClaimNode, into claim: inout Claim, path: String
  ) throws(Problem) {
    for (index, item) in try items(node).enumerated() {
      let place = AuditPlace(line: item.line, field: "\(path)[\(index)]")
      if let text = item.text {
        claim.equivalences.append(
          Claim.Equivalence(
            comparator: Statement(text, place: place), each: nil, source: nil, year: nil))
        continue
      }
      try allow(["what", "count", "each", "source", "year"], in: item)
      guard let what = item["what"]?.text else { throw wrong(item.line, "`what` is missing.") }
      claim.equivalences.append(
        Claim.Equivalence(
          comparator: Statement(what, place: place),
          each: try amount(
            .mass, item["each"], in: item, field: "each", path: place.field, claim: &claim),
          source: item["source"]?.text, year: item["year"]?.text.flatMap { Int($0) }))
    }
  }

  private func readGrowth(
    _ node: ClaimNode, into claim: inout Claim, path: String
  ) throws(Problem) {
    try allow(["factor", "doubling", "period"], in: node)
    let factor = try amount(
      .ratio, node["factor"], in: node, field: "factor", path: path, claim: &claim)
    let doubling = try amount(
      .time, node["doubling"], in: node, field: "doubling", path: path, claim: &claim)
    let period = try amount(
      .time, node["period"], in: node, field: "period", path: path, claim: &claim)
    if let factor, let doubling, let period {
      claim.growth = Claim.Growth(factor: factor, doubling: doubling, period: period)
    }
  }

  private func readTrackers(
    _ node: ClaimNode, into claim: inout Claim, path: String
  ) throws(Problem) {
    for (index, item) in try items(node).enumerated() {
      try allow(["device", "start", "end"], in: item)
      guard let device = item["device"]?.text, let start = try instant(item["start"]),
        let end = try instant(item["end"])
      else { throw wrong(item.line, "A tracker has `device`, `start` and `end`.") }
      claim.trackers.append(
        Claim.Tracker(
          device: device, start: start, end: end,
          place: AuditPlace(line: item.line, field: "\(path)[\(index)]")))
    }
  }

  private func instant(_ node: ClaimNode?) throws(Problem) -> Double? {
    guard let node, let text = node.text else { return nil }
    if let instant = ClaimTime.seconds(text) { return instant }
    throw wrong(node.line, "`\(text.prefix(40))` is no point in time such as 2026-11-24T09:00:00Z.")
  }

  private func readFit(_ node: ClaimNode, into claim: inout Claim, path: String) throws(Problem) {
    try allow(["points", "exponent"], in: node)
    var points: [(x: Double, y: Double)] = []
    for item in try items(node["points"] ?? node) {
      let numbers = (item.list ?? []).compactMap { $0.text.flatMap { Double($0) } }
      guard numbers.count == 2 else { throw wrong(item.line, "A point is a list of two numbers.") }
      points.append((x: numbers[0], y: numbers[1]))
    }
    guard points.count <= 2000 else { throw wrong(node.line, "A fit may have 2,000 points.") }
    let exponent = try amount(
      .ratio, node["exponent"], in: node, field: "exponent", path: path, claim: &claim)
    claim.fit = Claim.Fit(
      points: points, exponent: exponent, place: AuditPlace(line: node.line, field: path))
  }

  private func readConstants(
    _ node: ClaimNode, into claim: inout Claim, path: String
  ) throws(Problem) {
    for (index, item) in try items(node).enumerated() {
      try allow(["name", "value", "unit"], in: item)
      guard let name = item["name"]?.text, let value = item["value"]?.text,
        let number = NumberText(value)
      else { throw wrong(item.line, "A constant has `name`, `value` and `unit`.") }
      claim.constants.append(
        Claim.Constant(
          name: name, number: number.value, unit: item["unit"]?.text ?? number.rest,
          place: AuditPlace(line: item.line, field: "\(path)[\(index)]")))
    }
  }

  private func readProducts(
    _ node: ClaimNode, into claim: inout Claim, path: String
  ) throws(Problem) {
    for (index, item) in try items(node).enumerated() {
      try allow(["name", "factors", "product"], in: item)
      let factors = (item["factors"]?.list ?? []).compactMap { $0.text.flatMap { Double($0) } }
      let place = AuditPlace(line: item.line, field: "\(path)[\(index)].product")
      guard factors.count == item["factors"]?.list?.count, factors.count > 1,
        let text = item["product"]?.text,
        case .amount(let product) = Amount.read(text, as: .count, field: "product", place: place)
      else { throw wrong(item.line, "A product has `factors`, a list of numbers, and `product`.") }
      claim.products.append(
        Claim.Product(name: item["name"]?.text ?? "product", factors: factors, product: product))
    }
  }

  private func parts(
    _ dimension: Dimension, _ node: ClaimNode, path: String, claim: inout Claim
  ) throws(Problem) -> [Claim.Part] {
    var parts: [Claim.Part] = []
    for (key, _, value) in try pairs(node) {
      if let amount = try amount(dimension, value, in: node, field: key, path: path, claim: &claim)
      {
        parts.append(Claim.Part(key, amount))
      }
    }
    return parts
  }

  private func claims(_ node: ClaimNode, path: String) throws(Problem) -> [Claim] {
    var claims: [Claim] = []
    for (index, item) in try items(node).enumerated() {
      claims.append(try claim(item, path: "\(path)[\(index)]"))
    }
    return claims
  }

  private func words(_ node: ClaimNode, path: String) throws(Problem) -> [Auditing.Statement] {
    var words: [Auditing.Statement] = []
    for (index, item) in try items(node).enumerated() {
      guard let text = item.text else { throw wrong(item.line, "It is a list of words.") }
      words.append(
        Statement(text, place: AuditPlace(line: item.line, field: "\(path)[\(index)]")))
    }
    return words
  }

  private func items(_ node: ClaimNode) throws(Problem) -> [ClaimNode] {
    guard let list = node.list else { throw wrong(node.line, "A list is wanted here.") }
    return list
  }

  private func pairs(
    _ node: ClaimNode
  ) throws(Problem) -> [(key: String, line: Int, value: ClaimNode)] {
    guard let map = node.map else {
      throw wrong(node.line, "A map of names and amounts is wanted here.")
    }
    return map
  }

  private func allow(_ keys: [String], in node: ClaimNode) throws(Problem) {
    for pair in try pairs(node) where !keys.contains(pair.key) {
      throw UnreadableClaim.problem(
        file, line: pair.line, why: "There is no field `\(pair.key.prefix(60))` here.",
        fix: "Known are: \(keys.joined(separator: ", ")).")
    }
  }

  private func wrong(_ line: Int, _ why: String) -> Problem {
    UnreadableClaim.problem(
      file, line: line, why: why, fix: "Docs/Audit.md shows how it is written.")
  }
}

/// Points in time as trackers write them.
enum ClaimTime {
  /// Seconds since 1970 of `2022-10-19T23:13:45`, with or without zone, or a plain number of seconds.
  static func seconds(_ text: String) -> Double? {
    if let number = Double(text), number.isFinite { return number }
    let plain = text.split(separator: ".").first.map(String.init) ?? text
    let marked = plain.replacing(" ", with: "T")
    let zoned = marked.hasSuffix("Z") ? marked : marked + "Z"
    return (Timestamp(text) ?? Timestamp(zoned)).map { Double($0.nanoseconds) / 1e9 }
  }
}
