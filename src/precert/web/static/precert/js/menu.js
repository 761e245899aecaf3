/* Menus that fold: <details data-menu> closes on Esc, on a click outside and when the focus leaves; [data-toggle] folds what it controls.
   Also small things of every page: focus on an error summary, sideways scrollers in the tab order. */
import { once } from "./once.js";

const freshMenus = once();
const freshToggles = once();
const freshFocus = once();
const freshScrollers = once();

export function start(root) {
  for (const menu of freshMenus(root, "details[data-menu]")) startMenu(menu);
  for (const button of freshToggles(root, "[data-toggle]")) {
    button.addEventListener("click", () => button.setAttribute("aria-expanded", String(button.getAttribute("aria-expanded") !== "true")));
  }
  for (const element of freshFocus(root, "[data-focus-on-load]")) element.focus();
  for (const element of freshScrollers(root, "[data-scroll]")) startScroller(element);
}

function startMenu(menu) {
  const close = () => { menu.open = false; };
  menu.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || !menu.open) return;
    event.stopPropagation();
    close();
    menu.querySelector("summary").focus();
  });
  menu.addEventListener("focusout", (event) => { if (event.relatedTarget && !menu.contains(event.relatedTarget)) close(); });
  document.addEventListener("click", (event) => { if (menu.open && !menu.contains(event.target)) close(); });
}

function startScroller(element) {
  const mark = () => {
    if (element.scrollWidth > element.clientWidth) element.setAttribute("tabindex", "0");
    else element.removeAttribute("tabindex");
  };
  const observer = new ResizeObserver(mark);
  for (const one of [element, ...element.children]) observer.observe(one); // the table may grow by itself: fonts, folded rows
  mark();
}
