import Accounting
import Quantities

/// A device behind one file: a counter, or a power in microwatts.
final class FileProbe: Probe {
  let device: Device
  let counter: Counter?
  let updatePeriod: Duration
  private let file: ValueFile

  /// - Parameter counter: nil for a file that shows microwatts.
  init(_ device: Device, file: ValueFile, counter: Counter?, updatePeriod: Duration) {
    self.device = device
    self.file = file
    self.counter = counter
    self.updatePeriod = updatePeriod
  }

  func read(_ load: Load) throws(ReadFailure) -> Reading {
    let value = try file.value()
    return counter == nil ? .power(.watts(Double(value) * 1e-6)) : .counter(value)
  }
}

/// A file that may become a probe: what to call it, how to read it, and how to get at it.
struct Candidate {
  var device: Device
  var path: String
  var counter: Counter?
  var updatePeriod: Duration
  /// For the finding, when it can be read.
  var note = ""
  /// Seconds per turn of the counter at the device's rated power.
  var wrapSeconds: Double?
  /// What to do when it cannot be read.
  var fix = ""
}

extension Survey {
  /// Opens the file and reads it once. A probe if that works; a finding in any case.
  @discardableResult
  mutating func open(_ candidate: Candidate, on machine: Machine) -> Bool {
    var finding = Finding(
      sensor: candidate.device.sensor, device: candidate.device.name,
      state: candidate.device.partOf == nil ? .used : .breakdown, note: candidate.note,
      joulesPerCount: candidate.counter?.joulesPerCount,
      wrapSeconds: candidate.wrapSeconds ?? candidate.counter?.wrapTime?.seconds)
    do throws(ReadFailure) {
      let file = try ValueFile(candidate.path, on: machine)
      _ = try file.value()
      probes.append(
        FileProbe(
          candidate.device, file: file, counter: candidate.counter,
          updatePeriod: candidate.updatePeriod))
    } catch {
      finding.fail(error, path: candidate.path, fix: candidate.fix)
    }
    findings.append(finding)
    return finding.state == .used || finding.state == .breakdown
  }
}

extension Finding {
  /// Turns the finding into one of a device that cannot be read.
  mutating func fail(_ failure: ReadFailure, path: String, fix: String) {
    switch failure {
    case .denied:
      state = .denied
      note = "\(path) is not readable for this user."
      self.fix = fix
    case .vanished:
      state = .broken
      note = "\(path) is listed but not there; a container may hide it."
      self.fix = Fixes.hiddenByContainer(path)
    case .failed(let code):
      state = .broken
      note = "\(path) gives no value (error \(code))."
      self.fix = ""
    }
    joulesPerCount = nil
    wrapSeconds = nil
  }
}
