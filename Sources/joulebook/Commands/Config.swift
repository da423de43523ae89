import ArgumentParser
import JoulebookKit

struct Config: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config", abstract: "Print each setting and where it came from.",
    discussion: examples(
      ("joulebook config", "what holds in this folder"),
      ("joulebook config --region FR --format json", "what a run with these flags would use")))

  @OptionGroup(title: "Settings") var options: SettingsOptions
  @OptionGroup var output: FormatOption

  func run() throws {
    try Console().print(
      Joulebook.ofProcess.settings(flags: options.flags), as: output.format)
  }
}
