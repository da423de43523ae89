import Accounting
import Forecasting
import Quantities
public import Reporting

/// What a run that is going on will still take.
public struct RunForecastAnswer: Answer {
  public let schema = 1
  public let id: String
  public let name: String
  public let unit: String
  public let done: Double
  public let planned: Double
  public let remainingSeconds: Double
  public let remainingLowSeconds: Double
  public let remainingHighSeconds: Double
  public let remainingEnergyJoules: Double
  public let remainingEnergyLowJoules: Double
  public let remainingEnergyHighJoules: Double
  public let remainingEmissionsGrams: Double
  public let remainingEmissionsLowGrams: Double
  public let remainingEmissionsHighGrams: Double
  public let energySoFarJoules: Double
  public let warmUpSteps: Int
  public let longStepEvery: Int?

  enum CodingKeys: String, CodingKey {
    case schema, id, name, unit, done, planned
    case remainingSeconds = "remaining_seconds"
    case remainingLowSeconds = "remaining_low_seconds"
    case remainingHighSeconds = "remaining_high_seconds"
    case remainingEnergyJoules = "remaining_energy_joules"
    case remainingEnergyLowJoules = "remaining_energy_low_joules"
    case remainingEnergyHighJoules = "remaining_energy_high_joules"
    case remainingEmissionsGrams = "remaining_emissions_grams"
    case remainingEmissionsLowGrams = "remaining_emissions_low_grams"
    case remainingEmissionsHighGrams = "remaining_emissions_high_grams"
    case energySoFarJoules = "energy_so_far_joules"
    case warmUpSteps = "warm_up_steps"
    case longStepEvery = "long_step_every"
  }

  init(_ forecast: RunForecast, series: ProgressSeries, entry: Entry) {
    let emissions = forecast.emissions(
      pue: entry.site.pue.ratio, intensity: entry.site.factor.intensity)
    id = entry.run.id
    name = entry.run.name
    unit = series.unit.rawValue
    done = forecast.done
    planned = forecast.of
    remainingSeconds = forecast.seconds.value
    remainingLowSeconds = forecast.seconds.low
    remainingHighSeconds = forecast.seconds.high
    remainingEnergyJoules = forecast.joules.value
    remainingEnergyLowJoules = forecast.joules.low
    remainingEnergyHighJoules = forecast.joules.high
    remainingEmissionsGrams = emissions.value.grams
    remainingEmissionsLowGrams = emissions.low.grams
    remainingEmissionsHighGrams = emissions.high.grams
    energySoFarJoules = RunCurve(entry).total.joules
    warmUpSteps = forecast.pattern.warmUp
    longStepEvery = forecast.pattern.period
  }

  public func text(style: TextStyle) -> String {
    func count(_ number: Double) -> String {
      number == number.rounded() ? number.text(decimals: 0) : number.text(significant: 6)
    }
    func time(_ seconds: Double) -> String { Duration.seconds(seconds).text }
    let energy = Estimate(
      Energy.joules(remainingEnergyJoules), low: .joules(remainingEnergyLowJoules),
      high: .joules(remainingEnergyHighJoules))
    let emissions = Estimate(
      Emissions.grams(remainingEmissionsGrams), low: .grams(remainingEmissionsLowGrams),
      high: .grams(remainingEmissionsHighGrams))
    var lines = [
      "\(name.printable) · \(unit) \(count(done)) of \(count(planned))  \(id)",
      "Still to come, with the interval that should hold in 80 of 100 cases:",
      "  Time       \(time(remainingSeconds))  (\(time(remainingLowSeconds)) to \(time(remainingHighSeconds)))",
      "  Energy     \(energy.text)  (\(energy.rangeText))",
      "  Emissions  \(emissions.text)  (\(emissions.rangeText))",
      "So far: \(Energy.joules(energySoFarJoules).text()).",
    ]
    if warmUpSteps > 0 { lines.append("The first \(warmUpSteps) are left out as warm-up.") }
    if let longStepEvery { lines.append("A longer one comes every \(longStepEvery).") }
    return lines.joined(separator: "\n") + "\n"
  }
}

/// How forecasts turned out, by the part of the plan at which they were made.
public struct CalibrationAnswer: Answer {
  public let schema = 1
  public let reached: Int
  public let stopped: Int
  public let rows: [Row]

  enum CodingKeys: String, CodingKey {
    case schema, rows
    case reached = "runs_reached"
    case stopped = "runs_stopped_early"
  }

  public struct Row: Encodable, Sendable {
    public let progress: Double
    public let count: Int
    public let timeCoverage: Double
    public let energyCoverage: Double
    public let timeError: Double
    public let energyError: Double
    public let meanTimeError: Double
    public let meanEnergyError: Double

    enum CodingKeys: String, CodingKey {
      case progress, count
      case timeCoverage = "time_coverage"
      case energyCoverage = "energy_coverage"
      case timeError = "time_error"
      case energyError = "energy_error"
      case meanTimeError = "mean_rule_time_error"
      case meanEnergyError = "mean_rule_energy_error"
    }
  }

  init(_ calibration: Calibration) {
    reached = calibration.reached
    stopped = calibration.stopped
    rows = calibration.rows.map { row in
      Row(
        progress: row.due, count: row.count, timeCoverage: row.timeCoverage,
        energyCoverage: row.energyCoverage, timeError: row.timeError, energyError: row.energyError,
        meanTimeError: row.meanTimeError, meanEnergyError: row.meanEnergyError)
    }
  }

  public func text(style: TextStyle) -> String {
    guard reached + stopped > 0 else {
      return """
        No run with forecasts is in the ledger yet.
        A job that says how far it is gets them: it writes one line an epoch, such as
          {"epoch": 3, "of": 90}
        to the socket named in JOULEBOOK_SOCKET. Docs/Marks.md shows how, in four lines of Python.

        """
    }
    func part(_ value: Double) -> String { "\((value * 100).text(decimals: 0)) %" }
    func error(_ value: Double) -> String { "\((value * 100).text(decimals: 1)) %" }
    var table = TextTable([.right, .right, .right, .right, .right, .right, .right, .right])
    table.add(["", "", "80 % held", "", "Median error", "", "Mean × steps", ""])
    table.add(["At", "Runs", "Time", "Energy", "Time", "Energy", "Time", "Energy"])
    for row in rows {
      table.add([
        part(row.progress), "\(row.count)", part(row.timeCoverage), part(row.energyCoverage),
        error(row.timeError), error(row.energyError), error(row.meanTimeError),
        error(row.meanEnergyError),
      ])
    }
    let lines = table.lines
    let footer = [
      "Runs that reached their planned end: \(reached). Ended before it, and not scored: \(stopped).",
      "Errors are parts of the whole run. Mean × steps is what carbontracker does.",
    ]
    return ([style.bold(lines[0]), style.bold(lines[1])] + lines.dropFirst(2) + footer)
      .joined(separator: "\n") + "\n"
  }
}
