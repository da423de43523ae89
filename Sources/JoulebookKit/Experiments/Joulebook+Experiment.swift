public import Accounting
import Bookkeeping
import Quantities
public import Reporting

extension Joulebook {
  /// Every run of an experiment beside the one that is published.
  public func experiment(_ request: ExperimentRequest) throws(Problem) -> ExperimentAnswer {
    var request = request
    if request.price == nil {
      let settings = try Settings.resolve(
        flags: SettingsFlags(), environment: environment, directory: directory)
      request.price = settings.price.map { "\($0.value.perKilowattHour)\($0.value.currency)" }
    }
    return ExperimentAnswer(
      report: try ExperimentMaker(ledger: try ledger(), request: request).report())
  }

  /// The groups in which runs come.
  /// - Parameter key: `name`, `project`, `parent` or the key of a tag; every tag that groups runs when nil.
  public func experiments(
    by key: String?, _ filter: RunFilter
  ) throws(Problem) -> ExperimentListAnswer {
    let ledger = try ledger()
    let sites = try ledger.summaries.sites()
    let groupings: [(String, RunGrouping)]
    switch key {
    case nil:
      groupings = GroupingTags.all.map { ($0, .tag($0)) } + [("parent", .parent)]
    case "name": groupings = [("name", .name)]
    case "project": groupings = [("project", .project)]
    case "parent": groupings = [("parent", .parent)]
    case let key?: groupings = [(key, .tag(key))]
    }
    var groups: [ExperimentListAnswer.Group] = []
    for (name, grouping) in groupings {
      let sums = Gathered<[String: ExperimentSum]>([:])
      var launches = LaunchSummaries(ledger)
      try launches.summaries(filter.query, by: grouping) { record in
        sums.value[record.group, default: ExperimentSum()].add(
          record.summary, number: record.number, site: record.site, partOf: record.whole)
      }
      groups += sums.value.map {
        ExperimentListAnswer.Group(by: name, name: $0.key, total: $0.value.total(sites))
      }.sorted { ($1.total.energy.value, $0.name) < ($0.total.energy.value, $1.name) }
    }
    return ExperimentListAnswer(groups: groups, key: key)
  }
}

/// An experiment.
public struct ExperimentAnswer: Answer {
  public let report: ExperimentReport

  public func text(style: TextStyle) -> String { ExperimentText.text(report, style: style) }
  public var csv: String { ExperimentCSV.text(report) }
  public var chart: any Chart { ExperimentChart(report) }
  public func encode(to encoder: any Encoder) throws {
    try ExperimentMessage(report).encode(to: encoder)
  }
}

/// Groups of runs.
public struct ExperimentListAnswer: Answer {
  public let groups: [Group]
  let key: String?

  public struct Group: Sendable {
    public let by: String
    public let name: String
    public let total: ExperimentTotal
  }

  public func text(style: TextStyle) -> String {
    guard !groups.isEmpty else {
      return key.map { "No run has the tag `\($0)`.\n" }
        ?? "No runs come in groups. Tag them: joulebook run --tag experiment=NAME -- COMMAND\n"
    }
    return ExperimentListText.text(
      groups.map { ($0.by, $0.name, $0.total) }, style: style)
  }

  public func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(1, forKey: .schema)
    try keys.encode(
      groups.map { ExperimentMessage.Row(kind: $0.by, name: $0.name, $0.total, nil) },
      forKey: .groups)
  }

  enum CodingKeys: String, CodingKey { case schema, groups }
}
