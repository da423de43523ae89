public import Accounting
public import Quantities

/// Seven days of carbon intensity, hour by hour, with the hours that were chosen.
public struct HeatStripChart: Chart {
  /// When a job runs.
  public struct Slot: Hashable, Sendable {
    public let start: Timestamp
    public let end: Timestamp

    public init(start: Timestamp, end: Timestamp) {
      self.start = start
      self.end = end
    }
  }

  private let place: String
  private let series: IntensitySeries
  private let chosen: [Slot]
  /// Midnight (UTC) of the first row, in seconds since 1970.
  private let midnight: Double
  /// g CO2e/kWh by day and hour; nil where nothing is known.
  let hours: [[Double?]]

  /// - Parameters:
  ///   - place: `Germany`.
  ///   - series: its first seven days are shown.
  ///   - chosen: slots of a plan; none for the hours alone.
  public init(place: String, series: IntensitySeries, chosen: [Slot] = []) {
    self.place = place.label
    self.series = series
    self.chosen = Array(chosen.filter { $0.end > $0.start }.prefix(Self.mostSlots))
    midnight = (series.start.seconds / Self.day).rounded(.down) * Self.day
    hours = Self.hours(series, from: midnight)
  }

  static let mostDays = 7
  static let mostSlots = 200
  private static let day = 86_400.0

  /// The mean of the slots that begin in an hour; of slots longer than an hour, the one that it lies in.
  private static func hours(_ series: IntensitySeries, from midnight: Double) -> [[Double?]] {
    guard series.count > 0 else { return [] }
    let days = min(mostDays, max(1, Int(((series.end.seconds - midnight) / day).rounded(.up))))
    let step = min(Double(series.slotSeconds), 3600)
    return (0..<days).map { row in
      (0..<24).map { hour in
        let start = midnight + Double(row) * day + Double(hour) * 3600
        let values = stride(from: start, to: start + 3600, by: step).compactMap {
          series.intensity(at: Timestamp(seconds: $0))?.gramsPerKilowattHour
        }
        return values.isEmpty ? nil : values.reduce(0, +) / Double(values.count)
      }
    }
  }

  public let name = "heat"
  public var height: Double {
    ChartSheet.top(title, subtitle) + 28 + Double(max(hours.count, 2)) * 30 + 62
  }

  // MARK: Words

  private struct Place {
    let row: Int
    let hour: Int
    let grams: Double
  }

  private var known: [Place] {
    hours.enumerated().flatMap { row, values in
      values.enumerated().compactMap { hour, grams in
        grams.map { Place(row: row, hour: hour, grams: $0) }
      }
    }
  }

  private var mean: Double? {
    let known = known
    return known.isEmpty ? nil : known.map(\.grams).reduce(0, +) / Double(known.count)
  }

  /// Mean over the chosen time that is shown and known.
  private var chosenMean: Double? {
    var (sum, seconds) = (0.0, 0.0)
    for place in known {
      let start = midnight + Double(place.row) * Self.day + Double(place.hour) * 3600
      for slot in chosen {
        let overlap = min(slot.end.seconds, start + 3600) - max(slot.start.seconds, start)
        if overlap > 0 {
          sum += overlap * place.grams
          seconds += overlap
        }
      }
    }
    return seconds > 0 ? sum / seconds : nil
  }

  func text(_ grams: Double) -> String { grams.text(decimals: grams < 10 ? 1 : 0) }
  private func clock(_ hour: Int) -> String { hour < 10 ? "0\(hour):00" : "\(hour):00" }

  private func moment(_ place: Place) -> String {
    "\(weekday(place.row)) \(clock(place.hour))"
  }

  /// 1 January 1970 was a Thursday.
  func weekday(_ row: Int) -> String {
    let day = Int((midnight / Self.day).rounded()) + row
    return ["Thu", "Fri", "Sat", "Sun", "Mon", "Tue", "Wed"][((day % 7) + 7) % 7]
  }

  /// Midnight of a row, in seconds since 1970.
  func day(_ row: Int) -> Double { midnight + Double(row) * Self.day }

  /// Which hours of a row lie in the chosen time, in part or whole.
  func chosen(_ row: Int) -> [Bool] {
    (0..<24).map { hour in
      let start = day(row) + Double(hour) * 3600
      return chosen.contains { $0.start.seconds < start + 3600 && $0.end.seconds > start }
    }
  }

  public var title: String {
    let known = known
    guard let mean, let least = known.min(by: { $0.grams < $1.grams }),
      let most = known.max(by: { $0.grams < $1.grams })
    else { return "The carbon intensity of \(place) is not known" }
    if let chosen = chosenMean {
      let part = mean > 0 ? (1 - chosen / mean) * 100 : 0
      let side = part >= 0 ? "below" : "above"
      return
        "The chosen hours in \(place) have \(text(chosen)) g CO2e/kWh, \(abs(part).text(decimals: 0)) % \(side) the mean"
    }
    guard most.grams > least.grams * 1.005 else {
      return "\(place) has one figure for all hours: \(text(mean)) g CO2e/kWh"
    }
    return
      "\(place) is cleanest \(moment(least)) with \(text(least.grams)) g CO2e/kWh, worst \(moment(most)) with \(text(most.grams))"
  }

  public var subtitle: String {
    let kind =
      switch series.kind {
      case .history: "as it was"
      case .forecast(let issued): "forecast of \(DateTicks.moment(issued.seconds))"
      case .usual: "usual for the season and hour"
      case .yearly: "one figure for the year"
      }
    return
      "\(series.signal == .marginal ? "Marginal" : "Average") carbon intensity in g CO2e/kWh, \(series.basis), \(kind); hours in UTC; \(series.source.label)."
  }

  public var alternative: String {
    guard let mean else { return "\(title). No hour has a value." }
    let values = known.map(\.grams)
    var sentences = [
      "\(hours.count) day\(hours.count == 1 ? "" : "s") from \(DateTicks.date(midnight)): mean \(text(mean)), least \(text(values.min() ?? 0)), most \(text(values.max() ?? 0)) g CO2e/kWh."
    ]
    if let first = chosen.first, let last = chosen.last {
      sentences.append(
        "Chosen: \(DateTicks.moment(first.start.seconds)) to \(DateTicks.moment(last.end.seconds)) UTC\(chosen.count > 1 ? ", in \(chosen.count) parts" : "")."
      )
    }
    let missing = hours.count * 24 - values.count
    if missing > 0 { sentences.append("\(missing) hours have no value.") }
    return sentences.joined(separator: " ")
  }

  public var table: ChartTable {
    var table = ChartTable(["date", "day", "hour_utc", "grams_per_kwh", "chosen"])
    for (row, values) in hours.enumerated() {
      let isChosen = chosen(row)
      for (hour, grams) in values.enumerated() {
        let start = midnight + Double(row) * Self.day + Double(hour) * 3600
        table.add([
          String(Timestamp(seconds: start).description.prefix(10)),
          weekday(row), "\(hour)", ChartTable.cell(grams.map { $0.rounded(significant: 6) }),
          isChosen[hour] ? "yes" : "no",
        ])
      }
    }
    return table
  }

  public var plot: ChartPlot {
    let axes: [(channel: ChartPlot.Channel, field: ChartPlot.Field)] = [
      (.x, .init("hour_utc", .ordered, title: "hour, UTC")), (.y, .init("date", .ordered)),
    ]
    return ChartPlot([
      .init(.rect, axes + [(.color, .init("grams_per_kwh", .number, title: "g CO2e/kWh"))]),
      .init(
        .rect, axes, style: [("filled", .bool(false)), ("stroke", "black"), ("strokeWidth", 2)],
        rows: ("chosen", ["yes"])),
    ])
  }

  // MARK: Drawing

  public func draw(on sheet: inout ChartSheet) {
    let values = known.map(\.grams)
    guard let low = values.min(), let high = values.max() else {
      return sheet.nothing("No hour has a value.")
    }
    let (left, top, rowHeight) = (98.0, sheet.top + 28, 30.0)
    let width = (ChartSheet.width - left - 16) / 24
    for hour in stride(from: 0, to: 24, by: 3) {
      sheet.text(clock(hour), at: (left + Double(hour) * width, top - 6), .faint, small: true)
    }
    for (row, values) in hours.enumerated() {
      let y = top + Double(row) * rowHeight
      let date = DateTicks.date(midnight + Double(row) * Self.day)
      sheet.text("\(weekday(row)) \(date)", at: (left - 8, y + 19), .text, .end)
      for (hour, grams) in values.enumerated() {
        let x = left + Double(hour) * width
        if let grams {
          let part = high > low ? (grams - low) / (high - low) : 0.5
          sheet.cell(
            x: x, y: y + 1, width: width - 1, height: rowHeight - 2, level: Int(part * 6.999))
        } else {
          sheet.missing(x: x, y: y + 1, width: width - 1, height: rowHeight - 2)
        }
      }
    }
    for row in hours.indices {
      let start = midnight + Double(row) * Self.day
      for slot in chosen {
        let ends = [slot.start.seconds, slot.end.seconds].map {
          min(max(($0 - start) / 3600, 0), 24)
        }
        guard ends[1] > ends[0] else { continue }
        let (x, right) = (left + ends[0] * width, left + ends[1] * width - 1)
        let y = top + Double(row) * rowHeight + 1
        sheet.outline([(x, y), (right, y), (right, y + rowHeight - 2), (x, y + rowHeight - 2)])
      }
    }
    key(on: &sheet, low, high, y: top + Double(hours.count) * rowHeight + 30)
  }

  private func key(on sheet: inout ChartSheet, _ low: Double, _ high: Double, y: Double) {
    var x = 16.0
    sheet.text(text(low), at: (x, y), .faint, small: true)
    x += TextWidth.of(text(low), size: 11) + 6
    for level in 0..<7 {
      sheet.cell(x: x, y: y - 11, width: 21, height: 13, level: level)
      x += 22
    }
    let end = "\(text(high)) g CO2e/kWh"
    sheet.text(end, at: (x + 5, y), .faint, small: true)
    x += 5 + TextWidth.of(end, size: 11) + 24
    if !chosen.isEmpty {
      sheet.outline([(x, y - 11), (x + 22, y - 11), (x + 22, y + 2), (x, y + 2)])
      sheet.text("chosen", at: (x + 29, y), .faint, small: true)
      x += 29 + TextWidth.of("chosen", size: 11) + 24
    }
    if hours.contains(where: { $0.contains { $0 == nil } }) {
      sheet.missing(x: x, y: y - 11, width: 22, height: 13)
      sheet.text("not known", at: (x + 29, y), .faint, small: true)
    }
  }
}
