public import Accounting
import Foundation
public import Reporting

/// A file that a chart is written to: its picture, with `.csv` its values, with `.json` a Vega-Lite specification.
public struct ChartFile: Sendable {
  public let path: String

  public init(path: String) { self.path = path }

  public func write(_ chart: any Chart) throws(Problem) {
    let text = try text(of: chart)
    do {
      try Data(text.utf8).write(to: URL(fileURLWithPath: path), options: .atomic)
    } catch {
      throw Problem(
        "Cannot write the chart to `\(path.printable)`.", why: error.localizedDescription,
        fix: "Give a file in a folder that you may write to.")
    }
  }

  /// What the file is to hold, by the end of its name.
  private func text(of chart: any Chart) throws(Problem) -> String {
    switch path.split(separator: ".").last?.lowercased() {
    case "svg": return chart.svg
    case "csv": return chart.csv
    case "json": return chart.vegaLite
    case "png", "pdf":
      let kind = path.lowercased().hasSuffix("png") ? "png" : "pdf"
      let picture = "\(chart.name).svg"
      throw Problem(
        "Joulebook writes no \(kind.uppercased()).",
        why: "A picture is written as .svg, which any size can be made of.",
        fix:
          "Write \(picture), then `rsvg-convert -f \(kind) \(kind == "png" ? "-z 2 " : "")\(picture) -o \(chart.name).\(kind)`"
          + (kind == "png"
            ? " or `chromium --headless --screenshot=\(chart.name).png --window-size=720,\(Int(chart.height)) \(picture)`."
            : "."),
        exit: .usage)
    default:
      throw Problem(
        "Cannot write a chart to `\(path.printable)`.",
        why:
          "A picture is written as .svg, its values as .csv, a Vega-Lite specification as .json.",
        fix: "Write for example `\(chart.name).svg`.", exit: .usage)
    }
  }
}
