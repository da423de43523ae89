public import Accounting
import Quantities
public import Reporting

/// What every report format promises. Hand in a format and how it can be read back; get back the promises that it
/// breaks, none when it may be listed.
public struct ReportFormatContract {
  private let format: any ReportFormat
  private let reading: Reading
  private var violations: [String] = []

  /// How a format is read back.
  public struct Reading: Sendable {
    /// Texts that name the unit of energy or of emissions.
    let units: [String]
    /// True when the format has room for how numbers are known.
    let hasEvidence: Bool
    /// What of a report no name may change.
    let structure: @Sendable (String) -> [String]
    /// Whether the sums in a report are those of the statement.
    let agrees: @Sendable (String, Statement) -> Bool

    public init(
      units: [String], hasEvidence: Bool, structure: @escaping @Sendable (String) -> [String],
      agrees: @escaping @Sendable (String, Statement) -> Bool
    ) {
      self.units = units
      self.hasEvidence = hasEvidence
      self.structure = structure
      self.agrees = agrees
    }
  }

  /// - Parameter names: names that must not break out.
  public static func violations(
    of format: any ReportFormat, _ reading: Reading, names: [String] = HostileNames.known
  ) -> [String] {
    var contract = ReportFormatContract(format: format, reading: reading)
    contract.checkDescription()
    contract.checkContent()
    contract.checkRefusals()
    let plain = reading.structure(contract.report(named(["plain"])))
    for name in names { contract.checkNames([name], plain) }
    return contract.violations
  }

  /// Whether names stay names when each stands in one place of a report: ten at a time, so that many can be tried.
  public static func violations(
    of format: any ReportFormat, _ reading: Reading, tenAtATime names: [String]
  ) -> [String] {
    var contract = ReportFormatContract(format: format, reading: reading)
    let plain = reading.structure(contract.report(named(["plain"])))
    for start in stride(from: 0, to: names.count, by: 10) {
      contract.checkNames(Array(names[start..<min(start + 10, names.count)]), plain)
    }
    return contract.violations
  }

  private init(format: any ReportFormat, reading: Reading) {
    self.format = format
    self.reading = reading
  }

  public static let context = ReportContext(
    version: "0.1.0", created: Timestamp(nanoseconds: 1_795_600_000_000_000_000))

  private func report(_ statement: Statement) -> String {
    (try? format.report(statement, Self.context)) ?? "no report"
  }

  private mutating func check(_ promise: String, _ holds: Bool) {
    if !holds { violations.append(promise) }
  }

  private mutating func checkDescription() {
    check(
      "it has a name of letters, digits and dashes",
      !format.name.isEmpty
        && format.name.allSatisfy { $0.isLowercase || $0.isNumber || $0 == "-" })
    check(
      "it has a summary without a full stop",
      !format.summary.isEmpty && !format.summary.hasSuffix("."))
  }

  private mutating func checkContent() {
    for (what, statement) in [("one run", Self.one), ("many runs", Self.many)] {
      let text = report(statement)
      check("a report of \(what) names its unit", reading.units.contains { text.contains($0) })
      if reading.hasEvidence {
        check(
          "a report of \(what) says how its numbers are known",
          statement.total.byEvidence.keys.allSatisfy { text.contains($0.rawValue) })
      }
      check("sums of \(what) are the statement's", reading.agrees(text, statement))
      check("a report of \(what) is the same each time", text == report(statement))
      check(
        "a report of \(what) ends in one line break",
        text.hasSuffix("\n") && !text.hasSuffix("\n\n"))
    }
  }

  private mutating func checkRefusals() {
    do {
      _ = try format.report(Statement(subject: "nothing", entries: []), Self.context)
      violations.append("a statement without runs is refused")
    } catch let problem {
      check(
        "the refusal is bad usage with a way out", problem.exit == .usage && !problem.fix.isEmpty)
    }
    for option in ReportOption.allCases {
      var context = Self.context
      switch option {
      case .explain: context.explains = true
      case .model: context.model = "m"
      case .hardware: context.hardware = "h"
      case .activity: context.activity = .fineTuning
      case .per: context.unit = FunctionalUnit(count: 10, name: "images")
      case .embodied: context.embodied = Estimate(exactly: .grams(1000))
      case .marketIntensity: context.marketIntensity = .gramsPerKilowattHour(10)
      }
      let text = try? format.report(Self.many, context)
      if format.options.contains(option) {
        check("what \(option.rawValue) gives is used", text != nil && text != report(Self.many))
      } else {
        check("\(option.rawValue), which it does not use, is refused", text == nil)
      }
    }
  }

  private mutating func checkNames(_ names: [String], _ plain: [String]) {
    let hostile = report(Self.named(names))
    let shown = names.map { String($0.prefix(60)).debugDescription }.joined(separator: ", ")
    check("\(shown) stays a name", reading.structure(hostile) == plain)
    check("\(shown) hides nothing", ReportStructure.hidden(hostile).isEmpty)
  }

  public static let one = Statement(subject: "run train", entries: [SampleEntries.entry()])

  /// Runs of two projects, two stages and two places, one of them inside another, one without devices.
  public static let many: Statement = {
    var entries = (0..<4).map { index in
      SampleEntries.entry(
        id: "20261124-14000\(index)-aaaaaa", name: "train-\(index)",
        project: index < 3 ? "demo" : "other", tags: ["seed": "\(index)"],
        after: .seconds(100 * index), seconds: 60 + 10 * Double(index))
    }
    entries[1].run.stage = "fine-tuning"
    entries[2].run.parent = entries[1].run.id
    entries[2].run.started = entries[1].run.started + .seconds(1)
    entries[3].site = cloud
    entries[3].run.stage = "run"
    let bare = SampleEntries.unmeasured(id: "20261124-150000-aaaaaa", after: .seconds(3600))
    return Statement(subject: "the ledger", entries: entries + [bare])
  }()

  private static var cloud: Site {
    Site(
      factor: EmissionFactor(
        region: "US-VA", name: "Virginia",
        intensity: Estimate(
          .gramsPerKilowattHour(290), low: .gramsPerKilowattHour(250),
          high: .gramsPerKilowattHour(330)), year: 2023, basis: "direct, location-based, yearly",
        source: Citation(
          id: "sample-egrid", author: "Sample Agency", title: "Grid tables", year: 2025,
          licence: "public domain", address: "https://example.org/egrid")),
      pue: PUE(Estimate(Ratio(1.1), low: Ratio(1.08), high: Ratio(1.15)), origin: "sample"),
      origin: "given by --region", place: "aws/us-east-1")
  }

  /// Names in every place where a name can stand.
  static func named(_ names: [String]) -> Statement {
    func name(_ place: Int) -> String { names[place % names.count] }
    let entries = (0..<2).map { index in
      var entry = SampleEntries.entry(
        id: "20261124-14000\(index)-aaaaaa", name: name(0), project: name(1),
        tags: ["note": name(2)], after: .seconds(100 * index), machine: name(3),
        warnings: [name(4)])
      entry.run.stage = name(5)
      entry.run.host = name(6)
      let factor = entry.site.factor
      entry.site = Site(
        factor: EmissionFactor(
          region: name(7), name: name(8), intensity: factor.intensity, year: factor.year,
          basis: name(9),
          source: Citation(
            id: "sample", author: name(0), title: name(1), year: 2025, licence: name(2),
            address: "https://example.org/" + name(3))),
        pue: PUE(entry.site.pue.ratio, origin: "given " + name(4)),
        origin: "given " + name(5))
      return entry
    }
    return Statement(subject: name(6), entries: entries)
  }
}
