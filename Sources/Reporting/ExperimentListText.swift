public import Accounting
import Quantities

/// Groups of runs for a terminal.
public enum ExperimentListText {
  public static func text(
    _ groups: [(by: String, name: String, total: ExperimentTotal)], style: TextStyle
  ) -> String {
    let lines = table(groups).lines
    return ([style.bold(lines[0])] + lines.dropFirst()).joined(separator: "\n") + "\n"
  }

  /// A row for each group, under a head.
  package static func table(
    _ groups: [(by: String, name: String, total: ExperimentTotal)]
  ) -> TextTable {
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
    return table
  }
}
