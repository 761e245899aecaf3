/* Small things of every page: menus that fold, the focus at the start, sideways scrollers in the tab order, Print, Copy. */
import { announce } from "./announcer.js";
import { behavior } from "./behavior.js";
import { maybe } from "./element.js";

/* data-menu: closes on Esc, on a click outside and when the focus leaves. */
behavior("details[data-menu]", (/** @type {HTMLDetailsElement} */ menu) => {
  const close = () => {
    menu.open = false;
  };
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    event.stopPropagation();
    close();
    maybe(menu, "summary")?.focus();
  });
  menu.addEventListener("focusout", ({ relatedTarget }) => {
    if (relatedTarget instanceof Node && !menu.contains(relatedTarget)) close();
  });
  document.addEventListener("click", ({ target }) => {
    if (menu.open && target instanceof Node && !menu.contains(target)) close();
  });
});

/* data-toggle: the button says whether what it controls is folded; the style sheet folds it. */
behavior("[data-toggle]", (/** @type {HTMLElement} */ button) => {
  button.addEventListener("click", () =>
    button.setAttribute("aria-expanded", String(button.getAttribute("aria-expanded") !== "true")),
  );
});

behavior("[data-focus-on-load]", (/** @type {HTMLElement} */ element) => element.focus());

/* data-scroll: what is wider than its place can be scrolled by keys. */
behavior("[data-scroll]", (/** @type {HTMLElement} */ element) => {
  const mark = () => {
    if (element.scrollWidth > element.clientWidth) element.setAttribute("tabindex", "0");
    else element.removeAttribute("tabindex");
  };
  const observer = new ResizeObserver(mark);
  for (const part of [element, ...element.children]) observer.observe(part); // the table may grow by itself: fonts, folded rows
  mark();
});

behavior("[data-print]", (/** @type {HTMLElement} */ button) => button.addEventListener("click", () => window.print()));

/* data-copy="id": that element's text goes to the clipboard. */
behavior("button[data-copy]", (/** @type {HTMLButtonElement} */ button) => {
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    try {
      const copied = document.getElementById(button.dataset.copy ?? "");
      // biome-ignore lint/performance/useDomNodeTextContent: the lines of a list are lines of the copy
      await navigator.clipboard.writeText(copied?.innerText.trim() ?? "");
      announce("Copied.");
      button.textContent = "Copied";
    } catch {
      announce("Your browser did not allow copying. Select the text and copy it yourself.");
    }
  });
});
