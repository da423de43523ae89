import Accounting
import Foundation
import JoulebookKit
import Quantities
import Reporting

/// A run that is going on, as it stands on a page: complete without script, kept up to date by it.
enum LivePanel {
  /// How many spans are handed to the script for its first picture.
  static let spans = 240

  /// - Parameter isAlone: on the run's own page, where its name is the heading already.
  static func html(_ live: LiveRun, isAlone: Bool) -> HTML {
    let run = live.entry.run
    let words = LiveMessage.words(live)
    func word(_ key: String) -> String { words[key] ?? "" }
    let head: HTML =
      isAlone
      ? ""
      : """
      <h3>\(RunParts.link(to: run)) <small>\(run.project.cut(to: 40)) · \(run.host.cut(to: 40)) · \
      since \(RunParts.moment(run.started)) UTC</small></h3>
      """
    return """
      <article class="card live" data-live-run="\(run.id)" data-series="\(series(live))">
      \(head)<dl class="tiles">
      \(RunParts.tile("Power now", word("power"), key: "power"))
      \(RunParts.tile("Energy so far", word("energy"), word("energy-range"), key: "energy"))
      \(RunParts.tile("Emissions so far", word("emissions"), word("emissions-range"), key: "emissions"))
      \(RunParts.tile("Time", word("time"), key: "time"))
      </dl>
      <div class="columns">\(table(live, words))
      <div><svg class="jb live-chart" viewBox="0 0 480 150" role="img" aria-label="Power of the last minutes" hidden></svg>
      \(forecast(live))\(budget(live))
      <p class="faint">Evidence: <span data-word="evidence">\(word("evidence"))</span></p></div></div>
      <noscript><p><a href="">Load again</a> for newer figures.</p></noscript>
      </article>

      """
  }

  private static func table(_ live: LiveRun, _ words: [String: String]) -> HTML {
    let rows = RunSpan(live.entry).parts.map { part -> HTML in
      let key = part.component.rawValue
      return """
        <tr><th scope="row"><span class="key live-\(key)"></span>\(part.component.title)</th>
        <td class="n" data-word="power-\(key)">\(words["power-\(key)"] ?? "")</td>
        <td class="n" data-word="energy-\(key)">\(words["energy-\(key)"] ?? "")</td>
        <td><span class="evidence">\(part.evidence.rawValue)</span></td></tr>
        """
    }
    guard !rows.isEmpty else {
      return "<p>No device is measured or modelled: <a href=\"/doctor\">Doctor</a> says why.</p>"
    }
    return """
      <div class="scroll" tabindex="0" role="region" aria-label="Power by component"><table><caption>What the run draws, by component</caption>
      <thead><tr><th scope="col">Component</th><th scope="col" class="n">Now</th>
      <th scope="col" class="n">So far</th><th scope="col">Evidence</th></tr></thead>
      <tbody>\(rows)</tbody></table></div>
      """
  }

  private static func forecast(_ live: LiveRun) -> HTML {
    guard let forecast = live.forecast else { return "" }
    func time(_ seconds: Double) -> String { Duration.seconds(seconds).text }
    let energy = Estimate(
      Energy.joules(forecast.remainingEnergyJoules),
      low: .joules(forecast.remainingEnergyLowJoules),
      high: .joules(forecast.remainingEnergyHighJoules))
    return """
      <p>\(forecast.unit.capitalized) \(forecast.done.shortText()) of \(forecast.planned.shortText()). Still to come: \
      \(time(forecast.remainingSeconds)) (\(time(forecast.remainingLowSeconds)) to \
      \(time(forecast.remainingHighSeconds))), \(energy.text) (\(energy.rangeText)).</p>
      """
  }

  private static func budget(_ live: LiveRun) -> HTML {
    guard let budget = live.entry.acting?.budget else { return "" }
    return
      "<p>Budget \(budget.limit.cut(to: 40)); at its end the run is to \(budget.action.rawValue).</p>"
  }

  /// Ends of the latest spans and their power by component, for the script.
  private static func series(_ live: LiveRun) -> String {
    let entry = live.entry
    let parts = RunSpan(entry).parts.map(\.component)
    let spans = entry.run.spans.suffix(spans).map { span -> [Double] in
      let shares = entry.attributions(of: span.tallies)
      let seconds = span.end - span.start
      return [span.start, span.end].map { ($0 * 1000).rounded() / 1000 }
        + parts.map { component in
          let joules = shares.filter { $0.device.component == component }
            .map(\.run.value.joules).reduce(0, +)
          return seconds > 0 ? (joules / seconds).rounded(significant: 4) : 0
        }
    }
    struct Series: Encodable {
      let components: [String]
      let spans: [[Double]]
    }
    let data = try? JSONEncoder().encode(
      Series(components: parts.map(\.rawValue), spans: Array(spans)))
    return data.map { String(decoding: $0, as: UTF8.self) } ?? "{}"
  }

  /// The end of the last span, in milliseconds after the run's start: from there the news go on.
  static func moment(_ live: LiveRun) -> Int { Int((live.entry.run.seconds * 1000).rounded()) }
}
