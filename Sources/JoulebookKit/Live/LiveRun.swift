public import Accounting
import Forecasting
public import Quantities

/// A run that is going on, as far as its journal tells.
public struct LiveRun: Hashable, Sendable {
  /// What it has booked up to the last span.
  public let entry: Entry
  /// How many spans were seen.
  public let spans: Int

  /// Mean power of the last second by component: CPU time is counted in hundredths of one.
  public var power: [Component: Power] {
    let parts = RunSpan(entry, from: max(0, entry.run.seconds - 1)).parts
    return parts.reduce(into: [:]) { $0[$1.component] = $1.power }
  }

  public var id: String { entry.run.id }
  public var footprint: Footprint { AccountingMethod().footprint(of: entry) }

  /// What the run will still take; nil where its job has not said how far it is.
  public var forecast: RunForecastAnswer? {
    guard let series = ProgressSeries(entry.progress?.marks ?? []) else { return nil }
    let curve = RunCurve(entry)
    let points = series.points(joules: { curve.joules(at: $0, extends: true) })
    return RunForecast(points, of: series.of).map {
      RunForecastAnswer($0, series: series, entry: entry)
    }
  }
}

/// One span of a run that is going on.
public struct LiveSpan: Hashable, Sendable {
  public let run: String
  /// Counted from one; a journal that was thinned before it was first seen has fewer.
  public let number: Int
  /// Seconds after the run's start.
  public let start: Double
  public let end: Double
  /// Mean power that the run books, by component.
  public let power: [Component: Power]

  /// The span's end in milliseconds after the run's start: the same whoever reads the journal, and when.
  public var moment: Int { Int((end * 1000).rounded()) }
}

/// What has happened since the last look.
public enum LiveChange: Hashable, Sendable {
  case began(String)
  case span(LiveSpan)
  /// Nobody writes the journal any more.
  case ended(String)
}
