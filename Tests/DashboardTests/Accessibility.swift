/// What a page must have for those who use a keyboard or a screen reader, or see little: the rules of WCAG 2.2 that a
/// program can check.
enum Accessibility {
  /// What is wrong with the page that is open, one sentence each.
  static func faults(_ browser: Browser) async throws -> [String] {
    try await browser.run(script) as? [String] ?? ["the check did not run"]
  }

  private static let script = #"""
    const faults = [];
    const say = (what, node) => faults.push(what + ": " + (node.outerHTML || node.data || "").slice(0, 120));
    const shown = node => { const box = node.getBoundingClientRect();
      return box.width > 0 && box.height > 0 && getComputedStyle(node).visibility !== "hidden"; };
    // Language, title, one heading of the first level, levels in order.
    if (document.documentElement.lang !== "en") faults.push("no language");
    if (!document.title.trim()) faults.push("no title");
    let level = 0;
    for (const head of document.querySelectorAll("h1,h2,h3,h4,h5,h6")) {
      const next = Number(head.tagName[1]);
      if (next > level + 1) say("a level of headings is left out", head);
      if (!head.textContent.trim()) say("an empty heading", head);
      level = next;
    }
    if (document.querySelectorAll("main").length !== 1) faults.push("not one main part");
    // Ids stand once, and what refers to one finds it.
    const ids = new Set();
    for (const node of document.querySelectorAll("[id]")) {
      if (ids.has(node.id)) say("an id that stands twice", node);
      ids.add(node.id);
    }
    for (const name of ["for", "aria-labelledby", "aria-describedby", "aria-controls"])
      for (const node of document.querySelectorAll("[" + name + "]"))
        for (const id of node.getAttribute(name).split(/\s+/))
          if (id && !ids.has(id)) say(name + " leads nowhere", node);
    // Every control has a name.
    const named = node => (node.getAttribute("aria-label") || "").trim() || node.getAttribute("aria-labelledby")
      || (node.labels && [...node.labels].some(label => label.textContent.trim())) || node.textContent.trim() && node.matches("a,button,summary")
      || node.title;
    for (const node of document.querySelectorAll("input:not([type=hidden]),select,textarea,button,a[href],summary"))
      if (!named(node)) say("a control without a name", node);
    // Pictures have another text.
    for (const node of document.querySelectorAll("img:not([alt])")) say("a picture without a text", node);
    for (const node of document.querySelectorAll("main svg"))
      if (node.getAttribute("aria-hidden") !== "true" && !(node.getAttribute("role") === "img" &&
          (node.getAttribute("aria-label") || node.getAttribute("aria-labelledby")))) say("a drawing without a text", node);
    // Tables have heads.
    for (const node of document.querySelectorAll("table"))
      if (!node.querySelector("th")) say("a table without heads", node);
    // What can be scrolled can be scrolled by keyboard.
    for (const node of document.querySelectorAll("main *")) {
      const style = getComputedStyle(node);
      if (/auto|scroll/.test(style.overflowX) && node.scrollWidth > node.clientWidth + 1 && shown(node)
          && node.tabIndex < 0 && !node.querySelector("a,button,input,select,summary")) say("cannot be scrolled by keyboard", node);
    }
    // The order of focus is that of the page.
    for (const node of document.querySelectorAll("[tabindex]"))
      if (node.tabIndex > 0) say("a focus order of its own", node);
    // Contrast: 4.5, or 3 for large text.
    const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
    const rgba = text => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = text; canvas.fillRect(0, 0, 1, 1);
      const d = canvas.getImageData(0, 0, 1, 1).data; return [d[0], d[1], d[2], d[3] / 255]; };
    const light = ([r, g, b]) => { const f = v => { v /= 255; return v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4; };
      return .2126 * f(r) + .7152 * f(g) + .0722 * f(b); };
    const behind = node => { for (let at = node; at; at = at.parentElement) {
        const style = getComputedStyle(at);
        if (at.matches("svg.jb")) { const paper = at.querySelector("rect.pa"); if (paper) return rgba(getComputedStyle(paper).fill); }
        const colour = rgba(style.backgroundColor); if (colour[3] > .99) return colour; }
      return rgba(getComputedStyle(document.documentElement).colorScheme.includes("dark") && matchMedia("(prefers-color-scheme: dark)").matches ? "#121212" : "#fff"); };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const seen = new Set();
    while (walker.nextNode()) {
      const node = walker.currentNode.parentElement;
      if (!walker.currentNode.data.trim() || seen.has(node) || !shown(node) || node.closest("script,style,title,desc,option,noscript")) continue;
      seen.add(node);
      const style = getComputedStyle(node);
      const ink = rgba(node.closest("svg") ? style.fill : style.color);
      const paper = behind(node);
      const mixed = ink.slice(0, 3).map((value, i) => value * ink[3] + paper[i] * (1 - ink[3]));
      const [a, b] = [light(mixed), light(paper)].sort((x, y) => y - x);
      const ratio = (a + .05) / (b + .05), size = parseFloat(style.fontSize);
      const isLarge = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
      if (ratio < (isLarge ? 3 : 4.5)) say("contrast " + ratio.toFixed(2), node);
    }
    return faults;
    """#
}
