package import Accounting

/// What checks look at: the surroundings of the user who asks, and a short load that was metered apart from
/// everything of the user's.
package struct SelfTestBench: Sendable {
  /// With the user's own settings.
  package let joulebook: Joulebook
  package let request: SelfTestRequest
  package let trial: Result<SelfTestTrial, Problem>

  package init(
    joulebook: Joulebook, request: SelfTestRequest, trial: Result<SelfTestTrial, Problem>
  ) {
    self.joulebook = joulebook
    self.request = request
    self.trial = trial
  }

  package var files: InstalledFiles {
    InstalledFiles(
      program: request.program, environment: joulebook.environment, system: request.system)
  }
}

/// What a self-test is about.
public struct SelfTestRequest: Sendable {
  /// The program that is tried, as an absolute path.
  public var program: String
  public var version: String
  /// What each shell's completion script must be.
  public var completions: [String: String]
  /// Folders in which systems keep what is for everybody.
  var system = ["/usr/local", "/usr"]

  public init(program: String, version: String, completions: [String: String]) {
    self.program = program
    self.version = version
    self.completions = completions
  }
}
