import Quantities

/// By what the runs of a statement can be told apart.
public enum Grouping: String, CaseIterable, Sendable {
  case component, project, stage, place
}

extension Statement {
  /// Runs, or parts of runs, that have something in common.
  public struct Group: Hashable, Sendable {
    /// Tells it from the others of its table: `gpu`, `DE`.
    public let key: String
    /// For people: `Germany`.
    public let name: String
    public let amounts: Amounts
    /// What each run brings in.
    public let shares: [Share]
  }

  /// What a run brings into a group.
  public struct Share: Hashable, Sendable {
    public let entry: Entry
    public let amounts: Amounts
  }

  /// Rows to show, and all others in one.
  public struct Table: Hashable, Sendable {
    public let rows: [Group]
    /// Nil when every row is shown.
    public let remainder: Group?
  }

  /// The groups, the largest first.
  public func groups(by grouping: Grouping) -> [Group] {
    var order: [String] = []
    var found: [String: (name: String, shares: [Share])] = [:]
    func put(_ key: String, _ name: String, _ share: Share) {
      if found[key] == nil { order.append(key) }
      found[key, default: (name, [])].shares.append(share)
    }
    for row in runs {
      let run = row.entry.run
      let whole = Share(entry: row.entry, amounts: row.amounts)
      switch grouping {
      case .component:
        let devices = row.footprint.lines.filter { !$0.isBreakdown }.map(\.attribution)
        for component in Component.allCases {
          let shares = devices.filter { $0.device.component == component }
          guard !shares.isEmpty else { continue }
          put(
            component.rawValue, component.rawValue,
            Share(entry: row.entry, amounts: Amounts(shares, of: row.entry)))
        }
      case .project: put(run.project, run.project, whole)
      case .stage: put(run.stage, run.stage, whole)
      case .place:
        let factor = row.entry.site.factor
        let place = row.entry.site.place ?? factor.region
        put(place, place == factor.region ? factor.name : "\(place) (\(factor.name))", whole)
      }
    }
    return order.compactMap { key in
      found[key].map { group in
        Group(
          key: key, name: group.name, amounts: group.shares.map(\.amounts).reduce(.zero, +),
          shares: group.shares)
      }
    }.sorted { ($1.amounts.energy.value, $0.key) < ($0.amounts.energy.value, $1.key) }
  }

  /// The groups in at most `limit` rows and a remainder.
  public func table(by grouping: Grouping, limit: Int) -> Table {
    Self.table(groups(by: grouping), limit: limit) { "\($0) others" }
  }

  /// The runs in the order of their start: the largest `limit`, and the others in one.
  public func runTable(limit: Int) -> Table {
    let sorted = runs.enumerated().sorted {
      ($1.element.amounts.energy.value, $0.offset) < ($0.element.amounts.energy.value, $1.offset)
    }
    let shown = Set(sorted.prefix(limit).map(\.offset))
    func group(_ row: Row) -> Group {
      Group(
        key: row.entry.run.id, name: row.entry.run.name, amounts: row.amounts,
        shares: [Share(entry: row.entry, amounts: row.amounts)])
    }
    return Self.table(
      shown.sorted().map { group(runs[$0]) }
        + runs.indices.filter { !shown.contains($0) }.map { group(runs[$0]) },
      limit: limit
    ) { $0 == 1 ? "1 other run" : "\($0) other runs" }
  }

  private static func table(
    _ groups: [Group], limit: Int, name: (Int) -> String
  ) -> Table {
    let rest = groups.dropFirst(limit)
    guard !rest.isEmpty else { return Table(rows: groups, remainder: nil) }
    return Table(
      rows: Array(groups.prefix(limit)),
      remainder: Group(
        key: "", name: name(rest.count), amounts: rest.map(\.amounts).reduce(.zero, +),
        shares: rest.flatMap(\.shares)))
  }

  /// A factor that runs were accounted with.
  public struct Factor: Hashable, Sendable {
    public let factor: EmissionFactor
    public let amounts: Amounts
  }

  /// The emission factors used, the one with most energy first.
  public var factors: [Factor] {
    var order: [EmissionFactor] = []
    var sums: [EmissionFactor: Amounts] = [:]
    for row in runs {
      let factor = row.entry.site.factor
      if sums[factor] == nil { order.append(factor) }
      sums[factor, default: .zero] = sums[factor, default: .zero] + row.amounts
    }
    return order.map { Factor(factor: $0, amounts: sums[$0] ?? .zero) }.sorted {
      ($1.amounts.energy.value, $0.factor.region, $0.factor.year)
        < ($0.amounts.energy.value, $1.factor.region, $1.factor.year)
    }
  }

  /// The PUEs used, the smallest first.
  public var pues: [PUE] {
    Set(runs.map(\.entry.site.pue)).sorted {
      ($0.ratio.value, $0.origin, $0.ratio.high) < ($1.ratio.value, $1.origin, $1.ratio.high)
    }
  }
}
