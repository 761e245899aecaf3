/* An email address typed twice ([data-twice]): the hidden field that is saved follows when both say the same. While they don't, the page
   says that the address isn't saved, and leaving it otherwise than by one of its buttons is asked about. Without scripts the server compares. */
import { behavior } from "./behavior.js";
import { maybe, one } from "./element.js";

const NOT_YET = "Not saved: enter the same address in both fields";

behavior("[data-twice]", (/** @type {HTMLElement} */ area) => {
  const first = one(area, "[data-twice-first]", HTMLInputElement);
  const second = one(area, "[data-twice-second]", HTMLInputElement);
  const both = one(area, "[data-twice-both]", HTMLInputElement);
  const place = maybe(document, "[data-saved-state]");
  let sent = false; // by Done or Cancel
  let before = { state: "", text: "" }; // what stood at the saved state
  const same = () => first.value.trim().toLowerCase() === second.value.trim().toLowerCase();
  /** @param {{ state: string, text: string }} said */
  const show = ({ state, text }) => {
    if (!place) return;
    place.dataset.state = state;
    place.textContent = text;
  };
  const tell = () => {
    if (!place || same() || place.textContent === NOT_YET) return;
    before = { state: place.dataset.state ?? "", text: place.textContent ?? "" };
    show({ state: "failed", text: NOT_YET });
  };
  const settle = () => {
    if (place?.textContent === NOT_YET) show(before);
  };
  const follow = () => {
    sent = false;
    if (!same()) return tell();
    settle();
    if (both.value === first.value.trim()) return;
    both.value = first.value.trim();
    both.dispatchEvent(new Event("change", { bubbles: true }));
  };
  first.addEventListener("change", follow);
  second.addEventListener("change", follow);
  both.addEventListener("precert:written", () => {
    first.value = second.value = both.value;
    settle();
  });
  area.closest("[data-autosave-url]")?.addEventListener("precert:saved", tell);
  area.closest("form")?.addEventListener("submit", () => {
    sent = true;
  });
  window.addEventListener("beforeunload", (event) => {
    if (!same() && !sent) event.preventDefault();
  });
  tell();
});
