import Accounting
import Quantities
import Reporting

extension ChartSamples {
  /// A week of hours: clean at noon, dirty in the evening, and some of them not known.
  private static func week(source: String = "Sample, history") -> IntensitySeries {
    let noise = noise(24 * 7, seed: 3)
    let values = (0..<24 * 7).map { (index: Int) -> Double in
      if (60..<66).contains(index) { return .nan }
      let hour = Double(index % 24)
      let sun = max(0, 1 - abs(hour - 12) / 6)
      return 420 - 220 * sun + 40 * noise[index] - (index > 120 ? 60 : 0)
    }
    return IntensitySeries(
      zone: "DE", start: Timestamp(nanoseconds: 1_795_478_400_000_000_000), slotSeconds: 3600,
      values: values, source: source)
  }

  private static func slot(_ hours: ClosedRange<Int>) -> HeatStripChart.Slot {
    let start = week().start
    return HeatStripChart.Slot(
      start: start + .seconds(3600 * hours.lowerBound),
      end: start + .seconds(3600 * hours.upperBound))
  }

  static let heat = Sample(
    name: "heat",
    usual: {
      HeatStripChart(place: "Germany", series: week(), chosen: [slot(129...138), slot(153...157)])
    },
    single: {
      HeatStripChart(
        place: "Germany",
        series: IntensitySeries(
          zone: "DE", start: week().start, slotSeconds: 3600, values: [340], kind: .yearly,
          source: "Ember, 2025"))
    },
    empty: {
      HeatStripChart(
        place: "nowhere",
        series: IntensitySeries(
          zone: "", start: week().start, slotSeconds: 3600, values: [], source: ""))
    },
    named: { HeatStripChart(place: $0, series: week(source: $0), chosen: [slot(20...30)]) })

  private static func points(_ name: String? = nil) -> [ParetoChart.Point] {
    let noise = noise(48, seed: 5)
    return (0..<24).map { (index: Int) -> ParetoChart.Point in
      let seconds = 1800 + 5400 * noise[2 * index]
      let joules = 9e6 / (seconds / 3600) * (0.6 + noise[2 * index + 1])
      return ParetoChart.Point(
        name ?? "lr-\(index)", seconds: seconds, energy: Estimate(exactly: .joules(joules)),
        isDone: index % 7 != 3)
    }
  }

  static let pareto = Sample(
    name: "pareto", usual: { ParetoChart(subject: "sweep lr", points: points()) },
    single: {
      ParetoChart(
        subject: "1 run",
        points: [.init("train", seconds: 60, energy: Estimate(exactly: .joules(1000)))])
    },
    empty: { ParetoChart(subject: "nothing", points: []) },
    named: { ParetoChart(subject: $0, points: points($0)) })

  private static func budget(_ subject: String, bands: String) -> BudgetChart {
    let noise = noise(40, seed: 7)
    let day = 86_400.0
    let start = 1_793_836_800.0
    var sum = 0.0
    let points = (0..<20).map { (index: Int) -> BudgetChart.Point in
      sum += 3.6e6 * 20 * noise[index]
      return BudgetChart.Point(at: start + Double(index) * day, value: sum)
    }
    let fan = (1...10).map { (index: Int) -> BudgetChart.Expected in
      let middle = sum + 3.6e7 * Double(index)
      let reach = 3.6e7 * Double(index).squareRoot()
      return BudgetChart.Expected(
        at: start + Double(19 + index) * day, middle: middle,
        wide: middle - reach * 1.2...middle + reach * 1.2,
        narrow: middle - reach * 0.5...middle + reach * 0.5)
    }
    return BudgetChart(
      subject: subject, quantity: "energy at the meter", unit: "J", points: points,
      limit: 3.6e6 * 260, fan: fan, bands: bands)
  }

  static let budget = Sample(
    name: "budget",
    usual: {
      budget("project demo", bands: "Dark band: half of the draws; light band: 90 %.")
    },
    single: {
      BudgetChart(
        subject: "run train", quantity: "energy", unit: "J", clock: .secondsOfRun,
        points: [.init(at: 0, value: 0), .init(at: 60, value: 5000)], limit: nil)
    },
    empty: {
      BudgetChart(
        subject: "nothing", quantity: "emissions", unit: "g CO2e", points: [], limit: 1000)
    },
    named: { budget($0, bands: $0) })

  private static func requests() -> [HistogramChart.Sample] {
    let noise = noise(1200, seed: 11)
    return (0..<400).map { (index: Int) -> HistogramChart.Sample in
      let spread = noise[3 * index] + noise[3 * index + 1] + noise[3 * index + 2]
      return HistogramChart.Sample(.joules(1.2 + spread * spread), count: Double(1 + index % 5))
    }
  }

  static let histogram = Sample(
    name: "histogram",
    usual: {
      HistogramChart(subject: "project chat", what: "request", samples: requests())
    },
    single: {
      HistogramChart(subject: "run serve", what: "request", samples: [.init(.joules(2.5))])
    },
    empty: { HistogramChart(subject: "run serve", what: "request", samples: []) },
    named: { HistogramChart(subject: $0, what: $0, samples: requests()) })

  static let tornado = Sample(
    name: "tornado",
    usual: {
      TornadoChart(
        subject: "training · a model", quantity: "emissions", unit: "g CO2e", value: 5.4e6,
        range: (3.6e6, 8.2e6),
        swings: [
          Swing(input: "utilisation", atLow: 7.4e6, atHigh: 4.2e6, evidence: .assumed),
          Swing(input: "carbon intensity", atLow: 4.6e6, atHigh: 6.2e6, evidence: .modelled),
          Swing(input: "PUE", atLow: 5.1e6, atHigh: 5.9e6, evidence: .assumed),
          Swing(input: "power of a device", atLow: 5.2e6, atHigh: 5.6e6, evidence: .metered),
        ])
    },
    single: {
      TornadoChart(
        subject: "run train", quantity: "energy", unit: "J", value: 100,
        swings: [Swing(input: "idle power", atLow: 90, atHigh: 120)])
    },
    empty: {
      TornadoChart(subject: "run bare", quantity: "energy", unit: "J", value: 0, swings: [])
    },
    named: { name in
      TornadoChart(
        subject: name, quantity: name, unit: "J", value: 100, range: (80, 130),
        swings: (0..<20).map { Swing(input: name, atLow: 90 - Double($0), atHigh: 120) })
    })

  private static func panels(_ count: Int, _ name: String? = nil) -> [SmallMultiplesChart.Panel] {
    let noise = noise(count * 14, seed: 13)
    return (0..<count).map { (row: Int) -> SmallMultiplesChart.Panel in
      let energies = (0..<14).map { (bin: Int) -> EnergyByEvidence in
        var energy = EnergyByEvidence()
        let joules = 3.6e7 * noise[row * 14 + bin] / Double(row + 1)
        energy.metered = .joules(joules)
        energy.modelled = .joules(joules * 0.4)
        return energy
      }
      return SmallMultiplesChart.Panel(name ?? "project-\(row)", energies: energies)
    }
  }

  static let multiples = Sample(
    name: "multiples",
    usual: {
      SmallMultiplesChart(
        subject: "the ledger", grouping: "project", start: week().start, binSeconds: 86_400,
        binName: "day", panels: panels(5))
    },
    single: {
      SmallMultiplesChart(statement(), grouping: "stage", key: \.stage)
    },
    empty: {
      SmallMultiplesChart(
        subject: "nothing", grouping: "project", start: week().start, binSeconds: 86_400,
        binName: "day", panels: [])
    },
    named: {
      SmallMultiplesChart(
        subject: $0, grouping: $0, start: week().start, binSeconds: 86_400, binName: "day",
        panels: panels(20, $0))
    })
}
