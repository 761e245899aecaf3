/* Leaving the page: forms and links wait for the last save; anything else is asked about. What waits for a choice or for other words goes
   with the form that holds its field; a form that was asked about already may leave it. A form with data-flush is sent only when nothing of
   its page waits so. One with data-stay is sent by script, and the page stays when the answer isn't what was wished for. */
import { announce } from "./announcer.js";
import { openAreas, unsavedAreas } from "./autosave.js";
import { behavior } from "./behavior.js";
import { one } from "./element.js";
import { jsonOf, post } from "./request.js";
import { flushAll } from "./saving.js";

const SIGNED_OUT =
  "Not saved because you are signed out. Sign in in another tab, then press the button again. Your text stays here.";
const FAILED = "Not saved. Try again in a moment. Your text stays here.";

/** @type {HTMLFormElement | null} the form that leaves the page */
let posted = null;

behavior("form[data-stay]", (/** @type {HTMLFormElement} */ form) => {
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    void sendFrom(form);
  });
});

document.addEventListener("submit", (event) => {
  const { target: form, submitter } = event;
  if (event.defaultPrevented || !(form instanceof HTMLFormElement)) return;
  if (unsavedAreas().length) {
    event.preventDefault();
    void flushAll().then(() =>
      unsavedAreas().length ? hold(form, "Not saved yet. Please wait.") : form.requestSubmit(submitter),
    );
    return;
  }
  const [waits] = openAreas();
  if (waits && form.hasAttribute("data-flush")) {
    event.preventDefault();
    hold(form, "Not sent. A field on this page is not saved. Correct it first.");
    window.setTimeout(() => waits.focusOpen()); // after the dialog gave the focus back
    return;
  }
  posted = form;
});

/** @param {HTMLFormElement} form @param {string} why */
function hold(form, why) {
  delete form.dataset.confirmed; // see dialog.js
  announce(why);
}

document.addEventListener("click", (event) => {
  const link = event.target instanceof Element ? event.target.closest("a[href]") : null;
  if (!(link instanceof HTMLAnchorElement) || event.defaultPrevented || !unsavedAreas().length) return;
  if (event.button || event.ctrlKey || event.metaKey || event.shiftKey || link.target || link.hasAttribute("download"))
    return;
  if (link.origin !== window.location.origin || (link.hash && link.pathname === window.location.pathname)) return;
  event.preventDefault();
  void flushAll().then(() => window.location.assign(link.href)); // what could not be saved is asked about by beforeunload
});

window.addEventListener("beforeunload", (event) => {
  const waits = openAreas().some((area) => !posted?.contains(area.element) && !posted?.dataset.confirm);
  if (unsavedAreas().length || waits) event.preventDefault();
  posted = null;
});

/** @param {HTMLFormElement} form */
async function sendFrom(form) {
  const place = one(form, "[data-stay-error]");
  place.textContent = "";
  const answer = await post(form.action, new FormData(form), { background: false }).catch(() => null); // the line is down
  const body = answer ? await jsonOf(answer).catch(() => ({})) : {};
  if (answer?.ok && body.location) {
    const url = new URL(body.location, window.location.href);
    const here = url.pathname === window.location.pathname && url.search === window.location.search;
    window.location.assign(url.href);
    if (here) window.location.reload(); // a new fragment alone loads nothing
  } else if (answer?.redirected) window.location.assign(answer.url);
  else place.textContent = answer?.status === 401 ? SIGNED_OUT : body.message || FAILED;
}
