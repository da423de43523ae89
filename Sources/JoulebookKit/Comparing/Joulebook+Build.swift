public import Accounting
import Bookkeeping
import Foundation
import Quantities
public import Reporting

extension Joulebook {
  /// What this build took, against its base.
  public func build(_ request: BuildRequest) throws(Problem) -> BuildAnswer {
    let (limit, budget) = try Self.limits(request)
    let ledger = try ledger()
    let entries = try buildEntries(request, ledger)
    let head = figures(entries)
    let base = try self.base(request, ledger)
    let comparison = BuildComparison(base: base, head: head)
    let answer = BuildAnswer(comparison: comparison, limit: limit, budget: budget)
    if let out = request.out { try keep(head, at: out, runs: request.keep) }
    if let badge = request.badge {
      try OutputFile.write(Array(answer.badge.svg.utf8), to: badge, replacing: true)
    }
    if let summary = request.summary { try Self.append(answer.comment, to: summary) }
    return answer
  }

  /// Says what is wrong with a request, before a command is metered for it.
  public func checkBuild(_ request: BuildRequest) throws(Problem) {
    _ = try Self.limits(request)
    if let path = request.base { _ = try Self.read(path) }
  }

  private static func limits(
    _ request: BuildRequest
  ) throws(Problem) -> (increase: Double?, budget: BudgetLimit?) {
    let limit = try request.maxIncrease.map { text throws(Problem) in try part(text) }
    let budget = try request.budget.map { text throws(Problem) in try BudgetLimit(text) }
    if case .money? = budget?.kind {
      throw Problem(
        "A budget of money cannot be held here.", why: "The ledger holds no price.",
        fix: "Write for example `--budget 0.1kWh` or `--budget 50gCO2e`.", exit: .usage)
    }
    guard request.base == nil || request.baseTag == nil else {
      throw Problem(
        "`--base` and `--base-tag` exclude each other.", why: "A build has one base.",
        fix: "Leave one of them out.", exit: .usage)
    }
    guard (1...100).contains(request.keep) else {
      throw Problem(
        "Cannot keep \(request.keep) runs.", why: "It is from 1 to 100.",
        fix: "Write for example `--keep 10`.", exit: .usage)
    }
    return (limit, budget)
  }

  private func buildEntries(
    _ request: BuildRequest, _ ledger: Ledger
  ) throws(Problem) -> [Entry] {
    guard request.runs.isEmpty else {
      var found: [Entry] = []
      for run in request.runs { found.append(try ledger.entry(run)) }
      return found
    }
    let tags = CITags.of(environment)
    let own = tags.filter { [CITags.commit, CITags.job, CITags.build].contains($0.key) }
    if tags[CITags.build] != nil {
      var query = LedgerQuery(tags: own)
      query.omitsSpans = true
      let entries = try ledger.entries(query)
      if !entries.isEmpty { return entries }
    }
    return [try ledger.entry("last")]
  }

  private func figures(_ entries: [Entry]) -> BuildFigures {
    let run = entries.last?.run
    let tags = (run?.tags ?? [:]).merging(CITags.of(environment)) { $1 }
    return BuildFigures(
      subject: run.map { $0.command.isEmpty ? $0.name : $0.command.joined(separator: " ") } ?? "",
      commit: tags[CITags.commit], branch: tags[CITags.branch], job: tags[CITags.job],
      runs: entries.map(BuildRun.init).sorted { ($0.started, $0.id) < ($1.started, $1.id) })
  }

  private func base(
    _ request: BuildRequest, _ ledger: Ledger
  ) throws(Problem) -> BuildFigures? {
    if let path = request.base { return try Self.read(path) }
    guard let tag = request.baseTag else { return nil }
    guard let sign = tag.firstIndex(of: "="), sign > tag.startIndex else {
      throw Problem(
        "Cannot read the tag `\(tag)` (--base-tag).", why: "A tag is written `key=value`.",
        fix: "Write for example `--base-tag \(CITags.branch)=main`.", exit: .usage)
    }
    var query = LedgerQuery(
      tags: [String(tag[..<sign]): String(tag[tag.index(after: sign)...])])
    query.omitsSpans = true
    let entries = try ledger.entries(query)
    guard !entries.isEmpty else { return nil }
    var base = figures(entries)
    let last = entries.last?.run.tags ?? [:]
    (base.commit, base.branch) = (last[CITags.commit], last[CITags.branch])
    return base
  }

  /// Nil where there is no such file: the first build has no base.
  private static func read(_ path: String) throws(Problem) -> BuildFigures? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let bytes = try OutputFile.read(path)
    guard let figures = try? JSONDecoder().decode(BuildFigures.self, from: Data(bytes)),
      figures.schema == 1, !figures.runs.isEmpty
    else {
      throw Problem(
        "Cannot read the base's figures in `\(path)`.",
        why: "It is not what `joulebook ci --out` writes, or of a newer version.",
        fix: "Remove it; the next build of the base writes it anew.", exit: .usage)
    }
    return figures
  }

  /// Writes the figures; with room for more, those that the file has stay before them.
  private func keep(_ head: BuildFigures, at path: String, runs count: Int) throws(Problem) {
    var figures = head
    if count > 1, let old = try? Self.read(path) {
      let new = Set(head.runs.map(\.id))
      figures.runs = (old.runs.filter { !new.contains($0.id) } + head.runs).suffix(count)
    }
    try OutputFile.write(Array(try JSON.text(figures).utf8), to: path, replacing: true)
  }

  private static func append(_ text: String, to path: String) throws(Problem) {
    do {
      let url = URL(fileURLWithPath: path)
      if let file = try? FileHandle(forWritingTo: url) {
        defer { try? file.close() }
        try file.seekToEnd()
        try file.write(contentsOf: Data((text + "\n").utf8))
      } else {
        try Data(text.utf8).write(to: url)
      }
    } catch {
      throw Problem(
        "Cannot write the summary to `\(path)`.", why: error.localizedDescription,
        fix: "Unset GITHUB_STEP_SUMMARY, or let it name a file that may be written.")
    }
  }

  /// `10%` or `0.1`.
  static func part(_ text: String) throws(Problem) -> Double {
    let isPercent = text.hasSuffix("%")
    let number = Double(text.filter { $0 != "%" && $0 != " " })
    guard let number, number >= 0, number.isFinite, isPercent || number < 1 else {
      throw Problem(
        "Cannot understand `\(text.printable)` (--max-increase).",
        why: "It is a part of the base's energy, in percent.",
        fix: "Write for example `--max-increase 10%`.", exit: .usage)
    }
    return isPercent ? number / 100 : number
  }
}

/// A build, its base, and whether it keeps its limits.
public struct BuildAnswer: Answer {
  public let comparison: BuildComparison
  let limit: Double?
  let budget: BudgetLimit?

  /// True when this surely takes more than allowed: the whole interval lies above.
  public var isOverIncrease: Bool {
    guard let limit, let energy = comparison.energy, let low = energy.low else { return false }
    return low > limit * abs(energy.a)
  }

  /// True when one of this build's runs took more than the budget, at the meter.
  public var isOverBudget: Bool {
    guard let budget else { return false }
    return comparison.head.runs.contains { run in
      switch budget.kind {
      case .energy: run.facilityEnergyJoules > budget.amount
      case .emissions: run.emissionsGrams > budget.amount
      case .money: false
      }
    }
  }

  public var exit: ExitStatus { isOverIncrease || isOverBudget ? .overBudget : .done }

  /// Markdown, for a page or a merge request.
  public var comment: String { BuildComment.text(comparison, limits: limits) }

  private var limits: [BuildComment.Limit] {
    var limits: [BuildComment.Limit] = []
    if let limit {
      let words = "\((limit * 100).shortText(digits: 3)) %"
      limits.append(
        .init(
          text: isOverIncrease
            ? "This surely takes more than \(words) more energy than its base."
            : comparison.energy?.low == nil
              ? "Whether it takes more than \(words) more than its base cannot be told."
              : "Not surely more than \(words) more energy than its base.", isOver: isOverIncrease))
    }
    if let budget {
      limits.append(
        .init(
          text: isOverBudget
            ? "A run took more than the budget of \(budget.text)."
            : "Each run kept the budget of \(budget.text).",
          isOver: isOverBudget))
    }
    return limits
  }

  public var badge: EnergyBadge {
    let hasLimit = limit != nil || budget != nil
    return EnergyBadge(
      label: "energy",
      value: comparison.energy == nil
        ? comparison.headEnergy.text() : BuildComment.headline(comparison),
      tone: exit != .done ? .over : hasLimit ? .within : .neutral)
  }

  public func text(style: TextStyle) -> String { comment }

  public func encode(to encoder: any Encoder) throws { try Message(self).encode(to: encoder) }

  private struct Message: Encodable {
    let schema = 1
    let head: BuildFigures
    let base: BuildFigures?
    let relative: Double?
    let low95: Double?
    let high95: Double?
    let verdict: String?
    let basis: String?
    let warnings: [String]
    let overIncrease: Bool?
    let overBudget: Bool?

    enum CodingKeys: String, CodingKey {
      case schema, head, base, relative, verdict, basis, warnings
      case low95 = "difference_low95_joules"
      case high95 = "difference_high95_joules"
      case overIncrease = "over_increase"
      case overBudget = "over_budget"
    }

    init(_ answer: BuildAnswer) {
      let energy = answer.comparison.energy
      head = answer.comparison.head
      base = answer.comparison.base
      relative = energy?.relative
      (low95, high95) = (energy?.low, energy?.high)
      verdict = energy?.verdict.rawValue
      basis = energy?.basis.rawValue
      warnings = answer.comparison.warnings
      overIncrease = answer.limit.map { _ in answer.isOverIncrease }
      overBudget = answer.budget.map { _ in answer.isOverBudget }
    }
  }
}
