/* Keys: "/" to the element with data-shortcut="/", "?" the list of keys, j/k/Enter through the rows of table[data-rows].
   Off while typing, with a modifier, in a dialog, and when the profile says so (body data-shortcuts="off"). */
import { dialogOf, openDialog } from "./dialog.js";
import { all, around, maybe } from "./element.js";

document.addEventListener("keydown", (event) => {
  if (document.body.dataset.shortcuts === "off") return;
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
  if (around(event, "input, textarea, select, [contenteditable], [role=combobox]") || maybe(document, "dialog[open]"))
    return;
  const done = KEYS[event.key]?.();
  if (done) event.preventDefault();
});

/** @type {Record<string, () => boolean>} what each key does; true when it did */
const KEYS = { "/": focusSearch, "?": showKeys, j: () => step(1), k: () => step(-1) };

function focusSearch() {
  const target = maybe(document, '[data-shortcut="/"]', HTMLInputElement);
  target?.focus();
  target?.select();
  return Boolean(target);
}

function showKeys() {
  const dialog = dialogOf("shortcuts-dialog");
  if (dialog) openDialog(dialog);
  return Boolean(dialog);
}

/** The row's link takes the focus, so Enter opens it and a screen reader reads it: nothing of our own to keep in step. @param {number} by */
function step(by) {
  const links = all(document, "table[data-rows] tbody [data-row-link]");
  const row = document.activeElement?.closest("tr") ?? null;
  const here = links.findIndex((link) => link.closest("tr") === row);
  const start = by > 0 ? 0 : links.length - 1;
  links[here < 0 ? start : Math.min(links.length - 1, Math.max(0, here + by))]?.focus();
  return links.length > 0;
}
