public import Accounting
import Bookkeeping
import Quantities
public import Reporting

extension Joulebook {
  /// Sets what another tool said of a run beside what Joulebook says of it.
  ///
  /// The other tool's figure is the run's own, where it was imported, else that of an imported run that went on at the same
  /// time on the same machine.
  public func compareReported(_ reference: String) throws(Problem) -> ReportedAnswer {
    let ledger = try ledger()
    let entry = try ledger.entry(reference)
    let isImported = entry.reported != nil
    let other = try counterpart(of: entry, isImported: isImported, ledger)
    let pair = isImported ? (ours: other ?? entry, theirs: entry) : (ours: entry, theirs: other)
    guard let theirs = pair.theirs,
      let comparison = ReportedComparison(ours: pair.ours, theirs: theirs)
    else {
      throw Problem(
        "No other tool's figure of run \(entry.run.id) is there.",
        why: entry.run.host.isEmpty
          ? "It names no machine, so no imported run can be told to be the same work."
          : "No imported run of \(entry.run.host) was going on at the same time.",
        fix:
          "Import it: `joulebook import emissions.csv --host \(entry.run.host.isEmpty ? "NAME" : entry.run.host) --overlap part`. Of two runs: `joulebook compare A B`.",
        exit: .usage)
    }
    return ReportedAnswer(comparison: comparison)
  }

  /// Of runs of the other kind on the same machine the one that shares most time with this; nil where none does.
  private func counterpart(
    of entry: Entry, isImported: Bool, _ ledger: Ledger
  ) throws(Problem) -> Entry? {
    let hosts = Set(ImportOverlap.hosts(entry.run.host))
    guard !hosts.isEmpty else { return nil }
    var query = LedgerQuery(until: entry.run.ended, omitsSpans: true)
    query.endedAfter = entry.run.started
    query.tables = .withHost
    func shared(_ other: Entry) -> Double {
      (min(other.run.ended, entry.run.ended) - max(other.run.started, entry.run.started)).seconds
    }
    return try ledger.entries(query).filter { other in
      other.run.id != entry.run.id && (other.reported == nil) == isImported
        && !hosts.isDisjoint(with: ImportOverlap.hosts(other.run.host))
    }.max { shared($0) < shared($1) }
  }
}

/// Another tool's figure beside ours.
public struct ReportedAnswer: Answer {
  public let comparison: ReportedComparison

  public func text(style: TextStyle) -> String { ReportedText.text(comparison, style: style) }

  public func encode(to encoder: any Encoder) throws { try Message(comparison).encode(to: encoder) }

  struct Message: Encodable {
    let schema = 1
    let reported: ReportedFigure
    let ours: String
    let theirs: String
    let factors: [Factor]
    let components: [Part]
    let reasons: [String]

    init(_ comparison: ReportedComparison) {
      reported = comparison.figure
      ours = comparison.ours.run.id
      theirs = comparison.theirs.run.id
      factors = comparison.factors.map { factor in
        Factor(
          name: factor.kind.rawValue, theirs: factor.theirs, ours: factor.ours, ratio: factor.ratio)
      }
      components = comparison.components.map { part in
        Part(
          component: part.component.rawValue, theirsJoules: part.theirs, oursJoules: part.ours)
      }
      reasons = comparison.reasons
    }

    struct Factor: Encodable {
      let name: String
      let theirs: Double
      let ours: Double
      let ratio: Double?
    }

    struct Part: Encodable {
      let component: String
      let theirsJoules: Double?
      let oursJoules: Double?

      enum CodingKeys: String, CodingKey {
        case component
        case theirsJoules = "theirs_joules"
        case oursJoules = "ours_joules"
      }
    }
  }
}
