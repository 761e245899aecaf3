/* Keeps what is typed into a form with data-keep="name" until it is sent: for forms that can't be autosaved. When typing rests, when the
   page is left or hidden and before an idle session ends, the fields go to body data-kept-url with the form's ticket (data-keep-ticket).
   Never sent: passwords, codes, hidden fields, files, what has data-keep-not. A form that is sent carries form and ticket in a field
   `keep-ticket`, and the server drops its text. What another visit left is offered above the form and put back only when asked; the button
   or summary that opens the form says so, too. */
import { announce } from "./announcer.js";
import { behavior } from "./behavior.js";
import { all, button, make } from "./element.js";
import { typedEarly } from "./fields.js";
import { jsonOf, post } from "./request.js";
import { clock, Saving } from "./saving.js";

/** @typedef {Record<string, string[]>} Texts the values of each name in a form */
/** @typedef {{ at: string, fields: Texts }} Visit */

const REST = 2000; // milliseconds without a key
const STILL_HERE = 4000; // milliseconds after which a form that was sent has come to nothing
const SETTLING = 2000; // milliseconds until what the page before said while it went has surely arrived
const NEVER = new Set(["password", "hidden", "file", "submit", "button", "reset", "image"]);

/** @type {Promise<Record<string, Visit[]> | null>[] | null} asked for at once, and again when it has settled */
let offers = null;

behavior("form[data-keep]", (/** @type {HTMLFormElement} */ form) => {
  const { keep: name, keepTicket: ticket } = form.dataset;
  if (!name || !ticket || !document.body.dataset.keptUrl) return;
  const text = new TypedText(form, name, ticket);
  offers ??= [offered(ticket), new Promise((go) => void window.setTimeout(go, SETTLING)).then(() => offered(ticket))];
  for (const found of offers) void found.then((forms) => forms && text.offer(forms[name] ?? []));
});

/** By form, what other visits left; null where that can't be said. @param {string} ticket @returns {Promise<Record<string, Visit[]> | null>} */
async function offered(ticket) {
  try {
    const answer = await tell({ do: "offer", ticket });
    return answer.ok ? (await answer.json()).forms : null;
  } catch {
    return null;
  }
}

/** @param {object} data @param {boolean} [last] */
const tell = (data, last = false) => post(document.body.dataset.keptUrl ?? "", data, { keepalive: last });

/** @typedef {HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement} Field */
/** @param {Field} field */
const isTicked = (field) => field instanceof HTMLInputElement && (field.type === "checkbox" || field.type === "radio");

class TypedText extends Saving {
  changed = false;
  sent = false;
  offered = "[]";
  /** @type {HTMLElement | null} */
  box = null;
  /** @type {HTMLElement[]} */
  signs = [];
  /** @type {HTMLElement | null} */
  state = null;

  /** @param {HTMLFormElement} form @param {string} name @param {string} ticket */
  constructor(form, name, ticket) {
    super();
    this.form = form;
    this.name = name;
    this.ticket = ticket;
    this.rendered = JSON.stringify(this.texts());
    for (const kind of ["input", "change"]) form.addEventListener(kind, () => this.noticed());
    form.addEventListener("formdata", ({ formData }) => {
      formData.set("keep-ticket", `${name} ${ticket}`);
      this.leave();
    });
    if ([...typedEarly()].some((field) => field instanceof Node && form.contains(field))) this.noticed();
  }

  /** @override */
  get waiting() {
    return this.changed && !this.sent;
  }

  /** @override */
  get place() {
    this.state ??= this.form.appendChild(make("p", { class: "pc-soft pc-kept-state" }));
    return this.state;
  }

  /** The fields whose text is kept. */
  fields() {
    /** @param {Element} field @returns {field is Field} */
    const kept = (field) =>
      (field instanceof HTMLInputElement ||
        field instanceof HTMLSelectElement ||
        field instanceof HTMLTextAreaElement) &&
      Boolean(field.name) &&
      !field.disabled &&
      !NEVER.has(field.type) &&
      field.autocomplete !== "one-time-code" &&
      !field.closest("[data-keep-not]");
    return [...this.form.elements].filter(kept);
  }

  texts() {
    /** @type {Texts} */
    const found = {};
    for (const field of this.fields()) {
      found[field.name] ??= [];
      const values = found[field.name] ?? [];
      if (field instanceof HTMLSelectElement) values.push(...[...field.selectedOptions].map((option) => option.value));
      else if (!isTicked(field) || /** @type {HTMLInputElement} */ (field).checked) values.push(field.value);
    }
    return found;
  }

  noticed() {
    this.sent = false; // after a sending that came to nothing the page is still here
    this.changed = true;
    if (!this.tries) this.schedule(REST);
  }

  /* The form is on its way: nothing of it may be kept any more, unless the page is still here in a while. The server knows what it took. */
  leave() {
    this.sent = true;
    this.cancel();
    window.setTimeout(() => {
      this.sent = false;
      this.changed = true;
      void this.send();
    }, STILL_HERE);
  }

  /** @override @param {boolean} last */
  async post(last) {
    this.changed = false;
    /** @type {Response | null} */
    let answer = null;
    let body = {};
    try {
      answer = await tell({ do: "keep", form: this.name, ticket: this.ticket, fields: this.texts() }, last);
      body = await jsonOf(answer);
    } catch {
      answer = null; // the line is down, or the answer was cut off
    }
    this.answered(answer, body);
  }

  /** @param {Response | null} answer @param {{ kept?: boolean, message?: string }} body */
  answered(answer, { kept, message }) {
    if (answer?.ok || (answer && [403, 404, 422].includes(answer.status))) {
      this.tries = 0;
      if (answer.ok && kept) this.show("saved", `Draft saved at ${clock()} (not sent)`);
      else
        this.show(
          "failed",
          (!answer.ok && answer.status !== 404 && message) ||
            "Draft not saved. Copy what you typed, then reload this page.",
        );
    } else if (!this.sent) {
      this.changed = true;
      this.again(answer);
    }
  }

  /** One button for each visit that left something else than what the form holds; nothing happens by itself. @param {Visit[]} visits */
  offer(visits) {
    const mine = Object.keys(this.texts());
    const other = visits.filter(
      ({ fields }) => mine.some((name) => name in fields) && JSON.stringify(pick(fields, mine)) !== this.rendered,
    );
    if (JSON.stringify(other) === this.offered) return;
    this.offered = JSON.stringify(other);
    const hadFocus = this.box?.contains(document.activeElement);
    this.withdraw();
    if (!other.length) return;
    const text = make("p", { class: "usa-alert__text" }, "You have an unsent draft for this page.");
    const back = other.map(({ at, fields }) =>
      button("unstyled", `Restore draft from ${clock(at)}`, () => this.putBack(fields)),
    );
    const body = make(
      "div",
      { class: "usa-alert__body" },
      text,
      ...back,
      button("unstyled", "Discard", () => this.discard()),
    );
    const called = { role: "group", "aria-label": "Unsent draft" };
    this.box = make("div", { class: "usa-alert usa-alert--info usa-alert--slim pc-kept", ...called }, body);
    this.form.prepend(this.box);
    this.signs = this.doors().map((door) => {
      const sign = make("span", { class: "pc-tag" }, "not sent");
      door.append(" ", sign);
      return sign;
    });
    if (hadFocus) this.box.querySelector("button")?.focus();
    announce("You can restore an unsent draft.");
  }

  withdraw() {
    for (const gone of [this.box, ...this.signs]) gone?.remove();
  }

  /* What opens the form where it is folded away or in a dialog: it says that something waits inside. */
  doors() {
    const dialog = this.form.closest("dialog");
    const folded = this.form.closest("details")?.querySelector("summary");
    return [...(dialog ? all(document, `[data-dialog-open="${dialog.id}"]`) : []), ...(folded ? [folded] : [])];
  }

  /** @param {Texts} texts */
  putBack(texts) {
    const fields = this.fields().filter((field) => field.name in texts);
    for (const field of fields) {
      const values = texts[field.name] ?? [];
      if (isTicked(field)) /** @type {HTMLInputElement} */ (field).checked = values.includes(field.value);
      else if (field instanceof HTMLSelectElement && field.multiple)
        for (const option of field.options) option.selected = values.includes(option.value);
      else
        field.value =
          values[fields.filter((same) => same.name === field.name).indexOf(field)] ?? values[0] ?? field.value;
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    this.noticed();
    announce("Draft restored");
    fields[0]?.focus();
  }

  discard() {
    void tell({ do: "discard", form: this.name, ticket: this.ticket }, true).catch(() => null);
    this.withdraw();
    announce("Draft discarded");
    this.fields()[0]?.focus();
  }
}

/** @param {Texts} texts @param {string[]} names */
function pick(texts, names) {
  return Object.fromEntries(names.map((name) => [name, texts[name] ?? []]));
}
