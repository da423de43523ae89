public import Accounting
import Bookkeeping
import Forecasting
import Quantities
import ReferenceData
public import Reporting

extension Joulebook {
  /// Quality against what runs used: of a file, of a set of the catalogue, or of the ledger.
  public func returns(_ request: ReturnsRequest) throws(Problem) -> ReturnsAnswer {
    var input = try returnsInput(request).finest
    if let evaluation = request.evaluation {
      let known = Set(input.points.map(\.evaluation)).filter { !$0.isEmpty }.sorted()
      input.points = input.points.filter { $0.evaluation == evaluation }
      guard !input.points.isEmpty else {
        throw Problem(
          "No point was evaluated by `\(evaluation.printable)`.",
          why: known.isEmpty
            ? "None names its protocol." : "The protocols are \(known.joined(separator: ", ")).",
          fix: "Give one of these, or leave --protocol out.", exit: .usage)
      }
    }
    let quality = try Self.quality(request, input)
    let measure = try Self.measure(request, input)
    let worth = try request.worth.map { text throws(Problem) in
      try ReturnsWorth.read(text, carbonPrice: request.carbonPrice, units: input.units)
    }
    let findings = try Returns(
      input.points, quality: quality, measure: measure, worth: worth
    ).findings
    var notes = input.notes
    if worth != nil, findings.lastWorth == nil {
      notes.append(
        "Which run was the last worth its price cannot be told: no step has its \(worth?.measure.rawValue ?? "")."
      )
    }
    return ReturnsAnswer(
      report: ReturnsReport(
        title: input.title, source: input.source, findings: findings, units: input.units,
        statements: try statements(findings, isImageNet: input.title == "ImageNet"), notes: notes))
  }

  private func returnsInput(_ request: ReturnsRequest) throws(Problem) -> ReturnsInput {
    guard request.file == nil || request.set == nil else {
      throw Problem(
        "A file and a set are both given.", why: "Points come from one of them.",
        fix: "Take one out.", exit: .usage)
    }
    if !request.families.isEmpty, request.set == nil {
      throw Problem(
        "`--family` chooses from a set, and none is given.",
        why: "Files and runs have no families.",
        fix: "Add `--set imagenet`, or leave --family out.", exit: .usage)
    }
    if let file = request.file { return try ReturnsFile(path: file, request: request).input() }
    if let set = request.set {
      return try ReturnsSets(catalogue: try catalogue(), request: request).input(set)
    }
    let runs = try list(request.runs).list
    var input = try ReturnsRuns(entries: runs.entries, request: request).input()
    if !runs.unreadable.isEmpty {
      input.notes.append(
        "\(runs.unreadable.count) damaged entries are left out; `joulebook check` names them.")
    }
    return input
  }

  private static func quality(
    _ request: ReturnsRequest, _ input: ReturnsInput
  ) throws(Problem) -> ReturnsQuality {
    let isHigherBetter = request.isLowerBetter.map { !$0 } ?? input.isHigherBetter
    let values = input.points.map { abs($0.quality.value) }
    let most = values.max() ?? 1
    let isPercent = input.metricUnit == "%" || most > 1 && most <= 100
    let perfect: Double?
    switch request.perfect {
    case "none": perfect = nil
    case let text?:
      guard let value = Double(text), value.isFinite else {
        throw Problem(
          "Cannot understand `\(text.printable)` (--perfect).",
          why: "It is the best value that there can be, a number or `none`.",
          fix: "Write `--perfect 100` or `--perfect none`.", exit: .usage)
      }
      perfect = value
    case nil: perfect = !isHigherBetter ? 0 : most <= 1 ? 1 : isPercent ? 100 : nil
    }
    if let step = request.step, !(step > 0 && step.isFinite) {
      throw Problem(
        "`--step` is not above zero.", why: "It is the gain whose price is asked for.",
        fix: "Write `--step 0.01`.", exit: .usage)
    }
    return ReturnsQuality(
      name: input.metric, unit: input.metricUnit, isHigherBetter: isHigherBetter,
      perfect: perfect, step: request.step ?? (isHigherBetter && most > 1 ? 1 : 0.01))
  }

  private static func measure(
    _ request: ReturnsRequest, _ input: ReturnsInput
  ) throws(Problem) -> ReturnsMeasure {
    if let measure = request.against { return measure }
    let counts = ReturnsMeasure.allCases.map { measure in
      (measure, input.points.count { $0.amounts[measure] != nil })
    }
    return counts.first { $0.1 >= 2 }?.0 ?? .energy
  }

  /// What was found elsewhere, to set the fit beside.
  private func statements(
    _ findings: ReturnsFindings, isImageNet: Bool
  ) throws(Problem) -> [String] {
    var keys = ["schwartz-2019/logarithmic"]
    if isImageNet { keys += ["thompson-2020/imagenet-exponent"] }
    let catalogue = try catalogue()
    return keys.compactMap { key in
      guard let entry = try? catalogue.entry("returns_statements", key),
        let statement = entry.cell("statement")?.text, let source = entry.sources.first
      else { return nil }
      let value = entry.cell("value")?.text
      return "\(statement)\(value.map { ": \($0)" } ?? "") (\(source.author) \(source.year))"
    }
  }
}

/// Returns, with the picture of them.
public struct ReturnsAnswer: Answer {
  public let report: ReturnsReport

  public func text(style: TextStyle) -> String { report.text(style: style) }
  public func encode(to encoder: any Encoder) throws { try report.encode(to: encoder) }
}
