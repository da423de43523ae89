import ArgumentParser
import JoulebookKit

struct Forecast: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "forecast",
    abstract: "What a running job will still take, and how such forecasts did.",
    discussion: examples(
      ("joulebook forecast run", "the newest run that is going on"),
      ("joulebook forecast calibration", "forecasts against what happened")),
    subcommands: [ForecastRun.self, ForecastCalibration.self], defaultSubcommand: ForecastRun.self)
}

struct ForecastRun: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run", abstract: "Forecast a run that is going on, from its journal.",
    discussion: examples(
      ("joulebook forecast run", "the newest run that is going on"),
      ("joulebook forecast run 20261124-14", "a run by its id")))

  @Argument(help: ArgumentHelp("The beginning of an id, or a name.", valueName: "run"))
  var reference: String?
  @OptionGroup var output: FormatOption

  func run() throws {
    try Console().print(Joulebook.ofProcess.forecast(reference), as: output.format)
  }
}

struct ForecastCalibration: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "calibration", abstract: "Print how the forecasts of booked runs turned out.",
    discussion: examples(
      ("joulebook forecast calibration", "all runs"),
      ("joulebook forecast calibration --project demo --format json", "a project's")))

  @OptionGroup var filter: FilterOptions
  @OptionGroup var output: FormatOption

  func run() throws {
    try Console().print(Joulebook.ofProcess.calibration(filter.runFilter), as: output.format)
  }
}
