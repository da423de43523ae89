package import Accounting

/// What runs are put together by.
package enum RunGrouping: Hashable, Sendable {
  /// The value of a tag; runs without it are left out.
  case tag(String)
  case name
  case project
  /// The run that started them; runs that nobody started are left out.
  case parent
}

/// What one entry comes to, and where it belongs.
package struct SummaryRecord: Hashable, Sendable {
  /// Of the entry, for as long as it is in the ledger.
  package let number: Int64
  /// Number of its site.
  package let site: Int64
  /// Number of the run that books this one's energy as well; nil when none does.
  package let whole: Int64?
  /// By what was asked for; empty when nothing was.
  package let group: String
  package let summary: RunSummary

  package init(number: Int64, site: Int64, whole: Int64?, group: String, summary: RunSummary) {
    self.number = number
    self.site = site
    self.whole = whole
    self.group = group
    self.summary = summary
  }
}

/// What one entry reached in a metric.
package struct MetricRecord: Hashable, Sendable {
  package let number: Int64
  package let series: MetricSeries

  package init(number: Int64, series: MetricSeries) {
    self.number = number
    self.series = series
  }
}

/// What a run is called.
package struct RunName: Hashable, Sendable {
  package let id: String
  package let name: String

  package init(id: String, name: String) {
    self.id = id
    self.name = name
  }
}
