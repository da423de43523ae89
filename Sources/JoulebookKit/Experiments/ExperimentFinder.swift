import Accounting
import Bookkeeping
import Quantities

/// Understands which runs are meant.
struct ExperimentFinder {
  let ledger: Ledger

  /// The query, and what the runs have in common in words.
  func find(_ request: ExperimentRequest) throws(Problem) -> (query: LedgerQuery, title: String) {
    var query = LedgerQuery(
      project: request.project, tags: request.tags, since: request.since, until: request.until,
      omitsSpans: true)
    var words: [String] = []
    if let project = request.project { words.append("project \(project)") }
    words += request.tags.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    if let array = request.array {
      query.tags[LaunchTags.array] = array
      words.append("Slurm array \(array)")
    }
    if let glob = request.nameGlob {
      query.nameGlob = glob
      words.append("runs called \(glob)")
    }
    if let parent = request.parent {
      let run = try ledger.entry(parent).run
      query.parent = run.id
      words.append("runs started by \(run.name) \(run.id)")
    }
    if let name = request.name { words.append(try resolve(name, &query)) }
    if let pattern = request.nameRegex {
      query.names = try names(matching: pattern, query)
      words.append("runs whose names match \(pattern)")
    }
    return (query, words.isEmpty ? "all runs" : words.joined(separator: ", "))
  }

  /// A name stands for the value of a tag that groups runs, else for a project, else for a pattern of names.
  private func resolve(_ name: String, _ query: inout LedgerQuery) throws(Problem) -> String {
    var candidates: [(query: LedgerQuery, title: String)] = []
    for key in GroupingTags.all {
      var tagged = query
      tagged.tags[key] = name
      candidates.append((tagged, "\(key)=\(name)"))
    }
    if query.project == nil {
      var project = query
      project.project = name
      candidates.append((project, "project \(name)"))
    }
    var named = query
    named.nameGlob = name
    var found: [(query: LedgerQuery, title: String)] = []
    for candidate in candidates where try hasRuns(candidate.query) { found.append(candidate) }
    if found.isEmpty, try hasRuns(named) { found = [(named, "runs called \(name)")] }
    guard let first = found.first else {
      throw Problem(
        "There is no experiment `\(name)`.",
        why: "No tag that groups runs, no project and no name of a run is like this.",
        fix: "Run `joulebook experiment list`, or give conditions: --tag, --name, --project.",
        exit: .usage)
    }
    guard found.count == 1 else {
      throw Problem(
        "`\(name)` means more than one experiment.",
        why: "It fits \(found.map(\.title).joined(separator: " and ")).",
        fix: "Say which: `--tag KEY=\(name)` or `--project \(name)`.", exit: .usage)
    }
    query = first.query
    return first.title
  }

  private func hasRuns(_ query: LedgerQuery) throws(Problem) -> Bool {
    var query = query
    query.limit = 1
    return try !ledger.records(query).isEmpty
  }

  private func names(matching pattern: String, _ query: LedgerQuery) throws(Problem) -> Set<String>
  {
    guard let regex = try? Regex(pattern) else {
      throw Problem(
        "Cannot use the pattern `\(pattern)`.", why: "It is no regular expression.",
        fix: "Write for example `--name-regex 'lr-[0-9]+'`, or `--name 'lr-*'`.", exit: .usage)
    }
    let all = Gathered<Set<String>>([])
    try ledger.summaries.summaries(query, by: .name) { all.value.insert($0.group) }
    return all.value.filter { $0.contains(regex) }
  }
}

/// A value that a callback fills.
final class Gathered<Value> {
  var value: Value
  init(_ value: Value) { self.value = value }
}
