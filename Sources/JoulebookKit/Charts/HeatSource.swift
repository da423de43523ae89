import Accounting
import Metering
import Quantities
import ReferenceData
import Reporting

extension Joulebook {
  /// Seven days of a place, with the hours of the best plan where a job is given.
  func heatStrip(_ request: ChartRequest) throws(Problem) -> any Chart {
    guard request.plan.regions.count <= 1, request.plan.regions.first?.contains(",") != true else {
      throw Problem(
        "The chart `heat` is of one place.", why: "Several were given.",
        fix: "Write `--region DE`.", exit: .usage)
    }
    let now = SystemClock.wall()
    let from = try request.plan.release.map { text throws(Problem) in
      try FlagAmount.moment(text, after: now, "--release", example: "2h")
    }
    var question = IntensityRequest()
    question.place = request.plan.regions.first
    let start = (from ?? now).startOfHour
    question.from = start.description
    question.to = (start + .seconds(7 * 86_400)).description
    let report = try intensity(question).report
    guard request.asksForPlan else {
      return HeatStripChart(place: report.place, series: report.series)
    }
    let plans = try plan(request.plan).report
    let key = try request.plan.regions.first.map { text throws(Problem) in
      try catalogue().place(named: text).key
    }
    let row = plans.ranked.first { key == nil || $0.place == key } ?? plans.ranked.first
    return HeatStripChart(
      place: report.place, series: report.series,
      chosen: row?.stretches.map { .init(start: $0.start, end: $0.end) } ?? [])
  }
}
