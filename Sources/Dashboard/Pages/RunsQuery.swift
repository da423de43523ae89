import Accounting
import JoulebookKit
import Quantities
import Reporting

/// What a visitor of the page of runs asks for.
struct RunsQuery: Sendable {
  enum Sort: String, Sendable { case started, name, project, duration, energy }
  enum Outcome: String, Sendable { case done, failed, unknown }

  var filter = RunFilter()
  var words: String?
  var name: String?
  var outcome: Outcome?
  var sort = Sort.started
  var descends = true
  var cursor: String?
  let isFiltered: Bool

  init(_ fields: FormFields) throws(Problem) {
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
    words = fields["q"]
    name = fields["name"]
    outcome = fields["outcome"].flatMap(Outcome.init)
    sort = fields["sort"].flatMap(Sort.init) ?? .started
    descends = fields["order"] != "asc"
    cursor = fields["cursor"]
    isFiltered =
      filter != RunFilter() || words != nil || name != nil || outcome != nil
  }
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
