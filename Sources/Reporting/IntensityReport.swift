public import Accounting
public import Quantities

/// How clean the electricity of a place was, is and is expected to be: schema 1.
public struct IntensityReport: Hashable, Sendable {
  public let place: String
  public let series: IntensitySeries
  public let now: Timestamp
  public let provider: String
  /// When the oldest of it left its source.
  public let fetched: Timestamp
  public let notes: [String]

  public init(
    place: String, series: IntensitySeries, now: Timestamp, provider: String, fetched: Timestamp,
    notes: [String]
  ) {
    self.place = place
    self.series = series
    self.now = now
    self.provider = provider
    self.fetched = fetched
    self.notes = notes
  }

  /// The best stretches ahead of 1, 3 and 6 hours.
  private var best: [(hours: Int, start: Timestamp, mean: Double)] {
    [1, 3, 6].compactMap { hours in
      let count = max(1, hours * 3600 / series.slotSeconds)
      let ahead = series.slot(at: now) ?? 0
      guard series.count - ahead >= count else { return nil }
      var best: (start: Int, mean: Double)?
      for start in ahead...(series.count - count) {
        let values = series.values[start..<start + count]
        guard values.allSatisfy(\.isFinite) else { continue }
        let mean = values.reduce(0, +) / Double(count)
        if best.map({ mean < $0.mean }) ?? true { best = (start, mean) }
      }
      return best.map { (hours, series.start(ofSlot: $0.start), $0.mean) }
    }
  }

  public func text(style: TextStyle) -> String {
    let signal = series.signal == .marginal ? "marginal, " : ""
    var lines = [style.bold("\(place): \(signal)\(series.basis), g CO2e/kWh")]
    if let current = series.intensity(at: now) {
      lines.append("now \(current.gramsPerKilowattHour.text(significant: 3))")
    }
    lines += days + [""]
    for stretch in best {
      lines.append(
        "Cleanest \(stretch.hours) h: from \(stretch.start.minuteText) UTC, "
          + "\(stretch.mean.text(significant: 3)) g/kWh")
    }
    let age = (now - fetched).seconds
    lines.append(
      style.faint(
        "Source: \(series.source)" + (age > 600 ? ", \(Duration.seconds(age).text) old" : "")))
    lines += notes.map { style.warning("! " + $0.asSentence.wrapped(width: 78, indent: "  ")) }
    return lines.joined(separator: "\n") + "\n"
  }

  /// A bar an hour, a line a day; times in UTC.
  private var days: [String] {
    let bars = Array("▁▂▃▄▅▆▇█")
    let hours = hourly
    let known = hours.compactMap(\.value)
    guard let low = known.min(), let high = known.max() else { return ["nothing is known"] }
    var lines: [String] = []
    var day = ""
    for (moment, value) in hours {
      let date = String(moment.description.prefix(10))
      if date != day {
        let hour = Int(moment.description.dropFirst(11).prefix(2)) ?? 0
        lines.append("\(date)  " + String(repeating: " ", count: hour))
        day = date
      }
      let bar = value.map { value -> Character in
        let part = high > low ? (value - low) / (high - low) : 0
        return bars[min(7, Int(part * 8))]
      }
      lines[lines.count - 1].append(bar ?? "·")
    }
    return lines + [
      "            0     6     12    18    (UTC; \(bars[0]) \(low.text(significant: 3)), "
        + "\(bars[7]) \(high.text(significant: 3)))"
    ]
  }

  private var hourly: [(moment: Timestamp, value: Double?)] {
    var hours: [(Timestamp, Double?)] = []
    let perHour = max(1, 3600 / series.slotSeconds)
    var index = 0
    while index < series.count {
      let values = series.values[index..<min(series.count, index + perHour)].filter(\.isFinite)
      let mean = values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
      hours.append((series.start(ofSlot: index), mean))
      index += perHour
    }
    return hours
  }

  /// In the layout that the `csv` provider reads.
  public var csv: String {
    let column =
      series.basis == "direct" ? "ci_direct_g_per_kwh" : "ci_lifecycle_g_per_kwh"
    return CSV.line(["datetime_utc", column, "low_g_per_kwh", "high_g_per_kwh"])
      + series.values.indices.map { index in
        func cell(_ value: Double?) -> String {
          value.flatMap { $0.isFinite ? $0.shortText(digits: 7) : nil } ?? ""
        }
        return CSV.line([
          series.start(ofSlot: index).description.prefix(19) + "Z", cell(series.values[index]),
          cell(series.low?[index]), cell(series.high?[index]),
        ])
      }.joined()
  }
}

extension IntensityReport: Encodable {
  enum CodingKeys: String, CodingKey {
    case schema, place, zone, signal, basis, kind, source, provider, fetched, now, slots, notes
    case slotSeconds = "slot_seconds"
  }

  private struct Slot: Encodable {
    let start: Timestamp
    let value: Double?
    let low: Double?
    let high: Double?

    enum CodingKeys: String, CodingKey {
      case start
      case value = "g_per_kwh"
      case low = "low_g_per_kwh"
      case high = "high_g_per_kwh"
    }
  }

  public func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(1, forKey: .schema)
    try keys.encode(place, forKey: .place)
    try keys.encode(series.zone, forKey: .zone)
    try keys.encode(series.signal.rawValue, forKey: .signal)
    try keys.encode(series.basis, forKey: .basis)
    try keys.encode(kind, forKey: .kind)
    try keys.encode(series.source, forKey: .source)
    try keys.encode(provider, forKey: .provider)
    try keys.encode(fetched, forKey: .fetched)
    try keys.encode(now, forKey: .now)
    try keys.encode(series.slotSeconds, forKey: .slotSeconds)
    func known(_ value: Double?) -> Double? { value.flatMap { $0.isFinite ? $0 : nil } }
    try keys.encode(
      series.values.indices.map { index in
        Slot(
          start: series.start(ofSlot: index), value: known(series.values[index]),
          low: known(series.low?[index]), high: known(series.high?[index]))
      }, forKey: .slots)
    try keys.encode(notes, forKey: .notes)
  }

  /// The weakest of what lies ahead.
  private var kind: String {
    switch series.kind {
    case .history: "history"
    case .forecast: "forecast"
    case .usual: "usual"
    case .yearly: "yearly"
    }
  }
}
