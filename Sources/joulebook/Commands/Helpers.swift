import ArgumentParser
import JoulebookKit

// What Joulebook starts beside a run; nobody types these.

/// Undoes what was done to others when the Joulebook that did it is gone.
struct GuardianCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "guardian", abstract: "Serves a run that holds a job or a power limit.",
    shouldDisplay: false)

  func run() { Joulebook.ofProcess.guard() }
}

/// Asks for intensities and prints them as one line of JSON.
struct IntensityFeedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "intensity-feed", abstract: "Serves a run that waits for clean electricity.",
    shouldDisplay: false)

  @Option var from: String
  @Option var to: String
  @OptionGroup var settings: SettingsOptions

  func run() throws {
    Console().show(Joulebook.ofProcess.intensityFeed(from: from, to: to, flags: settings.flags))
  }
}
