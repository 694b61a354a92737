// Small comforts; every page works without this file.
"use strict";

document.addEventListener("click", async (event) => {
  const print = event.target.closest("[data-print]");
  if (print) {
    window.print();
    return;
  }
  const copy = event.target.closest("[data-copy]");
  if (copy) {
    await navigator.clipboard.writeText(copy.dataset.copy);
    copy.querySelector("[data-said]").textContent = copy.dataset.done;
    return;
  }
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.menu[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// what was hidden on screen is not hidden on paper
window.addEventListener("beforeprint", () => {
  for (const more of document.querySelectorAll("details.more:not([open])")) {
    more.open = true;
    more.dataset.opened = "for-print";
  }
});
window.addEventListener("afterprint", () => {
  for (const more of document.querySelectorAll('details.more[data-opened="for-print"]')) more.open = false;
});
