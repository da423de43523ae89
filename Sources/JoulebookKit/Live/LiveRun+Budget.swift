import Accounting
import Quantities
public import Reporting

extension LiveRun {
  /// What the run has used of its budget, and what it will have used at its end; nil where it has no budget, or one of
  /// money, whose price the journal does not hold.
  public var budgetChart: BudgetChart? {
    guard let limit = entry.acting?.budget.flatMap({ try? BudgetLimit($0.limit) }) else {
      return nil
    }
    let perJoule: Double
    let (quantity, unit): (String, String)
    switch limit.kind {
    case .money: return nil
    case .energy:
      perJoule = entry.site.pue.ratio.value.base
      (quantity, unit) = ("energy at the meter", "J")
    case .emissions:
      perJoule =
        (Energy.joules(entry.site.pue.ratio.value.base) * entry.site.factor.intensity.value).grams
      (quantity, unit) = ("emissions", "g CO2e")
    }
    let curve = RunCurve(entry)
    let count = 120
    let points = (0...count).map { index in
      let moment = curve.end * Double(index) / Double(count)
      return BudgetChart.Point(at: moment, value: curve.joules(at: moment) * perJoule)
    }
    let now = curve.total.joules * perJoule
    var fan: [BudgetChart.Expected] = []
    if let forecast, forecast.remainingSeconds > 0 {
      fan = [
        .init(at: curve.end, middle: now, wide: now...now),
        .init(
          at: curve.end + forecast.remainingSeconds,
          middle: now + forecast.remainingEnergyJoules * perJoule,
          wide: now + forecast.remainingEnergyLowJoules * perJoule...now
            + forecast.remainingEnergyHighJoules * perJoule),
      ]
    }
    return BudgetChart(
      subject: "run \(entry.run.name)", quantity: quantity, unit: unit, clock: .secondsOfRun,
      points: points, limit: limit.amount, fan: fan,
      bands: fan.isEmpty
        ? "No forecast: the job has not said how far it is."
        : "What is to come is forecast from the steps that are done; the band should hold the truth in 80 of 100 cases."
    )
  }
}
