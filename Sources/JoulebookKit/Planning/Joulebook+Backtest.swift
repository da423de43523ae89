public import Accounting
import Forecasting
import Quantities
public import Reporting

/// What `plan backtest` was asked for: texts as they stand behind the flags.
public struct BacktestRequest: Sendable {
  /// Zones to test; empty tests each zone that a file was named for.
  public var zones: [String] = []
  /// `PATH`, or `ZONE=PATH`.
  public var files: [String] = []
  /// A day, or a moment.
  public var from = ""
  /// The last day, or the moment at which the test ends; nil goes to the end of the history.
  public var to: String?
  public var horizons = "24,48,96"
  public var job = "6h"
  public var window = "24h"
  public var everyHours = 1

  public init() {}
}

extension Joulebook {
  /// Makes the forecasts of a past span again, and scores them.
  public func backtest(_ request: BacktestRequest) throws(Problem) -> BacktestAnswer {
    let backtest = try Self.backtest(request)
    let from = try Self.start(request.from)
    let to = try request.to.map { text throws(Problem) in try Self.end(text) }
    var reports: [BacktestReport] = []
    for history in try BacktestHistory(
      request: request, notify: notify, joulebook: self, from: from, to: to
    ).all() {
      reports.append(try backtest.report(of: history, from: from, to: to ?? history.end))
    }
    return BacktestAnswer(reports: reports)
  }

  private static func backtest(_ request: BacktestRequest) throws(Problem) -> Backtest {
    var horizons: [Int] = []
    for text in request.horizons.split(separator: ",") {
      guard let hours = Int(text.trimmedHours) else {
        throw Problem(
          "Cannot understand the horizon `\(String(text).printable)`.",
          why: "It is no number of hours.",
          fix: "Write for example `--horizons 24,48,96`.", exit: .usage)
      }
      horizons.append(hours)
    }
    guard request.everyHours >= 1 else {
      throw Problem(
        "Cannot make a forecast every \(request.everyHours) hours.",
        why: "It is a whole number from 1 on.", fix: "Write `--every 1`.", exit: .usage)
    }
    return Backtest(
      horizons: horizons, jobHours: try hours(request.job, "--job", example: "6h"),
      windowHours: try hours(request.window, "--window", example: "24h"),
      everyHours: request.everyHours)
  }

  /// Whole hours: forecasts are scored hour by hour.
  private static func hours(_ text: String, _ flag: String, example: String) throws(Problem) -> Int
  {
    let hours = try FlagAmount.seconds(text, flag, example: example) / 3600
    guard hours >= 1, hours == hours.rounded(), hours <= 1e6 else {
      throw Problem(
        "Cannot back-test `\(flag) \(text.printable)`.",
        why: "Forecasts are scored by whole hours.", fix: "Write for example `\(flag) \(example)`.",
        exit: .usage)
    }
    return Int(hours)
  }

  private static func start(_ text: String) throws(Problem) -> Timestamp {
    guard let moment = Timestamp(text) else { throw badMoment(text, "--from") }
    return moment
  }

  /// A day alone belongs to the test in full.
  private static func end(_ text: String) throws(Problem) -> Timestamp {
    guard let moment = Timestamp(text) else { throw badMoment(text, "--to") }
    return text.utf8.count == 10 ? moment + .seconds(86_400) : moment
  }

  private static func badMoment(_ text: String, _ flag: String) -> Problem {
    Problem(
      "Cannot understand `\(flag) \(text.printable)`.", why: "It is no day or moment.",
      fix: "Write for example `\(flag) 2024-01-01`.", exit: .usage)
  }
}

extension Substring {
  /// `24` of `24`, ` 24` and `24h`.
  fileprivate var trimmedHours: String {
    let digits = drop { $0 == " " }
    return String(digits.last == "h" ? digits.dropLast() : digits)
  }
}

/// How forecasts would have done.
public struct BacktestAnswer: Answer {
  public let schema = 1
  public let reports: [BacktestReport]

  enum CodingKeys: String, CodingKey { case schema, reports = "zones" }

  public init(reports: [BacktestReport]) { self.reports = reports }

  public func text(style: TextStyle) -> String { BacktestText.text(reports, style: style) }

  /// The same as tables of Markdown.
  public var page: String { BacktestText.page(reports) }
}
