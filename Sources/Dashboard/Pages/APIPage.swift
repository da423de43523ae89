/// Every address for programs, for people who look for one.
struct APIPage: Page {
  let path = "/api"
  let navigation: String? = "API"

  func view(_ request: PageRequest) async throws -> PageView {
    let writes: HTML =
      request.site.options.allowsWrites
      ? ""
      : "<p>The ledger is served for reading: what changes it is refused until <code>joulebook serve --allow-writes</code>.</p>"
    return PageView(
      title: "API",
      body: """
        <p class="lead">The verbs of the command line, for programs: the same figures with the same keys as <code>--format json</code>. \
        <a href="\(API.prefix)/\(OpenAPI.file)">The OpenAPI document</a> describes every address, its parameters and its answers.</p>
        <pre tabindex="0" aria-label="Example">curl '\(Self.origin(request))\(API.prefix)/runs?limit=5'</pre>
        \(writes)\(APIRoutes.groups.map(section))
        """)
  }

  private func section(_ group: (title: String, routes: [APIRoute])) -> HTML {
    """
    <section aria-labelledby="api-\(group.title)"><h2 id="api-\(group.title)">\(group.title)</h2>
    <dl class="routes">\(group.routes.map(entry))</dl></section>
    """
  }

  private func entry(_ route: APIRoute) -> HTML {
    """
    <div><dt><span class="verb">\(route.verb)</span> \(address(route))</dt>
    <dd>\(route.summary) <span class="faint">\(route.forms.map(\.name).joined(separator: ", "))</span></dd></div>
    """
  }

  /// A link where the address answers as it stands.
  private func address(_ route: APIRoute) -> HTML {
    let isWhole = route.verb == "GET" && !route.parameters.contains(where: \.isRequired)
    // A long address may break behind each part.
    let parts = route.segments.map { "/<wbr>\($0)" as HTML }
    let text: HTML = "<code>\(parts)</code>"
    return isWhole ? "<a href=\"\(API.prefix)\(route.path)\">\(text)</a>" : text
  }

  private static func origin(_ request: PageRequest) -> String {
    let options = request.site.options
    let host =
      options.host.contains(":") && !options.host.hasPrefix("[")
      ? "[\(options.host)]" : options.host
    return
      "\(options.certificate == nil ? "http" : "https")://\(host):\(options.port == 0 ? DashboardOptions.usualPort : options.port)"
  }
}
