import Accounting
public import Quantities

/// What delay and pausing would have saved in some zones, beside what two papers found: schema 1.
public struct SavingsReport: Hashable, Sendable, Encodable {
  public let zones: [Zone]
  public let models: [Model]
  public let notes: [String]

  /// A training run of Dodge et al. 2022, with the paper's savings.
  public struct Model: Hashable, Sendable, Encodable {
    public let name: String
    public let hours: Double
    public let publishedStart: Double
    public let publishedPause: Double

    enum CodingKeys: String, CodingKey {
      case name, hours
      case publishedStart = "published_start"
      case publishedPause = "published_pause"
    }

    public init(name: String, hours: Double, publishedStart: Double, publishedPause: Double) {
      self.name = name
      self.hours = hours
      self.publishedStart = publishedStart
      self.publishedPause = publishedPause
    }
  }

  public struct Zone: Hashable, Sendable, Encodable {
    public let zone: String
    public let from: Timestamp
    public let to: Timestamp
    /// g CO2e/kWh.
    public let mean: Double
    /// Standard deviation over mean.
    public let variation: Double
    /// Four hours that may start up to twenty hours late.
    public let fourOfTwenty: Double
    /// By model: parts saved by a better start, and by pausing.
    public let starts: [Double]
    public let pauses: [Double]
    /// By the rules of Wiesner et al. 2021.
    public let nightly: Double
    public let nextWorkday: Double
    public let nextWorkdayPausing: Double
    public let semiWeekly: Double
    public let semiWeeklyPausing: Double

    enum CodingKeys: String, CodingKey {
      case zone, from, to, mean, variation, starts, pauses, nightly
      case fourOfTwenty = "four_of_twenty_hours"
      case nextWorkday = "next_workday"
      case nextWorkdayPausing = "next_workday_pausing"
      case semiWeekly = "semi_weekly"
      case semiWeeklyPausing = "semi_weekly_pausing"
    }

    public init(
      zone: String, from: Timestamp, to: Timestamp, mean: Double, variation: Double,
      fourOfTwenty: Double, starts: [Double], pauses: [Double], nightly: Double,
      nextWorkday: Double, nextWorkdayPausing: Double, semiWeekly: Double,
      semiWeeklyPausing: Double
    ) {
      self.zone = zone
      self.from = from
      self.to = to
      self.mean = mean
      self.variation = variation
      self.fourOfTwenty = fourOfTwenty
      self.starts = starts
      self.pauses = pauses
      self.nightly = nightly
      self.nextWorkday = nextWorkday
      self.nextWorkdayPausing = nextWorkdayPausing
      self.semiWeekly = semiWeekly
      self.semiWeeklyPausing = semiWeeklyPausing
    }
  }

  public init(zones: [Zone], models: [Model], notes: [String]) {
    self.zones = zones
    self.models = models
    self.notes = notes
  }

  enum CodingKeys: String, CodingKey { case schema, zones, models, notes }

  public func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(1, forKey: .schema)
    try keys.encode(zones, forKey: .zones)
    try keys.encode(models, forKey: .models)
    try keys.encode(notes, forKey: .notes)
  }

  /// Tables for a terminal.
  public func text(style: TextStyle) -> String {
    tables.map { table in
      var text = TextTable(table.columns.map { $0.isNumber ? .right : .left })
      text.add(table.columns.map(\.title))
      for row in table.rows { text.add(row) }
      let lines = text.lines
      return ([style.bold(table.title), style.bold(lines[0])] + lines.dropFirst())
        .joined(separator: "\n") + "\n"
    }.joined(separator: "\n") + notes.map { style.warning("! " + $0.asSentence) + "\n" }.joined()
  }

  /// The same as Markdown.
  public var markdown: String {
    tables.map { table in
      let heading = "| " + table.columns.map(\.title).joined(separator: " | ") + " |"
      let rule = "|" + table.columns.map { $0.isNumber ? "---:|" : "---|" }.joined()
      let rows = table.rows.map { "| " + $0.joined(separator: " | ") + " |" }
      return "### \(table.title)\n\n" + ([heading, rule] + rows).joined(separator: "\n") + "\n"
    }.joined(separator: "\n")
  }

  private struct Table {
    let title: String
    let columns: [(title: String, isNumber: Bool)]
    let rows: [[String]]
  }

  private var tables: [Table] {
    func percent(_ part: Double) -> String { (part * 100).text(decimals: 1) }
    let hours = Table(
      title: "Zones, and four hours that may start up to twenty hours late",
      columns: [
        ("Zone", false), ("Year", false), ("Mean g/kWh", true), ("Variation", true),
        ("Saved %", true),
      ],
      rows: zones.map {
        [
          $0.zone, years($0), $0.mean.text(decimals: 0), $0.variation.text(decimals: 2),
          percent($0.fourOfTwenty),
        ]
      })
    func pair(_ start: Double, _ pause: Double) -> String {
      "\(percent(start)) / \(percent(pause))"
    }
    // A page has room for a few zones side by side, and for the ends of many.
    let isFew = zones.count <= 4
    let sides = isFew ? zones.map(\.zone) : ["Least", "Most"]
    let dodge = Table(
      title: "Dodge 2022: finish up to 24 h later, % saved (better start / pausing)",
      columns: [("Model", false), ("Hours", true), ("Paper", true), ("Mean of zones", true)]
        + sides.map { ($0, true) },
      rows: models.enumerated().map { index, model in
        let starts = zones.map { $0.starts[index] }
        let pauses = zones.map { $0.pauses[index] }
        let count = Double(max(1, zones.count))
        return [
          model.name, model.hours.shortText(),
          pair(model.publishedStart / 100, model.publishedPause / 100),
          pair(starts.reduce(0, +) / count, pauses.reduce(0, +) / count),
        ]
          + (isFew
            ? zip(starts, pauses).map(pair)
            : [
              pair(starts.min() ?? 0, pauses.min() ?? 0),
              pair(starts.max() ?? 0, pauses.max() ?? 0),
            ])
      })
    let wiesner = Table(
      title: "Wiesner 2021: % saved",
      columns: [
        ("Zone", false), ("Year", false), ("Nightly ± 8 h", true), ("Next workday", true),
        ("pausing", true), ("Twice a week", true), ("pausing", true),
      ],
      rows: zones.map {
        [$0.zone, years($0)]
          + [
            $0.nightly, $0.nextWorkday, $0.nextWorkdayPausing, $0.semiWeekly,
            $0.semiWeeklyPausing,
          ].map(percent)
      })
    return zones.isEmpty ? [] : [hours, dodge, wiesner]
  }

  private func years(_ zone: Zone) -> String {
    let (from, last) = (zone.from.year, Timestamp(nanoseconds: zone.to.nanoseconds - 1).year)
    return from == last ? "\(from)" : "\(from)-\(last)"
  }
}
