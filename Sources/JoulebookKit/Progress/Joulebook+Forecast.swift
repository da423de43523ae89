public import Accounting
import Bookkeeping
import Forecasting
import Foundation
import Metering
import Quantities
import Reporting

extension Joulebook {
  /// How the forecasts of booked runs turned out.
  public func calibration(_ filter: RunFilter) throws(Problem) -> CalibrationAnswer {
    var query = filter.query
    query.omitsSpans = true
    return CalibrationAnswer(
      Calibration(try ledger().entries(query).compactMap(\.progress)))
  }

  /// What a run that is going on will still take, from its journal, which is only read.
  ///
  /// - Parameter reference: the beginning of the run's id, or its name; the newest when nil.
  public func forecast(_ reference: String?) throws(Problem) -> RunForecastAnswer {
    let running = RunningJournal.all(ledgerPath: try ledgerPath())
    let fitting = running.filter { journal in
      reference.map { journal.header.id.hasPrefix($0) || journal.header.name == $0 } ?? true
    }
    guard let journal = fitting.max(by: { $0.header.id < $1.header.id }) else {
      throw Problem(
        reference.map { "No run `\($0)` is going on." } ?? "No run is going on.",
        why: "No journal of this ledger is being written by one.",
        fix: "Start one: `joulebook run -- COMMAND`. A finished run: `joulebook show last`.",
        exit: .usage)
    }
    let entry = journal.entry
    guard let series = ProgressSeries(journal.contents.marks) else {
      throw Problem(
        "Cannot forecast run \(journal.header.id).",
        why:
          "The job has not said how far it is: `JOULEBOOK_SOCKET` took no epoch or step with `of`.",
        fix: "Let it send one line an epoch, as Docs/Marks.md shows.")
    }
    let curve = RunCurve(entry)
    let points = series.points(joules: { curve.joules(at: $0, extends: true) })
    guard let made = RunForecast(points, of: series.of) else {
      throw Problem(
        "Cannot forecast run \(journal.header.id) yet.",
        why: series.end == nil
          ? "It takes two steps to say what the next will take."
          : "The last planned \(series.unit.rawValue) is done.",
        fix: "Ask again later.")
    }
    return RunForecastAnswer(made, series: series, entry: entry)
  }
}

/// A journal that its run still writes.
struct RunningJournal {
  let header: RunHeader
  let contents: JournalContents

  static func all(ledgerPath: String) -> [RunningJournal] {
    JournalFolder(ledgerPath: ledgerPath).paths.flatMap { folder in
      FileText.names(in: folder).filter { $0.hasSuffix(".journal") }
        .compactMap { RunningJournal(path: "\(folder)/\($0)", ledgerPath: ledgerPath) }
    }
  }

  private init?(path: String, ledgerPath: String) {
    // A shared lock would be refused, and nothing is changed by asking for one.
    let file = open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    guard flock(file, LOCK_SH | LOCK_NB) != 0, errno == EWOULDBLOCK,
      let data = try? Data(contentsOf: URL(fileURLWithPath: path))
    else { return nil }
    contents = JournalContents(Array(data))
    guard let bytes = contents.header,
      let header = try? JSONDecoder().decode(RunHeader.self, from: Data(bytes)),
      header.ledger == ledgerPath
    else { return nil }
    self.header = header
  }

  var entry: Entry {
    let layout = Snapshots.Layout(devices: header.devices.count)
    let rows = contents.rows.filter { $0.count == layout.words }
      .map { Snapshots.Row(layout: layout, words: $0) }
    return RunAssembly(
      header: header, rows: rows, gaps: contents.gaps,
      footer: RunFooter(
        seconds: rows.last?.seconds ?? 0, exitCode: nil, signal: nil, warnings: [], twins: [])
    ).entry()
  }
}
