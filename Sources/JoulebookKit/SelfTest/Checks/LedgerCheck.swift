import Accounting

/// What was booked is read back as it was booked.
struct LedgerCheck: SelfCheck {
  let name = "ledger"
  let summary = "the load, booked and read back"

  func perform(on bench: SelfTestBench) throws(Problem) -> SelfCheckResult {
    guard case .success(let trial) = bench.trial else {
      return .untried("There is no metered load to read back.")
    }
    let written = trial.receipt
    var read = try JSON.text(Receipt(trial.entry))
    while read.last == "\n" { read.removeLast() }
    guard written == read else {
      throw Problem(
        "The ledger gives back another run than was booked.",
        why: "The receipt of run \(trial.entry.run.id) and the ledger's entry differ.",
        fix: "Report this with the output of `joulebook self-test --format json`.",
        exit: .software)
    }
    return .passed("The load was booked, and is read back as it was.")
  }
}
