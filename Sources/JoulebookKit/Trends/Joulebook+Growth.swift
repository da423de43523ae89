public import Accounting
import Forecasting
import Quantities
import ReferenceData
public import Reporting

extension Joulebook {
  /// How fast something grows: models of the catalogue, or a table of the user's.
  public func growth(_ asked: GrowthRequest) throws(Problem) -> GrowthAnswer {
    var request = asked
    guard request.file == nil || (request.series == nil && request.preset == nil) else {
      throw Problem(
        "A file and a \(request.series == nil ? "preset" : "series") are both given.",
        why: "Points come from one of them.", fix: "Take one out.", exit: .usage)
    }
    let catalogue = try openCatalogue()
    let presets = GrowthPresets(catalogue: catalogue)
    if request.file == nil, request.series == nil, request.preset == nil {
      request.preset = .openai2018
    }
    if let preset = request.preset { presets.fill(&request, preset) }
    var input =
      if let file = request.file {
        try GrowthFile(path: file, column: request.column, unit: request.unit).input()
      } else {
        try GrowthInput.of(request.series ?? .compute, unit: request.unit, catalogue)
      }
    try Self.narrow(&input, by: request)
    var trend = GrowthTrend(selection: try Self.rule(request.rule))
    trend.draws = request.draws
    trend.seed = request.seed
    let findings = try trend.findings(
      of: input.points, subject: input.subject.lowercasedFirst, warnings: input.warnings)
    return GrowthAnswer(
      report: GrowthReport(
        subject: input.subject, unit: input.unit, source: input.source,
        window: [
          request.from.map { "from \($0.printable)" }, request.to.map { "to \($0.printable)" },
        ]
        .compactMap(\.self).joined(separator: " "),
        findings: findings,
        rivals: try request.preset.map { preset throws(Problem) in try presets.rivals(preset) }
          ?? [],
        claims: request.preset.map(presets.claims) ?? []))
  }

  /// Window, domain, and names that are taken or left.
  private static func narrow(_ input: inout GrowthInput, by request: GrowthRequest) throws(Problem)
  {
    if let domain = request.domain {
      let domains = Set(input.domains.values).filter { !$0.isEmpty }.sorted()
      guard let known = domains.first(where: { $0.lowercased() == domain.lowercased() }) else {
        throw Problem(
          "There is no domain `\(domain.printable)` in this series.",
          why: domains.isEmpty
            ? "It names none." : "It has \(domains.joined(separator: ", ")).",
          fix: domains.isEmpty ? "Leave --domain out." : "Give one of these.", exit: .usage)
      }
      input.points = input.points.filter { input.domains[$0.name] == known }
    }
    for name in request.only + request.without {
      guard input.points.contains(where: { Self.isNamed($0, name) }) else {
        let near = input.points.filter { $0.name.lowercased().contains(name.lowercased()) }
        throw Problem(
          "No point is called `\(name.printable)`.",
          why: near.isEmpty
            ? "Names are matched in full, without regard to capitals."
            : "Near to it are \(near.prefix(5).map(\.name).joined(separator: ", ")).",
          fix: "Write the name as the series has it.", exit: .usage)
      }
    }
    if !request.only.isEmpty {
      input.points = input.points.filter { point in
        request.only.contains { Self.isNamed(point, $0) }
      }
    }
    input.points = input.points.filter { point in
      !request.without.contains { Self.isNamed(point, $0) }
    }
    input.points = try GrowthWindow(from: request.from, to: request.to).points(of: input.points)
  }

  private static func isNamed(_ point: GrowthPoint, _ name: String) -> Bool {
    point.name.lowercased() == name.lowercased()
  }

  static func rule(_ text: String?) throws(Problem) -> GrowthSelection {
    switch text {
    case nil, "all": return .all
    case "record": return .record
    case let text?:
      if text.hasPrefix("top:"), let count = Int(text.dropFirst(4)), (1...1000).contains(count) {
        return .top(count)
      }
      throw Problem(
        "There is no rule `\(text.printable)`.",
        why: "A rule says which points are taken: all, record (above everything before) or top:10 "
          + "(among the ten largest when they came).",
        fix: "Write `--rule record` or `--rule top:10`.", exit: .usage)
    }
  }
}

extension String {
  var lowercasedFirst: String { prefix(1).lowercased() + dropFirst() }
}

/// How fast something grows.
public struct GrowthAnswer: Answer {
  public let report: GrowthReport

  public func text(style: TextStyle) -> String { GrowthText.text(report, style: style) }
  /// The same as tables of Markdown.
  public var page: String { GrowthText.page(report) }
  public var chart: any Chart { GrowthChart(report) }
  /// Each fit in a row.
  public var csv: String { GrowthText.csv(report) }

  public func encode(to encoder: any Encoder) throws { try report.encode(to: encoder) }
}
