import Accounting
import Forecasting
import Metering
import Quantities
import Reporting

extension Joulebook {
  /// What runs used day by day, and how that goes on.
  func budgetChart(_ request: ChartRequest) throws(Problem) -> any Chart {
    let statement = try runs(request)
    let limit = try request.budget.map { text throws(Problem) in try BudgetLimit(text) }
    if case .money = limit?.kind {
      throw Problem(
        "Cannot draw a budget in money.", why: "The ledger holds energy and emissions.",
        fix: "Write `--budget 500kWh` or `--budget 20kgCO2e`.", exit: .usage)
    }
    let isEmissions = limit?.kind == .emissions
    func amount(_ row: Statement.Row) -> Double {
      isEmissions ? row.amounts.emissions.value.grams : row.amounts.facilityEnergy.value.joules
    }
    let day = 86_400.0
    func start(_ row: Statement.Row) -> Double {
      (Double(row.entry.run.started.nanoseconds) / 1e9 / day).rounded(.down) * day
    }
    let first = statement.runs.map(start).min() ?? 0
    let now = Double(SystemClock.wall().nanoseconds) / 1e9
    let last = request.filter.until == nil ? now : statement.runs.map(start).max() ?? now
    let count = min(max(1, Int((last - first) / day) + 1), 4000)
    var added = [Double](repeating: 0, count: count)
    for row in statement.runs {
      added[min(count - 1, max(0, Int((start(row) - first) / day)))] += amount(row)
    }
    var sum = 0.0
    let points = added.enumerated().map { index, value -> BudgetChart.Point in
      sum += value
      return BudgetChart.Point(at: first + Double(index + 1) * day, value: sum)
    }
    let ahead = try request.ahead.map { text throws(Problem) in
      try FlagAmount.seconds(text, "--ahead", example: "30d")
    }
    // As far ahead as back, but no more than a quarter of a year, unless it is said.
    let days = min(ahead.map { Int($0 / day) } ?? min(count, 91), 3660)
    let fan = BudgetFan(history: added, sum: sum, ahead: days)
    let expected = (fan?.days ?? []).map { place in
      BudgetChart.Expected(
        at: first + Double(count + place.days) * day, middle: place.median,
        wide: place.low90...place.high90, narrow: place.low50...place.high50)
    }
    return BudgetChart(
      subject: statement.subject, quantity: isEmissions ? "emissions" : "energy at the meter",
      unit: isEmissions ? "g CO2e" : "J",
      points: [BudgetChart.Point(at: first, value: 0)] + points, limit: limit?.amount,
      fan: expected,
      bands: fan == nil
        ? "No forecast: it takes \(BudgetFan.leastHistory) days of history."
        : "Days to come are drawn from the \(count) days that were; dark band: half of the draws, light band: 90 %."
    )
  }
}
