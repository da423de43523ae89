import ArgumentParser

@main
struct JoulebookCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "joulebook",
    subcommands: [
      Run.self,
      Config.self,
    ])
}
