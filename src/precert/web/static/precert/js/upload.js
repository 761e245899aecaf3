/* Files by drop or browse; several at once, one request each, two under way at a time. Markup: cotton/upload.html.
   Each POST is multipart: the form's other fields, "file" (or the input's name) and "key", an idempotency key fresh for each file, kept for Try again.
   Answer 200 or 201: {message, fragments}; an error: {message} or {findings: [{text}]}. What went wrong stays beside the file. */
import { announce } from "./announce.js";
import { once } from "./once.js";
import { csrf, renewed, replaceFragments } from "./request.js";

const fresh = once();
const AT_ONCE = 2;

export function start(root) {
  for (const form of fresh(root, "form[data-upload]")) startForm(form);
}

function startForm(form) {
  const input = form.querySelector("input[type=file]");
  const zone = form.querySelector("[data-upload-zone]");
  const queue = { waiting: [], running: 0 };
  form.querySelector("[data-upload-plain]").hidden = true;
  const add = (files) => { for (const file of files) enqueue(form, input, queue, file); };
  input.addEventListener("change", () => { add([...input.files]); input.value = ""; });
  form.addEventListener("submit", (event) => event.preventDefault());
  for (const kind of ["dragenter", "dragover"]) zone.addEventListener(kind, (event) => { event.preventDefault(); zone.dataset.over = "1"; });
  for (const kind of ["dragleave", "drop"]) zone.addEventListener(kind, () => { delete zone.dataset.over; });
  zone.addEventListener("drop", (event) => { event.preventDefault(); add([...event.dataTransfer.files]); });
}

/** Why `file` can't be sent, in words, or "". The server decides; this saves the wait. */
export function problem(file, { maxBytes, maxWords, accept }) {
  if (file.size === 0) return "The file is empty.";
  if (Number(maxBytes) && file.size > Number(maxBytes)) return `The file is too large. It must be ${maxWords || `${maxBytes} bytes or less`}.`;
  const allowed = (accept ?? "").split(",").map((t) => t.trim().toLowerCase()).filter((t) => t.startsWith("."));
  const fits = !allowed.length || allowed.some((ending) => file.name.toLowerCase().endsWith(ending));
  return fits ? "" : `This type of file is not accepted. Accepted: ${allowed.join(" ")}`;
}

function enqueue(form, input, queue, file) {
  const row = makeRow(form, file);
  const job = { form, input, file, row, key: newKey() };
  const wrong = problem(file, form.dataset);
  if (wrong) return say(queue, job, wrong, false);
  queue.waiting.push(job);
  return next(queue);
}

function next(queue) {
  while (queue.running < AT_ONCE && queue.waiting.length) {
    queue.running += 1;
    send(queue, queue.waiting.shift());
  }
}

function newKey() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  return [...bytes].map((b) => b.toString(16).padStart(2, "0")).join("");
}

function makeRow(form, file) {
  const row = document.createElement("li");
  const name = document.createElement("span");
  name.className = "pc-drop__name";
  name.textContent = file.name;
  const bar = document.createElement("progress");
  bar.max = 100;
  bar.value = 0;
  bar.setAttribute("aria-label", `Progress of ${file.name}`);
  const state = document.createElement("span");
  state.dataset.uploadState = "";
  state.textContent = "Waiting";
  row.append(name, bar, state);
  form.querySelector("[data-upload-list]").append(row);
  return row;
}

function rowButton(row, text, name, act) {
  row.querySelector("button")?.remove();
  if (!text) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "usa-button usa-button--unstyled";
  button.textContent = text;
  button.setAttribute("aria-label", `${text} ${name}`);
  button.addEventListener("click", act);
  row.append(button);
}

function send(queue, job) {
  const { form, input, file, row } = job;
  const data = new FormData(form);
  data.delete(input.name);
  data.set("key", job.key);
  data.append(input.name, file, file.name);
  const request = new XMLHttpRequest(); // fetch tells nothing of an upload's progress
  request.open("POST", form.action);
  request.setRequestHeader("X-CSRFToken", csrf());
  request.setRequestHeader("Accept", "application/json");
  request.upload.addEventListener("progress", (event) => paint(row, event));
  request.addEventListener("load", () => void loaded(queue, job, request));
  request.addEventListener("error", () => failed(queue, job, "Connection lost.", true));
  request.addEventListener("abort", () => { row.remove(); announce(`${file.name} cancelled`); done(queue); });
  rowButton(row, "Cancel", file.name, () => request.abort());
  row.querySelector("progress").hidden = false;
  request.send(data);
}

function paint(row, event) {
  if (!event.lengthComputable) return;
  const percent = Math.round((event.loaded / event.total) * 100);
  row.querySelector("progress").value = percent;
  row.querySelector("[data-upload-state]").textContent = percent < 100 ? `${percent}%` : "Checking…";
}

/* Of a page that was opened before its owner signed in again, the file is sent once more. */
async function loaded(queue, job, request) {
  const outdated = !job.again && { headers: { get: (name) => request.getResponseHeader(name) } };
  job.again = Boolean(outdated) && (await renewed(outdated));
  if (job.again) send(queue, job);
  else answered(queue, job, request);
}

function answered(queue, job, request) {
  let body = {};
  try { body = JSON.parse(request.responseText); } catch { /* not JSON: the status says enough */ }
  if (request.status !== 200 && request.status !== 201) {
    const words = body.message ?? body.findings?.map((f) => f.text).join(" ") ?? `The server did not accept the file (${request.status}).`;
    return failed(queue, job, words, request.status >= 500 || request.status === 429);
  }
  job.row.querySelector("progress").hidden = true;
  job.row.querySelector("[data-upload-state]").textContent = body.message ?? "Uploaded";
  rowButton(job.row, "", "", null);
  announce(`${job.file.name} uploaded`);
  replaceFragments(body.fragments);
  job.form.dispatchEvent(new CustomEvent("precert:uploaded", { bubbles: true, detail: { name: job.file.name, answer: body } }));
  return done(queue);
}

function failed(queue, job, words, again) {
  say(queue, job, words, again);
  done(queue);
}

function say(queue, job, words, again) {
  const state = job.row.querySelector("[data-upload-state]");
  job.row.querySelector("progress").hidden = true;
  state.className = "usa-error-message";
  state.textContent = words;
  if (again) rowButton(job.row, "Try again", job.file.name, () => { state.className = ""; state.textContent = "Waiting"; queue.waiting.push(job); next(queue); });
  else rowButton(job.row, "Remove", job.file.name, () => { job.row.remove(); job.input.focus(); });
  announce(`${job.file.name}: ${words}`);
}

function done(queue) {
  queue.running -= 1;
  next(queue);
}
