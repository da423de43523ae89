import Accounting
import JoulebookKit
import Quantities
import Reporting

/// What a visitor of the page of runs asks for, as fields of the address.
struct RunsQuery: Sendable {
  var request: RunPageRequest
  var isFiltered: Bool { request.filter != RunFilter() }

  init(_ fields: FormFields) throws(Problem) {
    var filter = RunFilter()
    filter.project = fields["project"]
    for tag in fields.all("tag") {
      guard let sign = tag.firstIndex(of: "="), sign > tag.startIndex else {
        throw Problem(
          "Cannot understand the tag `\(tag.printable.cut(to: 60))`.",
          why: "A tag is written key=value.", fix: "Write for example model=bert.", exit: .usage)
      }
      filter.tags[String(tag[..<sign])] = String(tag[tag.index(after: sign)...])
    }
    filter.since = try Self.moment(fields["since"])
    filter.until = try Self.moment(fields["until"])
    filter.words = fields["q"]
    filter.name = fields["name"]
    filter.endings = fields["outcome"].flatMap { Self.outcomes[$0] }
    let sort = fields["sort"].flatMap(RunSort.init) ?? .started
    request = RunPageRequest(
      filter, sort: sort, descends: fields["order"] != "asc", cursor: fields["cursor"],
      limit: RunsPage.rows)
  }

  private static let outcomes: [String: Set<RunSummary.Ending>] = [
    "done": [.done], "failed": [.failed, .killed], "unknown": [.unknown],
  ]

  private static func moment(_ text: String?) throws(Problem) -> Timestamp? {
    guard let text else { return nil }
    guard let moment = Timestamp(text) else {
      throw Problem(
        "Cannot read the time `\(text.printable.cut(to: 60))`.",
        why: "A time is a date like 2026-11-24 or RFC 3339 like 2026-11-24T14:30:00Z.",
        fix: "Write for example 2026-11-24.", exit: .usage)
    }
    return moment
  }
}
