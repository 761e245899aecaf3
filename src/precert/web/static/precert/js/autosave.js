/* Saves what is typed: inside [data-autosave-url] each field with data-path is sent as {changes: {path: [seen, new]}}, one request at a time.
   Answer 200: {saved_at, version, values: {path: current}, conflicts: {path: {mine, theirs, by}}, findings: {path: text}, fragments: {id: html}}.
   With all_findings the findings are those of the whole area: what is not among them is cleared. refused: [path] were not taken.
   data-wait on a field: milliseconds before a change of it is sent. An input with data-saved-of=path gets the value last saved there.
   409 or 410: no longer editable ({message}); 400 or 422: refused ({findings}); 401: signed out; anything else is retried while the page lives.
   What is unsaved lives in memory only. Every request is marked as background: typing itself keeps the session alive (idle.js). */
import { announce } from "./announce.js";
import { hideConflict, showConflict, showFinding } from "./conflict.js";
import { readValue, renderedValue, sameValue, writeValue } from "./fields.js";
import { once } from "./once.js";
import { postJson, replaceFragments } from "./request.js";

const fresh = once();
const freshHidden = once();
const savers = new Set();
const TYPING = 800; // milliseconds without a key before it is sent; "within 2 seconds" leaves room for the answer
const SLOWEST = 30_000;

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

class Saver {
  constructor(area) {
    this.area = area;
    this.pending = new Map(); // path → value typed, not sent yet
    this.sending = null; // the batch under way
    this.seen = new Map();
    this.tries = 0;
    this.stopped = false;
    const early = this.forgetRestored();
    area.addEventListener("input", (event) => this.noticed(event, waitOf(event.target, TYPING)));
    area.addEventListener("change", (event) => this.noticed(event, waitOf(event.target, event.target.type === "date" ? TYPING : 0)));
    area.addEventListener("focusout", () => { if (this.pending.size && !this.tries) this.schedule(0); });
    for (const target of early) this.noticed({ target }, TYPING);
  }

  get unsaved() { return !this.stopped && (this.pending.size > 0 || this.sending !== null); }

  get place() { return this.area.querySelector("[data-saved-state]") ?? document.querySelector("[data-saved-state]"); }

  /* A browser may put old text back after reload or Back; the server's value is the newer one. What was typed since the page
     is there, before this script ran, stays and is returned. */
  forgetRestored() {
    const typed = [...(window.precertEarly ?? [])].filter((element) => this.area.contains(element) && element.dataset.path);
    const kept = new Set(typed.map((element) => element.dataset.path));
    for (const { dataset: { path } } of this.area.querySelectorAll("[data-path]")) {
      if (kept.has(path)) continue;
      const rendered = renderedValue(this.area, path);
      if (!sameValue(readValue(this.area, path), rendered)) writeValue(this.area, path, rendered);
    }
    return typed;
  }

  seenOf(path) {
    if (!this.seen.has(path)) this.seen.set(path, renderedValue(this.area, path));
    return this.seen.get(path);
  }

  noticed(event, wait) {
    const path = event.target.dataset?.path;
    if (!path || this.stopped) return;
    this.want(path, readValue(this.area, path));
    if (this.pending.size && !this.tries) this.schedule(wait);
  }

  want(path, value) {
    if (sameValue(value, this.seenOf(path)) && !this.sending?.has(path)) this.pending.delete(path);
    else this.pending.set(path, value);
  }

  schedule(wait) {
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.send(), wait);
  }

  async flush() {
    while (this.unsaved && !this.tries) {
      if (this.sending) await this.underWay;
      else await this.send();
    }
    if (this.tries && this.unsaved && !this.sending) await this.send();
  }

  send() {
    if (this.sending || this.stopped || !this.pending.size) return Promise.resolve();
    window.clearTimeout(this.timer);
    this.sending = this.pending;
    this.pending = new Map();
    this.underWay = this.post().finally(() => {
      if (this.pending.size && !this.tries && !this.stopped) this.schedule(0);
    });
    return this.underWay;
  }

  async post() {
    const batch = this.sending;
    const slow = window.setTimeout(() => this.show("saving", "Saving…"), 300);
    const changes = Object.fromEntries([...batch].map(([path, value]) => [path, [this.seenOf(path), value]]));
    let answer = null;
    let body = {};
    try {
      answer = await postJson(this.area.dataset.autosaveUrl, { changes }, { keepalive: document.hidden });
      if (answer.headers.get("Content-Type")?.includes("json")) body = await answer.json();
    } catch {
      answer = null; // the line is down, or the answer was cut off
    }
    window.clearTimeout(slow);
    this.sending = null;
    if (answer?.status === 200) this.saved(batch, body);
    else if (answer && [409, 410].includes(answer.status)) this.stop(body);
    else if (answer && [400, 413, 422].includes(answer.status)) this.refused(body);
    else await this.again(batch, answer);
  }

  saved(batch, body) {
    this.tries = 0;
    for (const [path, value] of batch) if (!body.refused?.includes(path)) this.seen.set(path, value);
    for (const path of batch.keys()) hideConflict(this.area, path);
    for (const [path, value] of Object.entries(body.values ?? {})) this.merge(path, value, batch);
    for (const [path, conflict] of Object.entries(body.conflicts ?? {})) this.clash(path, conflict);
    const looked = body.all_findings ? [...this.area.querySelectorAll("[data-path]")].map((one) => one.dataset.path) : batch.keys();
    for (const path of looked) showFinding(this.area, path, body.findings?.[path] ?? "");
    for (const [path, text] of Object.entries(body.findings ?? {})) showFinding(this.area, path, text);
    if (body.version !== undefined) {
      this.area.dataset.version = String(body.version);
      for (const input of document.querySelectorAll("input[data-version]")) input.value = String(body.version);
    }
    for (const input of this.area.querySelectorAll("input[data-saved-of]")) {
      if (this.seen.has(input.dataset.savedOf)) input.value = String(this.seen.get(input.dataset.savedOf) ?? "");
    }
    replaceFragments(body.fragments);
    this.show("saved", `Saved ${clock(body.saved_at)}`);
    this.area.dispatchEvent(new CustomEvent("precert:saved", { bubbles: true, detail: body }));
  }

  /* The server's value is shown unless something newer is typed there, or the cursor still stands in what was just sent. */
  merge(path, value, batch) {
    this.seen.set(path, value);
    const typing = this.pending.has(path) || (batch.has(path) && document.activeElement?.dataset?.path === path);
    if (!typing && !sameValue(readValue(this.area, path), value)) writeValue(this.area, path, value);
  }

  clash(path, conflict) {
    this.seen.set(path, conflict.theirs);
    if (!this.pending.has(path)) writeValue(this.area, path, conflict.mine);
    announce(showConflict(this.area, path, conflict, (which) => {
      if (which === "theirs") { this.pending.delete(path); writeValue(this.area, path, conflict.theirs); return; }
      this.want(path, readValue(this.area, path));
      this.schedule(0);
    }));
  }

  stop(body) {
    this.stopped = true;
    this.show("stopped", body.message ?? "This request can no longer be changed here. Reload the page to see it.");
    announce(this.place?.textContent ?? "");
  }

  refused(body) {
    this.tries = 0;
    for (const [path, text] of Object.entries(body.findings ?? {})) showFinding(this.area, path, text);
    this.show("failed", body.message ?? "Not saved: see the marked fields");
  }

  async again(batch, answer) {
    for (const [path, value] of batch) if (!this.pending.has(path)) this.pending.set(path, value);
    const signedOut = answer?.status === 401 || answer?.type === "opaqueredirect";
    this.tries += 1;
    this.show("failed", signedOut ? "Not saved: you are signed out. Sign in in another tab; this page keeps what you typed." : "Not saved: retrying");
    this.schedule(Math.min(SLOWEST, 500 * 2 ** Math.min(this.tries, 6)));
  }

  show(state, text) {
    const place = this.place;
    if (!place) return;
    place.dataset.state = state;
    if (place.textContent !== text) place.textContent = text; // the same text again is not announced again
  }
}

/* Arrow keys walk through a select's choices: what is granted at once waits until one of them stands for a while. */
function waitOf(element, usual) {
  return Number(element.dataset?.wait ?? usual);
}

/** A moment (ISO text, or "10:42" as the server words it) as HH:MM of this computer. */
function clock(at) {
  if (at && !at.includes("T")) return at;
  const moment = at ? new Date(at) : new Date();
  return `${String(moment.getHours()).padStart(2, "0")}:${String(moment.getMinutes()).padStart(2, "0")}`;
}

/* Leaving the page: forms and links wait for the last save; anything else is asked about. */
document.addEventListener("submit", (event) => {
  if (event.defaultPrevented || !anyUnsaved()) return;
  event.preventDefault();
  const { target: form, submitter } = event;
  void flushAll().then((saved) => {
    if (saved) return form.requestSubmit(submitter ?? undefined);
    delete form.dataset.confirmed; // see dialog.js
    return announce("Not saved yet: please wait");
  });
});
document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[href]");
  if (!link || event.defaultPrevented || event.button || event.ctrlKey || event.metaKey || event.shiftKey || link.target || link.hasAttribute("download")) return;
  if (!anyUnsaved() || link.origin !== window.location.origin || (link.hash && link.pathname === window.location.pathname)) return;
  event.preventDefault();
  void flushAll().then(() => window.location.assign(link.href)); // what could not be saved is asked about by beforeunload
});
document.addEventListener("visibilitychange", () => { if (document.hidden) void flushAll(); });
window.addEventListener("beforeunload", (event) => { if (anyUnsaved()) event.preventDefault(); });
