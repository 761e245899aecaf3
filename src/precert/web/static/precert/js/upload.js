/* Files by drop or browse; several at once, one request each, two under way at a time. Markup: cotton/upload.html, a form for files only.
   Each POST is multipart: the form's other fields, "file" (or the input's name) and "key", an idempotency key fresh for each file, kept for Try again.
   Answer 200 or 201: {message, fragments}; an error: {message} or {findings: [{text}]}. What went wrong stays beside the file.
   [data-upload-plain] in the form is for pages without script. With data-needs="name" on the form they wait until something is chosen of that
   name; when all are there, its dialog closes. A form of the page with data-awaits-files is sent once all files are there; not when one of these was refused. */
import { announce } from "./announcer.js";
import { behavior } from "./behavior.js";
import { all, button, make, maybe, one, showError } from "./element.js";
import { replaceFragments } from "./fragment.js";
import { csrf, renewed } from "./request.js";

const AT_ONCE = 2;
const WAITS = "This page continues when the upload is finished.";
const STAYS = "Not sent: a file was not uploaded. Remove it or try again.";

behavior("[data-upload]", (/** @type {HTMLElement} */ element) => {
  const form = element.closest("form");
  if (form) new Uploads(element, form);
});

/** The uploads of one zone. */
class Uploads {
  /** @type {Upload[]} */
  waiting = [];
  running = 0;
  /** @type {Leaving | null} the page's form that is to be sent once all files are there */
  leaving = null;

  /** @param {HTMLElement} element @param {HTMLFormElement} form */
  constructor(element, form) {
    this.form = form;
    this.limits = element.dataset;
    this.input = one(element, "input[type=file]", HTMLInputElement);
    this.list = one(element, "[data-upload-list]");
    for (const plain of all(form, "[data-upload-plain]")) plain.hidden = true;
    this.input.addEventListener("change", () => this.take());
    form.addEventListener("submit", (event) => event.preventDefault());
    document.addEventListener("submit", (event) => this.onLeave(event), true);
    form.addEventListener("change", ({ target }) => {
      if (target instanceof HTMLInputElement && target.name === form.dataset.needs) this.take();
    });
    this.startZone(one(element, "[data-upload-zone]"));
  }

  /** The form that names the files waits for them. @param {SubmitEvent} event */
  onLeave(event) {
    const { target, submitter } = event;
    if (!this.running || !(target instanceof HTMLFormElement) || !target.matches("[data-awaits-files]")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (this.leaving) return;
    const said = make("span", { role: "status" }, WAITS);
    this.leaving = { form: target, submitter, said };
    (submitter ?? target).before(said);
    announce(WAITS);
  }

  /** @param {HTMLElement} zone */
  startZone(zone) {
    for (const kind of ["dragenter", "dragover"]) {
      zone.addEventListener(kind, (event) => {
        event.preventDefault();
        zone.dataset.over = "1";
      });
    }
    for (const kind of ["dragleave", "drop"]) zone.addEventListener(kind, () => void delete zone.dataset.over);
    zone.addEventListener("drop", (event) => {
      event.preventDefault();
      if (!event.dataTransfer?.files.length) return;
      this.input.files = event.dataTransfer.files;
      this.take();
    });
  }

  /* Sends what stands in the box, once it is said what it is. */
  take() {
    const { needs } = this.form.dataset;
    const lacks = Boolean(needs) && !maybe(this.form, `input[name="${needs}"]:checked`);
    const files = [...(this.input.files ?? [])];
    const text = lacks && files.length ? "Choose a document type to upload the files." : "";
    showError(maybe(this.form, "[data-field-row]"), text);
    if (text) announce(text);
    if (lacks) return;
    this.input.value = "";
    for (const file of files) this.add(new Upload(this, file));
  }

  /** @param {Upload} upload */
  add(upload) {
    const wrong = problem(upload.file, this.limits);
    if (wrong) return upload.say(wrong, false);
    this.waiting.push(upload);
    return this.next();
  }

  next() {
    while (this.running < AT_ONCE) {
      const upload = this.waiting.shift();
      if (!upload) return;
      this.running += 1;
      upload.send();
    }
  }

  done() {
    this.running -= 1;
    this.next();
    if (this.running) return;
    this.leave();
    const rows = all(this.list, ":scope > li");
    if (rows.some((row) => row.dataset.state !== "uploaded")) return;
    if (!this.form.dataset.needs || !rows.length) return;
    this.list.replaceChildren();
    this.form.closest("dialog")?.close();
  }

  /* Sends the form that waited; a file that was not taken meanwhile must be seen first. */
  leave() {
    const { leaving } = this;
    this.leaving = null;
    leaving?.said.remove();
    if (leaving?.refused) announce(STAYS);
    else if (leaving?.submitter?.isConnected !== false) leaving?.form.requestSubmit(leaving.submitter);
  }
}

/** @typedef {{ form: HTMLFormElement, submitter: HTMLElement | null, said: HTMLElement, refused?: boolean }} Leaving */

/** Why `file` can't be sent, in words, or "". The server decides; this saves the wait. @param {File} file @param {DOMStringMap} limits */
export function problem(file, { maxBytes, maxWords, accept = "" }) {
  if (file.size === 0) return "The file is empty.";
  if (Number(maxBytes) && file.size > Number(maxBytes))
    return `The file is too large. It must be ${maxWords || `${maxBytes} bytes or less`}.`;
  const endings = accept.split(",").map((ending) => ending.trim().toLowerCase());
  const allowed = endings.filter((ending) => ending.startsWith("."));
  const fits = !allowed.length || allowed.some((ending) => file.name.toLowerCase().endsWith(ending));
  return fits ? "" : `This type of file is not accepted. Accepted: ${allowed.join(" ")}`;
}

/** One file on its way: its row, its progress, what became of it. */
class Upload {
  again = false; // sent once more with a new CSRF token

  /** @param {Uploads} uploads @param {File} file */
  constructor(uploads, file) {
    this.uploads = uploads;
    this.file = file;
    this.key = [...crypto.getRandomValues(new Uint8Array(16))]
      .map((byte) => byte.toString(16).padStart(2, "0"))
      .join("");
    this.bar = make("progress", { max: "100", value: "0", "aria-label": `Progress of ${file.name}` });
    this.state = make("span", { "data-upload-state": "" }, "Waiting");
    this.row = make("li", {}, make("span", { class: "pc-drop__name" }, file.name), this.bar, this.state);
    uploads.list.append(this.row);
  }

  /** The row's one button. @param {string} text @param {() => void} act */
  offer(text, act) {
    this.row.querySelector("button")?.remove();
    const made = button("unstyled", text, act);
    made.setAttribute("aria-label", `${text} ${this.file.name}`);
    this.row.append(made);
  }

  send() {
    const { form, input } = this.uploads;
    const data = fieldsOf(form);
    data.set("key", this.key);
    data.append(input.name, this.file, this.file.name);
    const request = new XMLHttpRequest(); // fetch tells nothing of an upload's progress
    request.open("POST", form.action);
    request.setRequestHeader("X-CSRFToken", csrf());
    request.setRequestHeader("Accept", "application/json");
    request.upload.addEventListener("progress", (event) => this.paint(event));
    request.addEventListener("load", () => void this.loaded(request));
    request.addEventListener("error", () => this.failed("Connection lost.", true));
    request.addEventListener("abort", () => {
      this.row.remove();
      announce(`${this.file.name} canceled`);
      this.uploads.done();
    });
    this.offer("Cancel", () => request.abort());
    this.bar.hidden = false;
    request.send(data);
  }

  /** @param {ProgressEvent} event */
  paint(event) {
    if (!event.lengthComputable) return;
    const percent = Math.round((event.loaded / event.total) * 100);
    this.bar.value = percent;
    this.state.textContent = percent < 100 ? `${percent}%` : "Checking…";
  }

  /** Of a page that was opened before its owner signed in again, the file is sent once more. @param {XMLHttpRequest} request */
  async loaded(request) {
    this.again = !this.again && (await renewed(request.getResponseHeader("X-Precert-Outdated")));
    if (this.again) this.send();
    else this.answered(request.status, bodyOf(request));
  }

  /** @param {number} status @param {{ message?: string, findings?: { text: string }[], fragments?: Record<string, string> }} body */
  answered(status, body) {
    if (status !== 200 && status !== 201) {
      const words =
        body.message ||
        body.findings?.map((finding) => finding.text).join(" ") ||
        `The server did not accept the file (${status}).`;
      this.failed(words, status >= 500 || status === 429);
      return;
    }
    this.bar.hidden = true;
    this.row.dataset.state = "uploaded";
    this.state.textContent = body.message || "Uploaded";
    this.row.querySelector("button")?.remove();
    announce(`${this.file.name} uploaded`);
    replaceFragments(body.fragments);
    this.uploads.done();
  }

  remove() {
    this.row.remove();
    this.uploads.input.focus();
  }

  /** @param {string} words @param {boolean} again it may be tried once more */
  failed(words, again) {
    this.say(words, again);
    if (this.uploads.leaving) this.uploads.leaving.refused = true;
    this.uploads.done();
  }

  /** @param {string} words @param {boolean} again */
  say(words, again) {
    this.bar.hidden = true;
    this.state.className = "usa-error-message";
    this.state.textContent = words;
    if (again) this.offer("Try again", () => this.retry());
    else this.offer("Remove", () => this.remove());
    announce(`${this.file.name}: ${words}`);
  }

  retry() {
    this.state.className = "";
    this.state.textContent = "Waiting";
    this.uploads.add(this);
  }
}

/** The form's fields but its files; no event, which would say that the form itself is sent. @param {HTMLFormElement} form */
function fieldsOf(form) {
  const data = new FormData();
  for (const field of form.elements) {
    if (
      field instanceof HTMLInputElement &&
      (field.type === "file" || (/^(checkbox|radio)$/.test(field.type) && !field.checked))
    )
      continue;
    if (
      field instanceof HTMLInputElement ||
      field instanceof HTMLSelectElement ||
      field instanceof HTMLTextAreaElement
    ) {
      if (field.name && !field.disabled) data.append(field.name, field.value);
    }
  }
  return data;
}

/** The JSON of an answer; {} when it isn't: the status says enough. @param {XMLHttpRequest} request */
function bodyOf(request) {
  try {
    return JSON.parse(request.responseText);
  } catch {
    return {};
  }
}
