/* The idle limit of the contract, which the server enforces; here it is shown. body data-idle-seconds, data-idle-url, data-login-url, data-logout-url.
   A person's keys and clicks are told to the server at most once a minute (POST, counts as input); GET with the background mark asks how
   much is left without resetting it. Both answer {warns_in, ends_in} in seconds, or 401. The end counts down in a dialog, said aloud at a
   few moments only; what is typed is saved before the page signs out and comes back to the same address after signing in.
   Tabs of one browser tell each other what they learn: Continue in one closes the dialog in all, signing out leads all to the login, and
   when another person or another provider is acted for in one, the others say that they are outdated. */
import { announce } from "./announcer.js";
import { dialogOf, openDialog } from "./dialog.js";
import { make, maybe } from "./element.js";
import { ask as get, post, whose } from "./request.js";
import { anyUnsaved, flushAll } from "./saving.js";

const TELL = 60_000; // milliseconds between two signs of life
const SAVE_AT = 8; // seconds left when each tab saves what is typed in it
const OUT_AT = 3; // seconds left when the first tab signs out
const ALOUD = [120, 60, 30, 10]; // seconds left that a screen reader is told of
const OUTDATED =
  "In another tab, someone else signed in or the context changed. You can no longer save this page. Copy what you need, then reload it.";
const tabs = "BroadcastChannel" in window ? new BroadcastChannel("precert-session") : null;
let countdown = 120; // seconds; the server's answers say the contract's
let ends = 0;
let told = 0;
let said = Infinity; // the last moment that was said aloud
let saved = false;
let gone = false; // on the way to the login
let stays = false; // signed out, with something unsaved that the page must not lose

const settings = () => document.body.dataset;
const left = () => Math.round((ends - Date.now()) / 1000);

/** @param {number} seconds */
function start(seconds) {
  told = Date.now();
  ends = told + seconds * 1000;
  for (const kind of ["keydown", "pointerdown", "input"])
    document.addEventListener(kind, onInput, { capture: true, passive: true });
  const box = dialog();
  if (box) maybe(box, "[data-idle-continue]")?.addEventListener("click", () => void tell());
  box?.addEventListener("cancel", () => void tell()); // Esc is input, too
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden) void tick();
  });
  document.addEventListener("submit", ({ target }) => {
    const leaving =
      target instanceof HTMLFormElement &&
      new URL(target.action, window.location.href).pathname === settings().logoutUrl;
    if (leaving) tabs?.postMessage({ leaving: true });
  });
  tabs?.addEventListener("message", ({ data }) => void heard(data));
  tabs?.postMessage({ ends, who: whose() }); // this page's own request was input
  window.setInterval(tick, 1000);
}

function dialog() {
  return dialogOf("idle-dialog");
}

/** @param {Event} event */
function onInput(event) {
  if (!event.isTrusted || dialog()?.open || Date.now() - told < TELL) return;
  void tell();
}

async function tell() {
  told = Date.now();
  try {
    const answer = await post(settings().idleUrl ?? "", {}, { background: false });
    if (answer.ok) learn(await answer.json(), true);
    else if (answer.status === 401) out("idle");
  } catch {
    told = 0; // the line is down: the next key tries again
  }
}

/** @param {{ warns_in: number, ends_in: number }} left seconds @param {boolean} tellTabs */
function learn({ warns_in: warnsIn, ends_in: endsIn }, tellTabs = false) {
  ends = Date.now() + endsIn * 1000;
  if (warnsIn > 0) countdown = endsIn - warnsIn;
  if (tellTabs) tabs?.postMessage({ ends });
}

/**
 * From another tab: a later end, somebody signing out (asked again when the server may know), or that it is done.
 * @param {{ ends: number, leaving?: boolean, out?: string, who?: string }} said
 */
function heard({ ends: theirs, leaving, out: why, who = whose() }) {
  if (who !== whose()) return outdated();
  document.getElementById("outdated")?.remove();
  if (why) out(why);
  else if (leaving) for (const wait of [1000, 4000]) window.setTimeout(() => void ask("asked"), wait);
  else if (theirs > ends) {
    ends = theirs;
    stays = false;
    void tick();
  }
}

async function ask(why = "idle") {
  try {
    const answer = await get(settings().idleUrl ?? "");
    if (answer.ok) learn(await answer.json());
    else if (answer.status === 401) out(why);
  } catch {
    /* keep our own count */
  }
}

let asking = false;
async function tick() {
  if (asking || gone || stays) return undefined;
  const box = dialog();
  const seconds = left();
  if (seconds > countdown) return calm(box);
  if (!box || (box.open && seconds > SAVE_AT && seconds % 15)) return paint(box, seconds);
  asking = true;
  await ask();
  asking = false;
  if (gone || stays) return undefined;
  if (left() > countdown) return calm(box);
  if (left() <= SAVE_AT && !saved) {
    saved = true;
    void flushAll();
  }
  if (left() <= OUT_AT) return end();
  if (!box.open) openDialog(box);
  return paint(box, left());
}

/** @param {HTMLDialogElement | null} box */
function calm(box) {
  if (box?.open) box.close();
  said = Infinity;
  saved = false;
}

/** @param {HTMLDialogElement | null} box @param {number} seconds */
function paint(box, seconds) {
  const shown = box && maybe(box, "[data-idle-left]");
  const whole = Math.max(0, seconds);
  if (shown) shown.textContent = `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
  const due = ALOUD.findLast((moment) => whole <= moment && moment < said);
  if (!box?.open || due === undefined) return;
  said = due;
  announce(`You will be signed out in ${words(whole)}. Press Continue to stay.`);
}

/** @param {number} seconds */
function words(seconds) {
  /** @param {number} count @param {string} unit */
  const part = (count, unit) => (count ? `${count} ${unit}${count === 1 ? "" : "s"}` : "");
  return (
    [part(Math.floor(seconds / 60), "minute"), part(seconds % 60, "second")].filter(Boolean).join(" ") || "0 seconds"
  );
}

async function end() {
  gone = true;
  await flushAll(2500);
  await post(settings().logoutUrl ?? "", {}).catch(() => null);
  tabs?.postMessage({ out: "idle" });
  leave("idle");
}

/* This page was made for another person, or for another provider: the server refuses what it sends. */
function outdated() {
  if (document.getElementById("outdated")) return;
  const text = make("div", { class: "usa-alert__body" }, OUTDATED);
  document
    .querySelector("main")
    ?.prepend(make("div", { id: "outdated", class: "usa-alert usa-alert--warning", role: "alert" }, text));
}

/** The session is over. A page that holds what could not be saved stays, and says so. @param {string} why */
function out(why) {
  if (!anyUnsaved()) return leave(why);
  stays = true;
  return dialog()?.close();
}

/** @param {string} why */
function leave(why) {
  gone = true;
  const here = window.location.pathname + window.location.search;
  window.location.assign(`${settings().loginUrl}?ended=${why}&next=${encodeURIComponent(here)}`);
}

if (Number(settings().idleSeconds)) start(Number(settings().idleSeconds));
