import Accounting
import Quantities
import Reporting

extension ChartSamples {
  /// A run with three stages, one gap of the machine and one of its GPU.
  static func history(stage: String? = nil) -> PowerHistory {
    let count = 120
    let noise = noise(count * 3)
    let spans = (0..<count).map {
      PowerHistory.Span(start: Double($0) * 10, end: Double($0 + 1) * 10)
    }
    func trace(
      _ component: Component, _ evidence: Evidence, _ row: Int, _ watts: @escaping (Int) -> Double
    ) -> PowerHistory.Trace {
      PowerHistory.Trace(
        component: component, evidence: evidence,
        energies: (0..<count).map { index in
          if (70..<78).contains(index) { return nil }
          if component == .gpu, (20..<24).contains(index) { return nil }
          return .joules(10 * watts(index) * (0.9 + 0.2 * noise[row * count + index]))
        })
    }
    return PowerHistory(
      spans: spans,
      traces: [
        trace(.cpu, .attributed, 0) { $0 < 15 ? 70 : 40 },
        trace(.memory, .modelled, 1) { _ in 12 },
        trace(.gpu, .metered, 2) { $0 < 15 ? 30 : $0 < 100 ? 280 : 140 },
      ],
      gaps: [
        Gap(
          device: "GPU-0", reason: .unreadable, start: 200, end: 240, note: "reads failed"),
        Gap(device: "machine", reason: .lost, start: 700, end: 780, note: "the journal was torn"),
      ],
      stages: [
        StageSpan(name: stage ?? "load", start: 0, end: 150),
        StageSpan(name: stage ?? "train", start: 150, end: 1000),
        StageSpan(name: stage ?? "evaluate", start: 1000, end: 1200),
      ])
  }

  static let power = Sample(
    name: "power",
    usual: {
      PowerChart(
        subject: "run train", started: SampleEntries.start, history: history(), policy: .byUse)
    },
    single: {
      PowerChart(
        subject: "run short",
        history: PowerHistory(
          spans: [.init(start: 0, end: 0.5)],
          traces: [.init(component: .gpu, evidence: .metered, energies: [.joules(50)])]))
    },
    empty: { PowerChart(subject: "run bare", history: PowerHistory(spans: [], traces: [])) },
    named: { PowerChart(subject: $0, history: history(stage: $0)) })

  /// Six runs of two projects, days apart, each longer than the one before.
  static func statement(_ name: String? = nil) -> Statement {
    let entries = (0..<6).map { (index: Int) -> Entry in
      let project = index < 4 ? "demo" : "other"
      let seconds = 60 * Double(index * index + 1)
      return SampleEntries.entry(
        id: "20261124-14000\(index)-aaaaaa", name: name ?? "train-\(index)",
        project: name ?? project, after: .seconds(100_000 * index), seconds: seconds)
    }
    return Statement(subject: name ?? "project demo", entries: entries)
  }

  static let waterfall = Sample(
    name: "waterfall", usual: { WaterfallChart(statement()) },
    single: {
      WaterfallChart(
        subject: "one device", quantity: "emissions", unit: "g CO2e",
        steps: [.init("gpu", value: 120)], method: "")
    },
    empty: {
      WaterfallChart(Statement(subject: "run bare", entries: [SampleEntries.unmeasured(id: "a")]))
    },
    named: { name in
      WaterfallChart(
        subject: name, quantity: name, unit: "J",
        steps: [
          .init(name, value: 3000, evidence: [.metered: 0.6, .assumed: 0.4]),
          .init(name, value: -200, evidence: [:], ink: .second),
          .init(name, .sum, value: 2800, low: 2000, high: 4000),
        ], method: name)
    })

  static let dots = Sample(
    name: "dots", usual: { DotsChart(statement()) },
    single: {
      DotsChart(
        subject: "1 run", quantity: "energy", unit: "J", rows: [.init("train", value: 0)],
        bands: "")
    },
    empty: { DotsChart(subject: "runs", quantity: "energy", unit: "J", rows: [], bands: "") },
    named: { name in
      DotsChart(
        subject: name, quantity: "emissions", unit: "g CO2e",
        rows: rows(name), bands: name)
    })

  /// More rows than are shown.
  private static func rows(_ name: String) -> [DotsChart.Row] {
    (0..<60).map { (index: Int) -> DotsChart.Row in
      let value = Double(index * index)
      return DotsChart.Row(
        name, value: value, low: value * 0.8, high: value * 1.3,
        inner: value * 0.9...value * 1.1, evidence: .assumed, isReference: index == 30)
    }
  }

  static let coverage = Sample(
    name: "coverage",
    usual: {
      CoverageChart(
        SampleEntries.entry(
          seconds: 600,
          gaps: [
            Gap(device: "GPU-0", reason: .hung, start: 100, end: 160, note: "no answer"),
            Gap(device: "machine", reason: .lost, start: 420, end: 445, note: "torn"),
          ]))
    },
    single: {
      CoverageChart(
        subject: "run bare",
        rows: [.init("no device", [.init(start: 0, end: 1, state: .missing)])], isOneRun: true)
    },
    empty: { CoverageChart(subject: "nothing", rows: [], isOneRun: false) },
    named: { name in
      CoverageChart(
        subject: name,
        rows: (0..<50).map { _ in
          .init(
            name,
            [
              .init(start: 0, end: 3, state: .known(.modelled)),
              .init(start: 3, end: 4, state: .missing),
            ])
        }, isOneRun: false)
    })
}
