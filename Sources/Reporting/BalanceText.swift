package import Accounting
import Quantities

/// The outcome of a check: totals by machine, then what does not balance.
package struct BalanceText {
  private let balance: Balance
  private let style: TextStyle

  package init(_ balance: Balance, style: TextStyle = .plain) {
    self.balance = balance
    self.style = style
  }

  /// Ends in a line break.
  package var text: String {
    guard !balance.machines.isEmpty || !balance.rows.isEmpty else {
      return "There is nothing to check: no run is booked in this period.\n"
    }
    return (balance.machines.map(line) + balance.rows.map(line) + [verdict])
      .joined(separator: "\n") + "\n"
  }

  private func line(_ total: Balance.MachineTotal) -> String {
    let pools = [
      ("booked", total.booked), ("idle", total.idle), ("Joulebook", total.own),
      ("unexplained", total.unexplained),
    ]
    // All in the unit of the whole, so that a reader can add them up.
    let sum = pools.map { "\($0.0) \($0.1.text(like: total.energy))" }.joined(separator: " + ")
    let runs = total.runs == 1 ? "1 run" : "\(total.runs) runs"
    let overlap =
      total.overlapSeconds > 0
      ? ", \(Duration.seconds(total.overlapSeconds).text) of it by several at once" : ""
    return """
      \(style.bold("Machine \(total.machine.printable)")), \(runs)\(overlap)
        \(total.from) to \(total.to)
        drew \(total.energy.text(like: total.energy)) = \(sum)
      """
  }

  private func line(_ row: Balance.Row) -> String {
    let device = row.device.isEmpty ? "" : ", \(row.device)"
    let numbers =
      row.rule == .stored
      ? ""
      : ": expected \(row.expected.text(significant: 8)), found "
        + "\(row.found.text(significant: 8)), tolerance \(row.tolerance.text(significant: 2))"
    let runs = row.runs.isEmpty ? "the ledger" : row.runs.joined(separator: " and ")
    return style.warning(
      "! \(row.rule.rawValue): \(runs)\(device): \(row.note)\(numbers)".printable)
  }

  private var verdict: String {
    guard balance.rows.isEmpty else {
      let count = balance.rows.count
      return style.warning("\(count) \(count == 1 ? "sum does" : "sums do") not balance.")
    }
    return style.good("Every joule is booked once.")
  }
}
