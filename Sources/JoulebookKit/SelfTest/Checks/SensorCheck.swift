import Accounting
import Reporting

/// What can be read here, as the doctor sees it.
struct SensorCheck: SelfCheck {
  let name = "sensors"
  let summary = "which components are metered"

  func perform(on bench: SelfTestBench) -> SelfCheckResult {
    Self.result(bench.joulebook.doctor())
  }

  static func result(_ report: DoctorReport) -> SelfCheckResult {
    let metered = report.components.filter { $0.evidence < .modelled }
    let modelled = Set(report.components.map(\.component)).subtracting(metered.map(\.component))
      .map(\.rawValue).sorted()
    var sentences =
      metered.isEmpty
      ? ["No sensor can be read here."]
      : ["Metered: \(metered.map { "\($0.component.rawValue) (\($0.sensor))" }.list)."]
    if !modelled.isEmpty {
      sentences.append(
        "Modelled, not measured: \(modelled.list).")
    }
    guard report.isComplete else {
      let denied = Set(report.problems.map(\.device)).sorted()
      sentences.append("There, but not readable: \(denied.list).")
      return .partly(
        sentences.joined(separator: " "),
        next: "joulebook doctor  # prints the commands that allow it")
    }
    return .passed(sentences.joined(separator: " "))
  }
}

extension [String] {
  /// `a`, `a and b`, `a, b and c`.
  var list: String {
    guard count > 1, let last else { return first ?? "" }
    return dropLast().joined(separator: ", ") + " and " + last
  }
}
