/* What proves who somebody is: a new password, a passkey, a call that is to be answered. */
import { announce } from "./announcer.js";
import { behavior } from "./behavior.js";
import { all, maybe, one } from "./element.js";
import { ask } from "./request.js";

const REST = 1200; // milliseconds without a key before a password's length is said
const EVERY = 2000; // milliseconds between two questions how a call goes
/** @type {Record<string, string>} by the browser's name of what went wrong */
const SAID = {
  NotAllowedError: "You did not confirm, or it took too long. Press the button to try again.",
  InvalidStateError: "This device already has a passkey for your account. Use another device, or choose another way.",
  SecurityError: "Passkeys do not work at this web address. Choose another way.",
  NotSupportedError: "This device does not support the passkey we need. Choose another way.",
};
const UNABLE = "This browser does not support passkeys. Choose another way.";
const FAILED = "Passkey not accepted. Try again, or choose another way.";

/* data-new-password with data-least: the length is shown while it is typed, and a button shows the text. Nothing leaves the page: the server
   decides when it is sent. The length is said once typing rests, not at each key. */
behavior("[data-new-password]", (/** @type {HTMLElement} */ box) => {
  const fields = all(box, 'input[type="password"]', HTMLInputElement);
  const first = one(box, 'input[type="password"]', HTMLInputElement);
  const place = one(box, "[data-password-length]");
  const button = one(box, "[data-password-show]");
  const least = Number(box.dataset.least);
  let rest = 0;
  const said = () => {
    const count = [...first.value.normalize("NFC")].length; // as the server counts: characters, not halves of them
    return count < least ? `${count} of at least ${least} characters` : `${count} characters: long enough`;
  };
  /** @param {boolean} shown */
  const show = (shown) => {
    for (const field of fields) field.type = shown ? "text" : "password";
  };
  place.hidden = button.hidden = false;
  place.textContent = said();
  first.addEventListener("input", () => {
    place.textContent = said();
    window.clearTimeout(rest);
    rest = window.setTimeout(() => announce(said()), REST);
  });
  button.addEventListener("click", () => {
    const shown = button.getAttribute("aria-pressed") !== "true";
    button.setAttribute("aria-pressed", String(shown));
    show(shown);
    announce(shown ? "Password shown" : "Password hidden");
  });
  box.closest("form")?.addEventListener("submit", () => show(false)); // shown text must not stay in the browser's memory of forms
});

/* data-call on a form that waits for a call to be answered: it asks its own address how the call goes ({"state": "waiting" | "answered" |
   "over", "said": what the telephone service tells of it, if anything}), says so in [data-call-state] (data-answered, data-over), and is sent
   by itself once it was answered. Without scripts its button does the same. */
behavior("form[data-call]", (/** @type {HTMLFormElement} */ form) => {
  const place = one(document, "[data-call-state]");
  /** @param {string} text */
  const show = (text) => {
    if (place.textContent !== text) place.textContent = text; // the same again isn't read out
  };
  const timer = window.setInterval(async () => {
    const answer = document.hidden ? null : await ask(form.action).catch(() => null);
    if (!answer) return; // nobody looks, or the line is down: the next turn tries again
    const { state, said } = answer.ok ? await answer.json() : { state: "" };
    if (state === "waiting") return said && show(said);
    window.clearInterval(timer);
    show(place.dataset[state] ?? place.textContent);
    if (state === "answered") form.requestSubmit();
  }, EVERY);
});

/* data-passkey="create" or "get" on a form makes or proves a passkey: data-options holds what the server asks (JSON), the answer goes into the
   field "answer", and the form is sent. What went wrong stands in [data-passkey-error], in words. data-passkey-now asks at once. */
behavior("form[data-passkey]", (/** @type {HTMLFormElement} */ form) => {
  if (!window.PublicKeyCredential?.parseCreationOptionsFromJSON || !navigator.credentials) {
    say(form, UNABLE);
    one(form, 'button[type="submit"]', HTMLButtonElement).disabled = true;
    return;
  }
  form.addEventListener("submit", (event) => void prove(form, event));
  if (form.hasAttribute("data-passkey-now")) form.requestSubmit();
});

/** @param {HTMLFormElement} form @param {SubmitEvent} event */
async function prove(form, event) {
  const answer = one(form, '[name="answer"]', HTMLInputElement);
  if (answer.value) return;
  event.preventDefault();
  say(form, "");
  try {
    const { publicKey } = JSON.parse(form.dataset.options ?? "{}");
    const made = await (form.dataset.passkey === "create"
      ? navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(publicKey) })
      : navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(publicKey) }));
    answer.value = JSON.stringify(/** @type {PublicKeyCredential} */ (made).toJSON());
    form.submit();
  } catch (error) {
    say(form, (error instanceof Error && SAID[error.name]) || FAILED);
  }
}

/** @param {HTMLFormElement} form @param {string} text */
function say(form, text) {
  const place = one(form, "[data-passkey-error]");
  (maybe(place, ".usa-alert__text") ?? place).textContent = text;
  place.hidden = !text;
}
