// What every page has: nothing here is needed to read it.
"use strict";

// Addresses of answers name only what was given.
addEventListener("submit", (event) => {
  const form = event.target;
  // A field may be called `method` and hide the form's own.
  if (form.getAttribute("method") !== "get") return;
  for (const field of form.querySelectorAll("input,select")) if (field.value === "") field.disabled = true;
});
// The way back shows the form as it was.
addEventListener("pageshow", () => {
  for (const form of document.forms)
    for (const field of form.querySelectorAll("input,select")) if (field.value === "") field.disabled = false;
});
