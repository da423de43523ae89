import Accounting
import Quantities

/// Every joule of the load is booked once.
struct ConservationCheck: SelfCheck {
  let name = "conservation"
  let summary = "whether its joules add up"

  func perform(on bench: SelfTestBench) throws(Problem) -> SelfCheckResult {
    guard case .success(let trial) = bench.trial else {
      return .untried("There is no metered load to add up.")
    }
    let rows = Balance(of: [trial.entry]).rows
    guard let first = rows.first else {
      let total = trial.entry.run.devices.filter { $0.device.partOf == nil }
        .reduce(Energy.zero) { $0 + .joules($1.total.energy) }
      return .passed(
        "Booked, idle, unexplained and Joulebook's own add up to the \(total.text()) of the machine."
      )
    }
    throw Problem(
      "The joules of the load do not add up.",
      why: "\(first.device): \(first.note); \(first.found) J where \(first.expected) J were due.",
      fix: "joulebook doctor  # shows how this device is read")
  }
}
