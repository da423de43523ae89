import Accounting
package import Bookkeeping
import Foundation
import Metering
import Quantities

/// Takes journals that a crash, a full disk or a locked ledger left behind into the ledger.
package struct JournalRecovery {
  private let folder: JournalFolder
  private let ledger: Ledger
  private let ledgerPath: String

  package init(ledgerPath: String, ledger: Ledger) {
    folder = JournalFolder(ledgerPath: ledgerPath)
    self.ledger = ledger
    self.ledgerPath = ledgerPath
  }

  /// Books what is there; one sentence for each journal, for standard error.
  package func takeIn() -> [String] {
    folder.leftovers().compactMap(takeIn)
  }

  private func takeIn(_ leftover: JournalFolder.Leftover) -> String? {
    let contents = JournalContents(leftover.bytes)
    guard let bytes = contents.header,
      let header = try? JSONDecoder().decode(RunHeader.self, from: Data(bytes))
    else {
      leftover.setAside()
      return "A journal without a readable beginning was set aside: \(leftover.path).unreadable"
    }
    guard header.ledger == ledgerPath else {
      leftover.release()
      return nil
    }
    let layout = Snapshots.Layout(devices: header.devices.count)
    let rows = contents.rows.filter { $0.count == layout.words }.map {
      Snapshots.Row(layout: layout, words: $0)
    }
    let footer = contents.footer.flatMap {
      try? JSONDecoder().decode(RunFooter.self, from: Data($0))
    }
    var end = footer ?? lostFooter(rows)
    end.warnings += damage(contents)
    var progress = RunProgress()
    progress.marks = contents.marks
    progress.received = contents.marks.count
    let entry = RunAssembly(
      header: header, rows: rows, gaps: contents.gaps, footer: end,
      knownIdle: KnownIdle.of(header.devices, machine: header.machine, in: ledger)
    ).entry().with(progress.isEmpty ? nil : progress)
    do throws(Problem) {
      let outcome = try ledger.book(entry)
      leftover.remove()
      return sentence(outcome, header, isWhole: footer != nil, contents)
    } catch {
      leftover.release()
      return "Run \(header.id) stays in its journal: \(error.what)"
    }
  }

  /// What is said of the end when Joulebook did not live to see it.
  private func lostFooter(_ rows: [Snapshots.Row]) -> RunFooter {
    RunFooter(
      seconds: rows.last?.seconds ?? 0, exitCode: nil, signal: nil,
      warnings: [
        "Joulebook ended before the command did: what the command drew after the last reading is "
          + "not known, nor how it ended."
      ], twins: [])
  }

  private func damage(_ contents: JournalContents) -> [String] {
    var warnings: [String] = []
    if contents.damaged > 0 {
      warnings.append(
        "The journal was damaged in \(contents.damaged) places; the energy of those spans is in the "
          + "reading after each.")
    }
    if contents.torn > 0 {
      warnings.append("The journal's last \(contents.torn) bytes were torn off and are left out.")
    }
    return warnings
  }

  private func sentence(
    _ outcome: LedgerOutcome, _ header: RunHeader, isWhole: Bool, _ contents: JournalContents
  ) -> String {
    switch outcome {
    case .done:
      let loss = isWhole ? "nothing of it is lost" : "it holds all up to the last reading"
      return "Took in run \(header.id) (\(header.name)) from its journal: \(loss)."
    case .unchanged, .missing, .each:
      return "Run \(header.id) was in the ledger already; its journal was taken away."
    case .removed:
      return "Run \(header.id) was removed from the ledger earlier; its journal was taken away."
    }
  }
}
