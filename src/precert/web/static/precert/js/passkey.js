/* A form with data-passkey="create" or "get" makes or proves a passkey: data-options holds what the server asks (JSON), the answer goes
   into the field "answer", and the form is sent. What went wrong stands in [data-passkey-error], in words. data-passkey-now asks at once. */
import { once } from "./once.js";

const fresh = once();
const SAID = {
  NotAllowedError: "You did not confirm, or it took too long. Press the button to try again.",
  InvalidStateError: "This device already has a passkey for your account. Use another device, or choose another way.",
  SecurityError: "Passkeys do not work at this web address. Choose another way.",
  NotSupportedError: "This device does not support the passkey we need. Choose another way.",
};
const UNABLE = "This browser does not support passkeys. Choose another way.";
const FAILED = "Passkey not accepted. Try again, or choose another way.";

export function start(root) {
  for (const form of fresh(root, "form[data-passkey]")) {
    if (!window.PublicKeyCredential || !navigator.credentials) {
      say(form, UNABLE);
      form.querySelector('button[type="submit"]').disabled = true;
      continue;
    }
    form.addEventListener("submit", ask);
    if (form.hasAttribute("data-passkey-now")) form.requestSubmit();
  }
}

async function ask(event) {
  const form = event.currentTarget;
  const answer = form.elements.namedItem("answer");
  if (answer.value) return;
  event.preventDefault();
  say(form, "");
  try {
    const asked = readOptions(JSON.parse(form.dataset.options).publicKey);
    const made = await navigator.credentials[form.dataset.passkey]({ publicKey: asked });
    answer.value = JSON.stringify(plain(made));
    form.submit();
  } catch (error) {
    say(form, SAID[error.name] ?? FAILED);
  }
}

function say(form, text) {
  const place = form.querySelector("[data-passkey-error]");
  (place.querySelector(".usa-alert__text") ?? place).textContent = text;
  place.hidden = !text;
}

/** Options with bytes where the server sent base64url. */
function readOptions(options) {
  const named = (list) => list?.map((one) => ({ ...one, id: bytes(one.id) }));
  return {
    ...options,
    challenge: bytes(options.challenge),
    ...(options.user && { user: { ...options.user, id: bytes(options.user.id) } }),
    ...(options.excludeCredentials && { excludeCredentials: named(options.excludeCredentials) }),
    ...(options.allowCredentials && { allowCredentials: named(options.allowCredentials) }),
  };
}

/** A credential as JSON (RegistrationResponseJSON, AuthenticationResponseJSON). */
function plain(credential) {
  const { response } = credential;
  const found = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (response[name]) found[name] = text(response[name]);
  }
  if (response.getTransports) found.transports = response.getTransports();
  return { id: credential.id, rawId: text(credential.rawId), type: credential.type, response: found, clientExtensionResults: {},
    authenticatorAttachment: credential.authenticatorAttachment ?? undefined };
}

function bytes(word) {
  return Uint8Array.from(atob(word.replaceAll("-", "+").replaceAll("_", "/")), (character) => character.charCodeAt(0));
}

function text(buffer) {
  return btoa(String.fromCharCode(...new Uint8Array(buffer))).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}
