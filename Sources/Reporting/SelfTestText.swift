import Quantities

/// A self-test's report for a terminal of 80 columns; what is to be copied is never broken over lines.
package struct SelfTestText {
  private let report: SelfTestReport
  private let style: TextStyle

  package init(_ report: SelfTestReport, style: TextStyle = .plain) {
    self.report = report
    self.style = style
  }

  /// Ends in a line break.
  package var text: String {
    let names = report.checks.map(\.check.count).max() ?? 0
    let words = report.checks.map(\.outcome.rawValue.count).max() ?? 0
    let indent = names + words + 6
    var lines = [style.bold("joulebook \(report.version)") + ", \(report.program.printable)"]
    for row in report.checks {
      let found = row.found.printable.wrapped(
        width: 80 - indent, indent: String(repeating: " ", count: indent))
      lines.append(
        "  \(row.check.filled(to: names))  "
          + dressed(row.outcome, row.outcome.rawValue.filled(to: words)) + "  \(found)")
      for (index, step) in row.next.split(separator: "\n").enumerated() {
        let label = index == 0 ? "Next: " : "      "
        lines.append(String(repeating: " ", count: indent) + label + String(step).printable)
      }
    }
    return (lines + [verdict]).joined(separator: "\n") + "\n"
  }

  /// Whether the installation works, in a sentence.
  package var verdict: String {
    let time = "\(report.seconds.text(decimals: 1)) s"
    switch report.outcome {
    case .passed: return style.good("Everything works.") + " Took \(time)."
    case .note:
      return style.good("Joulebook works.") + " \(Self.count(.note, report)). Took \(time)."
    case .partly:
      return style.warning("Joulebook works, but it cannot read all that is there.")
        + " Took \(time)."
    case .untried, .failed:
      return style.warning("Joulebook does not work here: \(Self.count(.failed, report)).")
        + " Took \(time)."
    }
  }

  private static func count(_ outcome: SelfTestReport.Outcome, _ report: SelfTestReport) -> String {
    let count = report.checks.count { $0.outcome == outcome }
    let checks = count == 1 ? "1 check" : "\(count) checks"
    return outcome == .note
      ? "\(checks) \(count == 1 ? "has" : "have") a note" : "\(checks) failed"
  }

  private func dressed(_ outcome: SelfTestReport.Outcome, _ text: String) -> String {
    switch outcome {
    case .passed: style.good(text)
    case .note, .untried: style.faint(text)
    case .partly, .failed: style.warning(text)
    }
  }
}

extension String {
  fileprivate func filled(to width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }
}
