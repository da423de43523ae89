import ArgumentParser

struct Trends: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "trends", abstract: "Show growth, returns and where they lead.",
    subcommands: [
      TrendsGrowth.self, TrendsScenario.self, TrendsReturns.self,
      TrendsLaw.self, TrendsEfficiency.self,
    ])
}
