/* Expand All and Collapse All for ribbons; all are open on paper; a link to something inside a closed ribbon opens it. */
import { once } from "./once.js";
import { announce } from "./announce.js";

const fresh = once();
let started = false;

export function start(root) {
  for (const button of fresh(root, "[data-expand]")) {
    button.addEventListener("click", () => {
      const area = document.getElementById(button.dataset.target) ?? document;
      const open = button.dataset.expand === "all";
      for (const ribbon of area.querySelectorAll("details[data-ribbon]")) ribbon.open = open;
      announce(open ? "All sections are open" : "All sections are closed");
    });
  }
  if (started) return;
  started = true;
  window.addEventListener("beforeprint", openForPaper);
  window.addEventListener("afterprint", closeAgain);
  window.addEventListener("hashchange", reveal);
  document.addEventListener("click", followLink);
  reveal();
}

function openForPaper() {
  for (const ribbon of document.querySelectorAll("details[data-ribbon]:not([open])")) {
    ribbon.dataset.paper = "1";
    ribbon.open = true;
  }
}

function closeAgain() {
  for (const ribbon of document.querySelectorAll("details[data-paper]")) {
    delete ribbon.dataset.paper;
    ribbon.open = false;
  }
}

function reveal() {
  const target = document.getElementById(decodeURIComponent(window.location.hash.slice(1)));
  const ribbon = target?.closest("details:not([open])");
  if (!ribbon) return;
  ribbon.open = true;
  target.scrollIntoView();
}

/* Error summaries link to fields: the field takes the focus, which a fragment link alone doesn't do. */
function followLink(event) {
  const link = event.target.closest?.('.pc-errors a[href^="#"]');
  const target = link && document.getElementById(decodeURIComponent(link.hash.slice(1)));
  if (!target) return;
  event.preventDefault();
  const ribbon = target.closest("details:not([open])");
  if (ribbon) ribbon.open = true;
  target.focus();
  target.scrollIntoView({ block: "center" });
}
