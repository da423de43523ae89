// A run's page: drawing over the picture of power chooses a part of the run; sliders beside the fields of what-if.
// Without this both work as forms.
"use strict";
(() => {
  const svgName = "http://www.w3.org/2000/svg";
  let asked = 0;

  const brush = () => {
    const form = document.getElementById("span-form");
    const figure = document.querySelector("[data-brush]");
    if (!form || form.dataset.ready) return;
    form.dataset.ready = "yes";
    const [from, to] = [form.elements.from, form.elements.to];

    const show = (answer) => {
      const place = document.getElementById("span");
      const text = (selector, value) => {
        const found = place.querySelector(selector);
        if (found) found.textContent = value;
      };
      text("[data-span-title]", answer.title);
      text("[data-span-emissions]", answer.emissions_text.join(", "));
      text("[data-span-note]", answer.note);
      for (const row of answer.rows) {
        const cells = place.querySelectorAll(`[data-part="${row.key}"] td`);
        if (cells.length < 2) continue;
        const range = document.createElement("small");
        range.className = "range";
        range.textContent = row.range;
        cells[0].replaceChildren(row.energy, ...(row.range ? [document.createElement("br"), range] : []));
        cells[1].textContent = row.power;
      }
    };

    // What was asked last is shown, whichever answer comes first.
    const ask = async () => {
      const number = ++asked;
      const fields = new URLSearchParams({ from: from.value, to: to.value });
      const answer = await fetch(`${form.dataset.span}?${fields}`, { headers: { accept: "application/json" } });
      const value = await answer.json();
      if (number !== asked) return;
      if (!answer.ok) {
        const note = document.querySelector("[data-span-note]");
        if (note) note.textContent = `${value.title} ${value.detail} ${value.fix}`;
        return;
      }
      // Only a page that showed a mistake has no table to fill.
      if (!document.querySelector("[data-span-title]")) { form.submit(); return; }
      show(value);
      history.replaceState(null, "", `${form.getAttribute("action").split("#")[0]}?${fields}`);
    };
    form.addEventListener("submit", (event) => { event.preventDefault(); ask(); paint(); });

    const plot = figure && figure.querySelector("[data-plot]");
    let paint = () => {};
    if (!plot) return;
    const svg = plot.ownerSVGElement;
    const data = plot.dataset;
    const [left, right, top, bottom, x0, x1] =
      [data.left, data.right, data.top, data.bottom, data.x0, data.x1].map(Number);
    const timeAt = (x) => Math.min(Math.max(x0 + ((x - left) / (right - left)) * (x1 - x0), x0), x1);
    const placeAt = (time) => left + ((time - x0) / (x1 - x0)) * (right - left);
    const area = document.createElementNS(svgName, "rect");
    for (const [key, value] of Object.entries({ class: "brushed", y: top, height: bottom - top })) area.setAttribute(key, value);
    svg.append(area);

    // Four digits of the run's length are finer than a pixel.
    const digits = Math.max(0, 4 - Math.ceil(Math.log10(Math.max(x1 - x0, 1e-9))));
    const text = (time) => String(Number(time.toFixed(digits)));
    const chosen = () => [Number(from.value) || 0, Number(to.value) || x1];
    paint = () => {
      const [start, end] = chosen();
      const isWhole = start <= x0 && end >= x1 - (x1 - x0) / 1000;
      area.setAttribute("x", placeAt(Math.max(start, x0)));
      area.setAttribute("width", isWhole ? 0 : Math.max(placeAt(Math.min(end, x1)) - placeAt(Math.max(start, x0)), 1));
      figure.setAttribute("aria-valuetext", `${text(start)} s to ${text(end)} s`);
    };
    let waiting = 0;
    const choose = (start, end, isFinal) => {
      const [low, high] = [Math.min(start, end), Math.max(start, end)];
      from.value = text(low);
      to.value = high >= x1 ? String(x1) : text(high);
      paint();
      clearTimeout(waiting);
      waiting = setTimeout(ask, isFinal ? 0 : 150);
    };
    const whole = () => { from.value = "0"; to.value = String(x1); paint(); ask(); };

    const pointed = (event) => {
      const point = new DOMPoint(event.clientX, event.clientY).matrixTransform(svg.getScreenCTM().inverse());
      return timeAt(point.x);
    };
    let anchor = null;
    svg.addEventListener("pointerdown", (event) => {
      // A finger moves the picture; the fields are there for it.
      if (event.button !== 0 || event.pointerType === "touch") return;
      anchor = pointed(event);
      svg.setPointerCapture(event.pointerId);
      event.preventDefault();
      figure.focus();
    });
    svg.addEventListener("pointermove", (event) => {
      if (anchor !== null) choose(anchor, pointed(event), false);
    });
    svg.addEventListener("pointerup", (event) => {
      if (anchor === null) return;
      const end = pointed(event);
      if (Math.abs(end - anchor) < (x1 - x0) / 500) whole(); else choose(anchor, end, true);
      anchor = null;
    });
    svg.addEventListener("pointercancel", () => { anchor = null; });

    figure.tabIndex = 0;
    figure.setAttribute("role", "slider");
    figure.setAttribute("aria-label", "Part of the run");
    figure.setAttribute("aria-valuemin", x0);
    figure.setAttribute("aria-valuemax", x1);
    figure.setAttribute("aria-valuenow", x0);
    figure.addEventListener("keydown", (event) => {
      const step = (x1 - x0) / (event.ctrlKey || event.metaKey ? 200 : 40);
      let [start, end] = chosen();
      const isWhole = start <= x0 && end >= x1 - (x1 - x0) / 1000;
      if (event.key === "Escape") return whole();
      const way = event.key === "ArrowRight" ? step : event.key === "ArrowLeft" ? -step : 0;
      if (!way) return;
      event.preventDefault();
      if (isWhole && !event.shiftKey) end = x0 + (x1 - x0) / 10;
      else if (event.shiftKey) end = Math.min(Math.max(end + way, start + step), x1);
      else {
        const move = Math.min(Math.max(way, x0 - start), x1 - end);
        [start, end] = [start + move, end + move];
      }
      figure.setAttribute("aria-valuenow", start);
      choose(start, end, false);
    });
    const all = form.querySelector("[data-span-all]");
    if (all) all.addEventListener("click", (event) => { event.preventDefault(); whole(); });
    for (const field of [from, to]) field.addEventListener("change", paint);
    paint();
  };

  const sliders = () => {
    const form = document.querySelector("[data-whatif]");
    if (!form || form.dataset.ready) return;
    form.dataset.ready = "yes";
    let waiting = 0, number = 0;
    const ask = async () => {
      const mine = ++number;
      const fields = new URLSearchParams([...new FormData(form)].filter(([, value]) => value !== ""));
      const address = `${form.getAttribute("action").split("#")[0]}?${fields}`;
      const answer = await fetch(address, { headers: { accept: "text/html" } });
      if (!answer.ok || mine !== number) return;
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const result = page.getElementById("whatif-answer");
      if (result) document.getElementById("whatif-answer").replaceChildren(...document.importNode(result, true).childNodes);
    };
    for (const field of form.querySelectorAll("[data-slider]")) {
      const [low, high, step, own] = field.dataset.slider.split(" ");
      const slider = document.createElement("input");
      Object.assign(slider, { type: "range", min: low, max: high, step, value: field.value || own });
      slider.setAttribute("aria-label", `${form.querySelector(`label[for="${field.id}"]`).textContent}, slider`);
      field.after(slider);
      slider.addEventListener("input", () => {
        field.value = slider.value;
        clearTimeout(waiting);
        waiting = setTimeout(ask, 200);
      });
      field.addEventListener("change", () => { slider.value = field.value || own; });
    }
    form.addEventListener("submit", (event) => { event.preventDefault(); ask(); });
  };

  const begin = () => { brush(); sliders(); };
  document.addEventListener("joulebook:page", begin);
  begin();
})();
