/* Type-ahead: WAI-ARIA 1.2 combobox (list autocomplete, manual selection). Markup and attributes: cotton/combobox.html.
   The cursor stays in the box; aria-activedescendant walks the list. A row that can't be chosen says why; one that opens shows what stands below it.
   One that isn't autosaved sends what is typed where nothing is chosen: the server takes a whole code, or says why not. */
import { announce } from "./announcer.js";
import { behavior } from "./behavior.js";
import { around, make, one, showError } from "./element.js";
import { ask } from "./request.js";

/** @typedef {{ code: string, text: string, disabled?: boolean, reason?: string, note?: string, opens?: boolean }} Row */

const WAIT = 150; // milliseconds without a key before it looks
const MOST = 20;
const PRESENT = 60_000; // milliseconds after a key or a click in which somebody is there

/** @type {Set<Combobox>} those that submit their form */
const adders = new Set();

behavior("[data-combobox]", (/** @type {HTMLElement} */ element) => void new Combobox(element));

class Combobox {
  /** @type {Row[]} */
  rows = [];
  active = -1;
  opened = ""; // the header whose codes are shown
  sent = false;
  /** @type {AbortController | null} */
  request = null;
  timer = 0;

  /** @param {HTMLElement} element */
  constructor(element) {
    this.element = element;
    this.input = one(element, "[data-combobox-input]", HTMLInputElement);
    this.hidden = one(element, "[data-combobox-value]", HTMLInputElement);
    this.list = one(element, "[role=listbox]");
    this.adds = "submit" in element.dataset;
    this.chosenText = this.input.value;
    this.chosenCode = this.hidden.value;
    this.sends = !this.adds && !this.hidden.dataset.path;
    this.upgrade();
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.input.addEventListener("blur", () => this.onBlur());
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // keep the cursor in the box
    this.list.addEventListener("click", (event) => {
      const option = around(event, "[data-n]");
      if (option) this.choose(Number(option.dataset.n));
    });
    this.hidden.addEventListener("precert:written", () => {
      this.input.value = this.chosenText = this.hidden.value;
    });
    if (this.adds) this.startAdding();
  }

  startAdding() {
    adders.add(this);
    this.input.form?.addEventListener("submit", () => {
      this.sent = true;
      this.hidden.value ||= this.input.value.trim();
    });
  }

  /** What is typed and was neither sent nor shown by the server. */
  get left() {
    return this.input.value !== this.input.defaultValue && !this.sent ? this.input.value.trim() : "";
  }

  /* With JavaScript the hidden input carries the code; without it the box does. */
  upgrade() {
    this.input.removeAttribute("name");
    this.hidden.disabled = false;
    const states = {
      role: "combobox",
      "aria-autocomplete": "list",
      "aria-expanded": "false",
      "aria-controls": this.list.id,
    };
    for (const [name, value] of Object.entries(states)) this.input.setAttribute(name, value);
  }

  typed() {
    this.tell("");
    this.sent = false;
    this.opened = "";
    if (this.adds) this.hidden.value = "";
    if (this.sends) this.hidden.value = this.input.value.trim();
    this.later();
  }

  /** @param {string} text */
  tell(text) {
    showError(this.element, text);
    if (text) announce(text);
  }

  later() {
    this.forget();
    const text = this.input.value.trim();
    if (text.length < Number(this.element.dataset.min || 3)) this.close();
    else this.timer = window.setTimeout(() => void this.look(text), WAIT);
  }

  /* What was asked for and hasn't come is no longer wanted. */
  forget() {
    window.clearTimeout(this.timer);
    this.request?.abort();
  }

  /** @param {string} text */
  async look(text) {
    this.request = new AbortController();
    const { signal } = this.request;
    try {
      const url = new URL(this.element.dataset.source ?? "", window.location.href);
      url.searchParams.set("q", text);
      const answer = await ask(url, { signal });
      if (!answer.ok) throw new Error(String(answer.status));
      const { rows, hint } = await answer.json();
      const below = rows.filter((/** @type {Row} */ row) => row.code !== this.opened);
      if (!signal.aborted) this.show((below.length ? below : rows).slice(0, MOST), hint);
    } catch {
      if (signal.aborted) return;
      this.close();
      announce("The search is not responding. Try again.");
    }
  }

  /** @param {Row[]} rows @param {string} hint */
  show(rows, hint = "Nothing found.") {
    this.rows = rows;
    this.close();
    this.list.replaceChildren(
      ...(rows.length
        ? rows.map((row, n) => this.option(row, n))
        : [make("li", { ...OPTION, "aria-disabled": "true" }, hint)]),
    );
    this.open(true);
    this.list.scrollIntoView({ block: "nearest" });
    const more = rows.length === MOST ? " Enter more to narrow the list." : "";
    announce(rows.length ? `${rows.length} found.${more}` : hint);
  }

  /** @param {Row} row @param {number} n */
  option(row, n) {
    /** @param {string} name @param {string} text */
    const part = (name, text) => make("span", { class: `pc-combo__${name}` }, text);
    const note = row.opens
      ? "Category: choose to see its codes"
      : row.disabled
        ? row.reason || "Not available"
        : row.note;
    const parts = [part("code", row.code), " ", part("text", row.text), ...(note ? [" ", part("note", note)] : [])];
    const states = {
      id: `${this.list.id}-${n}`,
      "data-n": String(n),
      ...(row.disabled && !row.opens ? { "aria-disabled": "true" } : {}),
    };
    return make("li", { ...OPTION, ...states }, ...parts);
  }

  /** @param {boolean} wanted */
  open(wanted) {
    this.list.hidden = !wanted;
    this.input.setAttribute("aria-expanded", String(wanted));
  }

  close() {
    this.open(false);
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
  }

  /** @param {KeyboardEvent} event */
  onKey(event) {
    if (event.isComposing) return;
    if (event.key === "Tab" && this.adds && this.left)
      this.tell(`“${this.left}” is not added yet. Choose a code or press Add, or clear the box.`);
    const done = this.list.hidden ? this.onKeyClosed(event.key) : this.onKeyOpen(event.key);
    if (!done) return;
    event.preventDefault();
    event.stopPropagation();
  }

  /** True when the key did something. @param {string} key */
  onKeyClosed(key) {
    if (key === "ArrowDown") this.later();
    if (key !== "Escape" || this.input.value === this.chosenText) return false;
    this.input.value = this.chosenText;
    if (this.sends) this.hidden.value = this.chosenCode;
    return true;
  }

  /** True when the key did something. @param {string} key */
  onKeyOpen(key) {
    const last = this.rows.length - 1;
    /** @type {Record<string, number>} */
    const moves = {
      ArrowDown: this.active < last ? this.active + 1 : 0,
      ArrowUp: this.active > 0 ? this.active - 1 : last,
      Home: 0,
      End: last,
    };
    const to = moves[key];
    if (to !== undefined) {
      if (last >= 0) this.move(to);
    } else if (key === "Enter" && last < 0 && this.adds) {
      this.close(); // the form is sent, and the server says why not
      return false;
    } else if (key === "Enter") this.choose(this.meant());
    else if (key === "Escape") this.close();
    else return false;
    return true;
  }

  /* The row that Enter means: the one walked to, the one whose whole code is typed, the only one. */
  meant() {
    if (this.active >= 0) return this.active;
    const typed = this.input.value.trim().toUpperCase();
    return this.rows.length === 1 ? 0 : this.rows.findIndex((row) => row.code.toUpperCase() === typed);
  }

  /** @param {number} n */
  move(n) {
    this.list.children[this.active]?.setAttribute("aria-selected", "false");
    const option = this.list.children[n];
    if (!option) return;
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.active = n;
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  /** @param {number} n */
  choose(n) {
    const row = this.rows[n];
    if (!row) return this.tell(this.rows.length ? "Choose one from the list with the arrow keys or the mouse." : "");
    if (row.opens) return this.below(row);
    if (row.disabled) return this.tell(`${row.code} cannot be chosen. ${row.reason ?? ""}`);
    this.tell("");
    this.take(row.code, `${row.code} ${row.text}`);
    if (this.adds) this.input.form?.requestSubmit();
    if ("clear" in this.element.dataset) this.input.value = this.chosenText = "";
  }

  /** What stands below a header takes its place in the list. @param {Row} row */
  below(row) {
    this.tell("");
    this.input.value = this.opened = row.code;
    this.forget();
    void this.look(row.code);
  }

  /** @param {string} code @param {string} text */
  take(code, text) {
    this.close();
    this.hidden.value = this.chosenCode = code;
    this.input.value = this.chosenText = text;
    this.hidden.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /* Half a word is no choice: emptied means none, anything else falls back to what was chosen. What is sent with its form stays. */
  onBlur() {
    this.forget();
    this.close();
    if (this.adds || this.sends) return;
    if (this.input.value.trim() === "" && this.hidden.value) this.take("", "");
    else this.input.value = this.chosenText;
  }
}

const OPTION = { class: "pc-combo__option", role: "option", "aria-selected": "false" };

/* Leaving with something typed in the box is asked about; signing out after idling is not: nobody is there to answer. */
let acted = 0;
for (const kind of ["keydown", "pointerdown"]) {
  document.addEventListener(
    kind,
    () => {
      acted = Date.now();
    },
    { capture: true, passive: true },
  );
}
window.addEventListener("beforeunload", (event) => {
  const somebody = !document.hidden && Date.now() - acted < PRESENT;
  if (somebody && [...adders].some((adder) => adder.input.isConnected && adder.left)) event.preventDefault();
});
