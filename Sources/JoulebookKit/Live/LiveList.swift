import Accounting
import Quantities
public import Reporting

/// The runs that are going on, the newest first.
public struct LiveListAnswer: Answer {
  public let runs: [LiveRun]

  public init(runs: [LiveRun]) { self.runs = runs }

  public func text(style: TextStyle) -> String {
    guard !runs.isEmpty else { return "No run is going on.\n" }
    var table = TextTable([.left, .left, .left, .right, .right, .right])
    table.add(["ID", "Name", "Project", "Time", "Energy", "Power"])
    for live in runs {
      let run = live.entry.run
      let power = live.power.values.reduce(Power.zero, +)
      table.add([
        run.id, run.name.cut(to: 20), run.project.cut(to: 14), Duration.seconds(run.seconds).text,
        live.footprint.energy.text, power.text(),
      ])
    }
    return table.lines.joined(separator: "\n") + "\n"
  }

  public func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(1, forKey: .schema)
    try keys.encode(runs.map(Message.init), forKey: .runs)
  }

  enum CodingKeys: String, CodingKey { case schema, runs }

  private struct Message: Encodable {
    let receipt: Receipt
    let spans: Int
    let power: [String: Double]
    let forecast: RunForecastAnswer?

    enum CodingKeys: String, CodingKey {
      case receipt, spans, forecast
      case power = "power_watts"
    }

    init(_ live: LiveRun) {
      receipt = Receipt(live.entry)
      spans = live.spans
      power = Dictionary(
        uniqueKeysWithValues: live.power.map { ($0.key.rawValue, $0.value.watts) })
      forecast = live.forecast
    }
  }
}
