/// Every address for programs, for people who look for one.
struct APIPage: Page {
  let path = "/api"
  let navigation: String? = "API"

  func view(_ request: PageRequest) async throws -> PageView {
    var groups: [(name: String, routes: [APIRoute])] = []
    for route in APIRoutes.all {
      if let place = groups.firstIndex(where: { $0.name == route.group }) {
        groups[place].routes.append(route)
      } else {
        groups.append((route.group, [route]))
      }
    }
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
        \(writes)\(groups.map(section))
        """)
  }

  private func section(_ group: (name: String, routes: [APIRoute])) -> HTML {
    """
    <section aria-labelledby="api-\(group.name)"><h2 id="api-\(group.name)">\(Self.title(group.name))</h2>
    <div class="scroll" tabindex="0" role="region" aria-labelledby="api-\(group.name)"><table>
    <thead><tr><th scope="col">Method</th><th scope="col">Address</th><th scope="col">Answers</th>\
    <th scope="col">Forms</th></tr></thead>
    <tbody>\(group.routes.map(row))</tbody></table></div></section>
    """
  }

  private func row(_ route: APIRoute) -> HTML {
    """
    <tr><td>\(route.verb)</td><th scope="row">\(address(route))</th><td>\(route.summary)</td>\
    <td>\(route.forms.map(\.name).joined(separator: ", "))</td></tr>
    """
  }

  /// A link where the address answers as it stands.
  private func address(_ route: APIRoute) -> HTML {
    let isWhole = route.verb == "GET" && !route.parameters.contains(where: \.isRequired)
    let text: HTML = "<code>\(route.path)</code>"
    return isWhole ? "<a href=\"\(API.prefix)\(route.path)\">\(text)</a>" : text
  }

  private static func title(_ name: String) -> String {
    name.prefix(1).uppercased() + name.dropFirst()
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
