/* Keys: "/" to the element with data-shortcut="/", "?" the list of keys, j/k/Enter through the rows of table[data-rows].
   Off while typing, with a modifier, in a dialog, and when the profile says so (body data-shortcuts="off"). */
import { openDialog } from "./dialog.js";

let started = false;

export function start() {
  if (started) return;
  started = true;
  document.addEventListener("keydown", onKey);
}

function isTyping(target) {
  return target instanceof Element && (target.closest("input, textarea, select, [contenteditable], [role=combobox]") !== null);
}

function onKey(event) {
  if (document.body.dataset.shortcuts === "off") return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (isTyping(event.target) || document.querySelector("dialog[open]")) return;
  if (event.key === "/") focusShortcut(event);
  else if (event.key === "?") showKeys(event);
  else if (event.key === "j") step(event, 1);
  else if (event.key === "k") step(event, -1);
}

function focusShortcut(event) {
  const target = document.querySelector('[data-shortcut="/"]');
  if (!target) return;
  event.preventDefault();
  target.focus();
  target.select?.();
}

function showKeys(event) {
  const dialog = document.getElementById("shortcuts-dialog");
  if (!dialog) return;
  event.preventDefault();
  openDialog(dialog);
}

/* The row's link takes the focus, so Enter opens it and a screen reader reads it: nothing of our own to keep in step. */
function step(event, by) {
  const links = [...document.querySelectorAll("table[data-rows] tbody [data-row-link]")];
  if (!links.length) return;
  event.preventDefault();
  const row = document.activeElement?.closest("tr");
  const here = links.findIndex((link) => link.closest("tr") === row);
  const next = here < 0 ? (by > 0 ? 0 : links.length - 1) : Math.min(links.length - 1, Math.max(0, here + by));
  links[next].focus();
}
