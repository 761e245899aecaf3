/* Keeps what is typed into a form with data-keep="name" until it is sent. Two seconds after typing rests, when the page is left or hidden and
   before an idle session ends, the fields go to body data-kept-url with the form's ticket (data-keep-ticket), as background: they don't keep
   the session alive. Never sent: passwords, codes, hidden fields, files, what has data-keep-not. A form that is sent carries form and ticket
   in a field `keep-ticket`, and the server drops its text. What another visit left is offered above the form and put back only when asked;
   the button or summary that opens the form says so, too. */
import { announce } from "./announce.js";
import { once } from "./once.js";
import { postJson } from "./request.js";

const fresh = once();
const keepers = new Set();
const REST = 2000;
const STILL_HERE = 4000;
const SETTLING = 2000;
const LARGEST_LAST = 60_000; // bytes that a browser sends on while the page goes away
const NEVER = new Set(["password", "hidden", "file", "submit", "button", "reset", "image", "fieldset", "output"]);
let offers = null; // asked for at once, and again when what the page before said while it went has surely arrived

const settings = () => document.body.dataset;

export function start(root) {
  for (const form of fresh(root, "form[data-keep]")) {
    const ticket = form.dataset.keepTicket;
    if (!ticket || !settings().keptUrl) continue;
    const keeper = new Keeper(form);
    keepers.add(keeper);
    offers ??= [offered(ticket), new Promise((go) => window.setTimeout(go, SETTLING)).then(() => offered(ticket))];
    for (const found of offers) void found.then((forms) => forms && keeper.offer(forms[keeper.name] ?? []));
  }
}

/** Sends what is not kept yet; done when it is, or when it can't be. */
export async function keepAll() {
  await Promise.all([...keepers].map((keeper) => keeper.send()));
}

/** True when something typed is neither kept nor sent. */
export function anyUnkept() {
  return [...keepers].some((keeper) => keeper.waiting);
}

/* By form, what other visits left; null where that can't be said. */
async function offered(ticket) {
  const answer = await ask({ do: "offer", ticket }).catch(() => null);
  return answer?.ok ? (await answer.json()).forms : null;
}

const ask = (data, options = {}) => postJson(settings().keptUrl, data, options);

function isKept(field) {
  return field.name && !field.disabled && !NEVER.has(field.type) && field.autocomplete !== "one-time-code" && !field.closest("[data-keep-not]");
}

class Keeper {
  constructor(form) {
    this.form = form;
    this.name = form.dataset.keep;
    this.waiting = false;
    this.sent = false;
    this.offered = "[]";
    this.box = null;
    this.signs = [];
    this.rendered = JSON.stringify(this.fields());
    this.ticket = form.dataset.keepTicket;
    for (const kind of ["input", "change"]) form.addEventListener(kind, () => this.noticed());
    form.addEventListener("formdata", ({ formData }) => {
      formData.set("keep-ticket", `${this.name} ${this.ticket}`);
      this.stop();
    });
    if ([...(window.precertEarly ?? [])].some((field) => form.contains(field))) this.noticed();
  }

  fields() {
    const found = {};
    for (const field of this.form.elements) {
      if (!isKept(field)) continue;
      const values = found[field.name] ??= [];
      if (field.type === "checkbox" || field.type === "radio") { if (field.checked) values.push(field.value); }
      else if (field.type === "select-multiple") values.push(...[...field.selectedOptions].map((option) => option.value));
      else values.push(field.value);
    }
    return found;
  }

  noticed() {
    this.sent = false; // after a sending that came to nothing the page is still here
    this.waiting = true;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => void this.send(), REST);
  }

  /* The form is on its way: nothing of it may be kept any more, unless the page is still here in a while. The server knows what it took. */
  stop() {
    this.sent = true;
    this.waiting = false;
    window.clearTimeout(this.timer);
    this.timer = window.setTimeout(() => { this.sent = false; this.waiting = true; void this.send(); }, STILL_HERE);
  }

  async send({ last = false } = {}) {
    if (!this.waiting || this.sent) return;
    window.clearTimeout(this.timer);
    const fields = this.fields();
    const keepalive = last && JSON.stringify(fields).length < LARGEST_LAST;
    this.waiting = false;
    try {
      const answer = await ask({ do: "keep", form: this.name, ticket: this.ticket, fields }, { keepalive });
      if (answer.ok && (await answer.json()).kept) this.say(`Draft saved at ${clock(new Date())} (not sent)`);
      else if (answer.ok || answer.status === 404) this.say("Draft not saved. Copy what you typed, then reload this page.");
      else if ([403, 422].includes(answer.status)) this.say((await answer.json()).message);
      else this.failed(answer.status === 401);
    } catch {
      this.failed(false); // the line is down
    }
  }

  failed(signedOut) {
    if (this.sent) return;
    this.waiting = true;
    this.say(signedOut ? "Draft not saved because you are signed out. Sign in in another tab. What you typed stays on this page." : "Draft not saved: retrying");
    this.timer = window.setTimeout(() => void this.send(), 10_000);
  }

  say(text) {
    if (!this.place) {
      this.place = document.createElement("p");
      this.place.className = "pc-soft pc-kept-state";
      this.form.append(this.place);
    }
    this.place.textContent = text;
  }

  /* One button for each visit that left something else than what stands in the form; nothing happens by itself. */
  offer(visits) {
    const here = this.rendered;
    const mine = Object.keys(this.fields());
    const other = visits.filter(({ fields }) => mine.some((name) => name in fields) && JSON.stringify(pick(fields, mine)) !== here);
    if (JSON.stringify(other) === this.offered) return;
    this.offered = JSON.stringify(other);
    const hadFocus = this.box?.contains(document.activeElement);
    for (const old of [this.box, ...this.signs]) old?.remove();
    if (!other.length) return;
    const box = document.createElement("div");
    box.className = "usa-alert usa-alert--info usa-alert--slim pc-kept";
    box.setAttribute("role", "group");
    box.setAttribute("aria-label", "Unsent draft");
    const body = box.appendChild(document.createElement("div"));
    body.className = "usa-alert__body";
    const text = body.appendChild(document.createElement("p"));
    text.className = "usa-alert__text";
    text.textContent = "You have an unsent draft for this page.";
    for (const { at, fields } of other) body.append(button(`Restore draft from ${clock(new Date(at))}`, () => this.putBack(fields)));
    body.append(button("Discard", () => this.discard()));
    this.form.prepend(box);
    this.box = box;
    this.signs = this.doors().map(sign);
    if (hadFocus) box.querySelector("button").focus();
    announce("You can restore an unsent draft.");
  }

  /* What opens the form where it is folded away or in a dialog: it says that something waits inside. */
  doors() {
    const dialog = this.form.closest("dialog");
    const folded = this.form.closest("details")?.querySelector("summary");
    return [...(dialog ? document.querySelectorAll(`[data-dialog-open="${dialog.id}"]`) : []), ...(folded ? [folded] : [])];
  }

  putBack(fields) {
    for (const field of this.form.elements) {
      if (!isKept(field) || !(field.name in fields)) continue;
      const values = fields[field.name];
      if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
      else if (field.type === "select-multiple") for (const option of field.options) option.selected = values.includes(option.value);
      else if (values.length) field.value = values[[...this.form.elements].filter((one) => one.name === field.name).indexOf(field)] ?? values[0];
      field.dispatchEvent(new Event("input", { bubbles: true }));
    }
    this.noticed();
    announce("Restore draft");
    [...this.form.elements].find((field) => isKept(field) && field.name in fields)?.focus();
  }

  discard() {
    void ask({ do: "discard", form: this.name, ticket: this.ticket }, { keepalive: true }).catch(() => null);
    for (const gone of [this.box, ...this.signs]) gone.remove();
    announce("Draft discarded");
    [...this.form.elements].find(isKept)?.focus();
  }
}

function pick(fields, names) {
  return Object.fromEntries(names.map((name) => [name, fields[name] ?? []]));
}

function sign(door) {
  const made = document.createElement("span");
  made.className = "pc-tag";
  made.textContent = "not sent";
  door.append(" ", made);
  return made;
}

function button(label, act) {
  const made = document.createElement("button");
  made.type = "button";
  made.className = "usa-button usa-button--unstyled";
  made.textContent = label;
  made.addEventListener("click", act);
  return made;
}

/* The time of day on this computer, with the day when it isn't today's. */
function clock(moment) {
  const time = `${String(moment.getHours()).padStart(2, "0")}:${String(moment.getMinutes()).padStart(2, "0")}`;
  return moment.toDateString() === new Date().toDateString() ? time : `${moment.getMonth() + 1}/${moment.getDate()} ${time}`;
}

const lastCall = () => { for (const keeper of keepers) void keeper.send({ last: true }); };
window.addEventListener("pagehide", lastCall);
document.addEventListener("visibilitychange", () => { if (document.hidden) lastCall(); });
