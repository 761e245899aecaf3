/* One area's saving, for autosave.js: what is typed goes to the server with the value seen; its answer is shown.
   Two people's values for one field wait for a choice and are not sent. What is unsaved lives in memory only. */
import { announce } from "./announce.js";
import { hasConflict, showConflict, showFinding } from "./conflict.js";
import { freeze, givenValue, readValue, renderedValue, sameValue, writeValue } from "./fields.js";
import { postJson, replaceFragments } from "./request.js";

const TYPING = 800; // milliseconds without a key before it is sent; "within 2 seconds" leaves room for the answer
const SLOWEST = 30_000;
const REFUSED = "Not saved: see the marked fields";

export class Saver {
  constructor(area) {
    this.area = area;
    this.pending = new Map(); // path → value typed, not sent yet
    this.sending = null; // the batch under way
    this.seen = new Map();
    this.clashes = new Map(); // path → {mine, theirs, by}, until one of them is chosen
    this.untaken = new Set(); // paths whose text the server refused: it stands in the page and nowhere else
    this.savedAt = "";
    this.tries = 0;
    this.stopped = false;
    const early = this.forgetRestored();
    area.addEventListener("input", (event) => this.noticed(event, waitOf(event.target, TYPING)));
    area.addEventListener("change", (event) => this.noticed(event, waitOf(event.target, event.target.type === "date" ? TYPING : 0)));
    area.addEventListener("focusout", () => { if (this.pending.size && !this.tries) this.schedule(0); });
    for (const target of early) this.noticed({ target }, TYPING);
  }

  get unsaved() { return !this.stopped && (this.pending.size > 0 || this.sending !== null); }

  /** The first path whose text waits for its author: another value must be chosen or typed. */
  get open() { return [...this.clashes.keys(), ...this.untaken][0]; }

  get place() { return this.area.querySelector("[data-saved-state]") ?? document.querySelector("[data-saved-state]"); }

  /* A browser may put old text back after reload or Back; what the server gave is newer. What was typed since the page
     is there, before this script ran, stays and is returned. */
  forgetRestored() {
    const typed = [...(window.precertEarly ?? [])].filter((element) => this.area.contains(element) && element.dataset.path);
    const kept = new Set(typed.map((element) => element.dataset.path));
    for (const { dataset: { path } } of this.area.querySelectorAll("[data-path]")) {
      if (kept.has(path)) continue;
      const given = givenValue(this.area, path);
      if (!sameValue(readValue(this.area, path), given)) writeValue(this.area, path, given);
    }
    return typed;
  }

  seenOf(path) {
    if (!this.seen.has(path)) this.seen.set(path, renderedValue(this.area, path));
    return this.seen.get(path);
  }

  noticed(event, wait) {
    const path = event.target.dataset?.path;
    if (!path) return;
    if (this.stopped) { freeze(this.area); return; } // a line unfolded since
    const value = readValue(this.area, path);
    const clash = this.clashes.get(path);
    if (clash) { this.clash(path, { ...clash, mine: value }); return; }
    this.want(path, value);
    if (this.pending.size && !this.tries) this.schedule(wait);
  }

  want(path, value) {
    const back = sameValue(value, this.seenOf(path));
    if (back && this.untaken.delete(path)) { showFinding(this.area, path, ""); this.settled(); }
    if (back && !this.sending?.has(path)) this.pending.delete(path);
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
    else if (answer?.headers.get("X-Precert-Outdated")) this.again(batch, answer, body.message); // a tab may fit again
    else if (answer && [403, 404, 409, 410].includes(answer.status)) this.stop(body);
    else if (answer && [400, 413, 422].includes(answer.status)) this.refused(batch, body);
    else this.again(batch, answer);
  }

  saved(batch, body) {
    this.tries = 0;
    for (const [path, value] of batch) {
      if (body.refused?.includes(path)) { this.untaken.add(path); continue; }
      this.untaken.delete(path);
      this.seen.set(path, value);
    }
    for (const [path, value] of Object.entries(body.values ?? {})) this.merge(path, value, batch);
    for (const [path, conflict] of Object.entries(body.conflicts ?? {})) this.clash(path, { ...conflict, mine: readValue(this.area, path) });
    this.find(batch, body);
    this.raise(body.version);
    for (const input of this.area.querySelectorAll("input[data-saved-of]")) {
      if (this.seen.has(input.dataset.savedOf)) input.value = String(this.seen.get(input.dataset.savedOf) ?? "");
    }
    replaceFragments(body.fragments);
    for (const [path, clash] of this.clashes) this.stand(path, clash);
    this.savedAt = clock(body.saved_at);
    this.settled();
    this.area.dispatchEvent(new CustomEvent("precert:saved", { bubbles: true, detail: body }));
  }

  /* Why a text was not taken stays beside it until something else is typed there. */
  find(batch, body) {
    const found = body.findings ?? {};
    const all = body.all_findings ? [...this.area.querySelectorAll("[data-path]")].map((one) => one.dataset.path) : batch.keys();
    for (const path of new Set([...all, ...Object.keys(found)])) {
      if (batch.has(path) || !this.untaken.has(path)) showFinding(this.area, path, found[path] ?? "");
    }
  }

  /* The version that a form of the page sends says what its reader has seen: each save is one on. When it is more, somebody else was
     between, whose work the page never showed; it stays then, and the server says so. */
  raise(version) {
    for (const input of document.querySelectorAll("input[data-version]")) {
      if (Number(input.value) + 1 === version) input.value = String(version);
    }
  }

  /* The server's value is shown unless something newer is typed there, or the cursor still stands in what was just sent. */
  merge(path, value, batch) {
    const clash = this.clashes.get(path);
    if (clash) { this.clash(path, { ...clash, theirs: value }); return; }
    this.seen.set(path, value);
    const typing = this.pending.has(path) || this.untaken.has(path) || (batch.has(path) && document.activeElement?.dataset?.path === path);
    if (!typing && !sameValue(readValue(this.area, path), value)) writeValue(this.area, path, value);
  }

  /* Two values for one field. Nothing of it is sent until one is chosen; what is typed meanwhile is what "mine" means then. */
  clash(path, clash) {
    this.seen.set(path, clash.theirs);
    this.pending.delete(path);
    this.untaken.delete(path);
    this.clashes.set(path, clash);
    const said = showConflict(this.area, path, clash, (which) => this.choose(path, which));
    if (said) announce(said);
  }

  choose(path, which) {
    const { theirs } = this.clashes.get(path);
    this.clashes.delete(path);
    if (which === "theirs") writeValue(this.area, path, theirs);
    else this.want(path, readValue(this.area, path));
    this.settled();
    if (this.pending.size) this.schedule(0);
  }

  /* A part of the page was replaced: what it asked about still waits, unless the field is gone. */
  stand(path, clash) {
    if (hasConflict(this.area, path)) return;
    writeValue(this.area, path, clash.mine);
    this.clash(path, clash);
    if (!hasConflict(this.area, path)) this.clashes.delete(path);
  }

  /* Nothing can be saved here any more. What was typed can still be read and copied. */
  stop(body) {
    this.stopped = true;
    freeze(this.area);
    const why = body.message ?? "You can no longer change this here. Reload the page to see it.";
    this.show("stopped", `${why} What is not saved yet stays here, to be copied.`);
    announce(this.place?.textContent ?? "");
  }

  refused(batch, body) {
    this.tries = 0;
    for (const path of batch.keys()) this.untaken.add(path);
    for (const [path, text] of Object.entries(body.findings ?? {})) showFinding(this.area, path, text);
    this.show("failed", body.message ?? REFUSED);
  }

  settled() {
    if (this.clashes.size) this.show("failed", "Not saved: a field was changed twice. Choose which to keep.");
    else if (this.untaken.size) this.show("failed", REFUSED);
    else this.show("saved", this.savedAt && `Saved ${this.savedAt}`);
  }

  again(batch, answer, why = "Not saved: retrying") {
    for (const [path, value] of batch) if (!this.pending.has(path)) this.pending.set(path, value);
    const signedOut = answer?.status === 401 || answer?.type === "opaqueredirect";
    this.tries += 1;
    this.show("failed", signedOut ? "Not saved because you are signed out. Sign in in another tab. What you typed stays on this page." : why);
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
