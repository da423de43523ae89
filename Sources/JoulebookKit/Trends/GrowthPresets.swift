import Accounting
import Forecasting
import Quantities
import ReferenceData

/// What others published of growth, and how to come to it.
struct GrowthPresets {
  let catalogue: Catalogue

  func fill(_ request: inout GrowthRequest, _ preset: GrowthPreset) {
    switch preset {
    case .openai2018: request.series = request.series ?? .openai
    case .sevilla2022:
      request.series = request.series ?? .compute2024
      request.from = request.from ?? "2010"
      request.to = request.to ?? "2022-02"
    case .epoch:
      request.series = request.series ?? .compute2024
      request.from = request.from ?? "2010"
      request.to = request.to ?? "2024-05"
    }
  }

  private static let amodei = "Amodei and Hernandez 2018"
  private static let sevilla = "Sevilla et al. 2022"
  private static let epoch = "Epoch AI 2024"
  private static let cottier = "Cottier et al. 2024"

  func rivals(_ preset: GrowthPreset) throws(Problem) -> [GrowthRival] {
    switch preset {
    case .openai2018: try openai()
    case .sevilla2022:
      [
        rival("2010 to 2022-02", try window("2010", "2022-02"), "5.7", Self.sevilla),
        rival("same, newer copy", try window("2010", "2022-02", .compute)),
        rival(
          "1950 to 2009", try window("1950", "2009"), "21.3", Self.sevilla, isComparable: false),
      ]
    case .epoch: try epoch()
    }
  }

  private func openai() throws(Problem) -> [GrowthRival] {
    let list = try points(.openai)
    let without = list.filter { !["DQN", "TI7 Dota 1v1"].contains($0.name) }
    return [
      rival("all 15 models", list, "3.4", Self.amodei),
      rival("without DQN and TI7", without, "3.5 at first", Self.amodei),
      rival("running record", GrowthSelection.record.chosen(from: list)),
      GrowthRival(
        "checked by others, 31 models", nil, published: "3.7, 2.8 to 6.2", source: Self.sevilla,
        isComparable: false),
      rival(
        "2012-09 to 2017-12, all notable", try window("2012-09", "2017-12"), isComparable: false),
    ]
  }

  private func epoch() throws(Problem) -> [GrowthRival] {
    let years = try window("2010", "2024-05")
    let power = catalogue.datedFigures("ai_models_2024", "facility_power_watts").map {
      GrowthPoint($0.name, $0.date, $0.value)
    }
    return [
      rival("2010 to 2024-05", years, "× 4.1 to 5 a year", Self.epoch),
      rival(
        "same, running top 10", GrowthSelection.top(10).chosen(from: years), "× 4 to 5 a year",
        Self.epoch),
      rival("same, newer copy", try window("2010", "2024-05", .compute)),
      rival("2010 to 2022-02", try window("2010", "2022-02"), "5.7", Self.sevilla),
      rival("2012-09 to 2017-12", try window("2012-09", "2017-12"), "3.4, other list", Self.amodei),
      rival("1950 to 2009", try window("1950", "2009"), "21.3", Self.sevilla, isComparable: false),
      rival("training power, 2010 on", try cut(power, "2010", nil), isComparable: false),
      rival(
        "cost of the top 10 by compute, 2016 to 2024-05", try frontierCosts(),
        "9, 8 to 12; × 2.4, 2.0 to 2.9 (90 %)", Self.cottier, isComparable: false),
    ]
  }

  /// What the models cost that were among the ten of most training compute when they came, of those whose cost is
  /// known: the selection of Cottier et al. 2024, The rising costs of training frontier AI models, section 2.
  private func frontierCosts() throws(Problem) -> [GrowthPoint] {
    let frontier = GrowthSelection.top(10).chosen(from: try window("1950", "2024-05"))
    let names = Set(frontier.map(\.name))
    let costs = catalogue.datedFigures("ai_models_2024", "cost_usd_2023")
      .filter { names.contains($0.name) }.map { GrowthPoint($0.name, $0.date, $0.value) }
    return try cut(costs, "2016", "2024-05")
  }

  func claims(_ preset: GrowthPreset) -> [GrowthClaim] {
    switch preset {
    case .openai2018:
      [
        GrowthClaim(
          factor: 300_000, doublingMonths: 3.4, statedMonths: 72, period: "2012 to 2018",
          source: "Toews 2020, after Amodei and Hernandez 2018")
      ]
    case .sevilla2022, .epoch: []
    }
  }

  private func rival(
    _ label: String, _ points: [GrowthPoint], _ published: String = "", _ source: String = "",
    isComparable: Bool = true
  ) -> GrowthRival {
    GrowthRival(
      label, GrowthTrend.estimate(points, label), published: published, source: source,
      isComparable: isComparable)
  }

  private func points(_ series: GrowthSeries) throws(Problem) -> [GrowthPoint] {
    try GrowthInput.of(series, unit: nil, catalogue).points
  }

  private func window(
    _ from: String, _ to: String, _ series: GrowthSeries = .compute2024
  ) throws(Problem) -> [GrowthPoint] {
    try cut(try points(series), from, to)
  }

  /// The points of a window, both ends belonging to it.
  private func cut(_ points: [GrowthPoint], _ from: String?, _ to: String?) throws(Problem)
    -> [GrowthPoint]
  {
    try GrowthWindow(from: from, to: to).points(of: points)
  }
}

/// A span of time as it was asked for.
struct GrowthWindow {
  let from: String?
  let to: String?

  func points(of points: [GrowthPoint]) throws(Problem) -> [GrowthPoint] {
    var (low, high): (Timestamp?, Timestamp?)
    if let from {
      guard let moment = GrowthDate.start(from) else { throw GrowthDate.problem(from, "--from") }
      low = moment
    }
    if let to {
      guard let moment = GrowthDate.end(to) else { throw GrowthDate.problem(to, "--to") }
      high = moment
    }
    if let low, let high, low >= high {
      throw Problem(
        "The window ends before it begins.", why: "It is \(from ?? "") to \(to ?? "").",
        fix: "Give --from before --to.", exit: .usage)
    }
    return points.filter { point in
      (low.map { point.date >= $0 } ?? true) && (high.map { point.date < $0 } ?? true)
    }
  }
}
