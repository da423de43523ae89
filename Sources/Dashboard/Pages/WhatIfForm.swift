import Accounting
import JoulebookKit
import Quantities
import Reporting

/// What the run would have been elsewhere, at another time, on other hardware: a form that works by itself.
struct WhatIfForm {
  let entry: Entry
  let fields: FormFields
  let answer: Result<WhatIfAnswer, Problem>?
  let choices: WhatIfChoices

  /// What the fields ask for; nil where nothing is changed.
  static func request(_ fields: FormFields, run: String) -> WhatIfRequest? {
    var request = WhatIfRequest()
    request.run = run
    request.region = fields["region"]
    request.pue = fields["pue"]
    request.start = fields["start"]
    request.hardware = fields["on"]
    request.powerCap = fields["cap"]
    request.intensity = fields["intensity"].map { Double($0) == nil ? $0 : "\($0) g/kWh" }
    let isEmpty = [
      request.region, request.pue, request.start, request.hardware, request.powerCap,
      request.intensity,
    ].allSatisfy { $0 == nil }
    return isEmpty ? nil : request
  }

  var html: HTML {
    let address = RunParts.address(of: entry.run.id)
    return """
      <section aria-labelledby="whatif"><h2 id="whatif">What if</h2>
      <form class="grid" action="\(address)#whatif" data-whatif>
      \(field("region", "Region", "DE, US-CA, aws/us-east-1", list: "places"))
      \(slider("pue", "PUE", low: "1", high: "2.5", step: "0.01", own: entry.site.pue.ratio.value.base.text(significant: 3)))
      \(slider("intensity", "Intensity, g CO2e/kWh", low: "0", high: "1000", step: "1", own: entry.site.factor.intensity.value.gramsPerKilowattHour.text(significant: 3)))
      \(field("start", "Start", "-6h, +2h, or a moment"))
      \(field("on", "Hardware", "4xh100", list: "devices"))
      \(field("cap", "Power limit of each device", "250W"))
      <div><button>Show</button> <a class="button quiet" href="\(address)#whatif">As it was</a></div>
      <datalist id="places">\(choices.places.map { "<option value=\"\($0.key)\">\($0.name)</option>" as HTML })</datalist>
      <datalist id="devices">\(choices.devices.map { "<option value=\"\($0)\"></option>" as HTML })</datalist>
      </form><div id="whatif-answer" role="status">\(result)</div></section>
      """
  }

  private var result: HTML {
    switch answer {
    case nil: return "<p class=\"faint\">Change one thing, or several. Nothing is booked by it.</p>"
    case .failure(let problem):
      return "<p class=\"warning\">\(problem.what) \(problem.why) \(problem.fix)</p>"
    case .success(let answer):
      let report = answer.report
      let cases = [("it was", report.before), ("what if", report.after)].map { name, item -> HTML in
        """
        <tr><th scope="row">\(name)</th><td>\(item.place)</td>
        <td>\(item.hardware.isEmpty ? "same" : item.hardware)</td><td class="nowrap">\(RunParts.moment(item.start))</td>
        <td class="n">\(Duration.seconds(item.seconds).text)</td><td class="n">\(item.energy.text)</td>
        <td class="n">\(RunParts.figure(item.emissions.text, item.emissions.rangeText))</td></tr>
        """
      }
      let rests = report.assumptions.map { assumption -> HTML in
        "<li>\(assumption.what): <span class=\"evidence\">\(assumption.evidence.rawValue)</span> \(assumption.source)</li>"
      }
      let notes = report.notes.map { note -> HTML in "<li class=\"warning\">\(note.asSentence)</li>"
      }
      return """
        <p><strong>\(report.difference)</strong> Booked, by the yearly factor: \(report.booked.text(digits: 3)).</p>
        <div class="scroll" tabindex="0" role="region" aria-label="What if"><table><thead><tr><th scope="col"></th><th scope="col">Place</th>
        <th scope="col">On</th><th scope="col">Start (UTC)</th><th scope="col" class="n">Time</th>
        <th scope="col" class="n">Energy</th><th scope="col" class="n">CO2e</th></tr></thead><tbody>\(cases)</tbody></table></div>
        <details><summary>What it rests on</summary><ul>\(rests)\(notes)</ul></details>
        """
    }
  }

  private func field(_ name: String, _ label: String, _ example: String, list: String = "") -> HTML
  {
    let datalist: HTML = list.isEmpty ? "" : " list=\"\(list)\""
    return """
      <div><label for="w-\(name)">\(label)</label>
      <input id="w-\(name)" name="\(name)" autocomplete="off" placeholder="\(example)" value="\(fields[name] ?? "")"\(datalist)></div>
      """
  }

  /// A field; script puts a slider of the same value beside it.
  private func slider(
    _ name: String, _ label: String, low: String, high: String, step: String, own: String
  ) -> HTML {
    """
    <div><label for="w-\(name)">\(label)</label>
    <input id="w-\(name)" name="\(name)" inputmode="decimal" autocomplete="off" placeholder="\(own)" value="\(fields[name] ?? "")" \
    data-slider="\(low) \(high) \(step) \(own)"></div>
    """
  }
}
