/* A button with data-copy="id" puts that element's text on the clipboard and says so. */
import { announce } from "./announce.js";
import { once } from "./once.js";

const fresh = once();

export function start(root) {
  for (const button of fresh(root, "button[data-copy]")) {
    button.hidden = !navigator.clipboard;
    button.addEventListener("click", async () => {
      const found = document.getElementById(button.dataset.copy);
      try {
        await navigator.clipboard.writeText(found.innerText.trim());
        announce("Copied.");
        button.textContent = "Copied";
      } catch {
        announce("Your browser did not allow copying. Select the text and copy it yourself.");
      }
    });
  }
}
