// Upload progress, files dropped on a form, and answers that say no. The forms work without this file.
"use strict";

// an answer such as 413 or 422 carries the form with its faults: it is shown, not swallowed
document.addEventListener("htmx:beforeSwap", (event) => {
  if (event.detail.xhr.status >= 400 && event.detail.xhr.status < 500 && event.detail.elt.matches("[data-upload]")) {
    event.detail.shouldSwap = event.detail.xhr.getResponseHeader("Content-Type").startsWith("text/html");
    event.detail.isError = false;
  }
});

document.addEventListener("htmx:xhr:progress", (event) => {
  const form = event.target.closest("[data-upload]");
  if (!form || !event.detail.lengthComputable) return;
  const bar = form.querySelector("progress");
  bar.max = event.detail.total;
  bar.value = event.detail.loaded;
  const percent = Math.floor((100 * event.detail.loaded) / event.detail.total);
  form.querySelector("[data-percent]").textContent = `${percent}%`;
});

document.addEventListener("htmx:beforeRequest", (event) => uploading(event.target, true));
document.addEventListener("htmx:afterRequest", (event) => uploading(event.target, false));

function uploading(form, busy) {
  if (!form.matches("[data-upload]")) return;
  form.querySelector("[data-uploading]").hidden = !busy;
  form.querySelector("button:not([type=button])").disabled = busy;
}

document.addEventListener("htmx:sendError", (event) => broken(event.target));

function broken(form) {
  if (form.matches("[data-upload]")) form.querySelector("[data-broken]").hidden = false;
}

for (const name of ["dragover", "dragleave", "drop"]) {
  document.addEventListener(name, (event) => {
    const place = event.target.closest?.(".drop");
    if (!place) return;
    event.preventDefault();
    place.classList.toggle("is-over", name === "dragover");
    if (name === "drop" && event.dataTransfer.files.length) {
      place.querySelector("input[type=file]").files = event.dataTransfer.files;
    }
  });
}
