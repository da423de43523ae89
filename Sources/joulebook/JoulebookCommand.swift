import Accounting
import ArgumentParser
import Foundation
import JoulebookKit

@main
struct JoulebookCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "joulebook",
    abstract: "Keeps the energy and carbon books of AI work.",
    discussion: examples(
      ("joulebook run -- python3 train.py", "meter a training job and book it"),
      ("joulebook show last", "print the receipt of the newest run")),
    version: Version.text,
    subcommands: [
      Run.self,
      Attach.self,
      List.self,
      Show.self,
      Explain.self,
      Tag.self,
      Remove.self,
      Check.self,
      Export.self,
      Report.self,
      Chart.self,
      Restate.self,
      Experiment.self,
      Compare.self,
      Import.self,
      Audit.self,
      Catalog.self,
      Estimate.self,
      Intensity.self,
      Plan.self,
      WhatIf.self,
      Forecast.self,
      Trends.self,
      Validate.self,
      Serve.self,
      Config.self,
      Doctor.self,
      SelfTest.self,
      Simulate.self,
      Slurm.self,
      ServeWatchCommand.self,
      CI.self,
      GuardianCommand.self,
      BusyCommand.self,
      IntensityFeedCommand.self,
      RankMeterCommand.self,
    ])

  static func main() {
    if Plan.isHelpAsked(Array(CommandLine.arguments.dropFirst())) {
      return Console().show(Plan.help + "\n")
    }
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch {
      Foundation.exit(status(of: error))
    }
  }

  /// Prints what ended the command and gives the process's exit code.
  private static func status(of error: any Error) -> Int32 {
    if let problem = error as? Problem { return Console().report(problem, as: requestedFormat) }
    let code = exitCode(for: error)
    let isBare = error is ExitCode
    if isBare { return code.rawValue }
    guard code != .success else {
      Swift.print(fullMessage(for: error))
      return code.rawValue
    }
    let problem = Problem(
      "Cannot understand the command.", why: message(for: error),
      fix: "Run `joulebook \(subcommand.map { "help \($0)" } ?? "--help")` for examples.",
      exit: .usage)
    return Console().report(problem, as: requestedFormat)
  }

  /// Joulebook's own arguments: what stands after `--` belongs to the metered command.
  private static var arguments: ArraySlice<String> {
    CommandLine.arguments.dropFirst().prefix { $0 != "--" }
  }

  private static var subcommand: String? {
    arguments.first.flatMap { first in
      configuration.subcommands.first {
        $0._commandName == first || $0.configuration.aliases.contains(first)
      }.map { $0._commandName }
    }
  }

  private static var requestedFormat: AnswerFormat {
    let isJSON =
      arguments.contains("--format=json")
      || zip(arguments, arguments.dropFirst()).contains { $0 == "--format" && $1 == "json" }
    return isJSON ? .json : .text
  }
}
