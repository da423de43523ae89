import ArgumentParser
import JoulebookKit

/// `joulebook config`: each setting and where it came from.
struct Config: ParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print each setting and where it came from.",
    discussion: """
      EXAMPLES
        joulebook config
        joulebook config --region DE --format json

      Flags go before JOULEBOOK_* variables, these before joulebook.toml of the working folder or \
      the nearest folder above it, this before the user's config.toml.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable { case text, json }

  @OptionGroup(title: "Settings") var options: SettingsOptions
  @Option(help: "How to print: text or json.") var format: Format = .text

  func run() throws {
    let environment = Environment.variables
    let settings = try Settings.resolve(
      flags: options.flags, environment: environment, directory: Environment.workingFolder)
    let site = try SiteFinder().find(
      settings, hints: SiteHints.gather(environment: environment, sys: Environment.sys(environment))
    )
    let listing = SettingsListing(settings, site: site)
    switch format {
    case .text: print(listing.text)
    case .json: print(listing.json)
    }
  }
}
