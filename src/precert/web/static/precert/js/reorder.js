/* A list that is put in order by dragging its grip, or with Move up and Move down. Markup: cotton/reorder.html.
   After each move: precert:reorder {order: [key, …]} on the list, and a POST of the same to data-reorder-url when there is one. */
import { announce } from "./announce.js";
import { once } from "./once.js";
import { postJson, replaceFragments } from "./request.js";

const fresh = once();

export function start(root) {
  for (const list of fresh(root, "[data-reorder]")) startList(list);
}

const itemsOf = (list) => [...list.querySelectorAll(":scope > [data-key]")];
const orderOf = (list) => itemsOf(list).map((item) => item.dataset.key);

function startList(list) {
  mark(list);
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-move]");
    if (button) moveByButton(list, button);
  });
  list.addEventListener("pointerdown", (event) => {
    if (event.target.closest("[data-grip]") && event.button === 0) drag(list, event);
  });
}

/* The first can't go up, the last can't go down: said, but the button keeps the focus (aria-disabled). */
function mark(list) {
  const items = itemsOf(list);
  items.forEach((item, n) => {
    item.querySelector('[data-move="up"]')?.setAttribute("aria-disabled", String(n === 0));
    item.querySelector('[data-move="down"]')?.setAttribute("aria-disabled", String(n === items.length - 1));
  });
}

function moveByButton(list, button) {
  if (button.getAttribute("aria-disabled") === "true") return;
  const item = button.closest("[data-key]");
  const before = orderOf(list);
  if (button.dataset.move === "up") item.previousElementSibling?.before(item);
  else item.nextElementSibling?.after(item);
  button.focus();
  void moved(list, item, before);
}

function drag(list, event) {
  const item = event.target.closest("[data-key]");
  const before = orderOf(list);
  item.dataset.dragging = "1";
  event.preventDefault();
  list.setPointerCapture(event.pointerId);
  const follow = (move) => {
    for (const other of itemsOf(list)) {
      const box = other.getBoundingClientRect();
      if (other === item || move.clientY < box.top || move.clientY > box.bottom) continue;
      if (move.clientY < box.top + box.height / 2) other.before(item); else other.after(item);
    }
  };
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

async function moved(list, item, before) {
  mark(list);
  const order = orderOf(list);
  const place = order.indexOf(item.dataset.key) + 1;
  const first = place === 1 && list.dataset.first ? `, ${list.dataset.first}` : "";
  announce(`${item.dataset.name} is now ${place} of ${order.length}${first}`);
  list.dispatchEvent(new CustomEvent("precert:reorder", { bubbles: true, detail: { order } }));
  if (!list.dataset.reorderUrl) return;
  try {
    const answer = await postJson(list.dataset.reorderUrl, { order });
    if (!answer.ok) throw new Error(String(answer.status));
    replaceFragments((await answer.json()).fragments);
  } catch {
    restore(list, before);
    announce("The new order could not be saved, so the old order is back.");
  }
}

function restore(list, order) {
  const items = new Map(itemsOf(list).map((item) => [item.dataset.key, item]));
  list.append(...order.map((key) => items.get(key)).filter(Boolean));
  mark(list);
}
