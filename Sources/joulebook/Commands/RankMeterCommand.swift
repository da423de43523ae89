import ArgumentParser
import JoulebookKit

/// Meters a node for the ranks that started it; nobody types this.
struct RankMeterCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rank-meter", abstract: "Serves the ranks of a launch.", shouldDisplay: false)

  @Option var key: String
  @Option var ranks = 1
  @Flag var inStep = false
  @Option var receipt: String?
  @OptionGroup var settings: SettingsOptions
  @Argument(parsing: .postTerminator) var command: [String] = []

  func run() throws {
    RankMeter.holdSignals()
    var request = RunRequest(
      command: command, environment: Environment.variables,
      directory: Environment.workingFolder, version: Version.text)
    request.flags = settings.flags
    request.receiptPath = receipt
    try RankMeter(request, key: key, ranks: ranks, inStep: inStep).perform()
  }
}
