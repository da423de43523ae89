import Accounting
import Glibc
import Quantities

/// A recorded trace in place of the machine's sensors.
struct ReplaySensor: Sensor {
  let name = "replay"
  let summary = "A recorded trace, from the CSV file that JOULEBOOK_REPLAY names"
  /// Nanoseconds on a clock that never steps.
  private let now: @Sendable () -> Int64

  init(now: @escaping @Sendable () -> Int64 = { SystemClock.monotonic() }) { self.now = now }

  func survey(_ machine: Machine) -> Survey {
    guard !machine.replay.isEmpty else {
      return Survey(findings: [
        Finding(sensor: name, device: "-", state: .absent, note: "JOULEBOOK_REPLAY is not set.")
      ])
    }
    switch FileText.read(machine.replay) {
    case .failure(let failure):
      var finding = Finding(sensor: name, device: "-", state: .broken)
      finding.fail(failure, path: machine.replay, fix: "chmod u+r '\(machine.replay)'")
      return Survey(findings: [finding])
    case .success(let text):
      do throws(ReplayTrace.Malformed) {
        let trace = try ReplayTrace(text, sensor: name)
        // One start for all devices, or they would drift apart.
        let start = now()
        return Survey(
          probes: trace.series.map { ReplayProbe($0, start: start, now: now) },
          findings: trace.series.map {
            Finding(
              sensor: name, device: $0.device.name, state: .used,
              note: "Replayed from \(machine.replay).", joulesPerCount: $0.isEnergy ? 1e-6 : nil)
          })
      } catch {
        let note = "\(machine.replay), line \(error.line): \(error.reason)."
        return Survey(findings: [Finding(sensor: name, device: "-", state: .broken, note: note)])
      }
    }
  }
}

final class ReplayProbe: Probe {
  let device: Device
  let counter: Counter?
  let updatePeriod = Duration.milliseconds(1)
  private let series: ReplayTrace.Series
  private let start: Int64
  private let now: @Sendable () -> Int64

  init(_ series: ReplayTrace.Series, start: Int64, now: @escaping @Sendable () -> Int64) {
    self.series = series
    self.start = start
    self.now = now
    device = series.device
    counter =
      series.isEnergy
      ? Counter(joulesPerCount: 1e-6, modulus: 0, maximumPower: .watts(1e6)) : nil
  }

  func read(_ load: Load) throws(ReadFailure) -> Reading {
    guard let value = series.value(at: Double(now() - start) * 1e-9) else { throw .vanished }
    guard series.isEnergy else { return .power(.watts(value)) }
    // Beyond 18 EJ a count of microjoules does not fit; no trace gets there.
    guard value < 1.8e13 else { throw .failed(ERANGE) }
    return .counter(UInt64(value * 1e6))
  }
}
