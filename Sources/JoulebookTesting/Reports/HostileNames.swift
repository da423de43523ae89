/// Names that have broken reports of other programs, alone and put together.
public enum HostileNames {
  public static let known = [
    "<script>alert(1)</script>", "\"><img src=x onerror=alert(1)>", "]]>", "<!--", "--></style>",
    "=cmd()|' /C calc'!A0", "+1+1", "-2+3", "@SUM(A1)", "\t=1", "a,b", "a;b", "\"", "\"\"", "'",
    "a\nb", "a\r\nb", "\r", "\u{0}", "\u{1B}[2J\u{1B}]0;title\u{07}", "\u{202E}txt.exe",
    "\u{2066}x",
    "\u{2028}", "|", "a|b|c", "| --- |", "# heading", "- item", "```", "`code`", "**bold**",
    "_x_", "[a](javascript:alert(1))", "![a](http://example.org/a.png)", "<https://example.org>",
    "\\", "\\\\", "\\end{table}", "\\input{/etc/passwd}", "$x$", "$$", "100 % & more #1 _ ^ ~",
    "{", "}", "{{", "}}{", "%{", "key: value", "- a: b", "---", "...", "? x", "!!python/object:x",
    "&a", "*a", "{a: b}", "[1, 2", "null", "true", "1e3", "0x10", "NaN", "é ü ß ł", "中文", "🔥👩‍👩‍👧",
    "e\u{301}", "&amp;", "&lt;script&gt;", "\\u003c", "%s%n", "${HOME}", "$(id)", "`id`", "'; --",
    "../../etc/passwd", " ", "", "CO2e",
  ]

  /// As many names as asked for, the same at each call: the known ones, then pieces of them.
  public static func some(_ count: Int) -> [String] {
    var state: UInt64 = 0x9E37_79B9_7F4A_7C15
    func next(_ limit: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % limit
    }
    var names = Array(known.prefix(count))
    while names.count < count {
      names.append((0...next(3)).map { _ in known[next(known.count)] }.joined())
    }
    return names
  }
}
