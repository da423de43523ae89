/// What a look at an installation found, check by check.
public struct SelfTestReport: Hashable, Encodable, Sendable {
  public let schema = 1
  public var version: String
  /// The program that was tried, as an absolute path.
  public var program: String
  public var seconds: Double
  public var checks: [Row]

  public init(version: String, program: String, seconds: Double, checks: [Row]) {
    self.version = version
    self.program = program
    self.seconds = seconds
    self.checks = checks
  }

  /// The worst that a check found.
  public var outcome: Outcome { checks.map(\.outcome).max() ?? .passed }

  enum CodingKeys: String, CodingKey { case schema, version, program, seconds, outcome, checks }

  public func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(schema, forKey: .schema)
    try keys.encode(version, forKey: .version)
    try keys.encode(program, forKey: .program)
    try keys.encode(seconds, forKey: .seconds)
    try keys.encode(outcome, forKey: .outcome)
    try keys.encode(checks, forKey: .checks)
  }

  /// One check.
  public struct Row: Hashable, Encodable, Sendable {
    public var check: String
    public var outcome: Outcome
    /// What was found, in sentences.
    public var found: String
    /// What to do next: a command or a sentence; empty when there is nothing to do.
    public var next: String

    public init(check: String, outcome: Outcome, found: String, next: String = "") {
      self.check = check
      self.outcome = outcome
      self.found = found
      self.next = next
    }
  }

  /// How a check ended, from good to bad.
  public enum Outcome: String, Codable, CaseIterable, Comparable, Sendable {
    case passed
    /// It works; something would make it better.
    case note
    /// It works, but a device that is there cannot be read.
    case partly
    /// It could not be tried, because a check before it failed.
    case untried
    case failed

    public static func < (a: Outcome, b: Outcome) -> Bool { a.rank < b.rank }

    private var rank: Int {
      switch self {
      case .passed: 0
      case .note: 1
      case .partly: 2
      case .untried: 3
      case .failed: 4
      }
    }
  }
}
