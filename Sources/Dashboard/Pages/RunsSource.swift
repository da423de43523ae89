import Accounting
import JoulebookKit
import Quantities
import Reporting

/// A page of the table of runs, and the sums of all that the conditions let through.
struct RunsShown: Sendable {
  var rows: [Row]
  /// Of all that fits.
  var count: Int
  var total: Amounts
  /// Runs inside others that are in the sums once.
  var parts: Int
  var unreadable: Int
  /// Where the next page begins; nil on the last.
  var next: String?

  struct Row: Sendable {
    var id: String
    var name: String
    var project: String
    var tags: [String: String]
    var started: Timestamp
    var seconds: Double
    var energy: Estimate<Energy>
    var emissions: Estimate<Emissions>
    var evidenceMix: [Evidence: Double]
    var end: String
    var isDone: Bool
  }
}

extension Joulebook {
  func runs(_ query: RunsQuery) throws(Problem) -> RunsShown {
    let list = try list(query.filter).list
    var found = list.entries.filter { entry in
      let run = entry.run
      if let name = query.name, run.name != name { return false }
      if let words = query.words {
        let text = ([run.name, run.project, run.id] + run.tags.map { "\($0)=\($1)" })
          .joined(separator: "\n").lowercased()
        guard text.contains(words.lowercased()) else { return false }
      }
      switch query.outcome {
      case nil: return true
      case .done: return run.exitCode == 0
      case .failed: return run.signal != nil || (run.exitCode ?? 0) != 0
      case .unknown: return run.signal == nil && run.exitCode == nil
      }
    }
    let statement = Statement(subject: "runs", entries: found, unreadable: list.unreadable)
    found.sort { a, b in
      switch query.sort {
      case .started: (a.run.started, a.run.id) < (b.run.started, b.run.id)
      case .name: (a.run.name, a.run.id) < (b.run.name, b.run.id)
      case .project: (a.run.project, a.run.id) < (b.run.project, b.run.id)
      case .duration: (a.run.seconds, a.run.id) < (b.run.seconds, b.run.id)
      case .energy:
        (AccountingMethod().footprint(of: a).energy.value, a.run.id)
          < (AccountingMethod().footprint(of: b).energy.value, b.run.id)
      }
    }
    if query.descends { found.reverse() }
    let start = query.cursor.flatMap(Int.init) ?? 0
    let end = min(start + RunsPage.rows, found.count)
    return RunsShown(
      rows: found[min(start, end)..<end].map(RunsShown.Row.init), count: found.count,
      total: statement.total, parts: statement.parts.count, unreadable: list.unreadable.count,
      next: end < found.count ? "\(end)" : nil)
  }
}

extension RunsShown.Row {
  init(_ entry: Entry) {
    let run = entry.run
    let footprint = AccountingMethod().footprint(of: entry)
    self.init(
      id: run.id, name: run.name, project: run.project, tags: run.tags, started: run.started,
      seconds: run.seconds, energy: footprint.energy, emissions: footprint.emissions,
      evidenceMix: footprint.evidenceMix, end: run.endText, isDone: run.exitCode == 0)
  }
}
