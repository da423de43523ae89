import Accounting
import GridIntensity
import Metering
import Quantities
import ReferenceData
import Reporting

/// The histories of the zones that are tested, from files.
struct BacktestHistory {
  let request: BacktestRequest
  let notify: @Sendable (String) -> Void
  let joulebook: Joulebook
  /// The span that is tested.
  let from: Timestamp
  let to: Timestamp?

  func all() throws(Problem) -> [IntensitySeries] {
    let files = try request.files.map { text throws(Problem) in try file(text) }
    guard !files.isEmpty else { return try asked() }
    let zones = request.zones.isEmpty ? Self.distinct(files.compactMap(\.zone)) : request.zones
    var histories: [IntensitySeries] = []
    for zone in zones.isEmpty ? [nil] : zones.map(Optional.some) {
      var parts: [IntensitySeries] = []
      for file in files where zone == nil || file.zone == nil || file.zone == zone {
        let result = try IntensityCSV.read(path: file.path, options: CSVOptions(zone: zone))
        for note in result.notes { notify("\(file.path): \(note)") }
        parts.append(result.series)
      }
      guard let first = parts.first else {
        throw Problem(
          "There is no history of \(zone?.printable ?? "the zone").",
          why:
            "The files are of \(Self.distinct(files.compactMap(\.zone)).joined(separator: ", ")).",
          fix: "Name its file: `--file \(zone?.printable ?? "ZONE")=PATH`.", exit: .usage)
      }
      histories.append(try Self.joined(first, with: parts.dropFirst()))
    }
    return histories
  }

  /// The history of the provider that is set, years of it from a file or a command, months from a service.
  private func asked() throws(Problem) -> [IntensitySeries] {
    let settings = try Settings.resolve(
      flags: SettingsFlags(), environment: joulebook.environment, directory: joulebook.directory)
    guard let name = settings.intensity.provider?.value else {
      throw Problem(
        "There is no history to test on.", why: "No file was named, and no provider is set.",
        fix: "Give hourly intensities, a year or more before the test: `--file DE=DE.csv`.",
        exit: .usage)
    }
    let catalogue = settings.catalogue
    let isLocal = try !IntensityProviders.named(name).usesNetwork
    let days = isLocal ? 4 * 366 : OwnForecast.historyDays
    let now = SystemClock.wall()
    let zones = request.zones.isEmpty ? [settings.region?.value ?? ""] : request.zones
    return try zones.map { text throws(Problem) in
      guard !text.isEmpty else {
        throw Problem(
          "No zone is given.", why: "Neither `--zone` nor a region says which.",
          fix: "Write for example `--zone DE`.", exit: .usage)
      }
      let place = try catalogue.place(named: text)
      let answer = try IntensitySource(
        place: place, isHome: zones.count == 1, settings: settings, catalogue: catalogue,
        environment: joulebook.environment
      ).seriesWaiting(from: from + .seconds(-days * 86_400), to: min(to ?? now, now), now: now)
      let parts = answer.parts.filter { $0.kind == .history }
      guard let first = parts.first else {
        throw Problem(
          "`\(name)` has no history of \(place.text).",
          why: answer.notes.last ?? "Its answer is empty.",
          fix: "Give a file: `--file \(place.key)=PATH`.", exit: .usage)
      }
      for note in answer.notes { notify(note) }
      return try Self.joined(first, with: parts.dropFirst())
    }
  }

  private func file(_ text: String) throws(Problem) -> (zone: String?, path: String) {
    guard let sign = text.firstIndex(of: "="), !text[..<sign].contains("/") else {
      return (nil, text)
    }
    return (String(text[..<sign]), String(text[text.index(after: sign)...]))
  }

  /// Files of one zone one after another, say one a year; hours that no file has stay unknown.
  static func joined(
    _ first: IntensitySeries, with others: some Collection<IntensitySeries>
  ) throws(Problem) -> IntensitySeries {
    guard !others.isEmpty else { return first }
    let parts = ([first] + others).sorted { $0.start < $1.start }
    let slot = Int64(first.slotSeconds) * 1_000_000_000
    let start = parts[0].start
    var values: [Double] = []
    for part in parts {
      let offset = part.start.nanoseconds - start.nanoseconds
      guard part.slotSeconds == first.slotSeconds, offset % slot == 0,
        part.basis == first.basis, part.signal == first.signal
      else {
        throw Problem(
          "The files of \(first.zone) do not fit together.",
          why: "Slots, their beginning or the basis differ: \(part.slotSeconds) s and "
            + "\(first.slotSeconds) s, \(part.basis) and \(first.basis).",
          fix: "Give files of one kind.", exit: .usage)
      }
      let index = Int(offset / slot)
      if values.count < index + part.count {
        values += Array(repeating: .nan, count: index + part.count - values.count)
      }
      // What an earlier file has stays, so that a file given twice changes nothing.
      for (place, value) in part.values.enumerated() where !values[index + place].isFinite {
        values[index + place] = value
      }
    }
    return IntensitySeries(
      zone: first.zone, start: start, slotSeconds: first.slotSeconds, values: values,
      signal: first.signal, basis: first.basis, kind: .history,
      source: parts.map(\.source).joined(separator: ", "))
  }

  private static func distinct(_ names: [String]) -> [String] {
    names.reduce(into: []) { if !$0.contains($1) { $0.append($1) } }
  }
}
