import Accounting
import Quantities

/// The doctor's report for a terminal of 80 columns; commands to copy are never broken over lines.
package struct DoctorText {
  private let report: DoctorReport
  private let style: TextStyle

  package init(_ report: DoctorReport, style: TextStyle = .plain) {
    self.report = report
    self.style = style
  }

  /// Ends in a line break.
  package var text: String {
    [components, readings, problems, absences, counting, verdict].filter { !$0.isEmpty }
      .joined(separator: "\n\n") + "\n"
  }

  private var components: String {
    var table = TextTable([.left, .left, .left])
    for row in report.components {
      table.add(["  \(row.component.rawValue)", row.evidence.rawValue, row.sensor])
    }
    let lines = zip(table.lines, report.components).map { line, row in
      let devices = row.devices.joined(separator: ", ")
      return "\(line): \(devices)".kept(to: 80, indent: "    ")
    }
    return ([style.bold("What is known of each component")] + lines).joined(separator: "\n")
  }

  private var readings: String {
    let rows = report.devices.filter { [.used, .breakdown, .twin].contains($0.state) }
    guard !rows.isEmpty else { return "" }
    var lines = [style.bold("Devices")]
    for row in rows {
      var facts = [row.sensor, row.state.rawValue]
      if let joules = row.resolutionJoules ?? row.countJoules {
        let seen = row.resolutionJoules == nil ? "counts of" : "steps of"
        facts.append("\(seen) \(Self.small(joules, "J"))")
      }
      if let seconds = row.updateSeconds { facts.append("every \(Self.small(seconds, "s"))") }
      if let seconds = row.wrapSeconds { facts.append("turns in \(Self.span(seconds))") }
      lines.append(
        "  \(row.device.printable): \(facts.joined(separator: ", "))".kept(to: 80, indent: "    "))
      if !row.note.isEmpty {
        lines.append(style.faint(row.note.printable.indented("    ", width: 80)))
      }
    }
    return lines.joined(separator: "\n")
  }

  private var problems: String {
    guard !report.problems.isEmpty else { return "" }
    var lines = [style.bold("Not readable")]
    var open = report.problems[...]
    while let first = open.first {
      // One command often opens several devices; it is shown once, after all of them.
      for row in open where row.fix == first.fix {
        let title = "\(row.device.printable) (\(row.sensor)): \(row.state.rawValue)"
        lines.append("  \(style.warning(title))")
        lines.append(row.note.printable.indented("    ", width: 80))
      }
      open = open.filter { $0.fix != first.fix }[...]
      guard !first.fix.isEmpty else { continue }
      lines.append("    To allow it:")
      lines += first.fix.split(separator: "\n").map { "      \(String($0).printable)" }
    }
    return lines.joined(separator: "\n")
  }

  private var absences: String {
    let rows = report.devices.filter { $0.state == .absent }
    guard !rows.isEmpty else { return "" }
    return
      ([style.bold("Not on this machine")]
      + rows.map { style.faint("\($0.sensor): \($0.note.printable)".indented("  ", width: 80)) })
      .joined(separator: "\n")
  }

  private var counting: String {
    var lines = [style.bold("CPU time of a command is counted by"), "  \(way)"]
    if !report.counting.blindSpot.isEmpty {
      lines.append(report.counting.blindSpot.printable.indented("  ", width: 80))
    }
    lines += report.counting.warnings.map { $0.printable.indented("  ", width: 80) }
    return lines.joined(separator: "\n")
  }

  /// By what the CPU time of a command is counted.
  package var way: String {
    switch report.counting.way {
    case .ownCgroup: "a control group made for each run"
    case .givenCgroup: "the control group that this process was given"
    case .processTree: "the process tree: reaped children and /proc"
    }
  }

  /// Whether all is well, and what is modelled for want of a sensor.
  package var verdict: String {
    guard report.isComplete else {
      let count = report.problems.count
      return style.warning(
        "\(count) \(count == 1 ? "device is" : "devices are") there and not readable.")
    }
    let modelled = report.components.filter { $0.evidence >= .modelled }.map(\.component.rawValue)
    return modelled.isEmpty
      ? style.good("Every component is metered.")
      : style.good("Nothing is denied or broken.")
        + " Modelled, for want of a sensor: \(modelled.joined(separator: ", "))."
  }

  /// `61 µJ`, `1.2 ms`, `0.1 s`.
  package static func small(_ amount: Double, _ unit: String) -> String {
    let steps = [(1.0, ""), (1e-3, "m"), (1e-6, "µ"), (1e-9, "n"), (1e-12, "p")]
    let step = steps.first { amount >= $0.0 * 0.9995 } ?? (1e-12, "p")
    return "\((amount / step.0).text(significant: 2)) \(step.1)\(unit)"
  }

  /// `8.7 min`, `44 min`, `3.2 h`.
  package static func span(_ seconds: Double) -> String {
    if seconds < 120 { return "\(seconds.text(significant: 2)) s" }
    if seconds < 7200 { return "\((seconds / 60).text(significant: 2)) min" }
    return "\((seconds / 3600).text(significant: 2)) h"
  }
}

extension String {
  /// The text in lines of at most `width` characters, each beginning with `indent`.
  fileprivate func indented(_ indent: String, width: Int) -> String {
    split(separator: "\n").map { line in
      indent + String(line).wrapped(width: width - indent.count, indent: indent)
    }.joined(separator: "\n")
  }

  /// The text with its own leading blanks, later lines begun with `indent`.
  fileprivate func kept(to width: Int, indent: String) -> String {
    guard count > width, let space = prefix(width).lastIndex(of: " ") else { return self }
    let rest = String(self[index(after: space)...])
    return self[..<space] + "\n" + (indent + rest).kept(to: width, indent: indent)
  }
}
