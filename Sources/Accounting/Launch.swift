public import Quantities

/// Runs that are the parts of one launch, on several nodes or in several steps, taken together as one run.
///
/// Each part was metered on its own machine and is booked once; the launch adds them up and stores nothing.
public struct Launch: Hashable, Sendable {
  /// The tag that the parts share.
  public static let tag = "launch"

  public let id: String
  /// In order of start; at least one.
  public let parts: [Entry]

  /// Nil without parts.
  public init?(id: String, parts: [Entry]) {
    guard !parts.isEmpty else { return nil }
    self.id = id
    self.parts = parts.sorted { ($0.run.started, $0.run.id) < ($1.run.started, $1.run.id) }
  }

  /// Parts that no other part has started: the energy of the others is in theirs.
  public var counted: [Entry] {
    let byID = Dictionary(parts.map { ($0.run.id, $0.run) }) { first, _ in first }
    return parts.filter { entry in
      !(entry.run.parent.flatMap { byID[$0] }.map(entry.run.isPart) ?? false)
    }
  }

  public var name: String { parts[0].run.name }
  public var project: String { parts[0].run.project }
  public var started: Timestamp { parts[0].run.started }
  public var ended: Timestamp { parts.map(\.run.ended).max() ?? started }
  /// From the first start to the last end.
  public var seconds: Double { (ended - started).seconds }
  public var machines: Int { Set(parts.map(\.run.machine)).count }
  /// Ranks on all nodes of the step that has most; a part that says nothing is one.
  public var ranks: Int {
    let steps = Dictionary(grouping: counted) { $0.run.tags["slurm.step"] ?? "" }
    return steps.values.map { parts in
      parts.map { $0.run.tags["launch.ranks"].flatMap { Int($0) } ?? 1 }.reduce(0, +)
    }.max() ?? 0
  }

  /// The part whose end tells how the launch ended: the first that did not end well, else the last of those whose end
  /// is known.
  public var telling: Run {
    let ends = parts.map(\.run)
    return ends.first { RunSummary.Ending($0) == .killed || RunSummary.Ending($0) == .failed }
      ?? ends.last { RunSummary.Ending($0) == .done } ?? ends[0]
  }

  /// What the parts come to together, each under its own site and policy.
  public var sum: Sum {
    counted.reduce(into: Sum()) { sum, entry in
      let footprint = AccountingMethod().footprint(of: entry)
      sum.energy = sum.energy + footprint.energy
      sum.facilityEnergy = sum.facilityEnergy + footprint.facilityEnergy
      sum.emissions = sum.emissions + footprint.emissions
      for line in footprint.lines where !line.isBreakdown {
        sum.byEvidence[line.attribution.evidence, default: 0] += line.attribution.run.value.joules
      }
    }
  }

  public struct Sum: Hashable, Sendable {
    public var energy = Estimate<Energy>.zero
    public var facilityEnergy = Estimate<Energy>.zero
    public var emissions = Estimate<Emissions>.zero
    /// IT energy by evidence, in joules.
    public var byEvidence: [Evidence: Double] = [:]

    /// Parts of one by evidence; empty when nothing was booked.
    public var evidenceMix: [Evidence: Double] {
      let all = byEvidence.values.reduce(0, +)
      return all > 0 ? byEvidence.filter { $0.value > 0 }.mapValues { $0 / all } : [:]
    }
  }

  /// A run that stands alone, or a launch of several parts, for lists.
  public enum Item: Hashable, Sendable {
    case run(Entry)
    case launch(Launch)
  }

  /// The entries with the parts of each launch put together where the first of them stands. A launch with a single
  /// part stays a run.
  public static func folded(_ entries: [Entry]) -> [Item] {
    let parts = Dictionary(grouping: entries.filter { $0.run.tags[tag] != nil }) {
      $0.run.tags[tag] ?? ""
    }
    var seen: Set<String> = []
    return entries.compactMap { entry in
      guard let id = entry.run.tags[tag], let all = parts[id], all.count > 1 else {
        return .run(entry)
      }
      guard seen.insert(id).inserted else { return nil }
      return Launch(id: id, parts: all).map { .launch($0) }
    }
  }
}
