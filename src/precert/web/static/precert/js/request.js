/* How the page talks to the server: CSRF, and the background mark, which keeps a request from resetting the idle clock. */
import { all, maybe } from "./element.js";

const MOST_LAST = 60_000; // bytes that a browser sends on while the page goes away

/** The CSRF token of this page. */
export function csrf() {
  return (
    maybe(document, 'meta[name="csrf-token"]', HTMLMetaElement)?.content ??
    maybe(document, 'input[name="csrfmiddlewaretoken"]', HTMLInputElement)?.value ??
    ""
  );
}

/** Whose page this is: the account, and the provider it acts for. */
export function whose(page = document) {
  return maybe(page, 'meta[name="csrf-token"]', HTMLMetaElement)?.dataset.who ?? "";
}

/**
 * @param {boolean} background false: a person's input stands behind it
 * @param {string} accept
 * @returns {Record<string, string>}
 */
function headers(background, accept = "application/json") {
  return { ...(background ? { "X-Precert-Background": "1" } : {}), "X-Requested-With": "fetch", Accept: accept };
}

/**
 * GETs `url`. Rejects only when the line is down or `signal` says stop.
 * @param {string | URL} url
 * @param {{ accept?: string, background?: boolean, signal?: AbortSignal }} [options]
 */
export function ask(url, { accept, background = true, signal } = {}) {
  return fetch(url, {
    headers: headers(background, accept),
    credentials: "same-origin",
    redirect: "manual",
    signal: signal ?? null,
  });
}

/**
 * POSTs JSON, or a form's data as it is. Rejects only when the line is down. A page that was opened before its owner signed in again gets
 * the new token and asks once more; one that somebody else's session took the place of gets the refusal (403).
 * @param {string} url
 * @param {object | FormData} data
 * @param {{ background?: boolean, keepalive?: boolean }} [options] keepalive: the browser sends it on while the page goes away
 */
export async function post(url, data, options = {}) {
  const answer = await send(url, data, options);
  return (await renewed(answer.headers.get("X-Precert-Outdated"))) ? send(url, data, options) : answer;
}

/**
 * True when the answer's header X-Precert-Outdated says that the page's CSRF token is outdated, and there is a new one.
 * @param {string | null} outdated
 */
export async function renewed(outdated) {
  return outdated ? await renewCsrf().catch(() => false) : false;
}

/** @param {string} url @param {object | FormData} data @param {{ background?: boolean, keepalive?: boolean }} options */
function send(url, data, { background = true, keepalive = false }) {
  const form = data instanceof FormData;
  const sent = {
    ...headers(background),
    "X-CSRFToken": csrf(),
    ...(form ? {} : { "Content-Type": "application/json" }),
  };
  if (form && data.has("csrfmiddlewaretoken")) data.set("csrfmiddlewaretoken", csrf());
  const body = form ? data : JSON.stringify(data);
  const last = keepalive && typeof body === "string" && body.length < MOST_LAST;
  return fetch(url, {
    method: "POST",
    headers: sent,
    body,
    credentials: "same-origin",
    redirect: form ? "follow" : "manual",
    keepalive: last,
  });
}

/* Fetches this page's address for a fresh CSRF token. True when there was one, for the same person acting for the same provider. */
async function renewCsrf() {
  const answer = await ask(window.location.href, { accept: "text/html" });
  if (!answer.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = maybe(page, 'meta[name="csrf-token"]', HTMLMetaElement);
  const meta = maybe(document, 'meta[name="csrf-token"]', HTMLMetaElement);
  if (!fresh || !meta || whose(page) !== whose()) return false;
  meta.content = fresh.content;
  for (const input of all(document, 'input[name="csrfmiddlewaretoken"]', HTMLInputElement)) input.value = fresh.content;
  return true;
}

/**
 * The JSON of an answer; {} when it isn't JSON. Rejects when it was cut off.
 * @param {Response} answer
 * @returns {Promise<any>}
 */
export async function jsonOf(answer) {
  return answer.headers.get("Content-Type")?.includes("json") ? await answer.json() : {};
}
