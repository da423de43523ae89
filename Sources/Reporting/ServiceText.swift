public import Accounting
import Quantities

/// What serving took, as a table of parts that add up and one of requests and tokens.
public enum ServiceText {
  public static func lines(_ service: ServiceFootprint, style: TextStyle) -> [String] {
    parts(service, style) + each(service, style)
      + sentences(service).map { style.faint($0.wrapped(width: 78, indent: "  ")) }
  }

  private static func parts(_ service: ServiceFootprint, _ style: TextStyle) -> [String] {
    guard !service.lines.isEmpty else { return [] }
    var table = TextTable([.left, .right, .right, .left, .left])
    table.add(["Serving", "Time", "Energy", "Range", "Evidence"])
    for line in service.lines {
      table.add([
        label(line.part, service), Duration.seconds(line.seconds).text, line.energy.text,
        line.energy.rangeText, line.evidence.rawValue,
      ])
    }
    return [style.faint(table.lines[0])] + table.lines.dropFirst() + [""]
  }

  private static func label(_ part: ServiceFootprint.Part, _ service: ServiceFootprint) -> String {
    switch part {
    case .loading: "loading, until it answered"
    case .idle: "idle: no request"
    case .base: "serving, as much as idle"
    case .requests: service.idlePower == nil ? "serving" : "serving, above idle"
    case .silent: "not answering any more"
    case .unwatched: "not watched"
    }
  }

  private static func each(_ service: ServiceFootprint, _ style: TextStyle) -> [String] {
    guard !service.counts.isEmpty else {
      return ["No request and no token was counted."]
    }
    let isApart = !service.lines.isEmpty
    var table = TextTable(
      isApart ? [.left, .right, .right, .left, .right, .right] : [.left, .right, .right, .left])
    table.add(
      isApart
        ? ["Energy of each", "Count", "Serving", "Range", "Above idle", "Whole run"]
        : ["Energy of each", "Count", "Whole run", "Range"])
    for count in service.counts {
      let main = service.each(count, isApart ? .serving : .run)
      var cells = [
        count.thing.one, count.value.shortText(digits: 7), main?.text ?? "unknown",
        main?.rangeText ?? "",
      ]
      if isApart {
        cells += [
          service.each(count, .aboveIdle)?.text ?? "unknown", service.each(count, .run)?.text ?? "",
        ]
      }
      table.add(cells)
    }
    return [style.faint(table.lines[0])] + table.lines.dropFirst()
  }

  private static func sentences(_ service: ServiceFootprint) -> [String] {
    var sentences: [String] = []
    func has(_ thing: ServiceCount.Thing) -> Bool { service.counts.contains { $0.thing == thing } }
    if !service.lines.isEmpty {
      if let idle = service.idlePower {
        let range = idle.low == idle.high ? "" : " (\(idle.low.text()) to \(idle.high.text()))"
        sentences.append(
          "The loaded model draws \(idle.value.text())\(range) while no request runs.")
      } else {
        sentences.append(
          "What the loaded model draws without requests is not known: there was no moment without one, "
            + "or the server does not say how many run.")
      }
      if !has(.requests) { sentences.append("The server does not count requests.") }
      if !has(.inputTokens), !has(.outputTokens) {
        sentences.append("The server does not count tokens.")
      }
    }
    if let split = service.split {
      sentences.append(
        "Above idle, a token that went in took \(split.input.text) (\(split.input.rangeText)) and one that "
          + "came out \(split.output.text) (\(split.output.rangeText)), told apart by least squares over "
          + "\(split.stretches) stretches.")
    } else if service.idlePower != nil, has(.inputTokens), has(.outputTokens) {
      sentences.append(
        "Tokens in and out cannot be told apart: their numbers rose together, or there were too few stretches."
      )
    }
    if service.restarts > 0 {
      let times = service.restarts == 1 ? "once" : "\(service.restarts) times"
      sentences.append(
        "The server's counters began again \(times): what they held between the last look and then is not counted."
      )
    }
    if service.unanswered > 0 {
      let questions = service.unanswered == 1 ? "1 question" : "\(service.unanswered) questions"
      sentences.append("\(questions) for its counters got no answer while it served.")
    }
    return sentences
  }
}
