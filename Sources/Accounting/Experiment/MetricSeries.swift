/// What a run reached in one metric, by epoch or step where its job said so, and in the end.
public struct MetricSeries: Hashable, Sendable {
  /// A tag `metric.NAME`, which a person set, else the last value of the series.
  public var last: Double
  /// In order of time; empty where only the last value is known.
  public var points: [Point]

  public struct Point: Hashable, Sendable {
    /// Epochs or steps done.
    public var step: Double
    /// Seconds after the run's start.
    public var at: Double
    public var value: Double

    public init(step: Double, at: Double, value: Double) {
      self.step = step
      self.at = at
      self.value = value
    }
  }

  public init(last: Double, points: [Point]) {
    self.last = last
    self.points = points
  }

  /// The beginning of tags that hold a metric's final value.
  public static let tag = "metric."

  /// Every metric of an entry, by name.
  public static func all(of entry: Entry) -> [String: MetricSeries] {
    var series: [String: MetricSeries] = [:]
    for (index, mark) in (entry.progress?.marks ?? []).enumerated() {
      for (name, value) in mark.metrics ?? [:] where value.isFinite {
        let point = Point(
          step: mark.epoch ?? mark.step ?? Double(index + 1), at: mark.at, value: value)
        series[name, default: MetricSeries(last: value, points: [])].points.append(point)
        series[name]?.last = value
      }
    }
    for (key, text) in entry.run.tags where key.hasPrefix(tag) {
      let name = String(key.dropFirst(tag.count))
      guard !name.isEmpty, let value = Double(text), value.isFinite else { continue }
      series[name, default: MetricSeries(last: value, points: [])].last = value
    }
    return series
  }
}
