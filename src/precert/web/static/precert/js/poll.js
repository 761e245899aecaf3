/* An element that keeps itself fresh: data-poll-url answers HTML of its content (or JSON with fragments), every data-poll-seconds (30).
   Marked as background: it doesn't keep a session alive. Quiet while the tab is hidden or the focus is inside. */
import { once } from "./once.js";
import { backgroundHeaders, replaceFragments } from "./request.js";

const fresh = once();

export function start(root) {
  for (const element of fresh(root, "[data-poll-url]")) {
    const seconds = Math.max(5, Number(element.dataset.pollSeconds) || 30);
    const timer = window.setInterval(() => {
      if (!element.isConnected) window.clearInterval(timer);
      else if (!document.hidden && !element.contains(document.activeElement)) void refresh(element, timer);
    }, seconds * 1000);
  }
}

async function refresh(element, timer) {
  try {
    const answer = await fetch(element.dataset.pollUrl, { headers: { ...backgroundHeaders(), Accept: "text/html, application/json" }, credentials: "same-origin", redirect: "manual" });
    if ([401, 403, 404, 410].includes(answer.status) || answer.type === "opaqueredirect") return window.clearInterval(timer);
    if (!answer.ok || answer.status === 204) return;
    if (answer.headers.get("Content-Type")?.startsWith("application/json")) return replaceFragments((await answer.json()).fragments);
    const html = await answer.text();
    if (element.contains(document.activeElement)) return;
    element.innerHTML = html;
    element.dispatchEvent(new CustomEvent("precert:replaced", { bubbles: true }));
  } catch {
    /* the line is down: the next turn tries again */
  }
}
