import Hummingbird
import JoulebookKit

/// What stands around every page.
struct PageShell {
  let navigation: [(name: String, path: String)]
  let current: String?
  /// Where the ledger is.
  let footer: String

  func response(_ view: PageView, status: HTTPResponse.Status = .ok) -> Response {
    Response(
      status: status, headers: [.contentType: "text/html; charset=utf-8"],
      body: .init(byteBuffer: .init(string: html(view).text)))
  }

  private func html(_ view: PageView) -> HTML {
    """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8"><title>\(view.title) · Joulebook</title>
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta name="color-scheme" content="light dark">
    <link rel="icon" href="\(Assets.address("icon.svg"))">
    <link rel="stylesheet" href="\(Assets.address("style.css"))">
    <script src="\(Assets.address("page.js"))" defer></script>
    \(view.scripts.map { "<script src=\"\(Assets.address($0))\" defer></script>\n" as HTML })</head>
    <body><a class="skip" href="#main">Skip to the content</a>
    <header><a class="brand" href="/">Joulebook</a>\(menu)</header>
    <main id="main"><h1>\(view.title)</h1>
    \(view.body)
    </main>
    <footer><span>Joulebook \(Version.text)</span><span>\(footer)</span></footer>
    </body></html>

    """
  }

  private var menu: HTML {
    guard !navigation.isEmpty else { return "" }
    let links = navigation.map { name, path -> HTML in
      let isHere = current == path || (path != "/" && current?.hasPrefix(path + "/") ?? false)
      return isHere
        ? "<li><a href=\"\(path)\" aria-current=\"page\">\(name)</a></li>"
        : "<li><a href=\"\(path)\">\(name)</a></li>"
    }
    return "<nav aria-label=\"Pages\"><ul>\(links)</ul></nav>"
  }
}
