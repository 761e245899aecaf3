/* A new password: [data-new-password data-least="14"] gets its length while it is typed and a button that shows it. Nothing leaves the page:
   the server decides when it is sent. The length is said once typing rests, not at each key. */
import { announce } from "./announce.js";
import { once } from "./once.js";

const fresh = once();
const REST = 1200; // milliseconds without a key

export function start(root) {
  for (const box of fresh(root, "[data-new-password]")) startBox(box);
}

function startBox(box) {
  const fields = [...box.querySelectorAll('input[type="password"]')];
  const place = box.querySelector("[data-password-length]");
  const button = box.querySelector("[data-password-show]");
  const least = Number(box.dataset.least);
  let rest;
  const said = () => {
    const count = [...fields[0].value.normalize("NFC")].length; // as the server counts: characters, not halves of them
    return count < least ? `${count} of at least ${least} characters` : `${count} characters: long enough`;
  };
  place.hidden = button.hidden = false;
  place.textContent = said();
  fields[0].addEventListener("input", () => {
    place.textContent = said();
    window.clearTimeout(rest);
    rest = window.setTimeout(() => announce(place.textContent), REST);
  });
  button.addEventListener("click", () => {
    const show = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(show));
    for (const field of fields) field.type = show ? "text" : "password";
    announce(show ? "Password shown" : "Password hidden");
  });
  // Shown text must not stay in the browser's memory of forms.
  box.closest("form")?.addEventListener("submit", () => { for (const field of fields) field.type = "password"; });
}
