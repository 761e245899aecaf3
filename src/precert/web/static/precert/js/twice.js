/* An email address typed twice: the hidden field that is saved follows when both say the same. While they don't, the page says that the
   address isn't saved, and leaving it otherwise than by one of its buttons is asked about. Without scripts the server compares. */
const NOT_YET = "Not saved: enter the address twice";

for (const area of document.querySelectorAll("[data-twice]")) {
  const first = area.querySelector("[data-twice-first]");
  const second = area.querySelector("[data-twice-second]");
  const both = area.querySelector("[data-twice-both]");
  const place = document.querySelector("[data-saved-state]");
  let sent = false; // by Done or Cancel
  let before = null; // what stood at the saved state
  const same = () => first.value.trim().toLowerCase() === second.value.trim().toLowerCase();
  const show = ({ state, text }) => { place.dataset.state = state; place.textContent = text; };
  const tell = () => {
    if (!place || same() || place.textContent === NOT_YET) return;
    before = { state: place.dataset.state ?? "", text: place.textContent };
    show({ state: "failed", text: NOT_YET });
  };
  const settle = () => { if (place?.textContent === NOT_YET) show(before); };
  const follow = () => {
    sent = false;
    if (!same()) return tell();
    settle();
    if (both.value === first.value.trim()) return undefined;
    both.value = first.value.trim();
    return both.dispatchEvent(new Event("change", { bubbles: true }));
  };
  first.addEventListener("change", follow);
  second.addEventListener("change", follow);
  both.addEventListener("precert:written", () => { first.value = second.value = both.value; settle(); });
  area.closest("[data-autosave-url]")?.addEventListener("precert:saved", tell);
  area.closest("form")?.addEventListener("submit", () => { sent = true; });
  window.addEventListener("beforeunload", (event) => { if (!same() && !sent) event.preventDefault(); });
  tell();
}
