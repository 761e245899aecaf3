/* How the page talks to the server: CSRF, the background mark (doesn't reset the idle clock), fragments in an answer. */

/** The CSRF token of this page. */
export function csrf() {
  return document.querySelector('meta[name="csrf-token"]')?.content
    ?? document.querySelector('input[name="csrfmiddlewaretoken"]')?.value ?? "";
}

/** Headers of a request that no person's input stands behind. */
export function backgroundHeaders() {
  return { "X-Precert-Background": "1", "X-Requested-With": "fetch", Accept: "application/json" };
}

/** Whose page this is: the account, and the provider it acts for. */
export function whose(page = document) {
  return page.querySelector('meta[name="csrf-token"]')?.dataset.who ?? "";
}

/** POSTs JSON. `background` false counts as a person's input. Rejects only when the line is down. A page that was opened before its owner
    signed in again gets the new token and asks once more; one that somebody else's session took the place of gets the refusal (403). */
export async function postJson(url, data, options = {}) {
  const answer = await post(url, data, options);
  return (await renewed(answer)) ? post(url, data, options) : answer;
}

/** True when the answer says that the page's CSRF token is outdated and there is a new one. */
export async function renewed(answer) {
  return Boolean(answer.headers.get("X-Precert-Outdated")) && renewCsrf().catch(() => false);
}

function post(url, data, { background = true, keepalive = false }) {
  const headers = { ...(background ? backgroundHeaders() : { "X-Requested-With": "fetch", Accept: "application/json" }),
    "Content-Type": "application/json", "X-CSRFToken": csrf() };
  return fetch(url, { method: "POST", headers, body: JSON.stringify(data), credentials: "same-origin", redirect: "manual", keepalive });
}

/* Fetches this page's address for a fresh CSRF token. True when there was one, for the same person acting for the same provider. */
async function renewCsrf() {
  const answer = await fetch(window.location.href, { headers: { "X-Precert-Background": "1" }, credentials: "same-origin", redirect: "manual" });
  if (!answer.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.querySelector('meta[name="csrf-token"]')?.content;
  const meta = document.querySelector('meta[name="csrf-token"]');
  if (!fresh || !meta || whose(page) !== whose()) return false;
  meta.content = fresh;
  for (const input of document.querySelectorAll('input[name="csrfmiddlewaretoken"]')) input.value = fresh;
  return true;
}

/** Replaces elements by id with the HTML of an answer; one that holds the focus is left alone. */
export function replaceFragments(fragments) {
  for (const [id, html] of Object.entries(fragments ?? {})) {
    const old = document.getElementById(id);
    if (!old || old.contains(document.activeElement)) continue;
    const holder = document.createElement("template");
    holder.innerHTML = html.trim();
    const fresh = holder.content.firstElementChild;
    if (!fresh) continue;
    old.replaceWith(fresh);
    fresh.dispatchEvent(new CustomEvent("precert:replaced", { bubbles: true }));
  }
}
