/* The one dialog. A button with data-dialog-open="id" opens it, Esc and data-dialog-close close it, the focus goes back to the button.
   One with data-dialog-auto opens by itself. A form with data-confirm="question" is sent only after Yes. */
import { behavior } from "./behavior.js";
import { around, maybe, one } from "./element.js";

/**
 * Opens `dialog`; afterwards the focus returns to `opener` (default: what has it now).
 * @param {HTMLDialogElement} dialog
 * @param {Element | null} opener
 */
export function openDialog(dialog, opener = document.activeElement) {
  if (dialog.open) return;
  dialog.showModal();
  (maybe(dialog, "[autofocus]") ?? maybe(dialog, ".pc-dialog__head h2"))?.focus();
  dialog.addEventListener("close", () => opener instanceof HTMLElement && opener.isConnected && returnFocus(opener), {
    once: true,
  });
}

/** The dialog of that id. @param {string} [id] */
export function dialogOf(id = "") {
  const found = document.getElementById(id);
  return found instanceof HTMLDialogElement ? found : null;
}

/** A button inside a menu that has folded can't take the focus: its summary does. @param {HTMLElement} opener */
function returnFocus(opener) {
  const menu = opener.closest("details:not([open])");
  (menu ? maybe(menu, "summary") : opener)?.focus();
}

behavior("[data-dialog-open]", (/** @type {HTMLElement} */ button) => {
  button.addEventListener("click", (event) => {
    const dialog = dialogOf(button.dataset.dialogOpen);
    if (!dialog) return;
    event.preventDefault();
    openDialog(dialog, button);
  });
});

behavior("dialog", (/** @type {HTMLDialogElement} */ dialog) => {
  dialog.addEventListener("click", (event) => {
    if (around(event, "[data-dialog-close]")) dialog.close();
  });
  if (dialog.hasAttribute("data-dialog-auto")) openDialog(dialog);
});

behavior("form[data-confirm]", (/** @type {HTMLFormElement} */ form) => {
  form.addEventListener("submit", (event) => askFirst(form, event));
});

/** @param {HTMLFormElement} form @param {SubmitEvent} event */
function askFirst(form, event) {
  const dialog = dialogOf("confirm-dialog");
  if (!dialog || form.dataset.confirmed) {
    // What holds the form back until the last save is done sends it again: that is still the same Yes.
    window.setTimeout(() => {
      if (!event.defaultPrevented) delete form.dataset.confirmed;
    });
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  const { submitter } = event;
  one(dialog, "[data-confirm-text]").textContent = form.dataset.confirm ?? "";
  openDialog(dialog, submitter ?? form);
  one(dialog, "[data-confirm-yes]").onclick = () => {
    dialog.close();
    form.dataset.confirmed = "1";
    form.requestSubmit(submitter);
  };
}
