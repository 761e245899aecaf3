/* The idle limit of the contract, which the server enforces; here it is shown. body data-idle-seconds, data-idle-url, data-login-url, data-logout-url.
   A person's keys and clicks are told to the server at most once a minute (POST, counts as input); GET with the background mark asks how
   much is left without resetting it (another tab may have). Both answer {warns_in, ends_in} in seconds, or 401. The end counts down in a dialog;
   what is typed is saved before the page signs out and comes back to the same address after signing in. */
import { anyUnsaved, flushAll } from "./autosave.js";
import { openDialog } from "./dialog.js";
import { backgroundHeaders, postJson } from "./request.js";

const TELL = 60_000; // milliseconds between two signs of life
let countdown = 120; // seconds; the server's answers say the contract's
let ends = 0;
let told = 0;
let started = false;

const settings = () => document.body.dataset;
const left = () => Math.round((ends - Date.now()) / 1000);

export function start() {
  const seconds = Number(settings().idleSeconds);
  if (started || !seconds) return;
  started = true;
  told = Date.now();
  ends = told + seconds * 1000;
  for (const kind of ["keydown", "pointerdown", "input"]) document.addEventListener(kind, onInput, { capture: true, passive: true });
  dialog()?.querySelector("[data-idle-continue]")?.addEventListener("click", () => void tell());
  dialog()?.addEventListener("cancel", () => void tell()); // Esc is input, too
  window.setInterval(tick, 1000);
}

function dialog() {
  return document.getElementById("idle-dialog");
}

function onInput(event) {
  if (!event.isTrusted || dialog()?.open || Date.now() - told < TELL) return;
  void tell();
}

async function tell() {
  told = Date.now();
  try {
    const answer = await postJson(settings().idleUrl, {}, { background: false });
    if (answer.ok) learn(await answer.json());
    else if (answer.status === 401 && !anyUnsaved()) leave();
  } catch {
    told = 0; // the line is down: the next key tries again
  }
}

function learn({ warns_in: warnsIn, ends_in: endsIn }) {
  ends = Date.now() + endsIn * 1000;
  if (warnsIn > 0) countdown = endsIn - warnsIn;
}

async function ask() {
  try {
    const answer = await fetch(settings().idleUrl, { headers: backgroundHeaders(), credentials: "same-origin", redirect: "manual" });
    if (answer.ok) learn(await answer.json());
    else if (answer.status === 401) ends = Date.now();
  } catch {
    /* keep our own count */
  }
}

let asking = false;
async function tick() {
  if (asking) return;
  const box = dialog();
  const seconds = left();
  if (seconds > countdown) { if (box?.open) box.close(); return; }
  if (!box || (box.open && seconds > 3 && seconds % 15)) return paint(box, seconds);
  asking = true;
  await ask();
  if (left() > countdown) box.close();
  else if (left() <= 3) await end();
  else if (!box.open) openDialog(box);
  asking = false;
  paint(box, left());
}

function paint(box, seconds) {
  const shown = box?.querySelector("[data-idle-left]");
  const whole = Math.max(0, seconds);
  if (shown) shown.textContent = `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, "0")}`;
}

async function end() {
  await flushAll(2500);
  await postJson(settings().logoutUrl, {}).catch(() => null);
  leave();
}

function leave() {
  const here = window.location.pathname + window.location.search;
  window.location.assign(`${settings().loginUrl}?ended=idle&next=${encodeURIComponent(here)}`);
}
