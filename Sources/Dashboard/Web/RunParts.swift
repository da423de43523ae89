import Accounting
import JoulebookKit
import Quantities
import Reporting

/// Parts of pages that show runs.
enum RunParts {
  /// An energy or an emission with its range beneath.
  static func figure(_ value: String, _ range: String) -> HTML {
    range.isEmpty ? "\(value)" : "\(value)<br><small class=\"range\">\(range)</small>"
  }

  /// A chart, which on a narrow screen is moved sideways.
  static func figure(_ chart: some Chart) -> HTML {
    """
    <figure tabindex="0" role="group" aria-label="\(chart.title)">\(HTML(markup: chart.svg(styled: false)))</figure>
    """
  }

  static func tile(_ name: String, _ value: String, _ range: String = "", key: String = "") -> HTML
  {
    let live: HTML = key.isEmpty ? "" : " data-word=\"\(key)\""
    let liveRange: HTML = key.isEmpty ? "" : " data-word=\"\(key)-range\""
    return """
      <div class="tile"><dt>\(name)</dt><dd><span\(live)>\(value)</span>
      <div class="range"\(liveRange)>\(range)</div></dd></div>
      """
  }

  static func address(of id: String) -> String { "/runs/" + FormFields.encoded(id) }

  static func link(to run: Run) -> HTML {
    "<a href=\"\(address(of: run.id))\">\(run.name.isEmpty ? run.id : run.name.cut(to: 60))</a>"
  }

  /// `2026-11-25 13:04`, to the minute, in UTC.
  static func moment(_ timestamp: Timestamp) -> String {
    let text = timestamp.description
    return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5))"
  }

  /// The evidence that most of the energy has; the whole mix is its title.
  static func evidence(_ mix: [Evidence: Double]) -> HTML {
    guard let most = mix.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) else {
      return "<span class=\"faint\">nothing booked</span>"
    }
    let text =
      most.value > 0.995
      ? most.key.rawValue : "\((most.value * 100).text(decimals: 0)) % \(most.key.rawValue)"
    return "<span class=\"evidence\" title=\"\(mix.mixText)\">\(text)</span>"
  }

  /// A strip that shows the mix by length and texture, with the words beside it for who cannot see it.
  static func mix(_ mix: [Evidence: Double]) -> HTML {
    guard !mix.isEmpty else { return "<span class=\"faint\">nothing booked</span>" }
    var x = 0.0
    let parts = mix.sorted { $0.key < $1.key }.map { evidence, part -> HTML in
      defer { x += part * 100 }
      return """
        <rect class="mix-\(evidence.rawValue)" x="\((x).text(decimals: 2))" y="0" \
        width="\((part * 100).text(decimals: 2))" height="6"/>
        """
    }
    return """
      <svg class="mix" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">\(parts)</svg>
      <span>\(mix.mixText)</span>
      """
  }

  /// What to type, for somebody who has no run yet.
  static let firstRun: HTML = """
    <div class="empty"><h2>Meter a first run</h2>
    <p>Put <code>joulebook run --</code> before any command. Its output, exit code and speed stay its own.</p>
    <pre><code>joulebook run -- python3 train.py</code></pre>
    <p>While it runs, it is seen here with its power; when it ends, its receipt is booked and stays. \
    What this machine can measure is on the page <a href="/doctor">Doctor</a>.</p></div>
    """
}
