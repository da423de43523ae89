import Quantities

/// A page in one file: no script, nothing from elsewhere, light and dark.
enum HTMLPage {
  static func page(title: String, body: String, style: String = "") -> String {
    """
    <!doctype html>
    <html lang="en"><head><meta charset="utf-8"><title>\(escaped(title))</title>
    <meta name="viewport" content="width=device-width">
    <style>
    body{font:15px/1.5 system-ui,sans-serif;max-width:60em;margin:2em auto;padding:0 1em;color:#222;background:#fff}
    table{border-collapse:collapse;margin:.5em 0}td,th{padding:.15em 1.2em .15em 0;text-align:left;font-weight:400}
    td.n{text-align:right;font-variant-numeric:tabular-nums}th{color:#555}tr+tr{border-top:1px solid #ddd8}
    details,div.leaf{margin-left:.2em;border-left:2px solid #ccd;padding-left:.8em}details details,details div.leaf{margin-left:1.2em}
    summary{cursor:pointer}b{font-weight:600}small,p.faint{color:#555;display:block}
    @media(prefers-color-scheme:dark){body{color:#ddd;background:#181818}small,p.faint,th{color:#aaa}}
    @media print{body{margin:0;max-width:none}}
    \(style)</style></head><body><main><h1>\(escaped(title))</h1>
    \(body)
    </main></body></html>

    """
  }

  static func escaped(_ text: String) -> String {
    var escaped = ""
    escaped.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": escaped += "&amp;"
      case "<": escaped += "&lt;"
      case ">": escaped += "&gt;"
      case "\"": escaped += "&quot;"
      case _ where scalar.isHidden: escaped += "\u{FFFD}"
      default: escaped.unicodeScalars.append(scalar)
      }
    }
    return escaped
  }
}
