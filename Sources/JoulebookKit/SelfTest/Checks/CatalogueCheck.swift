import Accounting
import ReferenceData

/// The catalogue is whole, and the method gives the published figures on this machine.
struct CatalogueCheck: SelfCheck {
  let name = "catalogue"
  let summary = "borrowed figures, and published ones recomputed"

  func perform(on bench: SelfTestBench) throws(Problem) -> SelfCheckResult {
    // Without the user's tables: what is wrong with those is said apart.
    let bare = Joulebook(environment: [:], directory: "/")
    let tables = try bare.catalogueTables()
    let results = try bare.validate().results
    let failed = results.filter { !$0.passes }.map(\.id)
    guard failed.isEmpty else {
      throw Problem(
        "Published figures are not reproduced here: \(failed.list).",
        why: "The processor computes otherwise, or this file is damaged.",
        fix: "joulebook validate --row \(failed.first ?? "V01")")
    }
    let rows = tables.tables.reduce(0) { $0 + $1.rows }
    let found =
      "Version \(tables.version): \(tables.tables.count) tables, \(rows) rows; "
      + "\(results.count) published rows are reproduced."
    let problems = (try? bench.joulebook.catalogue().problems) ?? []
    guard let problem = problems.first else { return .passed(found) }
    return .note("\(found) \(problem.what) \(problem.why)", next: problem.fix)
  }
}
