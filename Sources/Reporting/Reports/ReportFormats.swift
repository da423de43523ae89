public import Accounting

/// Every report format, in the order in which help lists them.
public enum ReportFormats {
  public static let all: [any ReportFormat] = [
    TextReport(), MarkdownReport(), HTMLReport(), JSONReport(), CSVReport(), LaTeXReport(),
    ModelCardReport(), BoAmpsReport(), SPDXReport(), CycloneDXReport(), SCIReport(), GHGReport(),
    CodeCarbonReport(), VegaLiteReport(),
  ]

  public static func named(_ name: String) throws(Problem) -> any ReportFormat {
    if let format = all.first(where: { $0.name == name }) { return format }
    throw Problem(
      "There is no report format `\(name.printable)`.",
      why: "It can be \(all.map(\.name).joined(separator: ", ")).",
      fix: "Write for example `--format markdown`.", exit: .usage)
  }
}
