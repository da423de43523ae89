import Accounting
import Foundation
import Quantities

/// Logs of carbontracker: the standard log with powers by epoch, the output log with sums, and both together.
///
/// Its sums hold a PUE, its powers do not.
struct CarbontrackerImporter: Importer {
  let name = "carbontracker"
  let summary =
    "logs of carbontracker: …_carbontracker.log and …_carbontracker_output.log, best both"

  private static let endings = [
    "_carbontracker_err.log", "_carbontracker_output.log", "_carbontracker.log",
  ]

  func recognises(_ file: ImportFile) -> Bool {
    let text = file.beginning
    return text.contains(" - CarbonTracker: ") || text.contains(" - carbontracker version ")
      || (file.name.hasSuffix(Self.endings[0])
        && (text.contains(" - WARNING - ") || text.contains(" - INFO - ")
          || text.contains(" - DEBUG - ")))
  }

  /// Logs of one run have names that differ in their ending alone.
  func read(_ files: [ImportFile], _ options: ImportOptions) throws(Problem) -> ImportBatch {
    var batch = ImportBatch()
    let time = try ImportTime(options)
    var runs: [String: Log] = [:]
    for file in files {
      let ending = Self.endings.first { file.name.hasSuffix($0) } ?? ""
      let key = "\(file.folder)/\(file.name.dropLast(ending.count))"
      var log = runs[key] ?? Log(name: Self.named(file, ending))
      try log.read(file, isErrors: ending == Self.endings[0], time, &batch)
      runs[key] = log
    }
    for (_, log) in runs.sorted(by: { $0.key < $1.key }) {
      guard let work = log.work(options, &batch) else { continue }
      batch.works.append(work)
    }
    return batch
  }

  private static func named(_ file: ImportFile, _ ending: String) -> String {
    let stem = String(file.name.dropLast(ending.isEmpty ? 0 : ending.count))
    return stem.first?.isNumber == true && !file.folder.isEmpty
      ? "\(file.folder) \(stem)" : String(stem.prefix { $0 != "." })
  }

  /// What the logs of one run say.
  private struct Log {
    let name: String
    private var paths: [String] = []
    private var version: String?
    private var pue: Double?
    private var devices: String?
    private var began: Timestamp?
    private var epochs: [(seconds: Double, watts: [(component: Component, watts: Double)])] = []
    private var actual: (ended: Timestamp?, seconds: Double, kilowattHours: Double, grams: Double?)?
    private var intensity: String?

    init(name: String) { self.name = name }

    mutating func read(
      _ file: ImportFile, isErrors: Bool, _ time: ImportTime, _ batch: inout ImportBatch
    ) throws(Problem) {
      var at: Timestamp?
      // Lines with a tab belong to the sum whose heading was read last.
      var isActual = false
      var sum = (seconds: Double?.none, energy: Double?.none, grams: Double?.none)
      var taken = 0
      for line in try file.text.split(separator: "\n", omittingEmptySubsequences: false) {
        let line = line.hasSuffix("\r") ? line.dropLast() : line
        guard !line.isEmpty else { continue }
        batch.read += 1
        if isErrors {
          batch.leaveOut("lines of carbontracker's log of errors")
          continue
        }
        let before = taken
        if line.hasPrefix("\t") {
          let parts = line.dropFirst().split(separator: "\t")
          if isActual, parts.count == 2 {
            let number = Double(parts[1].prefix { $0 != " " })
            switch parts[0] {
            case "Time:": sum.seconds = Self.seconds(parts[1])
            case "Energy:": sum.energy = parts[1].hasSuffix(" kWh") ? number : nil
            case "CO2eq:": sum.grams = parts[1].hasSuffix(" g") ? number : nil
            case _: break
            }
            if ["Time:", "Energy:", "CO2eq:"].contains(parts[0]) { taken += 1 }
            if let seconds = sum.seconds, let energy = sum.energy {
              actual = (at, seconds, energy, sum.grams)
            }
          }
        } else if line.hasPrefix("Actual consumption") || line.hasPrefix("Predicted consumption") {
          isActual = line.hasPrefix("Actual")
          sum = (nil, nil, nil)
        } else if let mark = line.range(of: " - "), let read = time.read(line[..<mark.lowerBound]) {
          at = read.moment
          isActual = false
          if read.isLocal, !time.isGiven { batch.note(ImportTime.note) }
          if began == nil { began = at }
          taken += take(line[mark.upperBound...]) ? 1 : 0
        }
        if taken > before { batch.taken += 1 } else { batch.leaveOut("lines that hold no energy") }
      }
      if taken > 0 { paths.append(file.path) }
    }

    /// True when the line says something of the energy.
    private mutating func take(_ text: Substring) -> Bool {
      func rest(_ beginning: String) -> Substring? {
        text.hasPrefix(beginning) ? text.dropFirst(beginning.count) : nil
      }
      if let text = rest("carbontracker version ") { version = text.trimmed }
      if let found = text.range(of: "PUE coefficient of ") {
        pue = Double(text[found.upperBound...].prefix { $0.isNumber || $0 == "." })
      }
      if let found = text.range(of: "components were found: ") {
        devices = String(text[found.upperBound...])
      }
      if text.hasPrefix("Average carbon intensity") { intensity = String(text) }
      if let text = rest("Duration: "), let seconds = Self.seconds(text) {
        epochs.append((seconds, []))
        return true
      }
      guard let text = rest("Average power usage (W) for "), let colon = text.firstIndex(of: ":"),
        !epochs.isEmpty
      else { return false }
      let component: Component =
        switch text[..<colon] {
        case "cpu": .cpu
        case "gpu": .gpu
        case _: .other
        }
      // Several devices are a list.
      let numbers = text[text.index(after: colon)...].split {
        $0 == "[" || $0 == "]" || $0 == "," || $0 == " "
      }.map { Double($0) }
      guard !numbers.isEmpty, numbers.allSatisfy({ ($0 ?? -1) >= 0 }) else { return false }
      epochs[epochs.count - 1].watts.append((component, numbers.reduce(0) { $0 + ($1 ?? 0) }))
      return true
    }

    /// `0:00:06.00`.
    private static func seconds(_ text: some StringProtocol) -> Double? {
      let parts = text.trimmed.split(separator: ":").map { Double($0) }
      guard parts.count == 3, parts.allSatisfy({ $0 != nil }) else { return nil }
      return parts.reduce(0) { $0 * 60 + ($1 ?? 0) }
    }

    func work(_ options: ImportOptions, _ batch: inout ImportBatch) -> ImportedWork? {
      let measured = epochs.reduce(0) { $0 + $1.seconds }
      var joules: [(component: Component, joules: Double)] = []
      for epoch in epochs {
        for (component, watts) in epoch.watts {
          let energy = watts * epoch.seconds
          if let place = joules.firstIndex(where: { $0.component == component }) {
            joules[place].joules += energy
          } else {
            joules.append((component, energy))
          }
        }
      }
      let seconds = measured > 0 ? measured : actual?.seconds ?? 0
      guard seconds > 0, let began, actual != nil || !joules.isEmpty else {
        if !paths.isEmpty { batch.note("`\(name)` ended before its first epoch did.") }
        return nil
      }
      // Without epochs the log says when the sum was made, and how long it is.
      let started =
        measured > 0
        ? began
        : (actual?.ended ?? began) + .milliseconds(-Int64((seconds * 1000).rounded()))
      var work = ImportedWork(
        key: "carbontracker \(started) \(seconds) \(devices ?? "")", name: name, started: started,
        seconds: seconds, power: .unknown)
      work.host = options.host ?? ""
      work.sources = paths
      var reported = ReportedFigure(tool: "carbontracker")
      reported.version = version
      reported.pue = actual == nil ? pue : pue ?? Self.usual
      reported.energyJoules = actual.map { $0.kilowattHours * 3.6e6 }
      reported.emissionsGrams = actual?.grams
      work.reported = reported
      if let devices { work.tags["carbontracker.devices"] = devices }
      let sum = joules.reduce(0) { $0 + $1.joules }
      if let actual {
        let factor = pue ?? Self.usual
        if pue == nil {
          work.warnings.append(
            "carbontracker multiplies its sums by a PUE that this log does not name; its usual \(Self.usual) was taken out. The standard log beside it would say."
          )
        }
        let whole = actual.kilowattHours * 3.6e6 / factor
        if joules.isEmpty {
          joules = [(.system, whole)]
        } else if sum > 0, abs(whole / sum - 1) < 0.05 {
          // Printed lengths are rounded, the sum is not.
          joules = joules.map { ($0.component, $0.joules * whole / sum) }
        } else {
          work.warnings.append(
            "Its sum, \(whole.shortText()) J without PUE, is not that of its epochs, \(sum.shortText()) J, which was taken."
          )
        }
      }
      work.power = .parts(
        joules.map { component, joules in
          ImportedWork.Part(
            component: component, joules: joules, sensor: "carbontracker",
            evidence: component == .gpu ? .metered : .modelled,
            note: "as carbontracker reported it, without its PUE; it reads powers once in a while")
        })
      return work
    }

    /// What carbontracker multiplies by where its log does not say.
    private static let usual = 1.58
  }
}
