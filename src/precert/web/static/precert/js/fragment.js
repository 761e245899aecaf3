/* Parts of a page that come from the server after it. All are left alone while the focus stands in them.
   data-poll-url on an element, every data-poll-seconds (30): {fragments: {id: HTML}}. It is background: no session lives longer by it.
   data-load-url with data-load-into="id" on <details> (when it unfolds, until it has come) or a link (when it is pointed at or focused): HTML of that
   element's content. Where nothing comes, the element is again as the page had it, and says why.
   data-returns="id id" on an element: those parts of the page are fetched anew whenever somebody comes back to its tab. */
import { behavior, startAll } from "./behavior.js";
import { make } from "./element.js";
import { ask } from "./request.js";

const GONE = [401, 403, 404, 410]; // nothing will come from there any more
const REST = 300; // milliseconds that the pointer rests on a link before what it leads to is shown
const SIGNED_OUT = "You are signed out. Sign in in another tab, then try again.";
const NOTHING = "This could not be loaded. Try again in a moment.";

behavior("[data-poll-url]", startPoll);
behavior("[data-load-url]", startLoad);
behavior("[data-returns]", startReturns);

/** @param {Element} element */
const busy = (element) => element.contains(document.activeElement);

/**
 * Replaces elements by id with the HTML of an answer; one in which the focus stands, when it has left.
 * @param {Record<string, string>} [fragments]
 */
export function replaceFragments(fragments = {}) {
  for (const [id, html] of Object.entries(fragments)) {
    const old = document.getElementById(id);
    if (!old) continue;
    if (busy(old)) {
      const later = () => void window.setTimeout(replaceFragments, 0, { [id]: html });
      old.addEventListener("focusout", later, { once: true });
      continue;
    }
    const holder = document.createElement("template");
    holder.innerHTML = html.trim();
    const fresh = holder.content.firstElementChild;
    if (!fresh) continue;
    old.replaceWith(fresh);
    startAll(fresh);
  }
}

/** @param {HTMLElement} element */
function startPoll(element) {
  const { pollUrl = "", pollSeconds } = element.dataset;
  const timer = window.setInterval(
    async () => {
      if (!element.isConnected) return window.clearInterval(timer);
      if (document.hidden || busy(element)) return undefined;
      const answer = await ask(pollUrl).catch(() => null); // the line is down: the next turn tries again
      if (answer && (GONE.includes(answer.status) || answer.type === "opaqueredirect"))
        return window.clearInterval(timer);
      if (answer?.status === 200) replaceFragments((await answer.json()).fragments);
      return undefined;
    },
    Math.max(5, Number(pollSeconds) || 30) * 1000,
  );
}

/** @type {WeakMap<Element, { asked: AbortController, before: string }>} of each element what is on its way into it, and what the page had there */
const coming = new WeakMap();

/** @param {HTMLElement} element */
function startLoad(element) {
  if (element instanceof HTMLDetailsElement) {
    let come = false;
    element.addEventListener("toggle", async () => {
      if (element.open && !come) come = await load(element);
    });
    return;
  }
  let rest = 0;
  element.addEventListener("focus", () => void load(element));
  element.addEventListener("pointerenter", () => {
    rest = window.setTimeout(() => void load(element), REST);
  });
  element.addEventListener("pointerleave", () => window.clearTimeout(rest));
}

/** What was asked for last is shown, whatever answers last; true when it is. @param {HTMLElement} element */
async function load(element) {
  const { loadUrl = "", loadInto = "" } = element.dataset;
  const into = document.getElementById(loadInto);
  if (!into) return false;
  const last = coming.get(into);
  last?.asked.abort();
  const asked = new AbortController();
  const before = last?.before ?? into.innerHTML;
  coming.set(into, { asked, before });
  const options = { accept: "text/html, application/json", background: false, signal: asked.signal };
  const answer = await ask(loadUrl, options).catch(() => null); // the line is down, or something else was asked for
  const html = answer?.ok ? await answer.text().catch(() => "") : "";
  if (asked.signal.aborted || busy(into)) return false;
  into.innerHTML = html || before;
  const signedOut = answer?.status === 401 || answer?.type === "opaqueredirect";
  if (!html) into.prepend(make("p", { role: "status" }, signedOut ? SIGNED_OUT : NOTHING));
  startAll(into);
  return Boolean(html);
}

/* A page opened by this one leads back to it: its tab is done and closes. */
/** @param {HTMLElement} element */
function startReturns(element) {
  if (openedHere()) {
    window.opener.dispatchEvent(new Event("focus"));
    window.close();
  }
  const ids = (element.dataset.returns ?? "").split(" ");
  window.addEventListener("focus", () => void refresh(ids));
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) void refresh(ids);
  });
}

function openedHere() {
  try {
    return window.opener?.location.pathname === window.location.pathname;
  } catch {
    return false; // another site opened it
  }
}

/** @param {string[]} ids */
async function refresh(ids) {
  const answer = await ask(window.location.href, { accept: "text/html" }).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const active = document.activeElement;
  const held = active instanceof HTMLElement && ids.some((id) => active.closest(`#${id}`)) ? active : null;
  held?.blur(); // what holds the focus isn't replaced
  replaceFragments(Object.fromEntries(ids.map((id) => [id, page.getElementById(id)?.outerHTML ?? ""])));
  if (held?.id) document.getElementById(held.id)?.focus();
}
