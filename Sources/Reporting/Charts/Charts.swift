public import Accounting

/// A chart as help lists it.
public struct ChartEntry: Hashable, Sendable {
  /// As on the command line and in file names.
  public let name: String
  /// What it shows, one sentence without a full stop.
  public let summary: String
  /// What it is made from.
  public let source: Source

  public enum Source: String, Hashable, Sendable, CaseIterable {
    case run = "a run"
    case runs = "runs"
    case place = "a place or a plan"
    case estimate = "a run or an estimate"
    /// Drawn by a command of its own.
    case command = "another command"
  }

  /// The command that draws it: `trends growth`.
  public let command: String
}

/// Every chart, in the order in which help lists them.
public enum Charts {
  public static let all: [ChartEntry] = [
    entry("power", "power over time, stacked by component, with stages and gaps", .run),
    entry("waterfall", "from the devices to the energy at the meter", .runs),
    entry("heat", "seven days of carbon intensity by hour, with the hours of a plan", .place),
    entry("pareto", "time against energy, with the runs that none beats", .runs),
    entry("budget", "what was used against a budget, and how it goes on", .runs),
    entry("dots", "emissions of runs in order, or of places for a job, with ranges", .runs),
    entry("histogram", "how the energy of a request is spread", .runs),
    entry("tornado", "what widens the range of a result", .estimate),
    entry("coverage", "which part of the time is metered, modelled or missing", .runs),
    entry("multiples", "a small panel for each project, stage, place or tag", .runs),
    entry("growth", "how fast something doubles", .command, "trends growth"),
    entry("scenario", "emissions of the years to come as a fan", .command, "trends scenario"),
    entry("returns", "quality against what it took", .command, "trends returns"),
    entry(
      "loss-law", "loss against compute, law beside law", .command, "trends returns --law all"),
    entry("experiment", "every run of a sweep, the largest first", .command, "experiment report"),
  ]

  private static func entry(
    _ name: String, _ summary: String, _ source: ChartEntry.Source, _ command: String? = nil
  ) -> ChartEntry {
    ChartEntry(name: name, summary: summary, source: source, command: command ?? "chart \(name)")
  }

  public static func named(_ name: String) throws(Problem) -> ChartEntry {
    if let entry = all.first(where: { $0.name == name }) { return entry }
    throw Problem(
      "There is no chart `\(name.label)`.",
      why: "It can be \(all.map(\.name).joined(separator: ", ")).",
      fix: "Run `joulebook chart list` to see what each shows.", exit: .usage)
  }
}
