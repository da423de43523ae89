import Accounting
import Quantities

/// A statement in the words and tables that reports for people share.
struct ReportSheet {
  /// Rows of a table before the rest is put into one.
  static let shownRows = 20

  let statement: Statement
  let context: ReportContext

  init(_ statement: Statement, _ context: ReportContext) {
    self.statement = statement
    self.context = context
  }

  var title: String { "Energy and emissions of \(statement.subject.cut(to: 80))" }

  /// `12 runs from 2026-11-24 14:00 to 2026-11-24 15:00 UTC, 12 min 00 s in all.`
  var lead: String {
    let runs = statement.runs.count == 1 ? "1 run" : "\(statement.runs.count) runs"
    let time = Duration.seconds(statement.total.seconds).text
    guard let span = statement.span else { return "\(runs), \(time)." }
    return "\(runs) from \(moment(span.start)) to \(moment(span.end)) UTC, \(time) in all."
  }

  struct Headline {
    let label: String
    let text: String
    let range: String
    let figure: Statement.Figure
  }

  var headlines: [Headline] {
    let total = statement.total
    return [
      Headline(
        label: "IT energy", text: total.energy.text, range: total.energy.rangeText, figure: .energy),
      Headline(
        label: "At the meter", text: total.facilityEnergy.text,
        range: total.facilityEnergy.rangeText, figure: .facilityEnergy),
      Headline(
        label: "Emissions", text: total.emissions.text, range: total.emissions.rangeText,
        figure: .emissions),
    ]
  }

  struct Sheet {
    let title: String
    let groups: [Statement.Group]
    let remainder: Statement.Group?

    var rows: [Statement.Group] { groups + [remainder].compactMap(\.self) }
  }

  /// By component always, by the rest where there is more than one of it, then the runs.
  var tables: [Sheet] {
    let groupings = Grouping.allCases.map { grouping in
      (grouping, statement.table(by: grouping, limit: Self.shownRows))
    }.filter { $0.0 == .component || $0.1.rows.count > 1 }
    let sheets = groupings.filter { !$0.1.rows.isEmpty }.map { grouping, table in
      Sheet(title: "By \(grouping.rawValue)", groups: table.rows, remainder: table.remainder)
    }
    guard statement.runs.count > 1 else { return sheets }
    let runs = statement.runTable(limit: Self.shownRows)
    return sheets + [Sheet(title: "Runs", groups: runs.rows, remainder: runs.remainder)]
  }

  /// What the numbers rest on: a label and a sentence each.
  var facts: [(label: String, text: String)] {
    let mix = statement.total.evidenceMix.mixText
    let factors = statement.factors.prefix(5).map { factor in
      short(factorText(factor.factor))
    }
    let more = statement.factors.count > 5 ? ["and \(statement.factors.count - 5) more"] : []
    return [
      ("Evidence", mix.isEmpty ? "Nothing was booked." : "\(mix), by IT energy."),
      ("Factor", (factors + more).joined(separator: "; ").asSentence),
      ("PUE", pueText.asSentence),
      ("Booked by", policies.asSentence),
      ("Made by", "Joulebook \(context.version), \(moment(context.created)) UTC."),
    ]
  }

  /// Sources and places are texts of users too.
  private func short(_ text: String) -> String { text.cut(to: 300) }

  private var policies: String {
    let policies = Set(statement.runs.map(\.entry.policy.rawValue)).sorted()
    let versions = statement.versions.map { "Joulebook \($0)" }
    return
      "\((versions).joined(separator: ", ")), policy \(policies.joined(separator: " and "))"
  }

  private var pueText: String {
    let pues = statement.pues
    let shown = pues.prefix(5).map { "\($0.ratio.value.base.text()) (\(short($0.origin)))" }
    return (shown + (pues.count > 5 ? ["and \(pues.count - 5) more"] : [])).joined(separator: "; ")
  }

  /// `340 g CO2e/kWh, Germany 2024, life-cycle …; Ember 2025, Yearly Electricity Data`.
  func factorText(_ factor: EmissionFactor) -> String {
    "\(factor.intensity.value.gramsPerKilowattHour.text()) g CO2e/kWh, \(factor.name) "
      + "\(factor.year) (\(factor.basis); \(factor.source.text))"
  }

  /// What a reader might miss. Nothing of this is in the figures, and none of it is zero.
  var notDetermined: [(what: String, why: String)] { ReportLimits.notDetermined }

  /// What disturbs the figures, one sentence each.
  var notes: [String] {
    var notes: [String] = []
    let parts = statement.parts.count
    if parts > 0 {
      let runs = parts == 1 ? "1 run was" : "\(parts) runs were"
      notes.append("\(runs) started by another one stated, which books that energy once.")
    }
    let damaged = statement.unreadable.count
    if damaged > 0 {
      let runs = damaged == 1 ? "1 run is" : "\(damaged) runs are"
      notes.append("\(runs) damaged and in no sum: joulebook check.")
    }
    let withGaps = statement.runs.filter { !$0.entry.run.gaps.isEmpty }.count
    if withGaps > 0 {
      let runs = withGaps == 1 ? "1 run has" : "\(withGaps) runs have"
      notes.append("\(runs) gaps in the measurement: joulebook explain RUN.")
    }
    let bare = statement.runs.filter { $0.footprint.lines.isEmpty }.count
    if bare > 0 {
      let runs = bare == 1 ? "In 1 run" : "In \(bare) runs"
      notes.append("\(runs) no device was measured or modelled: that energy is unknown, not zero.")
    }
    return notes
  }

  /// What can be put into a paper: the sum, how it is known, and what it was worked out with.
  var sentence: String {
    let total = statement.total
    let run = statement.runs[0].entry.run
    let who =
      statement.runs.count == 1
      ? "The run \(run.name.cut(to: 60))"
      : "The \(statement.runs.count) runs of \(statement.subject.cut(to: 80))"
    let mix = total.evidenceMix.mixText
    let energy = [total.facilityEnergy.rangeText, mix].filter { !$0.isEmpty }
      .joined(separator: "; ")
    let emissions = total.emissions.rangeText
    return
      "\(who) drew \(total.facilityEnergy.text)\(energy.isEmpty ? "" : " (\(energy))") at the wall "
      + "and caused \(total.emissions.text)\(emissions.isEmpty ? "" : " (\(emissions))"), "
      + "with \(factorPhrase) and \(puePhrase); Joulebook \(context.version)."
  }

  private var factorPhrase: String {
    let factors = statement.factors
    guard let first = factors.first?.factor, factors.count == 1 else {
      return "\(factors.count) emission factors"
    }
    return "the factor \(first.intensity.value.gramsPerKilowattHour.text()) g CO2e/kWh "
      + short(
        "(\(first.name) \(first.year), \(first.basis), \(first.source.author) \(first.source.year))"
      )
  }

  private var puePhrase: String {
    let ratios = statement.pues.map(\.ratio.value.base)
    let ends = [ratios.min() ?? 1, ratios.max() ?? 1].map { $0.text() }
    return ends[0] == ends[1] ? "a PUE of \(ends[0])" : "PUEs of \(ends[0]) to \(ends[1])"
  }

  /// Energy in a row; nothing that was measured is not zero.
  static func energy(_ amounts: Amounts) -> String {
    amounts.devices == 0 ? "unknown" : amounts.energy.text
  }

  static func emissions(_ amounts: Amounts) -> String {
    amounts.devices == 0 ? "unknown" : amounts.emissions.text
  }

  /// The whole mix of evidence in a row.
  static func mix(_ amounts: Amounts) -> String {
    let mix = amounts.evidenceMix.mixText
    return amounts.devices == 0 ? "not measured" : mix.isEmpty ? "nothing booked" : mix
  }

  /// The evidence that most of the energy has.
  static func evidence(_ amounts: Amounts) -> String {
    let mix = amounts.evidenceMix
    guard let most = mix.max(by: { ($0.value, $1.key) < ($1.value, $0.key) }) else {
      return amounts.devices == 0 ? "not measured" : "nothing booked"
    }
    return most.value > 0.995
      ? most.key.rawValue : "\((most.value * 100).text(decimals: 0)) % \(most.key.rawValue)"
  }

  private func moment(_ timestamp: Timestamp) -> String {
    let text = timestamp.description
    return "\(text.prefix(10)) \(text.dropFirst(11).prefix(5))"
  }
}

/// What the ledger cannot tell, in one place for all formats.
enum ReportLimits {
  static let notDetermined: [(what: String, why: String)] = [
    (
      "embodied emissions",
      "the ledger does not hold which hardware model was used, nor its share and life; "
        + "`joulebook estimate hardware` works them out from that"
    ),
    (
      "water",
      "the ledger holds no water factor of the site; `joulebook estimate` works it out from one"
    ),
    (
      "market-based emissions",
      "the ledger holds no contract for electricity; the figures are those of the grid"
    ),
  ]
}
