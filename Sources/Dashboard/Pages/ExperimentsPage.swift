import Accounting
import JoulebookKit
import Reporting

/// Runs in groups: sweeps, projects, runs of one name.
struct ExperimentsPage: Page {
  let path = "/experiments"
  let navigation: String? = "Experiments"

  private static let ways: [(name: String, by: String?)] = [
    ("Sweeps and experiments", nil), ("Projects", "project"), ("Names", "name"),
    ("Started by a run", "parent"),
  ]

  /// Rows before the rest is only counted.
  private static let most = 200

  func view(_ request: PageRequest) async throws -> PageView {
    let asked = request.fields["by"]
    var (by, groups) = (asked, try await self.groups(request, by: asked))
    var note: HTML = ""
    if asked == nil, groups.isEmpty {
      // Most ledgers have projects before they have sweeps.
      (by, groups) = ("project", try await self.groups(request, by: "project"))
      if !groups.isEmpty {
        note =
          "<p>No run carries a tag that groups runs, such as <code>experiment</code> or <code>sweep</code>: these are the projects.</p>\n"
      }
    }
    let current = Self.ways.first { $0.by == by }?.name ?? ""
    let tabs = HTML.tabs(
      Self.ways.map { ($0.name, $0.by.map { "/experiments?by=\($0)" } ?? "/experiments") },
      current: current, label: "Ways to group runs")
    let body: HTML = """
      <p>What a sweep, a project or a search took, every run counted: also those that failed.</p>
      \(tabs)\(form(request))\(note)\(groups.isEmpty ? empty(asked) : table(groups))
      """
    return PageView(title: "Experiments", body: body)
  }

  private func groups(
    _ request: PageRequest, by: String?
  ) async throws -> [ExperimentListAnswer.Group] {
    let project = request.fields["project"]
    return try await request.ask {
      try $0.experiments(by: by, RunFilter(project: project)).groups
    }
  }

  private func form(_ request: PageRequest) -> HTML {
    let by = request.fields["by"] ?? ""
    let known = Self.ways.contains { $0.by == by }
    return """
      <form class="bar" method="get" action="/experiments">
      <div><label for="by">By a tag of your own</label>
      <input id="by" name="by" type="text" value="\(known ? "" : by)" placeholder="seed"></div>
      <div><label for="project">Only this project</label>
      <input id="project" name="project" type="text" value="\(request.fields["project"] ?? "")"></div>
      <button>Group</button></form>

      """
  }

  private func table(_ groups: [ExperimentListAnswer.Group]) -> HTML {
    let shown = Array(groups.prefix(Self.most))
    let table = ExperimentListText.table(shown.map { ($0.by, $0.name, $0.total) })
    // The name, which leads on, comes first here.
    var turned = TextTable([.left, .left, .right, .right, .right, .right, .right, .left])
    for cells in table.rows { turned.add([cells[1], cells[0]] + cells.dropFirst(2)) }
    let left = groups.count - shown.count
    let more: HTML =
      left > 0
      ? "<p class=\"faint\">And \(left) more that took less: <code>joulebook experiment list</code></p>"
      : ""
    return HTML.table(turned, caption: "Groups of runs, what took the most first") {
      Self.address(shown[$0])
    } + more
  }

  /// Where the report of a group is.
  static func address(_ group: ExperimentListAnswer.Group) -> String {
    let field: (name: String, value: String) =
      switch group.by {
      case "project": ("project", group.name)
      case "name": ("name", pattern(of: group.name))
      case "parent": ("parent", group.name)
      case let key: ("tag", "\(key)=\(group.name)")
      }
    return "/experiments/report" + FormFields(pairs: [field]).query
  }

  /// A pattern that fits this name alone.
  private static func pattern(of name: String) -> String {
    name.map { "*?[".contains($0) ? "[\($0)]" : "\($0)" }.joined()
  }

  private func empty(_ asked: String?) -> HTML {
    HTML.empty(
      """
      <p>\(asked.map { "No runs come in groups by \($0)." } ?? "No runs are in the ledger yet.") Runs come in groups by
      their project, their name, or a tag:</p>
      <pre tabindex="0"><code>joulebook run --project demo --tag experiment=lr -- python train.py --lr 0.1
      joulebook run --project demo --tag experiment=lr -- python train.py --lr 0.2
      joulebook tag last metric.accuracy=0.91</code></pre>
      <p>Arrays of Slurm, sweeps of Weights &amp; Biases and experiments of MLflow are told by themselves.</p>
      """)
  }
}
