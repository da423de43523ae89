// Live values: figures, and a small picture of the last minutes. Without this the page shows how things stood when it
// was loaded.
"use strict";
(() => {
  const kept = 300;
  const svg = "http://www.w3.org/2000/svg";

  class Panel {
    constructor(element) {
      this.element = element;
      this.chart = element.querySelector("svg.live-chart");
      const series = JSON.parse(element.dataset.series || "{}");
      this.components = series.components || [];
      this.spans = series.spans || [];
      this.draw();
    }

    add(span) {
      for (const name of Object.keys(span.watts)) {
        if (!this.components.includes(name)) this.components.push(name);
      }
      this.spans.push([span.from, span.to, ...this.components.map((name) => span.watts[name] || 0)]);
      if (this.spans.length > kept) this.spans.shift();
      this.element.dataset.spans = span.number;
      if (span.words) this.say(span.words);
      this.draw();
    }

    say(words) {
      for (const place of this.element.querySelectorAll("[data-word]")) {
        const text = words[place.dataset.word];
        if (text !== undefined && place.textContent !== text) place.textContent = text;
      }
    }

    draw() {
      if (!this.chart || this.spans.length < 2) return;
      const [left, right, top, bottom] = [4, 476, 16, 130];
      const totals = this.spans.map((span) => span.slice(2).reduce((sum, w) => sum + Math.max(w, 0), 0));
      const most = Math.max(...totals, 1e-9);
      const [start, end] = [this.spans[0][0], this.spans[this.spans.length - 1][1]];
      const x = (time) => left + ((time - start) / (end - start)) * (right - left);
      const y = (watts) => bottom - (watts / most) * (bottom - top);
      const parts = [];
      const floor = this.spans.map(() => 0);
      this.components.forEach((name, index) => {
        const up = [], down = [];
        this.spans.forEach((span, place) => {
          const watts = Math.max(span[2 + index] || 0, 0);
          const [low, high] = [floor[place], floor[place] + watts];
          up.push(`${x(span[0]).toFixed(1)} ${y(high).toFixed(1)}`, `${x(span[1]).toFixed(1)} ${y(high).toFixed(1)}`);
          down.unshift(`${x(span[1]).toFixed(1)} ${y(low).toFixed(1)}`, `${x(span[0]).toFixed(1)} ${y(low).toFixed(1)}`);
          floor[place] = high;
        });
        parts.push(node("path", { class: `live-${name}`, d: `M${up.join("L")}L${down.join("L")}Z` }));
      });
      parts.push(node("path", { class: "ax", d: `M${left} ${bottom}H${right}` }));
      parts.push(label(left, 11, "start", `${power(most)} at most`), label(left, 146, "start", time(end - start) + " ago"),
        label(right, 146, "end", "now"));
      this.chart.replaceChildren(...parts);
      this.chart.removeAttribute("hidden");
      this.chart.setAttribute("aria-label",
        `Power of the last ${time(end - start)}: now ${power(totals[totals.length - 1])}, at most ${power(most)}`);
    }
  }

  const node = (name, attributes) => {
    const made = document.createElementNS(svg, name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };
  const label = (x, y, anchor, text) => {
    const made = node("text", { class: "tx ct sm", x, y, "text-anchor": anchor });
    made.textContent = text;
    return made;
  };
  const power = (watts) => {
    const [size, unit] = watts >= 1e3 ? [1e3, "kW"] : watts >= 1 ? [1, "W"] : [1e-3, "mW"];
    return `${Number((watts / size).toPrecision(3))} ${unit}`;
  };
  const time = (seconds) => seconds < 120 ? `${Math.round(seconds)} s` : `${Math.round(seconds / 60)} min`;

  let source = null;
  let fetching = false;

  const begin = () => {
    const root = document.querySelector("[data-live]");
    if (!root) return;
    const panels = new Map();
    for (const element of root.querySelectorAll("[data-live-run]")) panels.set(element.dataset.liveRun, new Panel(element));
    source = new EventSource(root.dataset.live);
    source.addEventListener("span", (event) => {
      const span = JSON.parse(event.data);
      const panel = panels.get(span.run);
      if (panel) panel.add(span);
    });
    source.addEventListener("began", () => again("A run has begun."));
    source.addEventListener("ended", () => again("A run has ended."));
    source.addEventListener("reload", () => again(""));
  };

  // The whole page anew, in place: what has ended has a receipt now, what has begun has figures.
  const again = async (word) => {
    if (fetching) return;
    fetching = true;
    if (source) source.close();
    try {
      // The run is booked before its journal is let go; a little time lets several events become one page.
      await new Promise((done) => setTimeout(done, 200));
      const answer = await fetch(location.pathname + location.search, { headers: { accept: "text/html" }, cache: "no-store" });
      if (!answer.ok) { location.reload(); return; }
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const main = page.querySelector("main");
      if (!main) { location.reload(); return; }
      document.title = page.title;
      document.querySelector("main").replaceWith(document.importNode(main, true));
      const status = document.querySelector("[data-live-status]");
      if (status && word) status.textContent = word;
      fetching = false;
      begin();
      document.dispatchEvent(new Event("joulebook:page"));
    } catch {
      fetching = false;
      setTimeout(() => again(word), 3000);
    }
  };

  begin();
})();
