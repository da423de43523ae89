import Accounting
import Quantities

/// A load of known length was metered, and its CPU time was all seen.
struct MeteringCheck: SelfCheck {
  let name = "metering"
  let summary = "a short load, metered"

  func perform(on bench: SelfTestBench) throws(Problem) -> SelfCheckResult {
    let entry = try bench.trial.get().entry
    let receipt = Receipt(entry)
    let (load, seen) = (SelfTestTrial.load, entry.run.cpu.run)
    guard receipt.exitCode == 0 else {
      throw Problem(
        "The load failed under the meter.",
        why: "It ended with \(receipt.exitCode.map { "\($0)" } ?? "a signal").",
        fix: "joulebook run -- true  # ends with 0 where all is well")
    }
    // Ticks of a process table are hundredths of a second.
    guard seen > 0.95 * load, seen < 1.5 * load + 0.5 else {
      throw Problem(
        "The CPU time of the load was not counted right.",
        why: "It used \(load.shortText()) s; \(seen.text(decimals: 2)) s were seen, counted by "
          + "\(entry.run.cpu.way.rawValue).",
        fix: "joulebook doctor  # its last lines say how CPU time is counted here")
    }
    let (low, value, high) = (
      receipt.energyLowJoules, receipt.energyJoules, receipt.energyHighJoules
    )
    guard value > 0, value.isFinite, low <= value, value <= high else {
      throw Problem(
        "The load was booked with \(Energy.joules(value).text()).",
        why: "Work of a second draws more than nothing; the range is \(low) to \(high) J.",
        fix: "joulebook doctor  # shows which device gives no reading")
    }
    let mix = Dictionary(grouping: receipt.components, by: \.evidence)
      .sorted { $0.key < $1.key }
      .map { "\(Set($0.value.map(\.component.rawValue)).sorted().list) \($0.key.rawValue)" }
    return .passed(
      "\(load.shortText()) s of CPU time drew \(Energy.joules(value).text()) "
        + "(\(Energy.joules(low).text()) to \(Energy.joules(high).text())): \(mix.list).")
  }
}
