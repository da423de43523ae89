import Accounting
import Foundation
import Quantities

/// Asks a command, for everything that has no provider of its own. It prints our CSV, or lines of JSON.
struct ExecProvider: IntensityProvider {
  let name = "exec"
  let command: [String]
  let environment: [String: String]
  let options: CSVOptions
  let patience: Duration

  static let entry = IntensityProviderEntry(
    name: "exec", summary: "a command that prints times and intensities as CSV or JSON lines",
    signals: [.average, .marginal], settings: ["intensity-command"], secrets: [],
    usesNetwork: false
  ) { context throws(Problem) in
    let words = try ExecProvider.words(context.configuration.command ?? "")
    guard !words.isEmpty else {
      throw Problem(
        "`exec` needs a command.", why: "`intensity-command` is not set.",
        fix: "Write `intensity-command = \"python3 grid.py\"`.", exit: .usage)
    }
    return ExecProvider(
      command: words, environment: context.environment, options: context.configuration.csv,
      patience: context.policy.total)
  }

  func series(_ question: IntensityQuestion) async throws(Problem) -> IntensityReply {
    try question.refuseBackwards()
    var environment = environment
    environment["JOULEBOOK_ZONE"] = question.zone
    environment["JOULEBOOK_FROM"] = question.from.description
    environment["JOULEBOOK_TO"] = question.to.description
    environment["JOULEBOOK_NOW"] = question.now.description
    environment["JOULEBOOK_SIGNAL"] = question.signal.rawValue
    environment["JOULEBOOK_BASIS"] = question.basis
    let result = try Subprocess.run(
      command, environment: environment, limit: 32 << 20, patience: patience)
    guard result.status == 0 else {
      throw Problem(
        "The intensity command ended with \(result.status).",
        why: "`\(command[0])` says: \(result.errorLine)",
        fix: "Try it in a terminal, with JOULEBOOK_ZONE, JOULEBOOK_FROM and JOULEBOOK_TO set.")
    }
    let first = result.output.first { $0 > 0x20 }
    if first == UInt8(ascii: "{") { return try lines(result.output, question) }
    var options = options
    options.signal = question.signal
    options.basis = question.basis
    options.zone = question.zone
    let read = try IntensityCSV.read(
      result.output, path: "the output of `\(command[0])`", options: options)
    return .split(read.series.named(source: "command \(command[0])"), question, notes: read.notes)
  }

  private struct Line: Decodable {
    let time: String
    let g_per_kwh: Double?
    let low: Double?
    let high: Double?
    let zone: String?
  }

  private func lines(
    _ output: [UInt8], _ question: IntensityQuestion
  ) throws(Problem) -> IntensityReply {
    var points: [SlotGrid.Point] = []
    var lows: [Int64: Double] = [:]
    var highs: [Int64: Double] = [:]
    for (index, text) in output.split(separator: 0x0A).enumerated() {
      guard let line = try? JSONDecoder().decode(Line.self, from: Data(text)),
        let time = Timestamp(line.time), time.nanoseconds % 1_000_000_000 == 0
      else {
        throw WebJSON.unreadable(
          name, "Line \(index + 1) is not {\"time\": \"2024-02-01T13:00:00Z\", \"g_per_kwh\": 350}."
        )
      }
      if let zone = line.zone, zone != question.zone {
        throw WebJSON.unreadable(name, "Line \(index + 1) is of `\(zone)`, not `\(question.zone)`.")
      }
      let seconds = time.nanoseconds / 1_000_000_000
      let value = line.g_per_kwh ?? .nan
      if value.isFinite, value > 5000 || value < (question.signal == .average ? 0 : -5000) {
        throw WebJSON.unreadable(
          name, "Line \(index + 1) comes to \(value.shortText()) g/kWh, which cannot be.")
      }
      points.append(SlotGrid.Point(time: seconds, value: value, line: index + 1))
      lows[seconds] = line.low
      highs[seconds] = line.high
    }
    let grid = try SlotGrid(points, place: "the output of `\(command[0])`")
    let start = grid.start.nanoseconds / 1_000_000_000
    let times = grid.values.indices.map { start + Int64($0 * grid.slotSeconds) }
    let hasRange = points.allSatisfy { lows[$0.time] != nil && highs[$0.time] != nil }
    let series = IntensitySeries(
      zone: question.zone, start: grid.start, slotSeconds: grid.slotSeconds, values: grid.values,
      low: hasRange ? times.map { lows[$0] ?? .nan } : nil,
      high: hasRange ? times.map { highs[$0] ?? .nan } : nil, signal: question.signal,
      basis: question.signal == .marginal ? "direct" : question.basis,
      source: "command \(command[0])")
    return .split(series, question, notes: grid.notes)
  }

  /// Words of a command; quotes keep blanks together. No shell is asked.
  static func words(_ command: String) throws(Problem) -> [String] {
    var words: [String] = []
    var word: String?
    var quote: Character?
    for character in command {
      if let open = quote {
        if character == open { quote = nil } else { word = (word ?? "") + String(character) }
      } else if character == "'" || character == "\"" {
        quote = character
        word = word ?? ""
      } else if character.isWhitespace {
        if let done = word { words.append(done) }
        word = nil
      } else {
        word = (word ?? "") + String(character)
      }
    }
    guard quote == nil else {
      throw Problem(
        "Cannot read the command `\(command)`.", why: "A quote is not closed.", fix: "Close it.",
        exit: .usage)
    }
    return words + [word].compactMap(\.self)
  }
}

extension IntensitySeries {
  func named(source: String) -> IntensitySeries {
    IntensitySeries(
      zone: zone, start: start, slotSeconds: slotSeconds, values: values, low: low, high: high,
      signal: signal, basis: basis, kind: kind, source: source)
  }
}
