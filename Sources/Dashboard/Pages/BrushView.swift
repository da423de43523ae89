import Accounting
import JoulebookKit
import Quantities
import Reporting

/// Power over time, and the energy of a part of it that the visitor chooses: by two fields, or by drawing over the
/// picture where there is script.
struct BrushView {
  let entry: Entry
  let fields: FormFields

  var html: HTML {
    let run = entry.run
    let answer = Result { () throws(Problem) in try Self.answer(entry, fields) }
    return """
      <section aria-labelledby="power"><h2 id="power">Power over time</h2>
      \(run.spans.isEmpty ? "" : "<figure tabindex=\"0\" role=\"group\" aria-label=\"Power over time\" data-brush>\(HTML(markup: PowerChart(entry).svg(styled: false)))</figure>" as HTML)
      <form class="bar" id="span-form" action="\(RunParts.address(of: run.id))#power" data-span="\(RunParts.address(of: run.id))/span">
      <div><label for="from">From, seconds after the start</label>
      <input id="from" name="from" inputmode="decimal" autocomplete="off" value="\(fields["from"] ?? "0")"></div>
      <div><label for="to">To</label>
      <input id="to" name="to" inputmode="decimal" autocomplete="off" value="\(fields["to"] ?? Self.seconds(run.seconds))"></div>
      <button>Work out</button><a class="button quiet" href="\(RunParts.address(of: run.id))#power" data-span-all>Whole run</a></form>
      \(run.spans.isEmpty ? "" : Self.hint)
      <div id="span" role="status">\(result(answer))</div></section>
      """
  }

  private static let hint: HTML = """
    <p class="faint script">Draw over the picture to choose a part. With the keyboard: the picture takes the focus, arrow keys move the \
    part, with Shift they move its end, Escape takes the whole run.</p>
    """

  private func result(_ answer: Result<SpanAnswer, Problem>) -> HTML {
    switch answer {
    case .success(let answer): Self.table(answer)
    case .failure(let problem):
      "<p class=\"warning\">\(problem.what) \(problem.why) \(problem.fix)</p>"
    }
  }

  static func table(_ answer: SpanAnswer) -> HTML {
    let rows = answer.rows.map { row -> HTML in
      """
      <tr data-part="\(row.key)"><th scope="row">\(row.label)</th>
      <td class="n">\(RunParts.figure(row.energy, row.range))</td><td class="n">\(row.power)</td>
      <td>\(row.evidence.isEmpty ? "" : "<span class=\"evidence\">\(row.evidence)</span>" as HTML)</td></tr>
      """
    }
    let emissions = [answer.span.emissions.text, answer.span.emissions.rangeText]
      .filter { !$0.isEmpty }.joined(separator: ", ")
    return """
      <div class="scroll" tabindex="0" role="region" aria-label="Energy of the part"><table class="narrow"><caption data-span-title>\(answer.title)</caption>
      <thead><tr><th scope="col">Component</th><th scope="col" class="n">Energy</th>
      <th scope="col" class="n">Mean power</th><th scope="col">Evidence</th></tr></thead><tbody>\(rows)</tbody>
      <tfoot><tr><th scope="row">Emissions</th><td colspan="3" data-span-emissions>\(emissions)</td></tr></tfoot></table></div>
      <p class="faint" data-span-note>\(answer.note)</p>
      """
  }

  /// - Throws: what is wrong with the two fields.
  static func answer(_ entry: Entry, _ fields: FormFields) throws(Problem) -> SpanAnswer {
    try SpanAnswer(entry, from: number(fields, "from"), to: number(fields, "to"))
  }

  static func number(_ fields: FormFields, _ name: String) throws(Problem) -> Double? {
    guard let text = fields[name] else { return nil }
    guard let number = Double(text) else {
      throw Problem(
        "Cannot understand `\(text.printable.cut(to: 60))` (\(name)).",
        why: "It is a number of seconds after the run's start.", fix: "Write for example 12.5.",
        exit: .usage)
    }
    return number
  }

  static func seconds(_ value: Double) -> String { value.shortText(digits: 7) }
}
