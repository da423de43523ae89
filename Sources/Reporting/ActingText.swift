package import Accounting
import Quantities

extension Acting {
  /// What was done for a run, one fact a line: a label of at most eleven letters and a sentence or two.
  package func facts() -> [(label: String, text: String)] {
    var facts: [(label: String, text: String)] = []
    if let wait {
      let waited = wait.started - wait.requested
      let source = wait.source.isEmpty ? "" : " By \(wait.source)."
      facts.append(("Waited", "\(waited.text) for its start. \(wait.reason.asSentence)\(source)"))
    }
    if !pauses.isEmpty {
      let times = pauses.count == 1 ? "once" : "\(pauses.count) times"
      let ways = Set(pauses.map(\.way)).sorted().joined(separator: "; ")
      facts.append(
        (
          "Paused",
          "\(Duration.seconds(pausedSeconds).text), \(times), by \(ways). \(reasons)"
        ))
    }
    if let budget {
      let use = "\((budget.used * 100).text()) % of \(budget.limit)"
      let end =
        budget.stopped
        ? ", so the run was ended"
        : budget.reached == nil ? "" : ", and it went on (\(budget.action.rawValue))"
      facts.append(("Budget", "\(use) used\(end). \(budget.basis)"))
    }
    if !powerCaps.isEmpty {
      facts.append(
        (
          "Power cap",
          powerCaps.map { "\($0.device) \($0.limit.text()), \($0.before.text()) before" }
            .joined(separator: "; ")
        ))
    }
    if let saving { facts.append(("Saved", saving.text)) }
    return facts
  }

  /// The reasons of the first pauses.
  private var reasons: String {
    let shown = pauses.prefix(2).map(\.reason.asSentence).joined(separator: " ")
    return pauses.count > 2 ? "\(shown) And \(pauses.count - 2) more." : shown
  }
}

extension Acting.Saving {
  /// `12 % (3.4 g CO2e): 25 g as it went, 28.4 g at once …`
  package var text: String {
    let size = abs(saved.grams)
    let part = part.map { "\((abs($0) * 100).text(significant: 2)) %, " } ?? ""
    let result =
      saved.grams >= 0
      ? "\(part)\(Emissions.grams(size).text())"
      : "nothing: \(part)\(Emissions.grams(size).text()) more"
    let how =
      kind == "history"
      ? "by the intensities that were published afterwards"
      : kind == "forecast"
        ? "by the forecast: what happened is not known yet"
        : "by \(kind) intensities, not those of the time"
    return
      "\(result); \(actual.text()) as it went, \(atOnce.text()) at once without a pause, \(how) "
      + "(\(source), \(zone), \(signal))."
  }
}
