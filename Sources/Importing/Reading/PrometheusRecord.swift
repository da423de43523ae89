import Accounting
import Foundation
import Quantities

/// One value of a time series.
struct PrometheusSample {
  let name: String
  let labels: [String: String]
  let at: Timestamp?
  let value: Double
  let line: Int
}

/// What Prometheus and its tools write: scrapes in the text format and in OpenMetrics' (prometheus.io/docs/instrumenting/
/// exposition_formats), `promtool tsdb dump`, `promtool query`, and answers of its query API as JSON.
enum PrometheusRecord {
  /// A row that cannot be read.
  struct Refused: Error {
    let reason: String
  }

  static func isLikely(_ file: ImportFile) -> Bool {
    let start = file.beginning.drop { $0.isWhitespace }
    if start.hasPrefix("{") {
      guard isJSON(file) else { return start.prefix { $0 != "\n" }.contains("__name__=\"") }
      let plain = start.prefix(400).filter { !$0.isWhitespace }
      return plain.contains("\"resultType\":") && plain.contains("\"status\":\"success\"")
    }
    let lines = TextLines(file.bytes.prefix(4096)).lazy.map(\.text).filter { !$0.isEmpty }.prefix(
      12)
    if lines.contains(where: { $0.hasPrefix("# HELP ") || $0.hasPrefix("# TYPE ") }) { return true }
    guard let first = lines.first(where: { !$0.hasPrefix("#") }) else { return false }
    guard let head = series(first[...]), head.name.contains("_") else { return false }
    return Double(head.rest.words.first ?? "") != nil || head.rest.words.first == "=>"
  }

  /// An object, and no line of `promtool tsdb dump`, which begins with a brace too.
  private static func isJSON(_ file: ImportFile) -> Bool {
    let start = file.beginning.drop { $0.isWhitespace }
    return start.first == "{" && start.dropFirst().first { !$0.isWhitespace } == "\""
  }

  /// Samples in the order of the file. A line `# 2024-03-01T10:00:00Z`, or with Unix seconds, says when the scrape below it
  /// was made; so does `node_time_seconds` within it.
  static func read(
    _ file: ImportFile, _ add: (PrometheusSample) -> Void, refuse: (Int, String) -> Void
  ) {
    if isJSON(file) { return readJSON(file, add, refuse: refuse) }
    var scrape = Scrape()
    var series: (name: String, labels: [String: String])?
    for (number, text) in file.lines {
      let line = text.drop { $0 == " " || $0 == "\t" }
      guard let first = line.first else { continue }
      if first == "#" {
        if let moment = moment(line.dropFirst()) {
          scrape.end(add)
          scrape.at = moment
        }
        continue
      }
      // `promtool query range`: the series, then a line for each value.
      if let head = series, line.contains("@["), let sample = value(line, head, number) {
        add(sample)
        continue
      }
      guard let head = Self.series(line) else {
        refuse(number, "it is no metric with a value")
        continue
      }
      let words = head.rest.words
      if words.first == "=>" {
        series = (head.name, head.labels)
        let rest = words.dropFirst().joined(separator: " ")
        if rest.isEmpty { continue }
        guard let sample = value(rest[...], (head.name, head.labels), number) else {
          refuse(number, "it has no value and time after =>")
          continue
        }
        add(sample)
        continue
      }
      guard let value = words.first.flatMap({ Double($0) }) else {
        refuse(number, "`\(words.first ?? "")` is no value")
        continue
      }
      var at: Timestamp?
      // What follows a # is an exemplar.
      if words.count > 1, words[1] != "#" {
        guard let moment = time(words[1]) else {
          refuse(number, "`\(words[1])` is no time in seconds or milliseconds")
          continue
        }
        at = moment
      }
      scrape.add(
        PrometheusSample(
          name: head.name, labels: head.labels, at: at, value: value, line: number), add)
    }
    scrape.end(add)
  }

  // MARK: Scrapes

  /// Samples that wait for the time of their scrape.
  private struct Scrape {
    var at: Timestamp?
    private var waiting: [PrometheusSample] = []

    mutating func add(_ sample: PrometheusSample, _ give: (PrometheusSample) -> Void) {
      if sample.name == "node_time_seconds", at == nil {
        at = PrometheusRecord.time("\(sample.value)"[...])
      }
      if sample.at != nil {
        give(sample)
      } else if let at {
        give(Self.timed(sample, at))
      } else {
        waiting.append(sample)
      }
    }

    mutating func end(_ give: (PrometheusSample) -> Void) {
      for sample in waiting { give(Self.timed(sample, at)) }
      waiting = []
      at = nil
    }

    private static func timed(_ sample: PrometheusSample, _ at: Timestamp?) -> PrometheusSample {
      PrometheusSample(
        name: sample.name, labels: sample.labels, at: at, value: sample.value, line: sample.line)
    }
  }

  private static func moment(_ comment: Substring) -> Timestamp? {
    let text = comment.trimmingCharacters(in: .whitespaces)
    return Timestamp(text).flatMap { text.utf8.count > 10 ? $0 : nil } ?? time(text[...])
  }

  /// Milliseconds in Prometheus' own format, seconds in OpenMetrics.
  fileprivate static func time(_ text: some StringProtocol) -> Timestamp? {
    guard let number = Double(text), number.isFinite else { return nil }
    let seconds = number >= 1e11 ? number / 1000 : number
    guard (1e9..<7.2e9).contains(seconds) else { return nil }
    return Timestamp(nanoseconds: Int64((seconds * 1e6).rounded()) * 1000)
  }

  // MARK: Lines

  /// `12.5 @[1709287200.123]`
  private static func value(
    _ line: Substring, _ head: (name: String, labels: [String: String]), _ number: Int
  ) -> PrometheusSample? {
    let words = line.words
    guard words.count == 2, let value = Double(words[0]), words[1].hasPrefix("@["),
      words[1].hasSuffix("]"), let at = time(words[1].dropFirst(2).dropLast())
    else { return nil }
    return PrometheusSample(
      name: head.name, labels: head.labels, at: at, value: value, line: number)
  }

  /// Name and labels at the beginning of a line, and what follows them; a dump has the name among the labels.
  static func series(
    _ line: Substring
  ) -> (name: String, labels: [String: String], rest: Substring)? {
    guard let found = PrometheusText.series(Array(line.utf8)[...]) else {
      return nil
    }
    var (name, labels) = (found.name, found.labels)
    if name.isEmpty {
      guard let inside = labels.removeValue(forKey: "__name__"),
        PrometheusText.series(Array(inside.utf8)[...])?.name == inside
      else { return nil }
      name = inside
    }
    return (name, labels, Substring(String(decoding: found.rest, as: UTF8.self)))
  }

  // MARK: Answers of the query API

  private static func readJSON(
    _ file: ImportFile, _ add: (PrometheusSample) -> Void, refuse: (Int, String) -> Void
  ) {
    guard let result = JSONValue(file.bytes)?[path: "data", "result"]?.list else {
      return refuse(1, "it is no whole answer of Prometheus: it may have been cut")
    }
    // JSON has no lines of its own: values are counted.
    var number = 0
    for series in result {
      var labels = (series["metric"]?.object ?? [:]).compactMapValues(\.text)
      let name = labels.removeValue(forKey: "__name__") ?? ""
      for pair in series["values"]?.list ?? series["value"].map({ [$0] }) ?? [] {
        number += 1
        guard let pair = pair.list, pair.count == 2, let at = pair[0].number,
          let moment = time("\(at)"), let value = pair[1].number
        else {
          refuse(number, "it is no pair of a time and a value")
          continue
        }
        add(PrometheusSample(name: name, labels: labels, at: moment, value: value, line: number))
      }
    }
  }
}
