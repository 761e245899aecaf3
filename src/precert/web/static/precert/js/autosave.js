/* Saves what is typed: inside [data-autosave-url] each field with data-path is sent as {changes: {path: [seen, new]}}, one request at a time.
   Answer 200: {saved_at, version, values: {path: current}, conflicts: {path: {mine, theirs, by}}, findings: {path: text}, fragments: {id: html}}.
   With all_findings the findings are those of the whole area: what is not among them is cleared. refused: [path] were not taken.
   data-wait on a field: milliseconds before a change of it is sent. An input with data-saved-of=path gets the value last saved there.
   403, 409 or 410: no longer editable here ({message}); 400 or 422: refused ({findings}); 401: signed out; anything else is retried while the
   page lives. A form with data-flush is sent only when everything typed is saved; its input[data-version] says what the page has shown.
   Every request is marked as background: typing itself keeps the session alive (idle.js). */
import { announce } from "./announce.js";
import { elementsOf } from "./fields.js";
import { once } from "./once.js";
import { Saver } from "./saver.js";

const fresh = once();
const freshHidden = once();
const savers = new Set();
let posted = null; // the form that leaves the page

export function start(root) {
  // A hidden input's default follows its value, so what the server rendered is kept aside.
  for (const input of freshHidden(root, "input[type=hidden][data-path]")) input.dataset.seen ??= input.value;
  for (const area of fresh(root, "[data-autosave-url]")) savers.add(new Saver(area));
}

/** Sends everything unsaved; true when all of it is saved within `patience` milliseconds. */
export async function flushAll(patience = 5000) {
  const late = new Promise((resolve) => { window.setTimeout(resolve, patience, false); });
  const all = Promise.all([...savers].map((saver) => saver.flush())).then(() => !anyUnsaved());
  return Promise.race([all, late]);
}

/** True when something typed is not saved yet. */
export function anyUnsaved() {
  return [...savers].some((saver) => saver.unsaved);
}

/* Leaving the page: forms and links wait for the last save; anything else is asked about. What waits for a choice or for other words goes
   with the form that holds its field; a form that was asked about already may leave it. */
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented) return;
  const { target: form, submitter } = event;
  if (anyUnsaved()) {
    event.preventDefault();
    void flushAll().then((saved) => (saved ? form.requestSubmit(submitter ?? undefined) : held(form, "Not saved yet. Please wait.")));
    return;
  }
  const waits = [...savers].find((saver) => saver.open);
  if (waits && form.hasAttribute("data-flush")) {
    event.preventDefault();
    held(form, "Not sent. A field on this page is not saved. Correct it first.");
    window.setTimeout(() => elementsOf(waits.area, waits.open)[0]?.focus()); // after the dialog gave the focus back
    return;
  }
  posted = form;
});

function held(form, why) {
  delete form.dataset.confirmed; // see dialog.js
  announce(why);
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || link.target || link.hasAttribute("download")) return;
  if (!anyUnsaved() || link.origin !== window.location.origin || (link.hash && link.pathname === window.location.pathname)) return;
  event.preventDefault();
  void flushAll().then(() => window.location.assign(link.href)); // what could not be saved is asked about by beforeunload
});
document.addEventListener("visibilitychange", () => { if (document.hidden) void flushAll(); });
window.addEventListener("beforeunload", (event) => {
  const waits = [...savers].some((saver) => saver.open && !posted?.contains(saver.area) && !posted?.dataset.confirm);
  if (anyUnsaved() || waits) event.preventDefault();
  posted = null;
});
