/* A form with data-call waits for a call that is to be answered with #: it asks its own address every two seconds how the call stands
   ({"state": "waiting" | "answered" | "over", "said": what the telephone service tells of it, if anything}), says so in [data-call-state]
   (data-answered, data-over), and is sent by itself once it was answered. Without scripts its button does the same. */
import { once } from "./once.js";
import { backgroundHeaders } from "./request.js";

const fresh = once();
const EVERY = 2000; // milliseconds

export function start(root) {
  for (const form of fresh(root, "form[data-call]")) {
    const timer = window.setInterval(() => { if (!document.hidden) void ask(form, timer); }, EVERY);
  }
}

async function ask(form, timer) {
  try {
    const answer = await fetch(form.action, { headers: backgroundHeaders(), credentials: "same-origin", redirect: "manual" });
    if (!answer.ok) return window.clearInterval(timer);
    const { state, said } = await answer.json();
    const place = document.querySelector("[data-call-state]");
    if (state === "waiting") {
      if (said && place.textContent !== said) place.textContent = said; // the same again isn't read out
      return;
    }
    window.clearInterval(timer);
    place.textContent = place.dataset[state] ?? place.textContent;
    if (state === "answered") form.requestSubmit();
  } catch {
    /* the line is down: the next turn tries again */
  }
}
