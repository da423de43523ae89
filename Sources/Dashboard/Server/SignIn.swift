import Hummingbird

/// The page that asks for the token, and the cookie that it gives.
struct SignIn {
  static let path = "/sign-in"
  static let cookie = "joulebook"
  let options: DashboardOptions

  func add(to router: Router<DashboardContext>) {
    router.get("\(Self.path)") { _, _ in page(after: nil) }
    router.post("\(Self.path)") { request, context in
      let body = try await request.body.collect(upTo: context.maxUploadSize)
      let form = FormFields(String(buffer: body))
      guard let token = options.token, let given = form["token"], given.equalsSecret(token) else {
        return page(after: "That is not the token.")
      }
      var response = Response.redirect(to: "/")
      response.setCookie(
        Cookie(
          name: Self.cookie, value: token, path: "/", secure: options.isSecure, httpOnly: true,
          sameSite: .strict))
      return response
    }
  }

  private func page(after mistake: String?) -> Response {
    let note: HTML = mistake.map { "<p role=\"alert\" class=\"warning\">\($0)</p>" } ?? ""
    let view = PageView(
      title: "Sign in",
      body: """
        \(note)<form method="post" action="\(Self.path)" class="card">
        <label for="token">Token</label>
        <input id="token" name="token" type="password" autocomplete="current-password" required>
        <button>Open</button>
        <p class="faint">Where it is kept is printed by <code>joulebook serve --token</code>.</p>
        </form>
        """)
    return PageShell(navigation: [], current: nil, footer: "").response(
      view, status: mistake == nil ? .ok : .unauthorized)
  }
}
