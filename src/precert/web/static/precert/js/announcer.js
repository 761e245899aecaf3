/* Says something to a screen reader without moving the focus. */
import { all } from "./element.js";

/**
 * Puts `text` in the polite live region; the same text said twice is heard twice. While a dialog is open the rest of the page is silent:
 * then the dialog's own region ([data-announcer]) says it.
 * @param {string} text
 */
export function announce(text) {
  const region = all(document, "dialog[open] [data-announcer]").pop() ?? document.getElementById("announcer");
  if (!region) return;
  region.textContent = "";
  window.setTimeout(() => {
    region.textContent = text;
  }, 60);
}
