/* Type-ahead: WAI-ARIA 1.2 combobox (list autocomplete, manual selection). Markup and attributes: cotton/combobox.html.
   The cursor stays in the box; aria-activedescendant walks the list. A row that can't be chosen says why.
   One that submits its form (data-submit) sends what is typed where nothing is chosen: the server takes a whole code, or says why not. */
import { announce } from "./announce.js";
import { once } from "./once.js";
import { backgroundHeaders } from "./request.js";

const fresh = once();
const WAIT = 150; // milliseconds without a key before it looks
const MOST = 20;
const PRESENT = 60_000; // milliseconds after a key or a click in which somebody is there
const adders = new Set(); // those that submit their form

export function start(root) {
  for (const element of fresh(root, "[data-combobox]")) new Combobox(element);
}

class Combobox {
  constructor(element) {
    this.element = element;
    this.input = element.querySelector("[data-combobox-input]");
    this.hidden = element.querySelector("[data-combobox-value]");
    this.list = element.querySelector("[role=listbox]");
    this.adds = "submit" in element.dataset;
    this.rows = [];
    this.active = -1;
    this.chosenText = this.input.value;
    this.upgrade();
    this.input.addEventListener("input", () => this.typed());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.input.addEventListener("blur", () => this.onBlur());
    this.list.addEventListener("mousedown", (event) => event.preventDefault()); // keep the cursor in the box
    this.list.addEventListener("click", (event) => this.onClick(event));
    this.hidden.addEventListener("precert:written", (event) => { this.input.value = this.chosenText = event.detail.value ?? ""; });
    if (this.adds) this.startAdding();
  }

  startAdding() {
    adders.add(this);
    this.input.form?.addEventListener("submit", () => {
      this.sent = true;
      this.hidden.value ||= this.input.value.trim();
    });
  }

  /* What is typed and was neither sent nor shown by the server. */
  get left() { return this.input.value !== this.input.defaultValue && !this.sent ? this.input.value.trim() : ""; }

  /* With JavaScript the hidden input carries the code; without it the box does. */
  upgrade() {
    this.input.removeAttribute("name");
    this.hidden.disabled = false;
    for (const [name, value] of Object.entries({ role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id })) {
      this.input.setAttribute(name, value);
    }
  }

  typed() {
    this.tell("");
    this.sent = false;
    if (this.adds) this.hidden.value = "";
    this.later();
  }

  tell(text) {
    const place = this.element.querySelector("[data-field-error]");
    place.textContent = text;
    place.hidden = !text;
    this.element.classList.toggle("usa-form-group--error", Boolean(text));
    if (text) announce(text);
  }

  later() {
    window.clearTimeout(this.timer);
    this.request?.abort();
    const text = this.input.value.trim();
    if (text.length < Number(this.element.dataset.min || 3)) return this.close();
    this.timer = window.setTimeout(() => void this.look(text), WAIT);
  }

  async look(text) {
    this.request = new AbortController();
    const { signal } = this.request;
    try {
      const url = new URL(this.element.dataset.source, window.location.href);
      url.searchParams.set("q", text);
      const answer = await fetch(url, { headers: backgroundHeaders(), credentials: "same-origin", signal });
      if (!answer.ok) throw new Error(String(answer.status));
      const { rows } = await answer.json();
      if (!signal.aborted) this.show(rows.slice(0, MOST));
    } catch (error) {
      if (error.name !== "AbortError") { this.close(); announce("The search is not responding. Try again."); }
    }
  }

  show(rows) {
    this.rows = rows;
    this.active = -1;
    this.list.replaceChildren(...(rows.length ? rows.map((row, n) => this.option(row, n)) : [this.nothing()]));
    this.open(true);
    this.list.scrollIntoView({ block: "nearest" });
    this.input.removeAttribute("aria-activedescendant");
    const more = rows.length === MOST ? " Type more to narrow the list." : "";
    announce(rows.length ? `${rows.length} found.${more}` : "Nothing found.");
  }

  option(row, n) {
    const li = document.createElement("li");
    li.id = `${this.list.id}-${n}`;
    li.className = "pc-combo__option";
    li.setAttribute("role", "option");
    li.setAttribute("aria-selected", "false");
    li.dataset.n = String(n);
    if (row.disabled) li.setAttribute("aria-disabled", "true");
    const part = (name, text) => {
      const span = document.createElement("span");
      span.className = `pc-combo__${name}`;
      span.textContent = text;
      return span;
    };
    li.append(part("code", row.code), " ", part("text", row.text));
    const note = row.disabled ? row.reason || "Not available" : row.note;
    if (note) li.append(" ", part("note", note));
    return li;
  }

  nothing() {
    const li = document.createElement("li");
    li.className = "pc-combo__option";
    li.setAttribute("role", "option");
    li.setAttribute("aria-disabled", "true");
    li.setAttribute("aria-selected", "false");
    li.textContent = "Nothing found";
    return li;
  }

  open(wanted) {
    this.list.hidden = !wanted;
    this.input.setAttribute("aria-expanded", String(wanted));
  }

  close() {
    this.open(false);
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
  }

  onKey(event) {
    const shown = !this.list.hidden;
    if (event.key === "Tab" && this.adds && this.left) this.tell(`“${this.left}” is not added yet. Press Add.`);
    if (event.key === "ArrowDown" && !shown) return this.later();
    if (!shown) {
      if (event.key === "Escape" && this.input.value !== this.chosenText) { event.preventDefault(); this.input.value = this.chosenText; }
      return undefined;
    }
    const last = this.rows.length - 1;
    const moves = { ArrowDown: this.active < last ? this.active + 1 : 0, ArrowUp: this.active > 0 ? this.active - 1 : last, Home: 0, End: last };
    if (event.key in moves && last >= 0) this.move(moves[event.key]);
    else if (event.key === "Enter" && last < 0 && this.adds) return this.close(); // the form is sent, and the server says why not
    else if (event.key === "Enter") this.choose(this.meant());
    else if (event.key === "Escape") this.close();
    else return undefined;
    event.preventDefault();
    event.stopPropagation();
    return undefined;
  }

  /* The row that Enter means: the one walked to, the one whose whole code is typed, the only one. */
  meant() {
    if (this.active >= 0) return this.active;
    const typed = this.input.value.trim().toUpperCase();
    return this.rows.length === 1 ? 0 : this.rows.findIndex((row) => row.code.toUpperCase() === typed);
  }

  move(n) {
    this.list.querySelector('[aria-selected="true"]')?.setAttribute("aria-selected", "false");
    const option = this.list.children[n];
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.active = n;
    this.input.setAttribute("aria-activedescendant", option.id);
  }

  onClick(event) {
    const option = event.target.closest("[data-n]");
    if (option) this.choose(Number(option.dataset.n));
  }

  choose(n) {
    const row = this.rows[n];
    if (!row) return this.tell(this.rows.length ? "Choose one from the list with the arrow keys or the mouse." : "");
    if (row.disabled) return this.tell(`${row.code} can't be chosen. ${row.reason ?? ""}`);
    this.tell("");
    this.take(row.code, `${row.code} ${row.text}`);
    this.element.dispatchEvent(new CustomEvent("precert:choose", { bubbles: true, detail: { code: row.code, text: row.text, row } }));
    if ("submit" in this.element.dataset) this.input.form?.requestSubmit();
    if ("clear" in this.element.dataset) { this.input.value = this.chosenText = ""; }
  }

  take(code, text) {
    this.close();
    this.hidden.value = code;
    this.input.value = this.chosenText = text;
    this.hidden.dispatchEvent(new Event("change", { bubbles: true }));
  }

  /* Half a word is no choice: emptied means none, anything else falls back to what was chosen. What may still be sent stays. */
  onBlur() {
    window.clearTimeout(this.timer);
    this.request?.abort();
    this.close();
    if (this.adds) return;
    if (this.input.value.trim() === "" && this.hidden.value) this.take("", "");
    else this.input.value = this.chosenText;
  }
}

/* Leaving with something typed in the box is asked about; signing out after idling is not: nobody is there to answer. */
let acted = 0;
for (const kind of ["keydown", "pointerdown"]) document.addEventListener(kind, () => { acted = Date.now(); }, { capture: true, passive: true });
window.addEventListener("beforeunload", (event) => {
  const somebody = !document.hidden && Date.now() - acted < PRESENT;
  if (somebody && [...adders].some((one) => one.input.isConnected && one.left)) event.preventDefault();
});
