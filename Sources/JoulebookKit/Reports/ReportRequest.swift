import Accounting
import Auditing
import Quantities
public import Reporting

/// What a report is asked to be, as it is given on the command line.
public struct ReportRequest: Hashable, Sendable {
  /// Runs by id, name or `last`; empty for all that `filter` lets through.
  public var runs: [String] = []
  public var filter = RunFilter()
  /// The version of the catalogue whose factors are used; as booked when it is nil.
  public var catalogue: String?
  public var format = "text"
  public var style = TextStyle.plain
  public var explains = false
  public var model: String?
  public var hardware: String?
  public var activity: String?
  /// `1000 images`.
  public var per: String?
  /// `12 kgCO2e`, or `8..20 kgCO2e`.
  public var embodied: String?
  /// `120 g/kWh`.
  public var marketIntensity: String?

  public init() {}

  /// What is stated, in words.
  var subject: String {
    if runs == ["last"] { return "the last run" }
    if runs.count == 1 { return "run \(runs[0])" }
    if !runs.isEmpty { return "a selection" }
    let parts =
      (filter.project.map { ["project \($0)"] } ?? [])
      + filter.tags.sorted { $0.key < $1.key }.map { "tag \($0.key)=\($0.value)" }
    let period = [("since", filter.since), ("until", filter.until)].compactMap { word, moment in
      moment.map { "\(word) \(Self.day($0))" }
    }.joined(separator: " ")
    if period.isEmpty { return parts.isEmpty ? "the ledger" : parts.joined(separator: ", ") }
    return parts.isEmpty ? "runs \(period)" : (parts + [period]).joined(separator: ", ")
  }

  /// A midnight is its day.
  private static func day(_ moment: Timestamp) -> String {
    let text = moment.description
    return text.hasSuffix("T00:00:00.000Z") ? String(text.prefix(10)) : text
  }

  /// The request's words read.
  func context(created: Timestamp) throws(Problem) -> ReportContext {
    var context = ReportContext(version: Version.text, created: created)
    context.style = style
    context.explains = explains
    context.model = model
    context.hardware = hardware
    if let activity {
      guard let known = ReportActivity(rawValue: activity) else {
        throw Problem(
          "There is no activity `\(activity.printable)`.",
          why: "It can be \(ReportActivity.allCases.map(\.rawValue).joined(separator: ", ")).",
          fix: "Write for example `--activity fine-tuning`.", exit: .usage)
      }
      context.activity = known
    }
    if let per { context.unit = try Self.unit(per) }
    if let embodied { context.embodied = try Self.embodied(embodied) }
    if let marketIntensity {
      context.marketIntensity = .gramsPerKilowattHour(
        try FlagAmount.read(
          marketIntensity, .intensity, "--market-intensity", example: "\"120 g/kWh\""))
    }
    return context
  }

  private static func unit(_ text: String) throws(Problem) -> FunctionalUnit {
    let words = text.split(separator: " ", maxSplits: 1).map(String.init)
    let count = words.count == 2 ? Double(words[0]) : nil
    let name = (count == nil ? text : words[1]).trimmingBlanks
    guard (count ?? 1) > 0, (count ?? 1).isFinite, !name.isEmpty, Double(name) == nil else {
      throw Problem(
        "Cannot understand `\(text.printable)` (--per).",
        why: "It is a number above zero and what it counts.",
        fix: "Write for example `--per \"1000 images\"`.", exit: .usage)
    }
    return FunctionalUnit(count: count ?? 1, name: name)
  }

  /// One amount, or its ends with the middle as value.
  private static func embodied(_ text: String) throws(Problem) -> Estimate<Emissions> {
    let name = "--embodied"
    let example = "\"12 kgCO2e\""
    guard let dots = text.firstRange(of: "..") else {
      return Estimate(exactly: .grams(try FlagAmount.read(text, .mass, name, example: example)))
    }
    let high = String(text[dots.upperBound...])
    let unit = high.drop { $0.isNumber || ".eE+- ".contains($0) }
    let low = String(text[..<dots.lowerBound]).trimmingBlanks
    let ends = [
      try FlagAmount.read(
        low.last?.isNumber == true ? "\(low) \(unit)" : low, .mass, name, example: example),
      try FlagAmount.read(high, .mass, name, example: example),
    ]
    guard ends[0] <= ends[1] else {
      throw Problem(
        "Cannot understand `\(text.printable)` (\(name)).",
        why: "Its first end is above its second.", fix: "Write for example `\(name) 8..20kgCO2e`.",
        exit: .usage)
    }
    return Estimate(
      .grams((ends[0] + ends[1]) / 2), low: .grams(ends[0]), high: .grams(ends[1]))
  }
}

extension String {
  fileprivate var trimmingBlanks: String {
    String(drop { $0 == " " }.reversed().drop { $0 == " " }.reversed())
  }
}
