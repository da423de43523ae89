public import Accounting
import Bookkeeping
import Quantities
public import Reporting

extension Joulebook {
  /// Proves, for the runs of a period, that every joule is booked once.
  public func check(_ filter: RunFilter) throws(Problem) -> CheckAnswer {
    let ledger = try ledger()
    let records = try ledger.records(filter.query)
    var rows = try ledger.damage().map { note in storedRow(machine: "", runs: [], note) }
    for record in records {
      guard let damage = record.damage else { continue }
      rows.append(
        storedRow(machine: record.entry?.run.machine ?? "", runs: [record.id], damage))
    }
    return CheckAnswer(
      Balance(of: records.compactMap(\.entry)).adding(rows))
  }

  private func storedRow(machine: String, runs: [String], _ note: String) -> Balance.Row {
    Balance.Row(
      rule: .stored, machine: machine, runs: runs, device: "", expected: 0, found: 0,
      tolerance: 0, note: note)
  }

  /// The way from a run's emissions back to raw readings.
  /// - Parameter catalogue: the version whose factors are used; as booked when it is nil.
  public func explain(
    _ reference: String, catalogue: String? = nil
  ) throws(Problem) -> ExplainAnswer {
    let entry = try view(try ledger().entry(reference), version: catalogue)
    return ExplainAnswer(
      id: entry.run.id, name: entry.run.name, derivation: Derivation(of: entry))
  }
}

/// What a check found.
public struct CheckAnswer: Answer {
  private let balance: Balance

  init(_ balance: Balance) { self.balance = balance }

  public var exit: ExitStatus { balance.rows.isEmpty ? .done : .failed }

  public func text(style: TextStyle) -> String { BalanceText(balance, style: style).text }

  public func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(1, forKey: .schema)
    try keys.encode(balance.rows.isEmpty, forKey: .balances)
    try keys.encode(balance.rows.map(RowMessage.init), forKey: .rows)
    try keys.encode(balance.machines.map(MachineMessage.init), forKey: .machines)
  }

  enum CodingKeys: String, CodingKey { case schema, balances, rows, machines }

  private struct RowMessage: Encodable {
    let rule: String
    let machine: String
    let runs: [String]
    let device: String
    let expected: Double
    let found: Double
    let tolerance: Double
    let note: String

    init(_ row: Balance.Row) {
      rule = row.rule.rawValue
      machine = row.machine
      runs = row.runs
      device = row.device
      expected = row.expected
      found = row.found
      tolerance = row.tolerance
      note = row.note
    }
  }

  private struct MachineMessage: Encodable {
    let machine: String
    let runs: Int
    let from: Timestamp
    let to: Timestamp
    let overlap: Double
    let energy: Double
    let booked: Double
    let idle: Double
    let own: Double
    let unexplained: Double

    enum CodingKeys: String, CodingKey {
      case machine, runs, from, to
      case overlap = "overlap_seconds"
      case energy = "energy_joules"
      case booked = "booked_joules"
      case idle = "idle_joules"
      case own = "self_joules"
      case unexplained = "unexplained_joules"
    }

    init(_ total: Balance.MachineTotal) {
      machine = total.machine
      runs = total.runs
      from = total.from
      to = total.to
      overlap = total.overlapSeconds
      energy = total.energy.joules
      booked = total.booked.joules
      idle = total.idle.joules
      own = total.own.joules
      unexplained = total.unexplained.joules
    }
  }
}

/// How a run's figures came about.
public struct ExplainAnswer: Answer {
  public let schema = 1
  public let id: String
  public let name: String
  public let derivation: Derivation

  enum CodingKeys: String, CodingKey { case schema, id, name, derivation }

  public func text(style: TextStyle) -> String { DerivationText(derivation, style: style).text }

  /// The same as a page that stands alone.
  public var html: String { DerivationHTML.page(derivation, title: "\(name) \(id)") }
}
