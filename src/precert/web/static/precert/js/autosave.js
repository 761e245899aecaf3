/* Saves what is typed: inside [data-autosave-url] each field with data-path is sent as {changes: {path: [seen, new]}}. A field whose
   data-wait says so waits longer. Two people's values for one field wait for a choice and are not sent. What the server answers:
   docs/reference/components.md. An input named seen:path holds the value that the server has, one with data-saved-of=path what was saved
   from here; input[data-version] of a form says which version the page has shown. */
import { announce } from "./announcer.js";
import { behavior } from "./behavior.js";
import { hasConflict, showConflict, showFinding } from "./conflict.js";
import { all } from "./element.js";
import {
  elementsOf,
  fieldsOf,
  freeze,
  givenValue,
  readValue,
  renderedValue,
  sameValue,
  typedEarly,
  writeValue,
} from "./fields.js";
import { replaceFragments } from "./fragment.js";
import { jsonOf, post } from "./request.js";
import { clock, Saving } from "./saving.js";

/** @typedef {import("./fields.js").Value} Value */
/** @typedef {import("./conflict.js").Conflict} Conflict */
/** @typedef {Map<string, Value>} Batch path → value typed */
/**
 * @typedef {object} Answer
 * @property {string} [saved_at]
 * @property {number} [version]
 * @property {string} [message]
 * @property {Record<string, Value>} [values] what the server holds now
 * @property {Record<string, Conflict>} [conflicts]
 * @property {Record<string, string>} [findings]
 * @property {boolean} [all_findings] the findings are those of the whole area: what is not among them is cleared
 * @property {string[]} [refused] paths that were not taken
 * @property {Record<string, string>} [fragments]
 */

const TYPING = 800; // milliseconds without a key before it is sent; "within 2 seconds" leaves room for the answer
const REFUSED = "Not saved: see the marked fields";
const OVER = [403, 404, 409, 410]; // nothing can be saved here any more
const WRONG = [400, 413, 422]; // not this, but something else

/** @type {Set<Area>} */
const areas = new Set();

behavior("input[type=hidden][data-path]", (/** @type {HTMLInputElement} */ input) => {
  input.dataset.seen ??= input.value; // a hidden input's default follows its value
});
behavior("[data-autosave-url]", (/** @type {HTMLElement} */ element) => void areas.add(new Area(element)));

/** The areas of this page that hold something unsaved. */
export function unsavedAreas() {
  return [...areas].filter((area) => area.unsaved);
}

/** The areas of this page in which a text waits for its author: another value must be chosen or typed. */
export function openAreas() {
  return [...areas].filter((area) => area.open);
}

class Area extends Saving {
  /** @type {Batch} typed, not sent yet */
  pending = new Map();
  /** @type {Batch | null} under way */
  sending = null;
  /** @type {Batch} what the server holds, as far as this page knows */
  seen = new Map();
  /** @type {Map<string, Conflict>} until one of both is chosen */
  clashes = new Map();
  /** @type {Set<string>} paths whose text the server refused: it stands in the page and nowhere else */
  untaken = new Set();

  /** @param {HTMLElement} element */
  constructor(element) {
    super();
    this.element = element;
    const early = this.forgetRestored();
    element.addEventListener("input", ({ target }) => this.noticed(target, TYPING));
    element.addEventListener("change", ({ target }) =>
      this.noticed(target, target instanceof HTMLInputElement && target.type === "date" ? TYPING : 0),
    );
    element.addEventListener("focusout", () => {
      if (this.pending.size && !this.tries) this.schedule(0);
    });
    for (const target of early) this.noticed(target, TYPING);
  }

  /** @override */
  get waiting() {
    return this.pending.size > 0;
  }

  /** The first path whose text waits for its author. */
  get open() {
    return [...this.clashes.keys(), ...this.untaken][0];
  }

  /** @override */
  get place() {
    return all(this.element, "[data-saved-state]")[0] ?? all(document, "[data-saved-state]")[0] ?? null;
  }

  /* A browser may put old text back after reload or Back; what the server gave is newer. What was typed since the page
     is there, before this script ran, stays and is returned. */
  forgetRestored() {
    const typed = fieldsOf(this.element).filter((field) => typedEarly().has(field));
    const kept = new Set(typed.map((field) => field.dataset.path));
    for (const path of this.paths()) {
      if (kept.has(path)) continue;
      const given = givenValue(this.element, path);
      if (!sameValue(readValue(this.element, path), given)) writeValue(this.element, path, given);
    }
    return typed;
  }

  paths() {
    return new Set(fieldsOf(this.element).map((field) => field.dataset.path ?? ""));
  }

  /** @param {string} path */
  seenOf(path) {
    const seen = this.seen.has(path) ? this.seen.get(path) : renderedValue(this.element, path);
    this.seen.set(path, seen ?? null);
    return seen ?? null;
  }

  /** @param {EventTarget | null} target @param {number} usual milliseconds before it is sent, unless the field says otherwise */
  noticed(target, usual) {
    if (!(target instanceof HTMLElement) || !target.dataset.path) return;
    const { path, wait = usual } = target.dataset; // arrow keys walk through a select's choices: what is granted at once waits
    if (this.stopped) return freeze(this.element); // a line unfolded since
    const value = readValue(this.element, path);
    const clash = this.clashes.get(path);
    if (clash) return this.clash(path, { ...clash, mine: value });
    this.want(path, value);
    if (this.pending.size && !this.tries) this.schedule(Number(wait));
  }

  /** @param {string} path @param {Value} value */
  want(path, value) {
    const back = sameValue(value, this.seenOf(path));
    if (back && this.untaken.delete(path)) {
      showFinding(this.element, path, "");
      this.settled();
    }
    if (back && !this.sending?.has(path)) this.pending.delete(path);
    else this.pending.set(path, value);
  }

  /** @override @param {boolean} last */
  async post(last) {
    const batch = this.pending;
    this.sending = batch;
    this.pending = new Map();
    const changes = Object.fromEntries([...batch].map(([path, value]) => [path, [this.seenOf(path), value]]));
    let answer = null;
    /** @type {Answer} */
    let body = {};
    try {
      answer = await post(this.element.dataset.autosaveUrl ?? "", { changes }, { keepalive: last });
      body = await jsonOf(answer);
    } catch {
      answer = null; // the line is down, or the answer was cut off
    }
    this.sending = null;
    this.answered(batch, answer, body);
  }

  /** @param {Batch} batch @param {Response | null} answer @param {Answer} body */
  answered(batch, answer, body) {
    if (answer?.status === 200) this.saved(batch, body);
    else if (answer?.headers.get("X-Precert-Outdated"))
      this.unsent(batch, answer, body.message); // a tab may fit again
    else if (answer && OVER.includes(answer.status)) this.stop(body);
    else if (answer && WRONG.includes(answer.status)) this.refused(batch, body);
    else this.unsent(batch, answer);
  }

  /** @param {Batch} batch @param {Answer} body */
  saved(batch, body) {
    this.tries = 0;
    for (const [path, value] of batch) {
      if (body.refused?.includes(path)) {
        this.untaken.add(path);
        continue;
      }
      this.untaken.delete(path);
      this.seen.set(path, value);
    }
    for (const [path, value] of Object.entries(body.values ?? {})) this.merge(path, value, batch);
    for (const [path, conflict] of Object.entries(body.conflicts ?? {}))
      this.clash(path, { ...conflict, mine: readValue(this.element, path) });
    this.find(batch, body);
    this.tellForms(body);
    replaceFragments(body.fragments);
    for (const [path, clash] of this.clashes) this.stand(path, clash);
    this.savedAt = clock(body.saved_at);
    this.settled();
    this.element.dispatchEvent(new CustomEvent("precert:saved", { bubbles: true }));
  }

  /** Why a text was not taken stays beside it until something else is typed there. @param {Batch} batch @param {Answer} body */
  find(batch, { findings = {}, all_findings: whole }) {
    const asked = whole ? this.paths() : batch.keys();
    for (const path of new Set([...asked, ...Object.keys(findings)])) {
      if (batch.has(path) || !this.untaken.has(path)) showFinding(this.element, path, findings[path] ?? "");
    }
  }

  /* What the page's plain forms say that its reader has seen. Of the version each save is one on; when it is more, somebody else was
     between, whose work the page never showed: it stays then, and the server says so. */
  /** @param {Answer} body */
  tellForms({ version, values = {} }) {
    for (const input of all(document, "input[data-version]", HTMLInputElement)) {
      if (Number(input.value) + 1 === version) input.value = String(version);
    }
    for (const input of all(this.element, "input[data-saved-of]", HTMLInputElement)) {
      const { savedOf: path = "" } = input.dataset;
      if (this.seen.has(path)) input.value = String(this.seen.get(path) ?? "");
    }
    for (const input of all(document, 'input[name^="seen:"]', HTMLInputElement)) {
      const path = input.name.slice("seen:".length);
      if (path in values) input.value = String(values[path] ?? "");
    }
  }

  /* The server's value is shown unless something newer is typed there, or the cursor still stands in what was just sent. */
  /** @param {string} path @param {Value} value @param {Batch} batch */
  merge(path, value, batch) {
    const clash = this.clashes.get(path);
    if (clash) return this.clash(path, { ...clash, theirs: value });
    this.seen.set(path, value);
    const active = document.activeElement;
    const stands = batch.has(path) && active instanceof HTMLElement && active.dataset.path === path;
    const typing = stands || this.pending.has(path) || this.untaken.has(path);
    if (!typing && !sameValue(readValue(this.element, path), value)) writeValue(this.element, path, value);
  }

  /* Two values for one field. Nothing of it is sent until one is chosen; what is typed meanwhile is what "mine" means then. */
  /** @param {string} path @param {Conflict} clash */
  clash(path, clash) {
    this.seen.set(path, clash.theirs);
    this.pending.delete(path);
    this.untaken.delete(path);
    this.clashes.set(path, clash);
    const said = showConflict(this.element, path, clash, (which) => this.choose(path, which));
    if (said) announce(said);
  }

  /** @param {string} path @param {"mine" | "theirs"} which */
  choose(path, which) {
    const theirs = this.clashes.get(path)?.theirs ?? null;
    this.clashes.delete(path);
    if (which === "theirs") writeValue(this.element, path, theirs);
    else this.want(path, readValue(this.element, path));
    this.settled();
    if (this.pending.size) this.schedule(0);
  }

  /** A part of the page was replaced: what it asked about still waits, unless the field is gone. @param {string} path @param {Conflict} clash */
  stand(path, clash) {
    if (hasConflict(this.element, path)) return;
    writeValue(this.element, path, clash.mine);
    this.clash(path, clash);
    if (!hasConflict(this.element, path)) this.clashes.delete(path);
  }

  /** Nothing can be saved here any more. What was typed can still be read and copied. @param {Answer} body */
  stop(body) {
    this.stopped = true;
    freeze(this.element);
    const why = body.message || "You can no longer change this here. Reload the page to see it.";
    this.show("stopped", `${why} Unsaved text stays here so you can copy it.`);
    announce(this.place?.textContent ?? "");
  }

  /** @param {Batch} batch @param {Answer} body */
  refused(batch, body) {
    this.tries = 0;
    for (const path of batch.keys()) this.untaken.add(path);
    for (const [path, text] of Object.entries(body.findings ?? {})) showFinding(this.element, path, text);
    this.show("failed", body.message || REFUSED);
  }

  settled() {
    if (this.clashes.size)
      this.show("failed", "Not saved: a field was also changed elsewhere. Choose which value to keep.");
    else if (this.untaken.size) this.show("failed", REFUSED);
    else this.show("saved", this.savedAt ? `Saved ${this.savedAt}` : "");
  }

  /** @param {Batch} batch @param {Response | null} answer @param {string} [why] */
  unsent(batch, answer, why) {
    this.pending = new Map([...batch, ...this.pending]);
    this.again(answer, why);
  }

  /** Puts the cursor into the first field whose text waits for its author. */
  focusOpen() {
    if (this.open) elementsOf(this.element, this.open)[0]?.focus();
  }
}
