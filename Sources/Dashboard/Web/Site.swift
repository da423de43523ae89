import Accounting
import Hummingbird
import JoulebookKit

/// What all pages share.
struct Site: Sendable {
  let joulebook: Joulebook
  let options: DashboardOptions
  /// Who looks at the runs that are going on.
  let live: LiveHub
  /// What a form that changes something must carry; no other site can know it.
  let formKey =
    String(UInt64.random(in: .min ... .max), radix: 36)
    + String(UInt64.random(in: .min ... .max), radix: 36)

  init(joulebook: Joulebook, options: DashboardOptions) {
    self.joulebook = joulebook
    self.options = options
    live = LiveHub(joulebook: joulebook)
  }

  func add(_ page: any Page, to router: Router<DashboardContext>) {
    router.get(RouterPath(page.path)) { request, context in
      let parameters = Dictionary(
        context.parameters.map { (String($0.key), String($0.value).removingPercentEncodingOrSame) },
        uniquingKeysWith: { first, _ in first })
      let view = try await page.view(
        PageRequest(
          site: self, path: request.uri.path, fields: FormFields(request.uri.query ?? ""),
          parameters: parameters))
      return shell(at: page.path).response(view, status: view.isAnswer ? .ok : .badRequest)
    }
  }

  /// A problem in the place of a page.
  func page(_ refusal: Refusal) -> Response {
    let problem = refusal.problem
    let view = PageView(
      title: problem.what,
      body: """
        <p>\(problem.why)</p>
        <p><strong>Next:</strong> \(problem.fix)</p>
        """)
    // Whoever asks under a foreign name learns nothing of this place.
    let shell =
      refusal.status == .misdirectedRequest
      ? PageShell(navigation: [], current: nil, footer: "") : shell(at: nil)
    return shell.response(view, status: refusal.status)
  }

  private func shell(at path: String?) -> PageShell {
    PageShell(
      navigation: Pages.all.compactMap { page in page.navigation.map { ($0, page.path) } },
      current: path, footer: (try? joulebook.ledgerPath()) ?? "")
  }
}
