import Accounting
import Quantities

/// A file of intensities: ours, a yearly export of Electricity Maps, or any with a time and an intensity.
struct CSVProvider: IntensityProvider {
  let name = "csv"
  let path: String
  let options: CSVOptions

  static let entry = IntensityProviderEntry(
    name: "csv", summary: "a file with a column of times and one of intensities",
    signals: [.average, .marginal], settings: ["intensity-file"], secrets: [], usesNetwork: false
  ) { context throws(Problem) in
    guard let path = context.configuration.file else {
      throw Problem(
        "`csv` needs a file.", why: "`intensity-file` is not set.",
        fix: "Write `intensity-file = \"DE_2024.csv\"`.", exit: .usage)
    }
    return CSVProvider(path: path, options: context.configuration.csv)
  }

  func series(_ question: IntensityQuestion) async throws(Problem) -> IntensityReply {
    try question.refuseBackwards()
    var options = options
    options.signal = question.signal
    options.basis = question.basis
    options.zone = question.zone
    let result = try IntensityCSV.read(path: path, options: options)
    return .split(result.series, question, notes: result.notes)
  }
}
