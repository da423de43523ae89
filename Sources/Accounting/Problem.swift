/// What went wrong, why, and what to do next: the only error a user ever sees.
public struct Problem: Error, Hashable, Codable, Sendable {
  /// One sentence: what could not be done.
  public let what: String
  /// The cause, as far as it is known.
  public let why: String
  /// The next step for the reader, preferably a command to copy.
  public let fix: String
  /// How the process ends when nobody handles the problem.
  public let exit: ExitStatus

  public init(_ what: String, why: String, fix: String, exit: ExitStatus = .failed) {
    self.what = what
    self.why = why
    self.fix = fix
    self.exit = exit
  }
}

/// The documented exit codes of every command. `run` passes its child's code instead.
public enum ExitStatus: Int32, Codable, Sendable, CaseIterable {
  case done = 0
  /// The work itself failed.
  case failed = 1
  /// Done, but part of the machine could not be measured.
  case partlyMeasured = 2
  case overBudget = 3
  /// Bad usage: an unknown flag, a malformed file, a value out of range.
  case usage = 64
  /// Our bug.
  case software = 70
}
