/* A list that is put in order by dragging its grip, or with Move up and Move down. Markup: cotton/reorder.html.
   After each move {order: [key, …]} is POSTed to data-reorder-url. */
import { announce } from "./announcer.js";
import { behavior } from "./behavior.js";
import { all, around, maybe } from "./element.js";
import { replaceFragments } from "./fragment.js";
import { post } from "./request.js";

/** @param {HTMLElement} list */
const itemsOf = (list) => all(list, ":scope > [data-key]");
/** @param {HTMLElement} list */
const orderOf = (list) => itemsOf(list).map((item) => item.dataset.key ?? "");

behavior("[data-reorder]", (/** @type {HTMLElement} */ list) => {
  mark(list);
  list.addEventListener("click", (event) => {
    const button = around(event, "[data-move]");
    if (button) moveByButton(list, button);
  });
  list.addEventListener("pointerdown", (event) => {
    const item = around(event, "[data-key]");
    if (item && around(event, "[data-grip]") && event.button === 0) drag(list, item, event);
  });
});

/** The first can't go up, the last can't go down: said, but the button keeps the focus (aria-disabled). @param {HTMLElement} list */
function mark(list) {
  const items = itemsOf(list);
  for (const [n, item] of items.entries()) {
    maybe(item, '[data-move="up"]')?.setAttribute("aria-disabled", String(n === 0));
    maybe(item, '[data-move="down"]')?.setAttribute("aria-disabled", String(n === items.length - 1));
  }
}

/** @param {HTMLElement} list @param {HTMLElement} button */
function moveByButton(list, button) {
  const item = button.closest("[data-key]");
  if (!(item instanceof HTMLElement) || button.getAttribute("aria-disabled") === "true") return;
  const before = orderOf(list);
  if (button.dataset.move === "up") item.previousElementSibling?.before(item);
  else item.nextElementSibling?.after(item);
  button.focus();
  void moved(list, item, before);
}

/** @param {HTMLElement} list @param {HTMLElement} item @param {PointerEvent} event */
function drag(list, item, event) {
  const before = orderOf(list);
  item.dataset.dragging = "1";
  event.preventDefault();
  list.setPointerCapture(event.pointerId);
  /** @param {PointerEvent} move */
  const follow = (move) => {
    for (const other of itemsOf(list)) {
      const box = other.getBoundingClientRect();
      if (other === item || move.clientY < box.top || move.clientY > box.bottom) continue;
      if (move.clientY < box.top + box.height / 2) other.before(item);
      else other.after(item);
    }
  };
  /** @param {PointerEvent} end */
  const stop = (end) => {
    list.removeEventListener("pointermove", follow);
    delete item.dataset.dragging;
    if (end.type === "pointercancel") restore(list, before);
    else if (orderOf(list).join() !== before.join()) void moved(list, item, before);
  };
  list.addEventListener("pointermove", follow);
  list.addEventListener("pointerup", stop, { once: true });
  list.addEventListener("pointercancel", stop, { once: true });
}

/** @param {HTMLElement} list @param {HTMLElement} item @param {string[]} before */
async function moved(list, item, before) {
  mark(list);
  const order = orderOf(list);
  const place = order.indexOf(item.dataset.key ?? "") + 1;
  const first = place === 1 && list.dataset.first ? `, ${list.dataset.first}` : "";
  announce(`${item.dataset.name} is now ${place} of ${order.length}${first}`);
  if (!list.dataset.reorderUrl) return;
  try {
    const answer = await post(list.dataset.reorderUrl, { order });
    if (!answer.ok) throw new Error(String(answer.status));
    replaceFragments((await answer.json()).fragments);
  } catch {
    restore(list, before);
    announce("The new order could not be saved, so the old order is back.");
  }
}

/** @param {HTMLElement} list @param {string[]} order */
function restore(list, order) {
  const items = itemsOf(list);
  list.append(...order.flatMap((key) => items.filter((item) => item.dataset.key === key)));
  mark(list);
}
