public import Accounting
import Quantities

/// Groups of runs for a terminal.
public enum ExperimentListText {
  public static func text(
    _ groups: [(by: String, name: String, total: ExperimentTotal)], style: TextStyle
  ) -> String {
    var table = TextTable([.left, .left, .right, .right, .right, .right, .right, .left])
    table.add(
      ["By", "Name", "Runs", "Not well", "Device time", "Energy", "Emissions", "Until"])
    for (by, name, total) in groups {
      table.add([
        by.cut(to: 18), name.cut(to: 32), "\(total.runs)", "\(total.unsuccessful)",
        ExperimentText.deviceTime(total.deviceSeconds), total.energy.text, total.emissions.text,
        total.to.map { String($0.description.prefix(10)) } ?? "",
      ])
    }
    return ([style.bold(table.lines[0])] + table.lines.dropFirst()).joined(separator: "\n") + "\n"
  }
}
