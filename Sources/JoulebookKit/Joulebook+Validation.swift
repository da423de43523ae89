public import Accounting
import Estimating
public import Reporting

extension Joulebook {
  /// The estimators' rows, and those of the planner behind the measurements.
  static let validationRows: [ValidationRow] = {
    var rows = Validation.rows
    let end = rows.lastIndex { $0.id == "V116" } ?? rows.count - 1
    rows.insert(contentsOf: PlanningRows.all, at: end + 1)
    return rows
  }()

  private static var papers: [String] { validationRows.map(\.paper).uniqued }

  /// Recomputes published rows with the method's own estimators and formulas.
  /// - Parameters:
  ///   - papers: keys of papers, or parts of them; all where none is given.
  ///   - rows: ids of rows, beside those of the papers.
  public func validate(
    papers: [String] = [], rows: [String] = []
  ) throws(Problem) -> ValidationAnswer {
    var wanted: Set<String> = []
    for name in papers {
      let keys = try Self.papers(named: name)
      wanted.formUnion(Self.validationRows.filter { keys.contains($0.paper) }.map(\.id))
    }
    for name in rows { wanted.insert(try Self.row(named: name)) }
    let chosen = Self.validationRows.filter {
      papers.isEmpty && rows.isEmpty || wanted.contains($0.id)
    }
    return ValidationAnswer(results: Validation.run(chosen))
  }

  private static func papers(named name: String) throws(Problem) -> [String] {
    let all = Self.papers
    if all.contains(name) { return [name] }
    let found = name.isEmpty ? [] : all.filter { $0.contains(name.lowercased()) }
    guard found.isEmpty else { return found }
    throw Problem(
      "There is no published row of `\(name.printable)`.",
      why: "The papers are \(all.joined(separator: ", ")).",
      fix: candidate(name, all), exit: .usage)
  }

  private static func row(named name: String) throws(Problem) -> String {
    let all = Self.validationRows.map(\.id)
    if let id = all.first(where: { $0.lowercased() == name.lowercased() }) { return id }
    throw Problem(
      "There is no published row `\(name.printable)`.",
      why: "Rows are V01 to V119, A01 to A24, and some with a letter behind the number.",
      fix: candidate(name, all), exit: .usage)
  }

  private static func candidate(_ name: String, _ all: [String]) -> String {
    // A part of a name that is nearly right is nearer than a name of the same length.
    func away(_ candidate: String) -> Int {
      ([candidate] + candidate.split(separator: "-").map(String.init))
        .map { distance(name.lowercased(), $0.lowercased()) }.min() ?? .max
    }
    let nearest = all.min { away($0) < away($1) } ?? ""
    return
      (away(nearest) <= max(2, name.count / 3) ? "Did you mean `\(nearest)`? " : "")
      + "`joulebook validate` lists all."
  }
}

/// Published rows and what the method makes of them.
public struct ValidationAnswer: Answer {
  public let schema = 1
  public let results: [ValidationResult]

  enum CodingKeys: String, CodingKey { case schema, rows, summary }

  public init(results: [ValidationResult]) { self.results = results }

  public func encode(to encoder: any Encoder) throws {
    var keys = encoder.container(keyedBy: CodingKeys.self)
    try keys.encode(schema, forKey: .schema)
    try keys.encode(results, forKey: .rows)
    let passed = results.count { $0.passes }
    try keys.encode(
      ["rows": results.count, "passed": passed, "failed": results.count - passed],
      forKey: .summary)
  }

  public var exit: ExitStatus { results.allSatisfy(\.passes) ? .done : .failed }

  public func text(style: TextStyle) -> String { ValidationText.text(results, style: style) }

  /// The same as a page of Markdown.
  public var page: ValidationPage { ValidationPage(answer: self) }
}

/// Published rows as a page.
public struct ValidationPage: Answer {
  let answer: ValidationAnswer

  public func encode(to encoder: any Encoder) throws { try answer.encode(to: encoder) }

  public var exit: ExitStatus { answer.exit }

  public func text(style: TextStyle) -> String { ValidationText.page(answer.results) }
}
