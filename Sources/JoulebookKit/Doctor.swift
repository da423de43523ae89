public import Accounting
import Metering
import Quantities
import ReferenceData
public import Reporting
import Synchronization

extension Joulebook {
  /// Looks at every sensor, watches those that can be read for a moment, and says what is missing.
  /// Takes under a second; a driver that hangs is waited for for five.
  public func doctor() -> DoctorReport {
    let catalogue = (try? catalogue()) ?? Catalogue()
    let machine = Machine(environment: environment, facts: catalogue.hardwareFacts)
    let drivers = PatientSurvey(machine)
    var survey = Sensors.survey(machine, only: Sensors.local)
    let late = drivers.result(within: 5)
    survey.probes += late.probes
    survey.findings += late.findings
    let models = Sensors.modelSurvey(machine, besides: survey.probes)
    let watched = Characterisation.watch(survey.probes)
    survey.probes += models.probes
    survey.findings += models.findings

    let tree = ProcessTree(machine, environment: environment)
    defer { tree.close() }
    var report = DoctorReport(
      components: Self.components(survey.probes.map(\.device)), devices: [],
      sensors: Sensors.all.map { Self.row($0, survey.findings) },
      counting: DoctorReport.CountingRow(
        way: tree.counting, blindSpot: tree.blindSpot, warnings: tree.warnings))
    let seen = Dictionary(watched.devices.map { ($0.device, $0) }) { first, _ in first }
    let twins = Dictionary(watched.mirrors.map { ($0.twin, $0.kept) }) { first, _ in first }
    report.devices = survey.findings.map { finding in
      Self.row(finding, seen: seen[finding.device], twin: twins[finding.device])
    }
    for twin in twins.keys {
      for index in report.components.indices {
        report.components[index].devices.removeAll { $0 == twin }
      }
    }
    return report
  }

  private static func components(_ devices: [Device]) -> [DoctorReport.ComponentRow] {
    var rows: [DoctorReport.ComponentRow] = []
    for device in devices where device.partOf == nil {
      let place = rows.firstIndex {
        $0.component == device.component && $0.sensor == device.sensor
      }
      if let place {
        rows[place].devices.append(device.name)
      } else {
        rows.append(
          DoctorReport.ComponentRow(
            component: device.component, evidence: device.evidence, sensor: device.sensor,
            devices: [device.name]))
      }
    }
    let order = Component.allCases
    return rows.sorted {
      (order.firstIndex(of: $0.component) ?? 0) < (order.firstIndex(of: $1.component) ?? 0)
    }
  }

  private static func row(
    _ finding: Finding, seen: Characterisation?, twin: String?
  ) -> DoctorReport.DeviceRow {
    let isRead = finding.state == .used || finding.state == .breakdown
    var row = DoctorReport.DeviceRow(
      sensor: finding.sensor, device: finding.device, state: state(finding.state),
      note: finding.note, fix: finding.fix, countJoules: finding.joulesPerCount,
      wrapSeconds: finding.wrapSeconds)
    guard isRead else { return row }
    row.resolutionJoules = seen?.resolution?.joules
    row.updateSeconds = seen?.updateSeconds
    if let twin {
      row.state = .twin
      row.note = "Showed the same values as \(twin) over several updates: one counter, booked once."
    }
    return row
  }

  private static func row(_ sensor: any Sensor, _ findings: [Finding]) -> DoctorReport.SensorRow {
    let own = findings.filter { $0.sensor == sensor.name }
    return DoctorReport.SensorRow(
      sensor: sensor.name, summary: sensor.summary,
      present: own.contains { $0.state != .absent },
      readable: own.contains { [.used, .breakdown, .twin].contains($0.state) })
  }

  private static func state(_ state: Finding.State) -> DoctorReport.State {
    switch state {
    case .used: .used
    case .breakdown: .breakdown
    case .twin: .twin
    case .denied: .denied
    case .broken: .broken
    case .absent: .absent
    }
  }
}

extension DoctorReport: Answer {
  public func text(style: TextStyle) -> String { DoctorText(self, style: style).text }
  public var exit: ExitStatus { isComplete ? .done : .partlyMeasured }
}

/// The drivers' survey on a thread of its own, because an ill driver may never answer.
private final class PatientSurvey: Sendable {
  /// `@unchecked` because the surveying thread hands the probes over and ends.
  private struct Found: @unchecked Sendable {
    var survey: Survey
  }

  private let found = Mutex<Found?>(nil)
  private let isDone = Signal()

  init(_ machine: Machine) {
    _ = Worker { [self] in
      let survey = Sensors.survey(machine, only: Sensors.drivers)
      found.withLock { $0 = Found(survey: survey) }
      isDone.raise()
    }
  }

  func result(within seconds: Double) -> Survey {
    if isDone.wait(seconds: seconds), let found = found.withLock({ $0 }) { return found.survey }
    return Survey(
      findings: Sensors.drivers.map {
        Finding(
          sensor: $0.name, device: "-", state: .broken,
          note: "The driver did not answer within \(Int(seconds)) s.",
          fix: "nvidia-smi  # hangs too?")
      })
  }
}
