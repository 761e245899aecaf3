/* Create Case: small things on top of the components. A page without script works too; nothing here decides anything. */
import { announce } from "./announce.js";
import { backgroundHeaders, renewed, replaceFragments } from "./request.js";

const SIGNED_OUT = "Not saved because you are signed out. Sign in in another tab, then press the button again. What you typed stays here.";

/* What the draft holds now is what this page has seen: its plain form says so too. */
document.addEventListener("precert:saved", (event) => {
  for (const [path, value] of Object.entries(event.detail.values ?? {})) {
    const seen = document.querySelector(`input[name="${CSS.escape(`seen:${path}`)}"]`);
    if (seen) seen.value = value ?? "";
  }
});

/* A code type narrows what the type-ahead beside it searches. */
for (const select of document.querySelectorAll("select[data-code-system]")) {
  const combobox = select.closest(".pc-add")?.querySelector("[data-combobox]");
  const all = combobox?.dataset.source ?? "";
  const narrow = () => {
    const url = new URL(all, window.location.href);
    if (select.value) url.searchParams.set("system", select.value);
    if (combobox) combobox.dataset.source = url.pathname + url.search;
  };
  select.addEventListener("change", narrow);
  narrow();
}

/* After a choice by mouse the cursor stands in the next field. The keyboard keeps its place: arrows walk through radios. */
document.addEventListener("click", (event) => {
  const next = event.target.closest?.("[data-then]");
  if (next && event.detail > 0) document.getElementById(next.dataset.then)?.focus();
});

/* A questionnaire is answered in a tab of its own, opened here. Back at this page that tab is done and closes; here the table and what
   stands around it are fresh whenever somebody looks at them again. */
if (document.querySelector("[data-returns]")) {
  if (openedHere()) {
    window.opener.dispatchEvent(new Event("focus"));
    window.close();
  }
  window.addEventListener("focus", () => void refresh());
  document.addEventListener("visibilitychange", () => { if (!document.hidden) void refresh(); });
}

function openedHere() {
  try {
    return window.opener?.location.pathname === window.location.pathname;
  } catch {
    return false; // another site opened it
  }
}

async function refresh() {
  const answer = await fetch(window.location.href, { headers: { ...backgroundHeaders(), Accept: "text/html" }, credentials: "same-origin", redirect: "manual" }).catch(() => null);
  if (!answer?.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const held = document.activeElement?.closest("#questionnaires") ? document.activeElement.id : "";
  if (held) document.activeElement.blur(); // what holds the focus isn't replaced
  replaceFragments(Object.fromEntries(["questionnaires", "wizard-steps", "so-far"].map((id) => [id, page.getElementById(id)?.outerHTML ?? ""])));
  if (held) document.getElementById(held)?.focus();
}

/* A form whose text must not be lost: sent by script; the page stays when the answer isn't what was wished for. */
for (const form of document.querySelectorAll("form[data-stay]")) {
  form.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    event.preventDefault();
    void keep(form);
  });
}

async function keep(form, again = true) {
  const place = form.querySelector("[data-stay-error]");
  place.textContent = "";
  let answer = null;
  try {
    answer = await fetch(form.action, { method: "POST", body: new FormData(form), headers: { Accept: "application/json" }, credentials: "same-origin" });
  } catch { /* the line is down */ }
  const signedOut = answer?.status === 401;
  if (answer && again && (await renewed(answer))) return keep(form, false);
  const body = answer?.headers.get("Content-Type")?.includes("json") ? await answer.json().catch(() => ({})) : {};
  if (answer?.ok && body.location) {
    const url = new URL(body.location, window.location.href);
    const here = url.pathname === window.location.pathname && url.search === window.location.search;
    window.location.assign(url.href);
    if (here) window.location.reload(); // a new fragment alone loads nothing
    return undefined;
  }
  if (answer?.redirected) return window.location.assign(answer.url);
  place.textContent = signedOut ? SIGNED_OUT : body.message ?? "Not saved. Try again in a moment. What you typed stays here.";
  return undefined;
}

/* Files wait until it is said what they are; when all are there, the dialog makes room for the table. */
for (const form of document.querySelectorAll("form[data-needs-type]")) {
  const input = form.querySelector("input[type=file]");
  const typed = () => form.querySelector("input[name=document_type]:checked");
  const say = (text) => {
    const place = form.querySelector("[data-field-error]");
    place.textContent = text;
    place.hidden = !text;
    if (text) announce(text);
  };
  const wait = (event) => {
    if (typed()) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    if (event.dataTransfer?.files.length) input.files = event.dataTransfer.files;
    if (input.files.length) say("Choose a document type to upload the files.");
  };
  form.addEventListener("change", (event) => { if (event.target === input) wait(event); }, true);
  form.addEventListener("drop", wait, true);
  form.addEventListener("change", (event) => {
    if (event.target.name !== "document_type") return;
    say("");
    if (input.files.length) input.dispatchEvent(new Event("change", { bubbles: true }));
  });
  form.addEventListener("precert:uploaded", () => window.setTimeout(() => {
    const rows = [...form.querySelectorAll("[data-upload-list] > li")];
    if (rows.every((row) => row.querySelector("[data-upload-state]").textContent === "Uploaded")) {
      form.querySelector("[data-upload-list]").replaceChildren();
      form.closest("dialog")?.close();
    }
  }, 0));
}
