import ArgumentParser

@main
struct JoulebookCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "joulebook",
    subcommands: [
      Simulate.self
    ])
}
