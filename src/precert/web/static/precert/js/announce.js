/* Says something to a screen reader without moving the focus. */

/** Puts `text` in the page's polite live region; the same text said twice is heard twice. */
export function announce(text) {
  const region = document.getElementById("announcer");
  if (!region) return;
  region.textContent = "";
  window.setTimeout(() => { region.textContent = text; }, 60);
}
