public import Accounting
import Bookkeeping
import Metering
import Quantities
package import ReferenceData
public import Reporting

extension Joulebook {
  /// The catalogue of `version`, or the newest one under the user's tables.
  package func catalogue(version: String? = nil) throws(Problem) -> Catalogue {
    if let version, version != Catalogue.version { return try Catalogue(version: version) }
    return try Settings.resolve(
      flags: SettingsFlags(), environment: environment, directory: directory
    ).catalogue
  }

  /// Sets the carbon of booked runs against what the catalogue says now, or said in `version`.
  /// - Parameters:
  ///   - reference: one run; nil for all that `filter` lets through.
  ///   - write: puts the new sites into the ledger, which keeps the old ones.
  public func restate(
    _ reference: String?, _ filter: RunFilter, version: String? = nil, write: Bool = false
  ) throws(Problem) -> RestateAnswer {
    let restater = Restater(catalogue: try catalogue(version: version))
    for problem in restater.catalogue.problems { notify("\(problem.what) \(problem.why)") }
    let ledger = try ledger()
    let entries: [Entry]
    if let reference {
      entries = [try ledger.entry(reference)]
    } else {
      var query = filter.query
      query.omitsSpans = true
      entries = try ledger.entries(query)
    }
    var rows: [RestateAnswer.Row] = []
    for entry in entries {
      let new = restater.restated(entry)
      let reasons = Restater.reasons(from: entry.site, to: new.site)
      rows.append(RestateAnswer.Row(entry, new, reasons: reasons))
      if write, !reasons.isEmpty {
        _ = try ledger.restate(entry.run.id, site: new.site, at: SystemClock.wall())
      }
    }
    return RestateAnswer(
      rows: rows, catalogue: restater.catalogue.version, isWritten: write,
      isOne: reference != nil)
  }

  /// An entry under the catalogue of `version`; as it was booked when that is nil.
  func view(_ entry: Entry, version: String?) throws(Problem) -> Entry {
    guard let version else { return entry }
    return Restater(catalogue: try catalogue(version: version)).restated(entry)
  }
}

/// Runs whose carbon is another under another catalogue: old, new, why.
public struct RestateAnswer: Answer {
  let rows: [Row]
  let catalogue: String
  let isWritten: Bool
  let isOne: Bool

  /// One run before and after.
  struct Row: Encodable, Sendable {
    let id: String
    let name: String
    let old: Figure
    let new: Figure
    let reasons: [String]

    init(_ old: Entry, _ new: Entry, reasons: [String]) {
      id = old.run.id
      name = old.run.name
      self.old = Figure(old)
      self.new = Figure(new)
      self.reasons = reasons
    }
  }

  /// What a run comes to under a site.
  struct Figure: Encodable, Sendable {
    let emissions: Estimate<Emissions>
    let site: Site

    init(_ entry: Entry) {
      emissions = AccountingMethod().footprint(of: entry).emissions
      site = entry.site
    }

    enum CodingKeys: String, CodingKey {
      case emissions = "emissions_grams"
      case low = "emissions_low_grams"
      case high = "emissions_high_grams"
      case region, year, basis, source, catalogue
      case intensity = "intensity_grams_per_kwh"
      case pue
    }

    func encode(to encoder: any Encoder) throws {
      var keys = encoder.container(keyedBy: CodingKeys.self)
      try keys.encode(emissions.value.grams, forKey: .emissions)
      try keys.encode(emissions.low.grams, forKey: .low)
      try keys.encode(emissions.high.grams, forKey: .high)
      try keys.encode(site.factor.region, forKey: .region)
      try keys.encode(site.factor.year, forKey: .year)
      try keys.encode(site.factor.basis, forKey: .basis)
      try keys.encode(site.factor.source.id, forKey: .source)
      try keys.encode(site.catalogue, forKey: .catalogue)
      try keys.encode(site.factor.intensity.value.gramsPerKilowattHour, forKey: .intensity)
      try keys.encode(site.pue.ratio.value.base, forKey: .pue)
    }
  }

  enum CodingKeys: String, CodingKey {
    case schema, catalogue, written, runs
  }

  public func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(1, forKey: .schema)
    try keys.encode(catalogue, forKey: .catalogue)
    try keys.encode(isWritten, forKey: .written)
    try keys.encode(rows, forKey: .runs)
  }

  public func text(style: TextStyle) -> String {
    let changed = rows.filter { !$0.reasons.isEmpty }
    guard !rows.isEmpty else { return "There are no runs to restate.\n" }
    var lines = changed.flatMap { row in
      [
        "\(row.id)  \(row.name)",
        "  \(row.old.emissions.text) → \(row.new.emissions.text)",
        "  " + row.reasons.joined(separator: "; ").wrapped(width: 78, indent: "    "),
      ]
    }
    let same = rows.count - changed.count
    if same > 0 {
      lines.append(
        isOne
          ? "Run \(rows[0].id) is the same under the catalogue \(catalogue): "
            + "\(rows[0].new.emissions.text)."
          : "\(same) of \(rows.count) runs are the same under the catalogue \(catalogue).")
    }
    if !changed.isEmpty {
      lines.append(
        isWritten
          ? "The ledger has the new figures; the old factors are kept with each run."
          : "Nothing was changed: `--write` puts the new figures into the ledger.")
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
