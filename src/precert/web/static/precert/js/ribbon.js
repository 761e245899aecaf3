/* Ribbons: Expand All and Collapse All; all are open on paper; a link to something inside a closed one opens it. */
import { announce } from "./announcer.js";
import { behavior } from "./behavior.js";
import { all, around } from "./element.js";

behavior("[data-expand]", (/** @type {HTMLElement} */ button) => {
  button.addEventListener("click", () => {
    const area = document.getElementById(button.dataset.target ?? "") ?? document;
    const open = button.dataset.expand === "all";
    for (const ribbon of all(area, "details[data-ribbon]", HTMLDetailsElement)) ribbon.open = open;
    announce(open ? "All sections are open" : "All sections are closed");
  });
});

window.addEventListener("beforeprint", () => {
  for (const ribbon of all(document, "details[data-ribbon]:not([open])", HTMLDetailsElement)) {
    ribbon.dataset.paper = "1";
    ribbon.open = true;
  }
});
window.addEventListener("afterprint", () => {
  for (const ribbon of all(document, "details[data-paper]", HTMLDetailsElement)) {
    delete ribbon.dataset.paper;
    ribbon.open = false;
  }
});

/** Opens what is folded around `target`; true when something was. @param {Element | null} target */
function unfold(target) {
  const ribbon = target?.closest("details:not([open])");
  if (ribbon instanceof HTMLDetailsElement) ribbon.open = true;
  return Boolean(ribbon);
}

/** @param {string} hash */
const targetOf = (hash) => document.getElementById(decodeURIComponent(hash.slice(1)));

function reveal() {
  const target = targetOf(window.location.hash);
  if (unfold(target)) target?.scrollIntoView();
}
window.addEventListener("hashchange", reveal);
reveal();

/* Error summaries link to fields: the field takes the focus, which a fragment link alone doesn't do. */
document.addEventListener("click", (event) => {
  const link = around(event, '.pc-errors a[href^="#"]');
  const target = link instanceof HTMLAnchorElement ? targetOf(link.hash) : null;
  if (!target) return;
  event.preventDefault();
  unfold(target);
  target.focus();
  target.scrollIntoView({ block: "center" });
});
