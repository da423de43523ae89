public import Accounting
import Foundation
public import Reporting

/// A file that a chart is written to: its picture, or with `.csv` its values.
public struct ChartFile: Sendable {
  public let path: String

  public init(path: String) { self.path = path }

  public func write(_ chart: any Chart) throws(Problem) {
    let text: String
    switch path.split(separator: ".").last?.lowercased() {
    case "svg": text = chart.svg
    case "csv": text = chart.csv
    default:
      throw Problem(
        "Cannot write a chart to `\(path.printable)`.",
        why: "A picture is written as .svg, and its values as .csv.",
        fix: "Write for example `--chart growth.svg`.", exit: .usage)
    }
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw Problem(
        "Cannot write the chart to `\(path.printable)`.", why: error.localizedDescription,
        fix: "Give a file in a folder that you may write to.")
    }
  }
}
