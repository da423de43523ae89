public import Accounting
import GridIntensity
import Planning
import Quantities
public import Reporting

extension Joulebook {
  /// What delay would have saved by the hours in some files, by the rules of two papers.
  /// - Parameter year: of each file; its last whole one where nil.
  public func savings(files: [String], year: Int?) throws(Problem) -> SavingsAnswer {
    try Self.savings(
      of: try files.map { path throws(Problem) in (path, try IntensityCSV.read(path: path)) },
      year: year)
  }

  /// The same of hours that are at hand.
  /// - Parameter name: of the table, as a file would have it: `DE_2024.csv`.
  public func savings(of table: [UInt8], named name: String, year: Int?) throws(Problem)
    -> SavingsAnswer
  {
    try Self.savings(of: [(name, try IntensityCSV.read(table, path: name))], year: year)
  }

  private static func savings(
    of tables: [(name: String, read: IntensityCSV.Result)], year: Int?
  ) throws(Problem) -> SavingsAnswer {
    var notes: [String] = []
    var zones: [SavingsReport.Zone] = []
    for (path, result) in tables {
      // A file that does not name its zone is called by its own name: `DE_2024.csv`.
      let stem = path.split(separator: "/").last?.prefix { !"_.".contains($0) } ?? ""
      let zone = result.series.zone == "file" ? String(stem) : result.series.zone
      zones.append(try Self.zone(result.series, named: zone, year: year, path: path))
      notes += result.notes.map { "\(zone): \($0)" }
    }
    return SavingsAnswer(
      report: SavingsReport(
        zones: zones,
        models: DelayStudy.models.map {
          SavingsReport.Model(
            name: $0.name, hours: $0.hours, publishedStart: $0.published.start,
            publishedPause: $0.published.pause)
        }, notes: notes))
  }

  private static func zone(
    _ series: IntensitySeries, named zone: String, year: Int?, path: String
  ) throws(Problem) -> SavingsReport.Zone {
    let last = Timestamp(nanoseconds: series.end.nanoseconds - 1).year
    let wanted = year ?? last
    guard let from = Timestamp("\(wanted)-01-01"), let to = Timestamp("\(wanted + 1)-01-01") else {
      throw Problem(
        "There is no year \(wanted).", why: "Years are written with four digits.",
        fix: "Give --year 2024.", exit: .usage)
    }
    let part = series.sliced(from: from, to: to)
    guard part.start == from, part.end == to else {
      throw Problem(
        "\(path) does not hold the whole of \(wanted).",
        why: "It goes from \(series.start.minuteText) to \(series.end.minuteText).",
        fix: "Give --year with a year that it holds.", exit: .usage)
    }
    guard part.gaps.isEmpty, part.values.allSatisfy({ $0 > 0 }) else {
      throw Problem(
        "\(path) has hours without a value in \(wanted).",
        why: "\(part.gaps.count) gaps; savings need every hour of the year.",
        fix: "Give another --year, or a file without gaps.", exit: .usage)
    }
    let hours = part.means(
      from: from, slotSeconds: 3600, count: part.count * part.slotSeconds / 3600)
    let mean = hours.reduce(0, +) / Double(hours.count)
    let square = hours.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(hours.count)
    let delays = DelayStudy.models.compactMap { DelayStudy.saving(hours: $0.hours, of: hours) }
    guard let wait = WaitStudy(hours: hours, from: from), delays.count == DelayStudy.models.count,
      let four = DelayStudy.fourOfTwenty(hours)
    else {
      throw Problem(
        "\(path) is too short.", why: "Savings are worked out over a year.",
        fix: "Give a file of a whole year.", exit: .usage)
    }
    return SavingsReport.Zone(
      zone: zone, from: part.start, to: part.end, mean: mean,
      variation: square.squareRoot() / mean, fourOfTwenty: four, starts: delays.map(\.start),
      pauses: delays.map(\.pause), nightly: wait.nightly, nextWorkday: wait.nextWorkday,
      nextWorkdayPausing: wait.nextWorkdayPausing, semiWeekly: wait.semiWeekly,
      semiWeeklyPausing: wait.semiWeeklyPausing)
  }
}

/// Savings in some zones.
public struct SavingsAnswer: Answer {
  public let report: SavingsReport

  public func text(style: TextStyle) -> String { report.text(style: style) }
  public func encode(to encoder: any Encoder) throws { try report.encode(to: encoder) }
}
